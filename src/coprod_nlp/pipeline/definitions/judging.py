"""Judges one column of a table: the one way from texts to verdicts, at every size."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import pandas as pd

from coprod_nlp.exceptions import SurveySchemaError
from coprod_nlp.matching.verdicts import evidence_in_words
from coprod_nlp.survey.cells.opening import ROW
from coprod_nlp.survey.files import column_of, read_table
from coprod_nlp.survey.problems import Problem
from coprod_nlp.text.normalisation import normalise

_TEXTS = {"label", "decision", "reason", "answer_kind", "evidence", "mistaken_for"}
_FLAGS = {"echo", "skimmed"}


class Judge(Protocol):
    """Anything that gives verdicts as `DefinitionMatcher` does."""

    @property
    def fingerprint(self) -> str:
        """Names all that decides a verdict; equal if and only if that is equal."""
        ...

    def judge(self, texts: Iterable[str], *, evidence: bool = True) -> pd.DataFrame:
        """Return a verdict for every answer, indexed like the input."""
        ...


def judge_rows(
    rows: pd.DataFrame, text: str, matcher: Judge, *, evidence: bool = True
) -> pd.DataFrame:
    """Set a verdict beside every row; nothing but the row's text decides it.

    Parameters
    ----------
    rows : DataFrame
        Any rows of a table; none is allowed.
    text : str
        Column of the definitions; None and NaN count as blank.
    matcher : Judge
    evidence : bool
        See `DefinitionMatcher.judge`.

    Returns
    -------
    DataFrame
        The rows in their order, under their index, the text normalised; then the
        columns of a verdict, evidence in words. Each column has the same type
        whatever the rows are, also where there are none.

    Raises
    ------
    SurveySchemaError
        If a column of the table bears the name of one of a verdict.
    """
    verdicts = matcher.judge(rows[text], evidence=evidence)
    clash = sorted({*rows.columns} & {*verdicts.columns})
    if clash:
        message = (
            f"The table has columns named {clash!r}, as columns of verdicts are. "
            f"Rename them in the file."
        )
        raise SurveySchemaError(message)
    normal = pd.Series(
        [normalise(cell) if isinstance(cell, str) else "" for cell in rows[text]],
        index=rows.index,
        dtype="str",
    )
    verdicts["evidence"] = evidence_in_words(normal, verdicts["evidence"])
    kinds = {name: _kind(name) for name in verdicts.columns}
    return pd.concat([rows.assign(**{text: normal}), verdicts.astype(kinds)], axis=1)


def _kind(column: str) -> str:
    if column in _TEXTS:
        return "str"
    return "bool" if column in _FLAGS else "float64"


def read_rows(
    path: Path, text: str, identifier: str | None = None
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Read a table as a whole, to be judged row by row.

    Parameters
    ----------
    path : Path
        An export, or any table with one header row.
    text : str
        Header of the column that holds the definitions.
    identifier : str, optional
        Header of the column that names the rows; by default they are numbered as a
        spreadsheet does (the header is row 1).

    Returns
    -------
    rows : DataFrame
        A row per respondent, in the order of the table: the identifier (or ``row``)
        and the text as typed.
    problems : tuple of Problem
        What had to be decided to read it, and which rows were left out.

    Raises
    ------
    SurveyReadError
        If the file is no table.
    SurveySchemaError
        If a column is missing or doubled.
    """
    naming = named_by(text, identifier)
    table = read_table(path)
    rows = pd.DataFrame({text: pd.Series(column_of(table, text, path), dtype="str")})
    if identifier is None:
        rows.insert(0, naming, pd.Series(table.numbers, dtype="int64"))
    else:
        names = pd.Series(column_of(table, identifier, path), dtype="str")
        rows.insert(0, naming, names)
    return rows, table.problems


def named_by(text: str, identifier: str | None) -> str:
    """Return the column that names the rows in a table of verdicts.

    Raises
    ------
    SurveySchemaError
        If it is also the column of the definitions.
    """
    naming = identifier or ROW
    if naming == text:
        message = (
            f"{text!r} cannot both hold the definitions and name the rows. Name "
            f"another column with --id."
        )
        raise SurveySchemaError(message)
    return naming
