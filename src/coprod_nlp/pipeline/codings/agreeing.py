"""Says how far files of codings agree, without a survey around them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pandas as pd

from coprod_nlp.agreement import (
    APPROACHES,
    OVERLAP_RULE,
    agreement_table,
    units_by_overlap,
)
from coprod_nlp.exceptions import CodingsError, SettingsError
from coprod_nlp.files.csvfiles import write_csv
from coprod_nlp.files.words import plural
from coprod_nlp.pipeline.codings.layouts import Columns
from coprod_nlp.pipeline.codings.tables import CodingTables, read_coding_tables
from coprod_nlp.pipeline.run.coder_agreement import queue
from coprod_nlp.report.outline.numbers import coefficient
from coprod_nlp.report.pages.agreement import render_agreement
from coprod_nlp.report.summary.agreement_page import AgreementPage, agreement_page

PAGE = "agreement.html"

MOST_PAIRED = 6
"""Coders up to whom every two of them are compared as well."""

N_RESAMPLES, SEED = 2000, 0

AGREEMENT, DISAGREEMENTS = "agreement.csv", "disagreements.csv"
WRITTEN = (AGREEMENT, DISAGREEMENTS, PAGE)
"""Files of a comparison."""

_SHOWN = ("kappa", "AC1", "alpha")


@dataclass(frozen=True, eq=False)
class CodingComparison:
    """How far coders agree on each subject, and where they do not.

    Parameters
    ----------
    agreement : DataFrame
        Rows of `agreement_table` behind ``subject`` and ``comparison``.
    disagreements : DataFrame
        Rows of `disagreements` behind ``subject``.
    files : tuple of str
        Names of the files.
    approach : str
        How coding is understood; see `agreement_table`.
    remarks : tuple of str
        How the files were read, and what was left out.
    """

    agreement: pd.DataFrame
    disagreements: pd.DataFrame
    files: tuple[str, ...]
    approach: str
    remarks: tuple[str, ...]

    def page(self) -> AgreementPage:
        """Return what the page says, as numbers and sentences."""
        return agreement_page(
            self.agreement,
            self.disagreements,
            files=self.files,
            approach=self.approach,
            remarks=self.remarks,
        )

    def in_short(self) -> list[str]:
        """Return a line for each comparison of all codes together."""
        lines = []
        for row in self.page().overall:
            figures = [
                f"{name} {coefficient(found)}"
                for name, found in zip(_SHOWN, row.coefficients, strict=True)
                if found.value is not None
            ]
            what = ", ".join([f"{row.n_units} units", *figures])
            lines.append(f"{row.subject}, {row.comparison}: {what}.")
        return [*lines, f"{plural(len(self.disagreements), 'unit')} coded unlike."]

    def write(self, folder: Path) -> Path:
        """Write both tables and the page into a folder; return the page's path.

        Files of the same names are replaced.
        """
        page = render_agreement(self.page())
        folder.mkdir(parents=True, exist_ok=True)
        write_csv(self.agreement, folder / AGREEMENT)
        write_csv(self.disagreements, folder / DISAGREEMENTS)
        path = folder / PAGE
        path.write_text(page, encoding="utf-8", newline="\n")
        return path


def compare_codings(
    paths: Sequence[Path],
    columns: Columns | None = None,
    *,
    approach: str = "coding_reliability",
    spans: bool = False,
    blind: bool = False,
    n_resamples: int = N_RESAMPLES,
    random_state: int = SEED,
) -> CodingComparison:
    """Read files of codings, and say how far their coders agree.

    Parameters
    ----------
    paths : sequence of Path
        See `read_coding_tables`.
    columns : Columns, optional
        Where headers do not say which column is which.
    approach : {"coding_reliability", "codebook", "reflexive"}
        "reflexive" leaves coefficients out.
    spans : bool, default=False
        Compare the words that coders marked instead of whole answers.
    blind : bool, default=False
        Hide who coded what in the list of disagreements.
    n_resamples, random_state : int
        Of the bootstrap.

    Returns
    -------
    CodingComparison

    Raises
    ------
    SettingsError
        If the approach is not known, or `spans` is asked for where none are.
    CodingsError
        If the codings cannot be read, or nothing was coded by two coders.
    """
    if approach not in APPROACHES:
        message = f"The approach must be one of {APPROACHES}, got {approach!r}."
        raise SettingsError(message)
    tables = read_coding_tables(paths, columns)
    subjects, remarks = _comparable(tables, spans=spans)
    found = []
    for subject, comparison, codings in _comparisons(subjects):
        table = agreement_table(
            codings,
            by=_of_units(tables.strata.get(subject), codings),
            approach=approach,
            n_resamples=n_resamples,
            random_state=random_state,
        )
        table.insert(0, "comparison", comparison)
        table.insert(0, "subject", subject)
        found.append(table)
    if approach != "reflexive":
        remarks.append(
            f"Intervals are 95%, percentile bootstrap, {n_resamples} resamples, seed "
            f"{random_state}."
        )
    return CodingComparison(
        agreement=pd.concat(found, ignore_index=True),
        disagreements=_with_words(queue(subjects, blind=blind), tables.texts, subjects),
        files=tuple(path.name for path in paths),
        approach=approach,
        remarks=(*tables.remarks, *remarks),
    )


def _comparable(
    tables: CodingTables, *, spans: bool
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Return the subjects that two coders or more coded, and what was left out."""
    subjects, remarks = {}, []
    for subject, codings in tables.subjects.items():
        own = _by_span(codings) if spans else codings
        if own is None:
            remarks.append(f"{subject}: left out, since no words were marked in it.")
            continue
        coders = _coders(own)
        n_shared, n_alone = _shared_units(own)
        if n_alone and len(coders) > 1:
            remarks.append(
                f"{subject}: {n_shared} units were coded by two coders or more, "
                f"{n_alone} by one only. Are they named alike in all files (1 and 1.0)?"
            )
        if n_shared:
            subjects[subject] = own
        elif len(coders) < 2:
            remarks.append(
                f"{subject}: left out, since there is one coder only ({coders[0]})."
                if coders
                else f"{subject}: left out, since no unit has a code."
            )
    if not subjects:
        message = (
            f"Nothing was coded by two coders. {' '.join(remarks)} Give the codings of "
            f"a second coder, or name the column of the coders with --coder."
        )
        raise CodingsError(message)
    if spans:
        remarks.append(f"Units by overlap: {OVERLAP_RULE}.")
    return subjects, remarks


