"""Judges rows of a table: the one way from texts to verdicts, at every size."""

from collections.abc import Iterable
from typing import Protocol

import pandas as pd

from coprod_nlp.exceptions import SurveySchemaError
from coprod_nlp.matching.verdicts import evidence_in_words
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
