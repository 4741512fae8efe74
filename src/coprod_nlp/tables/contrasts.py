"""How far strata differ on a scale, worked out from the table that is published."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from coprod_nlp.tables.intervals import newcombe_intervals
from coprod_nlp.tables.shares import EVERYBODY, NO_STRATUM
from coprod_nlp.typing import FloatArray

THE_OTHERS = "(all others)"
"""What a stratum is set against where there are more than two."""

CONTRAST_COLUMNS = (
    "stratum", "against", "value", "kind", "n", "base", "against_n", "against_base",
    "difference", "low", "high",
)  # fmt: skip
"""Columns of a table of differences, in this order."""


def contrast_table(
    table: pd.DataFrame,
    *,
    n_resamples: int = 2000,
    random_state: int = 0,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Set the strata of a Likert table against each other.

    Two strata are set against each other; of more, each against all others together.

    Parameters
    ----------
    table : DataFrame
        From `likert_table`, small counts hidden or not. Nothing else is used, so that
        a difference tells no more than the table does.
    n_resamples : int, default=2000
        Resamples behind the intervals of means.
    random_state : int, default=0
        Seed.
    confidence : float, default=0.95
        Of the intervals.

    Returns
    -------
    DataFrame
        The columns `CONTRAST_COLUMNS`. For each pair a row of kind "positive" (the
        difference of the shares, in [-1, 1]) and one of kind "mean" (in points).
        Missing where a count that it takes is hidden, or a base is 0.

    Notes
    -----
    Shares: Newcombe's interval from two Wilson intervals. Means: percentile bootstrap
    over the respondents of each stratum; a table of counts by point holds all that
    this takes. Each interval stands for itself: of twenty, one excludes 0 by chance.

    Examples
    --------
    >>> from coprod_nlp.tables import likert_table
    >>> kind = pd.CategoricalDtype(["No", "Perhaps", "Yes"], ordered=True)
    >>> answers = pd.Series(["Yes", "Yes", "No", "Yes", "No", "No"]).astype(kind)
    >>> role = pd.Series(["a", "a", "a", "b", "b", "b"])
    >>> table = contrast_table(likert_table(answers, role, positive=1))
    >>> table[["stratum", "against", "kind", "difference"]].round(2).values.tolist()
    [['a', 'b', 'positive', 0.33], ['a', 'b', 'mean', 0.67]]
    """
    points = table[table["kind"] == "point"]
    counts = {
        str(name): own.set_index("value")["n"].astype("Float64")
        for name, own in points.groupby("stratum", sort=False)
    }
    upper = table[table["kind"] == "positive"].set_index("stratum")
    rows = []
    for name, against in _pairs([name for name in counts if name != EVERYBODY]):
        rows.append((name, against, *_shares(upper, name, against, confidence)))
        ends = _means(counts, name, against, n_resamples, random_state, confidence)
        rows.append((name, against, "mean", "mean", *ends))
    found = pd.DataFrame(rows, columns=list(CONTRAST_COLUMNS))
    return found.astype(dict.fromkeys(CONTRAST_COLUMNS[4:8], "Int64"))


def _pairs(strata: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what is set against what; those of no stratum are set against nothing."""
    named = [name for name in strata if name != NO_STRATUM]
    if len(named) == 2:
        yield named[0], named[1]
    elif len(named) > 2:
        yield from ((name, THE_OTHERS) for name in named)


def _shares(
    upper: pd.DataFrame, name: str, against: str, confidence: float
) -> tuple[object, ...]:
    """Return the difference of the shares at the positive points."""
    own = upper.loc[name, ["n", "base"]].astype("Float64")
    if against == THE_OTHERS:
        other = upper.loc[EVERYBODY, ["n", "base"]].astype("Float64") - own
    else:
        other = upper.loc[against, ["n", "base"]].astype("Float64")
    value = str(upper.loc[name, "value"])
    four = [*own, *other]
    if _unusable(*own) or _unusable(*other):
        return (value, "positive", *four, np.nan, np.nan, np.nan)
    x, n, y, m = map(float, four)
    low, high = newcombe_intervals([x], [n], [y], [m], confidence)
    return (value, "positive", *four, x / n - y / m, float(low[0]), float(high[0]))


def _unusable(n: Any, base: Any) -> bool:
    """Say whether a count is hidden, has no base, or was rounded beyond its base."""
    if pd.isna(n) or pd.isna(base):
        return True
    return not 0 <= n <= base or base == 0


def _means(
    counts: dict[str, pd.Series],
    name: str,
    against: str,
    n_resamples: int,
    seed: int,
    confidence: float,
) -> tuple[object, ...]:
    """Return the difference of the means with its bootstrap interval."""
    own = counts[name]
    other = counts[EVERYBODY] - own if against == THE_OTHERS else counts[against]
    n, m = own.sum(skipna=False), other.sum(skipna=False)
    ends = mean_difference(own, other, n_resamples, seed, confidence)
    return (n, n, m, m, *ends)


def mean_difference(
    own: pd.Series, other: pd.Series, n_resamples: int, seed: int, confidence: float
) -> tuple[float, float, float]:
    """Return the difference of two means of a scale, with its bootstrap interval.

    Parameters
    ----------
    own, other : Series of shape (n_points,)
        Respondents at each point, lowest first; <NA> where hidden.
    n_resamples, seed : int
        Of the bootstrap over the respondents of each.
    confidence : float
        Of the interval.

    Returns
    -------
    difference, low, high : float
        In points, own less other; nan where a count is hidden or nobody answered.
    """
    pair = [x.to_numpy(dtype=float, na_value=np.nan) for x in (own, other)]
    unknown = any(np.isnan(x).any() or (x < 0).any() or not x.sum() for x in pair)
    if unknown:
        return np.nan, np.nan, np.nan
    rng = np.random.default_rng(seed)
    again = [
        _mean(rng.multinomial(int(x.sum()), x / x.sum(), n_resamples).astype(float))
        for x in pair
    ]
    ends = [(1 - confidence) / 2, (1 + confidence) / 2]
    low, high = np.quantile(again[0] - again[1], ends)
    return float(_mean(pair[0]) - _mean(pair[1])), float(low), float(high)


def _mean(counts: FloatArray) -> FloatArray:
    """Return the mean point of counts of shape (..., n_points)."""
    points = np.arange(1, counts.shape[-1] + 1)
    return np.asarray(counts @ points / counts.sum(axis=-1))
