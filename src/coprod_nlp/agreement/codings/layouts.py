"""Turns other layouts of codings into the long one that everything here reads."""

from collections.abc import Sequence

import pandas as pd

from coprod_nlp.exceptions import CodingsError
from coprod_nlp.files.names import names_of
from coprod_nlp.files.words import NO_CODE, SEPARATOR

OVERLAP_RULE = (
    "a unit is a stretch of text that somebody marked; stretches of one answer that "
    "share a character, directly or by way of a third, are one unit, and a coder who "
    "coded the answer but marked nothing there gave it no code"
)
"""How `units_by_overlap` makes units, in words for a note."""


def codings_from_wide(
    table: pd.DataFrame, *, coders: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return one row per code from a table with a column per coder.

    Parameters
    ----------
    table : DataFrame
        Indexed by unit. A cell holds a code, several parted by semicolons, "no
        code", or nothing where the coder did not rate the unit.
    coders : sequence of str, optional
        Columns of the coders; by default all.

    Returns
    -------
    DataFrame
        Columns ``unit``, ``coder``, ``code``; a blank cell gives a row without a
        code, so that nothing is lost.

    Raises
    ------
    CodingsError
        If a column is missing, or a unit has two rows.

    Examples
    --------
    >>> wide = pd.DataFrame({"A": ["time; staff"], "B": ["time"]}, index=["u1"])
    >>> codings_from_wide(wide).values.tolist()
    [['u1', 'A', 'time'], ['u1', 'A', 'staff'], ['u1', 'B', 'time']]
    """
    names = list(table.columns) if coders is None else list(coders)
    missing = [name for name in names if name not in table.columns]
    if missing:
        message = (
            f"The table has no column(s) {missing!r} of a coder; found "
            f"{list(table.columns)!r}."
        )
        raise CodingsError(message)
    twice = sorted({str(unit) for unit in table.index[table.index.duplicated()]})
    if twice:
        message = (
            f"{len(twice)} unit(s) have more than one row, such as {twice[0]!r}; give "
            f"each unit one row, with its codes parted by {SEPARATOR!r}."
        )
        raise CodingsError(message)
    cells = [
        pd.DataFrame({"unit": table.index, "coder": name, "code": table[name].array})
        for name in names
    ]
    return one_code_per_row(pd.concat(cells, ignore_index=True))


def one_code_per_row(codings: pd.DataFrame) -> pd.DataFrame:
    """Return a long table in which codes of one cell have a row each.

    Parameters
    ----------
    codings : DataFrame
        With a column ``code``, in which codes may be parted by semicolons.

    Returns
    -------
    DataFrame
        The same columns; a blank cell stays a row without a code.
    """
    parted = codings["code"].astype("object").map(_parted)
    return codings.assign(code=parted).explode("code", ignore_index=True)


def units_by_overlap(codings: pd.DataFrame) -> pd.DataFrame:
    """Make units of the words that coders marked, instead of whole answers.

    Parameters
    ----------
    codings : DataFrame
        Columns ``unit`` (the answer), ``coder``, ``code``, ``start`` and ``end``
        (characters, half-open; missing where the whole answer was coded).

    Returns
    -------
    DataFrame
        Columns ``unit`` ("answer [start:end]"), ``coder``, ``code``; ``respondent``
        (the answer, unless there was such a column), so that a bootstrap draws whole
        answers; ``answer``, ``start`` and ``end`` of the unit (to the end of the
        answer where missing).

    Raises
    ------
    CodingsError
        If a column is missing or a span ends before it starts.

    Notes
    -----
    The rule: see `OVERLAP_RULE`. Text that nobody marked is in no unit: that two
    coders both passed over a sentence is not counted as agreement.

    Examples
    --------
    >>> spans = pd.DataFrame({"unit": "r1", "coder": ["A", "B", "B"],
    ...     "code": ["time", "time", "staff"],
    ...     "start": [0, 5, 30], "end": [20, 18, 40]})
    >>> units = units_by_overlap(spans)
    >>> units["unit"].tolist()
    ['r1 [0:20]', 'r1 [0:20]', 'r1 [30:40]', 'r1 [30:40]']
    >>> (units["coder"] + ": " + units["code"]).tolist()
    ['A: time', 'B: time', 'B: staff', 'A: no code']
    """
    _check_spans(codings)
    answer = names_of(codings["unit"])
    table = pd.DataFrame(
        {
            "answer": answer,
            "coder": names_of(codings["coder"]),
            "code": names_of(codings["code"]),
            "respondent": codings.get("respondent", answer),
            "start": codings["start"].astype("Float64").fillna(0).astype(float),
            "end": codings["end"].astype("Float64").fillna(_END).astype(float),
        }
    )
    read = table[table["code"] != ""]
    none = read["code"].str.casefold() == NO_CODE
    marked = _with_units(read[~none])
    places = marked[_PLACE].drop_duplicates()
    readers = read[["answer", "coder", "respondent"]].drop_duplicates()
    silent = places.merge(readers, on="answer").merge(
        marked[["unit", "coder"]].drop_duplicates(), how="left", indicator=True
    )
    silent = silent[silent["_merge"] == "left_only"].assign(code=NO_CODE)
    columns = ["unit", "coder", "code", "respondent", *_PLACE[1:]]
    return pd.concat([marked[columns], silent[columns]], ignore_index=True)


_PLACE = ["unit", "answer", "start", "end"]

_END = 1e12
"""Further than any answer reaches: the end of a coding of the whole answer."""


def _with_units(marked: pd.DataFrame) -> pd.DataFrame:
    """Name the stretch that each marked span lies in."""
    table = marked.sort_values(["answer", "start", "end"], kind="stable")
    reach = table.groupby("answer")["end"].cummax()
    before = reach.groupby(table["answer"]).shift().fillna(-1.0)
    # Half-open: a span that starts where the others end shares no character.
    stretch = (table["start"] >= before).cumsum()
    start = table.groupby(stretch)["start"].transform("min").astype("Int64")
    end = table.groupby(stretch)["end"].transform("max")
    end = end.where(end < _END).astype("Int64")
    shown = start.astype("str") + ":" + end.astype("str").where(end.notna(), "end")
    name = table["answer"] + " [" + shown + "]"
    return table.assign(unit=name, start=start, end=end)


def _check_spans(codings: pd.DataFrame) -> None:
    needed = ("unit", "coder", "code", "start", "end")
    missing = [name for name in needed if name not in codings.columns]
    if missing:
        message = (
            f"Units by overlap need the column(s) {missing!r}; found "
            f"{list(codings.columns)!r}. Give start and end in characters, or compare "
            f"whole answers."
        )
        raise CodingsError(message)
    start, end = (codings[name].astype("Float64") for name in ("start", "end"))
    backwards = (start >= end).fillna(False).astype(bool)
    wrong = (start.isna() != end.isna()) | backwards
    if wrong.any():
        message = (
            f"{int(wrong.sum())} span(s) are empty, backwards, or lack one end; first "
            f"at index {wrong.index[wrong][0]!r}. Correct them, or leave both blank."
        )
        raise CodingsError(message)


def _parted(cell: object) -> object:
    """Return the codes of a cell; what is no text stays one code."""
    if not isinstance(cell, str):
        return [cell]
    parts = [part.strip() for part in cell.split(SEPARATOR) if part.strip()]
    return parts or [None]
