"""Reads tables of codings in the layout that they have, and says which that is."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from coprod_nlp.agreement import NO_CODE, one_code_per_row
from coprod_nlp.coding import Codings, read_codings
from coprod_nlp.coding.workbook.layout import NONE, refuse_coding_workbook
from coprod_nlp.exceptions import CodingsError
from coprod_nlp.files.checksums import file_sha256
from coprod_nlp.files.names import names_of
from coprod_nlp.files.problems import in_sentences, told_of_file
from coprod_nlp.files.spellings import spelt_alike
from coprod_nlp.files.titles import short_titles
from coprod_nlp.files.words import SEPARATOR
from coprod_nlp.pipeline.codings.layouts import CodingFile, Columns
from coprod_nlp.survey.example import example_paths
from coprod_nlp.survey.files import Table, read_table

DEFINITION, ELEMENTS = "definition", "definition elements"
"""Names of what our own files of definition codings hold."""

_OWN = {"respondent", "question", "coder"}
_OWN_ALONE = {"label", "start", "end"}
"""Columns that no other layout has."""


@dataclass(frozen=True, slots=True, eq=False)
class CodingTables:
    """Codings by what was coded, and what stood beside them.

    Parameters
    ----------
    subjects : mapping of str to DataFrame
        Long tables: ``unit``, ``coder``, ``code``, and where known ``respondent``,
        ``start``, ``end``. Where a column ``question`` stands, there is one table
        for each; else a table of no particular kind is named "codes".
    strata, texts : mapping of str to Series
        By subject, then unit; empty where they were not asked for.
    remarks : tuple of str
        How the files were read, in sentences.
    """

    subjects: Mapping[str, pd.DataFrame]
    strata: Mapping[str, pd.Series] = field(default_factory=dict)
    texts: Mapping[str, pd.Series] = field(default_factory=dict)
    remarks: tuple[str, ...] = field(default=())


def read_coding_tables(
    paths: Sequence[Path], columns: Columns | None = None
) -> CodingTables:
    """Read one long table, one wide table, or several files that share their units.

    Parameters
    ----------
    paths : sequence of Path
        CSV or workbooks. Our own files of codings are told by their headers; a long
        table has a column for the coder and one for the code; a wide one has a column
        per coder. Of several files, each is a long table, or the codes of one coder,
        who is named as the file is.
    columns : Columns, optional
        Where headers do not say which column is which.

    Returns
    -------
    CodingTables

    Raises
    ------
    SurveyReadError
        If a file is no table.
    SurveySchemaError
        If a column that was named is missing or doubled.
    CodingsError
        If it cannot be told which column is which, or codings contradict themselves.
    """
    chosen = columns or Columns()
    tables = {path: read_table(path) for path in paths}
    if chosen == Columns() and _are_own(tables.values()):
        return _own(read_codings(*paths), tables.values())
    parts = [CodingFile(path, table, chosen) for path, table in tables.items()]
    _refuse_unclear(parts, chosen)
    if len(parts) == 1 and not parts[0].is_long:
        read = [parts[0].wide()]
    else:
        read = [part.long() if part.is_long else part.of_one() for part in parts]
    together = pd.concat([frame for frame, _ in read], ignore_index=True)
    groups = together.groupby("subject", sort=False)
    parted = {str(name): own for name, own in groups}
    beside = ["subject", "by", "text"]
    subjects = {
        name: one_code_per_row(own.drop(columns=beside)) for name, own in parted.items()
    }
    return CodingTables(
        subjects,
        strata={n: _by_unit(own, "by") for n, own in parted.items() if chosen.by},
        texts={n: _texts(own) for n, own in parted.items() if chosen.text},
        remarks=(
            *(read_as for _, read_as in read),
            *_reading(tables),
            *_told_of_codes(subjects),
            *_told_of_commas(subjects),
        ),
    )


def _are_own(tables: Collection[Table]) -> bool:
    """Say whether all are files of this package, and not just long tables like them."""
    headers = [{title.strip().lower() for title in t.header} for t in tables]
    for names in headers:
        names |= {"respondent"} if names & {"id", "respondent_id"} else set()
    known = all(names >= _OWN and names & {"code", "label"} for names in headers)
    return known and any(names & _OWN_ALONE for names in headers)


def _own(codings: Codings, tables: Iterable[Table]) -> CodingTables:
    """Take our own codings apart by what was coded; a unit is one answer."""
    subjects, remarks = {}, ["Read as codings of this package."]
    definitions = codings.definitions.rename(columns={"respondent": "unit"})
    if len(definitions):
        # Who wrote under 4a wrote nothing under 4b: one definition each.
        subjects[DEFINITION] = definitions.rename(columns={"label": "code"})[
            ["unit", "coder", "code"]
        ]
        shared, partial = _elements_held(definitions)
        if shared:
            subjects[ELEMENTS] = _elements(definitions, shared)
        if partial:
            remarks.append(
                f"Elements left out, since not every file has a column for them: "
                f"{', '.join(partial)}."
            )
    themes = codings.themes.rename(columns={"respondent": "unit"})
    for question, own in themes.groupby("question", sort=False):
        subjects[str(question)] = own.drop(columns="question").reset_index(drop=True)
    example = example_paths()
    bundled = (example.definition_codings, example.theme_codings)
    hashes = {file_sha256(path) for path in bundled}
    if any(table.sha256 in hashes for table in tables):
        remarks.insert(0, "SYNTHETIC EXAMPLE: no person gave the answers coded here.")
    remarks += [*in_sentences(codings.problems), *_told_of_codes(subjects)]
    return CodingTables(subjects, remarks=tuple(remarks))


def _reading(tables: Mapping[Path, Table]) -> tuple[str, ...]:
    """Say what had to be decided to read the files."""
    return tuple(
        sentence
        for path, table in tables.items()
        for sentence in in_sentences(told_of_file(path.name, table.problems))
    )


def _told_of_codes(subjects: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """Say which codes may be another code, or none at all."""
    for subject, codings in subjects.items():
        codes = names_of(codings["code"])
        plain = codes.str.casefold()
        if spelt := spelt_alike(codes[plain != NO_CODE]):
            yield (
                f"{subject}: {spelt} differ in capitals or spaces only, and count as "
                f"different codes."
            )
        n_none = int((plain == NONE).sum())
        if n_none:
            yield (
                f"{subject}: “{NONE}” counts as a code, given {n_none} time(s). Write "
                f"“{NO_CODE}” if it says that no code applies."
            )


def _told_of_commas(subjects: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """Say where several codes may stand in what was read as one."""
    for subject, codings in subjects.items():
        n = int(names_of(codings["code"]).str.contains(",", regex=False).sum())
        if n:
            yield (
                f"{subject}: {n} code(s) given hold a comma. If it parts codes, write "
                f"“{SEPARATOR}” instead."
            )


def _elements_held(definitions: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return the elements that all coders were asked for, and those that some were."""
    elements = definitions.drop(columns=["unit", "question", "coder", "label"])
    whole = elements.notna().all()
    return list(elements.columns[whole]), list(elements.columns[~whole])


