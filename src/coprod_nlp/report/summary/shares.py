"""Reads the long tables of shares into the parts that a page can show."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from coprod_nlp.files.words import EVERYBODY, NO_STRATUM
from coprod_nlp.report.summary.parts import Mean, Share, ShareTable
from coprod_nlp.report.summary.sources import data_row

_COLUMNS = {"stratum", "value", "n", "base", "share", "share_low", "share_high"}
_WORDS = {
    EVERYBODY: "Everybody",
    NO_STRATUM: "Not known",
    "(smaller strata)": "Smaller groups together",
    "heard": "Had heard of it",
    "accurate": "Defined it accurately",
    "implicit": "Not heard of it, yet defined it accurately",
    "heard or accurate": "Heard of it, or defined it accurately",
    "in review": "Definition left for a person to read",
    "no definition": "Wrote no definition",
    "heard not answered": "Did not say whether they had heard of it",
    "role_type": "role type",
    "not named": "Not like any of these",
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
    name: str, table: pd.DataFrame, heading: str, *, by: str = "", file: str = ""
) -> ShareTable:
    """Read one long table of shares.

    Parameters
    ----------
    name : str
        ``subject`` or ``subject_by_strata``, such as ``"q6_by_role_type"``.
    table : DataFrame
        Columns ``stratum``, ``value``, ``n``, ``base``, ``share``, ``share_low``,
        ``share_high``; its index says which row of the file each is, from 0. With a
        column ``kind`` it is a scale: "point", "apart", "positive" and "mean" (with
        the mean in ``mean``).
    heading : str
        Caption, without the strata.
    by : str, default=""
        What the strata are.
    file : str, default=""
        File that the table is written to, without ".csv"; `name` when empty.

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
    kinds = table["kind"].astype(str) if "kind" in table else None
    point = table if kinds is None else table[kinds.isin(["point", "apart"])]
    of_kind = {
        kind: table.iloc[:0] if kinds is None else table[kinds == kind]
        for kind in ("apart", "positive", "mean")
    }
    return ShareTable(
        name=name,
        file=file or name,
        heading=heading,
        subject=name.partition("_by_")[0],
        by=readable(by),
        shares=_shares(point),
        ordered=kinds is not None,
        apart=tuple(dict.fromkeys(s.value for s in _shares(of_kind["apart"]))),
        means=_means(of_kind["mean"]),
        positive=_shares(of_kind["positive"]),
    )


def foil_table(
    table: pd.DataFrame, titles: Mapping[str, str], term: str
) -> ShareTable | None:
    """Read what failing definitions were taken for, most frequent first.

    Parameters
    ----------
    table : DataFrame
        The table ``mistaken_for``; only everybody's rows are read.
    titles : mapping of str to str
        Title of each foil by its id.
    term : str
        What it was taken for instead.

    Returns
    -------
    ShareTable or None
        Foils that no answer was taken for are left out; what is hidden, and then
        what has no name, comes last. None where no answer failed.
    """
    everybody = table.reset_index(drop=True).query("stratum == @EVERYBODY")
    if "base_is" in everybody:
        # The first base is of those who failed; the file has the other one too.
        everybody = everybody[everybody["base_is"] == everybody["base_is"].iloc[0]]
    read = share_table("mistaken_for", everybody, f"What {term} is taken for")
    shown = [
        replace(share, value=titles.get(share.key, share.value))
        for share in read.shares
        if share.n != 0
    ]
    shown.sort(key=lambda s: (s.key not in titles, s.n is None, -(s.n or 0)))
    return replace(read, shares=tuple(shown)) if shown else None


def _shares(table: pd.DataFrame) -> tuple[Share, ...]:
    return tuple(
        Share(
            stratum=capital(readable(str(row["stratum"]))),
            value=capital(readable(str(row["value"]))),
            n=count_or_none(row["n"]),
            base=count_or_none(row["base"]),
            share=number_or_none(row["share"]),
            low=number_or_none(row["share_low"]),
            high=number_or_none(row["share_high"]),
            key=str(row["value"]),
            row=data_row(int(place)),
        )
        for place, row in zip(table.index, table.to_dict("records"), strict=True)
    )


def _means(table: pd.DataFrame) -> tuple[Mean, ...]:
    found = []
    for place, row in zip(table.index, table.to_dict("records"), strict=True):
        mean, base = number_or_none(row["mean"]), count_or_none(row["n"])
        if mean is not None and base is not None:
            stratum = capital(readable(str(row["stratum"])))
            sd = number_or_none(row.get("sd"))
            found.append(Mean(stratum, mean, sd, base, data_row(int(place))))
    return tuple(found)
