"""Reads the long tables of shares into the parts that a page can show."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from coprod_nlp.report.summary.parts import Share, ShareTable

EVERYBODY = "(all)"
"""The stratum that holds every respondent, as the tables name it."""

_COLUMNS = {"stratum", "value", "n", "base", "share", "share_low", "share_high"}
_WORDS = {
    EVERYBODY: "Everybody",
    "heard": "Had heard of it",
    "accurate": "Defined it accurately",
    "explicit": "Had heard of it",
    "implicit": "Had not heard of it, yet defined it accurately",
    "either": "Either of the two",
    "knowledge": "Either of the two",
    "heard_or_accurate": "Either of the two",
    "role_type": "role type",
    "months_in_post": "time in post",
}


def readable(name: str) -> str:
    """Return a table's name for a thing in words.

    Examples
    --------
    >>> readable("(all)"), readable("role_type"), readable("no_match")
    ('Everybody', 'role type', 'no match')
    """
    return _WORDS.get(name, name.replace("_", " ") if name.islower() else name)


def capital(words: str) -> str:
    """Return words with a capital at the start, the rest as it is."""
    return words[:1].upper() + words[1:]


def is_share_table(table: pd.DataFrame) -> bool:
    """Say whether a frame has the columns of a table of shares."""
    return set(table.columns) >= _COLUMNS


def count_or_none(value: Any) -> int | None:
    """Return a count, or None where it is suppressed or missing."""
    number = number_or_none(value)
    return None if number is None else round(number)


def number_or_none(value: Any) -> float | None:
    """Return a number, or None where it is missing or written as words ("1-7")."""
    if value is None or isinstance(value, str) or pd.isna(value):
        return None
    return float(value)


def share_table(
    name: str,
    table: pd.DataFrame,
    title: str,
    *,
    apart: tuple[str, ...] = (),
    ordered: bool = False,
) -> ShareTable:
    """Read one long table of shares.

    Parameters
    ----------
    name : str
        ``subject`` or ``subject_by_strata``, such as ``"q6_by_role_type"``; the
        CSV file has the same name.
    table : DataFrame
        Columns ``stratum``, ``value``, ``n``, ``base``, ``share``, ``share_low``,
        ``share_high``.
    title : str
        Caption.
    apart : tuple of str, default=()
        Values outside the scale.
    ordered : bool, default=False
        Whether the values are points of a scale.

    Returns
    -------
    ShareTable
        Its shares in the order of the rows.

    Examples
    --------
    >>> row = ["(all)", "Yes", 3, 4, 0.75, 0.3, 0.95]
    >>> columns = ["stratum", "value", "n", "base", "share", "share_low", "share_high"]
    >>> share_table("q4", pd.DataFrame([row], columns=columns), "Heard").shares[0].n
    3
    """
    subject, _, by = name.partition("_by_")
    shares = tuple(
        Share(
            stratum=capital(readable(str(row["stratum"]))),
            value=capital(readable(str(row["value"]))),
            n=count_or_none(row["n"]),
            base=count_or_none(row["base"]),
            share=number_or_none(row["share"]),
            low=number_or_none(row["share_low"]),
            high=number_or_none(row["share_high"]),
            key=str(row["value"]),
        )
        for row in table.to_dict("records")
    )
    return ShareTable(
        name, title, subject, readable(by), shares, ordered=ordered, apart=apart
    )


def everybody(table: pd.DataFrame) -> Mapping[str, Mapping[str, Any]]:
    """Return the rows that count every respondent, by their value."""
    rows = table[table["stratum"] == EVERYBODY].to_dict("records")
    return {str(row["value"]): {str(k): v for k, v in row.items()} for row in rows}
