"""How far strata differ on a scale, worked out from the table that is published."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from coprod_nlp.files.words import EVERYBODY, NO_STRATUM
from coprod_nlp.tables.intervals import newcombe_intervals
from coprod_nlp.typing import FloatArray

THE_OTHERS = "(all others)"
"""What a stratum is set against where there are more than two."""

CONTRAST_COLUMNS = (
    "stratum", "against", "value", "kind", "n", "base", "against_n", "against_base",
    "difference", "low", "high",
)  # fmt: skip
"""Columns of a table of differences, in this order."""


def contrast_table(table: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Set the strata of a Likert table against each other.

    Two strata are set against each other; of more, each against all others together,
    without respondents whose stratum is not known.

    Parameters
    ----------
    table : DataFrame
        From `likert_table`, small counts hidden or not. Nothing else is used, so that
        a difference tells no more than the table does.
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
    Shares: Newcombe's interval from two Wilson intervals. Means: Welch's interval; a
    table of counts by point holds all that this takes. Each interval stands for
    itself: of twenty, one excludes 0 by chance.

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
    # Of a Categorical's strata some may be nobody's.
    strata = [
        name
        for name, own in counts.items()
        if name != EVERYBODY and not own.eq(0).fillna(False).all()
    ]
    rows = []
    for name, against in _pairs(strata):
        rows.append((name, against, *_shares(upper, name, against, confidence)))
        ends = _means(counts, name, against, confidence)
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
    sides = upper[["n", "base"]].astype("Float64")
    known = {str(stratum): side for stratum, side in sides.iterrows()}
    own, other = known[name], _set_against(known, name, against)
    value = str(upper.loc[name, "value"])
    four = [*own, *other]
    if _unusable(*own) or _unusable(*other):
        return (value, "positive", *four, np.nan, np.nan, np.nan)
    x, n, y, m = map(float, four)
    low, high = newcombe_intervals([x], [n], [y], [m], confidence)
    return (value, "positive", *four, x / n - y / m, float(low[0]), float(high[0]))


def _set_against(counts: Mapping[str, pd.Series], name: str, against: str) -> pd.Series:
    """Return the counts of what a stratum is set against."""
    if against != THE_OTHERS:
        return counts[against]
    others = counts[EVERYBODY] - counts[name]
    return others - counts[NO_STRATUM] if NO_STRATUM in counts else others


def _unusable(n: Any, base: Any) -> bool:
    """Say whether a count is hidden, has no base, or was rounded beyond its base."""
    if pd.isna(n) or pd.isna(base):
        return True
    return not 0 <= n <= base or base == 0


def _means(
    counts: Mapping[str, pd.Series], name: str, against: str, confidence: float
) -> tuple[object, ...]:
    """Return the difference of the means with its interval."""
    own, other = counts[name], _set_against(counts, name, against)
    n, m = own.sum(skipna=False), other.sum(skipna=False)
    return (n, n, m, m, *mean_difference(own, other, confidence))


def mean_difference(
    own: pd.Series, other: pd.Series, confidence: float
) -> tuple[float, float, float]:
    """Return the difference of two means of a scale, with Welch's interval.

    Parameters
    ----------
    own, other : Series of shape (n_points,)
        Respondents at each point, lowest first; <NA> where hidden.
    confidence : float
        Of the interval.

    Returns
    -------
    difference, low, high : float
        In points, own less other; nan where a count is hidden or nobody answered. No
        interval (nan) where one respondent answered, or all of a side alike: how such
        answers vary, they do not tell.

    Notes
    -----
    B. L. Welch, "The generalization of 'Student's' problem when several different
    population variances are involved", Biometrika 34, 1947.
    doi:10.1093/biomet/34.1-2.28
    """
    pair = [x.to_numpy(dtype=float, na_value=np.nan) for x in (own, other)]
    unknown = any(np.isnan(x).any() or (x < 0).any() or not x.sum() for x in pair)
    if unknown:
        return np.nan, np.nan, np.nan
    difference = _mean(pair[0]) - _mean(pair[1])
    if any((x == x.sum()).any() for x in pair):
        return difference, np.nan, np.nan
    sizes = np.array([x.sum() for x in pair])
    squares = np.array([_variance(x) for x in pair]) / sizes
    freedom = squares.sum() ** 2 / (squares**2 / (sizes - 1)).sum()
    half = stats.t.ppf((1 + confidence) / 2, freedom) * np.sqrt(squares.sum())
    return difference, float(difference - half), float(difference + half)


def _mean(counts: FloatArray) -> float:
    """Return the mean point of counts of shape (n_points,)."""
    return float(counts @ _points(counts) / counts.sum())


def _variance(counts: FloatArray) -> float:
    """Return the variance of the points, with one less in the denominator."""
    away = (_points(counts) - _mean(counts)) ** 2
    return float(counts @ away / (counts.sum() - 1))


def _points(counts: FloatArray) -> FloatArray:
    return np.arange(1.0, len(counts) + 1)