def _shared_units(codings: pd.DataFrame) -> tuple[int, int]:
    """Return how many units two coders or more coded, and how many one alone did."""
    coded = codings[codings["code"].notna() & (codings["code"] != "")]
    n_coders = coded.groupby("unit")["coder"].nunique()
    return int((n_coders > 1).sum()), int((n_coders == 1).sum())


def _by_span(codings: pd.DataFrame) -> pd.DataFrame | None:
    """Return units of marked words; None where nobody marked any."""
    if "start" not in codings or codings["start"].isna().all():
        return None
    return units_by_overlap(codings)


def _coders(codings: pd.DataFrame) -> list[str]:
    """Return the coders who gave anything, "no code" included, sorted."""
    given = codings["code"].notna() & (codings["code"].astype(str).str.strip() != "")
    return sorted(codings.loc[given, "coder"].astype(str).unique())


def _comparisons(
    subjects: Mapping[str, pd.DataFrame],
) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Return all coders of each subject together, and every two of a few."""
    for subject, codings in subjects.items():
        coders = _coders(codings)
        few = len(coders) <= MOST_PAIRED
        together = ", ".join(coders) if few else f"all {len(coders)} coders"
        yield subject, " with ".join(coders) if len(coders) == 2 else together, codings
        if 2 < len(coders) <= MOST_PAIRED:
            for pair in combinations(coders, 2):
                own = codings[codings["coder"].astype(str).isin(pair)]
                yield subject, " with ".join(pair), own


def _of_units(known: pd.Series | None, codings: pd.DataFrame) -> pd.Series | None:
    """Return what is known of answers for the units that were made of them."""
    if known is None:
        return None
    answer = codings["answer" if "answer" in codings else "unit"]
    places = pd.DataFrame({"unit": codings["unit"], "answer": answer})
    of_answer = places.drop_duplicates().set_index("answer")["unit"]
    joined = known.rename("known").to_frame().join(of_answer, how="inner")
    return joined.set_index("unit")["known"]


def _with_words(
    listed: pd.DataFrame,
    texts: Mapping[str, pd.Series],
    subjects: Mapping[str, pd.DataFrame],
) -> pd.DataFrame:
    """Set the words of each unit beside its codes, where they are known."""
    if not texts:
        return listed
    words = {name: _words(texts[name], own) for name, own in subjects.items()}
    pairs = zip(listed["subject"], listed["unit"], strict=True)
    return listed.assign(text=[words[name].get(unit, "") for name, unit in pairs])


def _words(texts: pd.Series, codings: pd.DataFrame) -> dict[str, str]:
    """Return the words of each unit, cut out of its answer where it is a part."""
    words = {str(unit): str(text) for unit, text in texts.items()}
    if "answer" in codings:
        places = codings[["unit", "answer", "start", "end"]].drop_duplicates()
        for unit, answer, start, end in places.itertuples(index=False):
            stop = None if pd.isna(end) else end
            words[unit] = words.get(answer, "")[start:stop]
    return words
