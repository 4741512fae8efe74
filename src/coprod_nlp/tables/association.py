"""Whether two things that respondents said or are go together, and how closely."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from coprod_nlp.tables.shares import value_order
from coprod_nlp.typing import FloatArray

CHANCE = 0.05
"""p from which on chance would often give as much."""

ONE_LEVEL = "all who answered are alike in one of the two"
"""Why an association may be undefined."""

ALL_APART = "nobody who answered shares a value with another in one of the two"
"""Why one of few respondents may be undefined: all their tables are equally likely."""

NO_INTERVAL = "no interval: the resamples do not differ, or most have no V"
"""Why an association may have no interval."""

_COLUMNS = ("factor", "outcome", "n", "v", "v_low", "v_high", "p", "p_holm", "note")


def association_table(
    outcomes: Mapping[str, pd.Series],
    factor: pd.Series,
    *,
    n_resamples: int = 9999,
    random_state: int = 0,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Test each outcome against one factor, and say how closely they go together.

    Parameters
    ----------
    outcomes : mapping of str to Series
        One value per respondent, indexed by respondent, by name of the outcome.
        Missing ones are left out, outcome by outcome.
    factor : Series
        On the same index; its name is printed.
    n_resamples : int, default=9999
        Random tables behind each p, and resamples behind each interval.
    random_state : int, default=0
        Seed.
    confidence : float, default=0.95
        Of the intervals.

    Returns
    -------
    DataFrame
        One row per outcome: factor, outcome, n (respondents with both), v (bias-
        corrected Cramer's V, in [0, 1]) with its interval, p, p_holm (adjusted for
        the number of outcomes), and a note where all of these, or only the interval,
        are undefined.

    Raises
    ------
    ValueError
        If the factor lacks a respondent of an outcome.

    Notes
    -----
    p is the share of random tables with the same margins whose chi-square is at
    least the one found; the table found counts as one of them. Without large-sample
    formulas it holds for few respondents too. V is corrected for what chance alone
    gives [1]_, in resamples twice; the interval is a percentile bootstrap over
    respondents, widened to V where it would leave it out. Where one of the two tells
    the other without exception so does every resample, and there is no interval. p is
    adjusted by Holm's steps [2]_.

    References
    ----------
    .. [1] W. Bergsma, J. Korean Stat. Soc. 42, 2013. doi:10.1016/j.jkss.2012.10.002
    .. [2] S. Holm, Scand. J. Stat. 6, 1979. https://www.jstor.org/stable/4615733

    Examples
    --------
    >>> years = pd.Series(["few"] * 20 + ["many"] * 20, name="years")
    >>> heard = pd.Series([True, False] * 20)
    >>> table = association_table({"heard": heard}, years, n_resamples=499)
    >>> table[["n", "v", "p"]].values.tolist()
    [[40.0, 0.0, 1.0]]
    """
    rows = []
    for name, values in outcomes.items():
        if not values.index.isin(factor.index).all():
            message = (
                f"{factor.name!r} has no row for some respondents of {name!r}; both "
                "need the same index (respondents)."
            )
            raise ValueError(message)
        counts = _cross(values, factor.reindex(values.index))
        found = _tested(counts, n_resamples, random_state, confidence)
        rows.append((str(factor.name), name, int(counts.sum()), *found))
    names = [name for name in _COLUMNS if name != "p_holm"]
    table = pd.DataFrame(rows, columns=names)
    table["p_holm"] = holm(table["p"].to_numpy(dtype=float))
    return table[list(_COLUMNS)]


