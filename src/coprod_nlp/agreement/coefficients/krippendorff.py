"""Krippendorff's alpha, from the coincidences of values within units."""

from collections.abc import Callable, Hashable, Sequence
from math import nan
from typing import Any

import numpy as np

from coprod_nlp.agreement.coefficients.chance import alpha_parts, chance_corrected
from coprod_nlp.agreement.coefficients.linearised import (
    alpha_unit_values,
    standard_error,
)
from coprod_nlp.agreement.coefficients.ratings import read_ratings, why_undefined
from coprod_nlp.agreement.coefficients.sums import Sums, unit_sums
from coprod_nlp.agreement.coefficients.weights import Weights, agreement_weights
from coprod_nlp.agreement.estimates.analytic import interval, why_no_interval
from coprod_nlp.agreement.estimates.estimate import Estimate
from coprod_nlp.typing import FloatArray, IntArray

Metric = Callable[[FloatArray, FloatArray], FloatArray]
"""Values and their numbers n_k in, squared distances of shape (K, K) out."""


def _nominal(values: FloatArray, n_k: FloatArray) -> FloatArray:
    return 1.0 - np.eye(len(values))


def _ordinal(values: FloatArray, n_k: FloatArray) -> FloatArray:
    # Ratings between the two ranks, each end counted by half.
    reach = np.cumsum(n_k) - n_k / 2
    return (reach[:, None] - reach[None, :]) ** 2


def _interval(values: FloatArray, n_k: FloatArray) -> FloatArray:
    return (values[:, None] - values[None, :]) ** 2


def _ratio(values: FloatArray, n_k: FloatArray) -> FloatArray:
    total = values[:, None] + values[None, :]
    # Two zeros are equal, whatever their sum.
    return (_interval(values, n_k) / np.where(total == 0, 1.0, total) ** 2) * (
        total != 0
    )


METRICS: dict[str, Metric] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
"""Krippendorff's metrics by name of the level of measurement."""


def krippendorff_alpha(
    ratings: Any,
    *,
    level: str = "nominal",
    weights: Weights | None = None,
    categories: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
    ddof: int = 1,
) -> Estimate:
    """Return Krippendorff's alpha for any number of coders and missing ratings.

    Parameters
    ----------
    ratings : array-like of shape (n_units, n_coders)
        One value per cell; None, nan or "" where a coder did not rate.
    level : {"nominal", "ordinal", "interval", "ratio"}, default="nominal"
        Krippendorff's metric. "ordinal" depends on how often each value was used.
    weights : str or array-like, optional
        Gwet's weights instead of a metric (`agreement_weights`), in which case
        "ordinal" is a rank weight: another number on the same table.
    categories : sequence, optional
        The values in order, needed where they are words and the level is "ordinal"
        or there are weights.
    confidence : float, default=0.95
        Of the analytic interval (nominal level or weights only).
    ddof : int, default=1
        1 divides the variance by n - 1, 0 by n.

    Returns
    -------
    Estimate
        At most 1; nan with a reason where no two values differ.

    Raises
    ------
    ValueError
        If the level is not known.
    CodingsError
        If the ratings are not units by coders, or have no order or no number
        where the level needs one.

    Notes
    -----
    The analytic interval is Gwet's (2014); the bootstrap (`bootstrap_interval`)
    serves all levels.

    References
    ----------
    .. [1] K. Krippendorff, Computing Krippendorff's alpha-reliability, 2011.
       https://repository.upenn.edu/asc_papers/43

    Examples
    --------
    >>> ratings = [[1, 1], [2, 2], [3, 3], [1, 2]]
    >>> round(krippendorff_alpha(ratings, level="interval").estimate, 3)
    0.821
    """
    check_level(level)
    kind: Weights = weights if weights is not None else "identity"
    if level != "nominal" and weights is None:
        table = read_ratings(ratings, categories=categories, weights=level)
        o = coincidences(table.codes, len(table.categories)).sum(axis=0)
        value = float(alpha(o, table.values, level))
        return Estimate(value, reason="" if value == value else why_undefined(table))
    table = read_ratings(ratings, categories=categories, weights=kind)
    w = agreement_weights(table.values, kind)
    units = unit_sums(table.codes, w)
    pa, pe = (float(part) for part in alpha_parts(units.total(), w))
    value = float(chance_corrected(np.array(pa), np.array(pe)))
    if np.isnan(value):
        return Estimate(nan, reason=why_undefined(table), observed=pa, expected=pe)
    moves = alpha_unit_values(units, w)
    se = standard_error(moves, ddof)
    low, high = interval(value, se, len(moves), confidence, "t")
    return Estimate(
        value,
        low,
        high,
        reason=why_no_interval(se, len(moves)),
        standard_error=se,
        observed=pa,
        expected=pe,
        interval="analytic, t",
    )


def alpha_value(sums: Sums, w: FloatArray) -> FloatArray:
    """Krippendorff's alpha with weights, for sums of any leading shape."""
    return chance_corrected(*alpha_parts(sums, w))


def coincidences(codes: IntArray, n_categories: int) -> FloatArray:
    """Coincidences of values within each unit.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, n_coders)
        Positions of categories, -1 where not rated.
    n_categories : int
        K.

    Returns
    -------
    ndarray of shape (n_units, K, K)
        Pairs of values over (ratings - 1); 0 in a unit with fewer than two.
    """
    counts = (codes[:, :, None] == np.arange(n_categories)).sum(axis=1).astype(float)
    m = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :]
    pairs -= counts[:, :, None] * np.eye(n_categories)
    return pairs * np.where(m >= 2, 1 / np.maximum(m - 1, 1), 0.0)[:, None, None]


def check_level(level: str) -> None:
    """Refuse a level of measurement that is not known."""
    if level not in METRICS:
        message = f"level must be one of {tuple(METRICS)}, got {level!r}."
        raise ValueError(message)


def alpha(o: FloatArray, values: FloatArray, level: str) -> FloatArray:
    """Return alpha from coincidences of shape (..., K, K); nan where undefined."""
    n_k = o.sum(axis=-1)
    n = n_k.sum(axis=-1)
    if o.ndim == 2:
        d = METRICS[level](values, n_k)
    else:
        d = np.stack([METRICS[level](values, row) for row in n_k])
    expected = (n_k[..., :, None] * n_k[..., None, :] * d).sum(axis=(-2, -1))
    expected = np.where(expected > 0, expected, np.nan)
    return 1 - (n - 1) * (o * d).sum(axis=(-2, -1)) / expected
