"""How far the figures of one survey differ from those of another, with intervals."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from coprod_nlp.exceptions import NotEnoughDataError, SurveySchemaError
from coprod_nlp.files.names import name_of
from coprod_nlp.tables.contrasts import mean_difference
from coprod_nlp.tables.intervals import newcombe_intervals

CHANGE_COLUMNS = (
    "table", "stratum", "base_is", "value", "kind", "n_before", "base_before", "before",
    "n_now", "base_now", "now", "difference", "low", "high",
)  # fmt: skip
"""Columns of a table of changes, in this order."""

_KEYS = ["stratum", "base_is", "value", "kind"]


def change_table(
    before: Mapping[str, pd.DataFrame],
    now: Mapping[str, pd.DataFrame],
    *,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Set each share and mean of one survey beside that of an earlier one.

    Parameters
    ----------
    before, now : mapping of str to DataFrame
        Tables of shares by name, small counts hidden or not. What only one of them
        has is left out.
    confidence : float, default=0.95
        Of the intervals.

    Returns
    -------
    DataFrame
        The columns `CHANGE_COLUMNS`: before and now are shares, in [0, 1], or, in
        rows of kind "mean", means in points; difference is now less before. Missing
        where a count that it takes is hidden, or a base is 0.

    Raises
    ------
    NotEnoughDataError
        If the two have no figure in common.
    SurveySchemaError
        If a question has another scale in one than in the other.

    Notes
    -----
    Shares: Newcombe's interval for independent samples. Means: Welch's
    interval. Who answered both times is not told apart; then the intervals are wider
    than they need be, or narrower if answers changed places.

    Examples
    --------
    >>> from coprod_nlp.tables import share_table
    >>> last, this = (
    ...     {"q4": share_table(pd.Series([True] * n + [False] * (80 - n)))}
    ...     for n in (39, 51)
    ... )
    >>> table = change_table(last, this)
    >>> table[["before", "now", "difference", "low", "high"]].round(3).values.tolist()
    [[0.488, 0.638, 0.15, -0.003, 0.294]]
    """
    shared = [
        name
        for name in now
        # A difference between strata is no figure of one of them.
        if name in before
        and {"n", "base"} <= set(now[name].columns)
        and "against_n" not in now[name]
    ]
    _check_scales(before, now, shared)
    found = [
        _changes(before[name], now[name], confidence).assign(table=name)
        for name in shared
    ]
    found = [table for table in found if len(table)]
    if not found:
        message = (
            "The two surveys have no figure in common: tables "
            f"{sorted(before)[:5]!r} and {sorted(now)[:5]!r}. They need the same "
            "questions."
        )
        raise NotEnoughDataError(message)
    return pd.concat(found, ignore_index=True)[list(CHANGE_COLUMNS)]


def _check_scales(
    before: Mapping[str, pd.DataFrame],
    now: Mapping[str, pd.DataFrame],
    names: Sequence[str],
) -> None:
    """Refuse points that are not the same: neither a share nor the mean compares."""
    for name in names:
        scales = [_scale(tables[name]) for tables in (before, now)]
        if scales[0] != scales[1]:
            message = (
                f"{name!r} had the points {scales[0]!r} before and has {scales[1]!r} "
                "now; compare what was asked on one scale, and leave this table out."
            )
            raise SurveySchemaError(message)


def _scale(table: pd.DataFrame) -> list[str]:
    """Return the points of a scale in order; none of a question without one."""
    if "kind" not in table:
        return []
    points = table.loc[table["kind"] == "point", "value"]
    return [str(point) for point in points.unique()]


def _changes(
    before: pd.DataFrame, now: pd.DataFrame, confidence: float
) -> pd.DataFrame:
    """Set one table beside the same one of the other survey."""
    sides = [_keyed(table) for table in (before, now)]
    # The order is that of the later survey.
    both = sides[1].merge(sides[0], on=_KEYS, suffixes=("_now", "_before"))
    counts = [
        both[c].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
        for c in ("n_now", "base_now", "n_before", "base_before")
    ]
    x, n, y, m = (np.where(_usable(*counts), column, np.nan) for column in counts)
    known = ~np.isnan(x)
    low, high = np.full((2, len(both)), np.nan)
    low[known], high[known] = newcombe_intervals(
        x[known], n[known], y[known], m[known], confidence
    )
    both = both.assign(now=x / n, before=y / m, difference=x / n - y / m)
    both = both.assign(low=low, high=high)
    of_mean = both["kind"] == "mean"
    for when in ("now", "before"):
        both[when] = both[when].mask(of_mean, both[f"mean_{when}"])
    ends = pd.DataFrame(
        [
            mean_difference(_points(now, stratum), _points(before, stratum), confidence)
            for stratum in both.loc[of_mean, "stratum"]
        ],
        columns=["difference", "low", "high"],
        index=both.index[of_mean],
        dtype=float,
    )
    for name in ends:
        both[name] = both[name].mask(of_mean, ends[name])
    return both


def _keyed(table: pd.DataFrame) -> pd.DataFrame:
    """Return what identifies a row, its counts and its mean, if it has one."""
    whole = table[["n", "base"]].copy()
    for key in _KEYS:
        whole[key] = table[key].map(name_of).astype("str") if key in table else ""
    whole["mean"] = table.get("mean", np.nan)
    return whole


def _usable(*counts: np.ndarray) -> np.ndarray:
    """Say where both shares can be had: nothing hidden, and a base above 0."""
    x, n, y, m = counts
    with np.errstate(invalid="ignore"):
        return np.asarray((n > 0) & (m > 0) & (x <= n) & (y <= m))


def _points(table: pd.DataFrame, stratum: str) -> pd.Series:
    """Return the counts by point of one stratum."""
    own = table[(table["kind"] == "point") & (table["stratum"].astype(str) == stratum)]
    return own["n"].astype("Float64")