def cramers_v(counts: FloatArray, *, resampled: bool = False) -> FloatArray:
    """Return Bergsma's bias-corrected Cramer's V of one table or of many.

    Parameters
    ----------
    counts : ndarray of shape (..., n_rows, n_columns)
        Empty rows and columns count as absent.
    resampled : bool, default=False
        Whether the tables were drawn from one that was drawn itself: what chance gives
        is then in them twice, and is taken off twice.

    Returns
    -------
    ndarray of shape (...)
        In [0, 1]; nan where fewer than two rows or columns hold anything, or those
        that do are too many for n to tell from chance.
    """
    n = counts.sum(axis=(-2, -1))
    rows = (counts.sum(axis=-1) > 0).sum(axis=-1)
    columns = (counts.sum(axis=-2) > 0).sum(axis=-1)
    # In both terms, so that what is perfectly associated has 1 in resamples too.
    less = np.maximum(n - 1, 1) / (1 + resampled)
    chance = (rows - 1) * (columns - 1) / less
    excess = chi_square(counts) / np.maximum(n, 1) - chance
    smaller = np.minimum(
        rows - (rows - 1) ** 2 / less, columns - (columns - 1) ** 2 / less
    )
    room = np.where((rows > 1) & (columns > 1) & (smaller > 1), smaller - 1, np.nan)
    return np.minimum(np.sqrt(np.maximum(excess, 0) / room), 1.0)


def chi_square(counts: FloatArray) -> FloatArray:
    """Return Pearson's chi-square of tables of shape (..., n_rows, n_columns)."""
    n = counts.sum(axis=(-2, -1), keepdims=True)
    margins = counts.sum(axis=-1, keepdims=True) * counts.sum(axis=-2, keepdims=True)
    expected = margins / np.maximum(n, 1)
    # Where nothing is expected nothing was counted.
    gap = (counts - expected) ** 2 / np.where(expected > 0, expected, 1.0)
    return gap.sum(axis=(-2, -1))


def holm(p: FloatArray) -> FloatArray:
    """Return p adjusted for their number by Holm's steps; nan stays nan and is no test.

    Parameters
    ----------
    p : ndarray of shape (n_tests,)

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, 0.03])).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    adjusted = np.full(len(p), np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    steps = p[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted


def _cross(values: pd.Series, factor: pd.Series) -> FloatArray:
    """Count respondents by factor (rows) and value (columns), both known."""
    both = values.notna() & factor.notna()
    known, own = values[both], factor[both]
    levels, names = value_order(own, None), value_order(known, None)
    grid = [[((own == a) & (known == b)).sum() for b in names] for a in levels]
    return np.array(grid, dtype=float).reshape(len(levels), len(names))


def _tested(
    counts: FloatArray, n_resamples: int, seed: int, confidence: float
) -> tuple[float, float, float, float, str]:
    """Return V, its interval, p, and why one of them is missing."""
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    v = float(cramers_v(counts))
    if np.isnan(v):
        reason = ONE_LEVEL if min(counts.shape) < 2 else ALL_APART
        return np.nan, np.nan, np.nan, np.nan, reason
    low, high = _interval(counts, n_resamples, seed, confidence)
    p = _p(counts, n_resamples, seed)
    if np.isnan(low):
        return v, low, high, p, NO_INTERVAL
    # Few respondents may give a V that nearly all resamples fall short of.
    return v, min(low, v), max(high, v), p, ""


def _p(counts: FloatArray, n_resamples: int, seed: int) -> float:
    """Return the share of random tables whose chi-square is as large."""
    whole = counts.astype(int)
    random = stats.random_table(whole.sum(axis=1), whole.sum(axis=0), seed=seed)
    drawn = chi_square(random.rvs(size=n_resamples).astype(float))
    # Rounding of the last digit must not make an equal table count as a smaller one.
    as_far = (drawn >= chi_square(counts) * (1 - 1e-9)).sum()
    return float((1 + as_far) / (1 + n_resamples))


def _interval(
    counts: FloatArray, n_resamples: int, seed: int, confidence: float
) -> tuple[float, float]:
    """Return the quantiles of V over resamples; nan where these tell nothing."""
    n = int(counts.sum())
    again = np.random.default_rng(seed).multinomial(
        n, counts.ravel() / n, size=n_resamples
    )
    tables = again.reshape(n_resamples, *counts.shape).astype(float)
    spread = cramers_v(tables, resampled=True)
    perfect = any((counts > 0).sum(axis=axis).max() == 1 for axis in (0, 1))
    if perfect or np.isnan(spread).mean() > 0.5:
        return np.nan, np.nan
    low, high = np.nanquantile(spread, [(1 - confidence) / 2, (1 + confidence) / 2])
    return (float(low), float(high)) if low < high else (np.nan, np.nan)
