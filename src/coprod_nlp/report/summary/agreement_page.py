"""Gathers what the page of agreement says; no HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from coprod_nlp.report.summary.findings import agreement_rows
from coprod_nlp.report.summary.parts import AgreementRow
from coprod_nlp.report.summary.quoting import LONGEST_QUOTATION
from coprod_nlp.report.summary.words import approach_in_words, left_out_in_words

MOST_DIFFERENCES = 40
"""Disagreements that the page shows; the file holds them all."""

MOST_CODES = 20
"""Codes that one picture shows, the most used ones; the table holds them all."""

_BESIDE = ("subject", "unit", "distance", "shared", "disputed", "text")


@dataclass(frozen=True, slots=True)
class Difference:
    """A unit that was coded unlike.

    Parameters
    ----------
    subject, unit, text : str
        What was coded; its name; its words, "" where they are not known.
    given : tuple of (str, str)
        Each coder, or "coding 1", with the codes given.
    """

    subject: str
    unit: str
    text: str
    given: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """Everything the page says, as numbers and words.

    Parameters
    ----------
    files : tuple of str
        Names of the files.
    approach : str
        The approach, and what it means for the figures, in a sentence.
    left_out : str
        Why no coefficient is given; "" where they are.
    overall, by_code : tuple of AgreementRow
        Rows for all codes together, and for each code.
    drawn : tuple of AgreementRow
        Rows for single codes that a picture shows.
    differences : tuple of Difference
        The first of the units to talk about.
    n_differences : int
        All of them.
    remarks : tuple of str
        How the files were read, and how intervals were made.
    """

    files: tuple[str, ...]
    approach: str
    left_out: str
    overall: tuple[AgreementRow, ...]
    by_code: tuple[AgreementRow, ...]
    drawn: tuple[AgreementRow, ...]
    differences: tuple[Difference, ...]
    n_differences: int
    remarks: tuple[str, ...]


def agreement_page(
    agreement: pd.DataFrame,
    disagreements: pd.DataFrame,
    *,
    files: Sequence[str],
    approach: str,
    remarks: Sequence[str],
) -> AgreementPage:
    """Gather the page of one comparison.

    Parameters
    ----------
    agreement : DataFrame
        Rows of `agreement_table` behind ``subject`` and ``comparison``; with strata,
        those for everybody are drawn.
    disagreements : DataFrame
        ``subject``, ``unit``, ``distance``, one column per coder, perhaps ``text``.
    files : sequence of str
        Names of the files.
    approach : str
        As for `agreement_table`.
    remarks : sequence of str
        How the files were read.
    """
    rows = agreement_rows(agreement)
    by_code = tuple(row for row in rows if not row.overall)
    return AgreementPage(
        files=tuple(files),
        approach=approach_in_words(approach),
        left_out=left_out_in_words(approach),
        overall=tuple(row for row in rows if row.overall),
        by_code=by_code,
        drawn=_drawn(by_code),
        differences=tuple(
            _difference(row)
            for row in disagreements.head(MOST_DIFFERENCES).to_dict("records")
        ),
        n_differences=len(disagreements),
        remarks=tuple(remarks),
    )


def _drawn(rows: Sequence[AgreementRow]) -> tuple[AgreementRow, ...]:
    """Return the most used codes of each subject, in its first comparison."""
    first: dict[str, str] = {}
    for row in rows:
        first.setdefault(row.subject, row.comparison)
    kept = []
    for subject, comparison in first.items():
        own = [r for r in rows if (r.subject, r.comparison) == (subject, comparison)]
        own = [row for row in own if row.is_measured]
        kept += sorted(own, key=lambda row: -(row.n_positive or 0))[:MOST_CODES]
    return tuple(kept)


def _difference(row: Mapping[Any, Any]) -> Difference:
    text = _cell(row.get("text", ""))
    if len(text) > LONGEST_QUOTATION:
        text = f"{text[:LONGEST_QUOTATION]} […]"
    return Difference(
        subject=_cell(row["subject"]),
        unit=_cell(row["unit"]),
        text=text,
        given=tuple(
            (str(name), _cell(codes))
            for name, codes in row.items()
            if name not in _BESIDE and _cell(codes)
        ),
    )


def _cell(value: object) -> str:
    return "" if not isinstance(value, str) else value
