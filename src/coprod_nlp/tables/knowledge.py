"""Knowledge as the article counts it: heard of it, or able to define it."""

from collections.abc import Sequence

import pandas as pd

from coprod_nlp.exceptions import NotEnoughDataError
from coprod_nlp.tables.shares import SHARE_COLUMNS, strata, truths, with_shares

BASES = ("all respondents", "wrote a definition")
"""Both denominators, in words."""

_STATUS = ("accurate", "not accurate", "in review", "no definition")
_HEARD = ("heard", "not heard", "heard not answered")


def _atoms(heard: Sequence[str], status: Sequence[str]) -> tuple[str, ...]:
    """Name the cells of heard by status of the definition."""
    return tuple(f"{h}, {s}" for h in heard for s in status)


KNOWLEDGE_PARTS: dict[str, tuple[str, ...]] = {
    **{cell: (cell,) for cell in _atoms(_HEARD[:2], _STATUS[:2])},
    "in review": _atoms(_HEARD[:2], _STATUS[2:3]),
    "no definition": _atoms(_HEARD[:2], _STATUS[3:]),
    "heard not answered": _atoms(_HEARD[2:], _STATUS),
    "heard": _atoms(_HEARD[:1], _STATUS),
    "accurate": _atoms(_HEARD, _STATUS[:1]),
    "implicit": _atoms(_HEARD[1:2], _STATUS[:1]),
    "heard or accurate": (
        *_atoms(_HEARD[:1], _STATUS),
        *_atoms(_HEARD[1:], _STATUS[:1]),
    ),
}
"""Disjoint cells of which each value of `knowledge_table` is the sum."""

KNOWLEDGE_BASES: dict[str, tuple[str, ...]] = {
    BASES[0]: _atoms(_HEARD, _STATUS),
    BASES[1]: _atoms(_HEARD, _STATUS[:3]),
}
"""Disjoint cells of which each base of `knowledge_table` is the sum."""

_WITHOUT_HEARD = ["heard not answered", "accurate"]
"""What can be counted where nobody said whether they had heard of it."""


def knowledge_table(
    heard: pd.Series,
    accurate: pd.Series,
    by: pd.Series | None = None,
    *,
    wrote: pd.Series | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Cross having heard of coproduction with defining it accurately.

    Parameters
    ----------
    heard : Series of bool
        Heard of it; missing where the question was not answered.
    accurate : Series of bool
        Whether the definition is accurate; missing where the decision is left
        to review.
    by : Series, optional
        Stratum of each respondent.
    wrote : Series of bool, optional
        Whether a definition was written at all. Default: everybody wrote one,
        so that a missing `accurate` is a review. Of those who wrote nothing,
        `accurate` is false or missing, which is the same.
    confidence : float, default=0.95
        Of the Wilson intervals.

    Returns
    -------
    DataFrame
        The columns `SHARE_COLUMNS` and ``base_is`` (one of `BASES`). Values:
        the four cells ("heard, accurate", ...), the rows apart ("in review",
        "no definition", "heard not answered"), and the summaries "heard"
        (explicit), "accurate", "implicit" (not heard, yet accurate) and
        "heard or accurate" (knowledge). On the base of those who wrote, the
        row "no definition" does not occur.

    Raises
    ------
    NotEnoughDataError
        If there is no respondent.
    ValueError
        If the Series have different respondents or hold other values, or somebody is
        accurate who wrote nothing.

    Notes
    -----
    A review counts as not (yet) accurate in the shares and is shown beside
    them, so each share is a lower end until the reviews are decided. The four
    cells, "in review", "no definition" and "heard not answered" add up to the
    base.

    Examples
    --------
    >>> heard = pd.Series([True, True, False, False, False])
    >>> accurate = pd.Series([True, None, True, False, None], dtype="boolean")
    >>> wrote = pd.Series([True, True, True, True, False])
    >>> table = knowledge_table(heard, accurate, wrote=wrote)
    >>> table = table[table["base_is"] == "all respondents"].set_index("value")
    >>> table.loc[["implicit", "heard or accurate", "in review"], "n"].to_dict()
    {'implicit': 1, 'heard or accurate': 3, 'in review': 1}
    """
    flags = _flags(heard, accurate, wrote)
    values = list(KNOWLEDGE_PARTS) if flags["heard"].notna().any() else _WITHOUT_HEARD
    rows = []
    for name, members in strata(heard, by):
        inside = flags[flags.index.isin(members)]
        for base_is, chosen in zip(
            BASES, (inside, inside[inside["wrote"]]), strict=True
        ):
            rows += [
                (name, value, n, len(chosen), base_is)
                for value, n in _counts(chosen).items()
                if value in values
                and not (base_is == BASES[1] and value == "no definition")
            ]
    table = pd.DataFrame(rows, columns=[*SHARE_COLUMNS[:4], "base_is"])
    return with_shares(table, confidence)[[*SHARE_COLUMNS, "base_is"]]


def _flags(
    heard: pd.Series, accurate: pd.Series, wrote: pd.Series | None
) -> pd.DataFrame:
    """Bring the three truths onto one index."""
    if not len(heard):
        message = "The knowledge table needs respondents, found none."
        raise NotEnoughDataError(message)
    own = pd.Series(True, heard.index, name="wrote") if wrote is None else wrote
    for series in (accurate, own):
        if len(series) != len(heard) or not heard.index.isin(series.index).all():
            message = (
                f"heard has {len(heard)} respondents, {series.name!r} has "
                f"{len(series)}; all need the same index (respondents)."
            )
            raise ValueError(message)
    table = pd.DataFrame(
        {
            "heard": truths(heard.rename("heard")),
            "accurate": truths(accurate.rename("accurate")).reindex(heard.index),
            "wrote": truths(own.rename("wrote"))
            .reindex(heard.index)
            .fillna(False)
            .astype(bool),
        }
    )
    silent = int((~table["wrote"] & table["accurate"].fillna(False)).sum())
    if silent:
        message = (
            f"{silent} respondent(s) are judged accurate though they wrote nothing; "
            "check that accurate and wrote come from the same run."
        )
        raise ValueError(message)
    table.loc[~table["wrote"], "accurate"] = pd.NA
    return table


def _counts(flags: pd.DataFrame) -> dict[str, int]:
    """Count the cells, the rows apart and the summaries."""
    heard, not_heard = (flags["heard"].eq(x).fillna(False) for x in (True, False))
    right, wrong = (flags["accurate"].eq(x).fillna(False) for x in (True, False))
    answered, wrote = flags["heard"].notna(), flags["wrote"]
    cells = {
        "heard, accurate": heard & right,
        "heard, not accurate": heard & wrong,
        "not heard, accurate": not_heard & right,
        "not heard, not accurate": not_heard & wrong,
        "in review": answered & wrote & flags["accurate"].isna(),
        "no definition": answered & ~wrote,
        "heard not answered": ~answered,
        "heard": heard,
        "accurate": right,
        "implicit": not_heard & right,
        "heard or accurate": heard | right,
    }
    return {value: int(mask.sum()) for value, mask in cells.items()}