def _elements(definitions: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return the elements that each coder saw, as codes; none is "no code"."""
    long = definitions.melt(["unit", "coder"], names, "code", "held")
    seen = long[long["held"] == 1].drop(columns="held")
    none = definitions[definitions[names].sum(axis=1) == 0]
    none = none[["unit", "coder"]].assign(code=NO_CODE)
    return pd.concat([seen, none], ignore_index=True)


def _refuse_unclear(parts: Sequence[CodingFile], columns: Columns) -> None:
    """Refuse workbooks, files that cannot be told apart, and columns that none has."""
    for part in parts:
        refuse_coding_workbook(part.header, part.path)
    names = [part.path.stem for part in parts if not part.is_long]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        message = (
            f"Coders are named as their files are, and {twice!r} stands for two files. "
            f"Give the files different names."
        )
        raise CodingsError(message)
    if len(parts) > 1 and len(columns.coders) > 1:
        message = (
            f"Columns of several coders ({', '.join(columns.coders)}) belong to one "
            f"wide table; found {len(parts)} files. Name one file, or one column that "
            f"holds the coders' names."
        )
        raise CodingsError(message)
    for name in (columns.by, columns.text):
        if name and not any(part.has(name) for part in parts):
            message = (
                f"No file has a column {name!r}; the first has "
                f"{short_titles(parts[0].header)!r}."
            )
            raise CodingsError(message)


def _by_unit(together: pd.DataFrame, column: str) -> pd.Series:
    """Return what is known of each unit; a unit may have several rows."""
    known = together[together[column] != ""]
    return pd.Series(known[column].to_numpy(), index=known["unit"].to_numpy())


def _texts(together: pd.DataFrame) -> pd.Series:
    """Return the words of each unit, from its first row that has any."""
    texts = _by_unit(together, "text")
    return texts[~texts.index.duplicated()]
