"""Bootstrap intervals from counts of distinct rows, so that size costs little."""

from collections.abc import Iterator
from typing import Literal, get_args

import numpy as np
from scipy import stats

from coprod_nlp.agreement.estimates.analytic import ALIKE
from coprod_nlp.typing import FloatArray, IntArray

Method = Literal["percentile", "bca"]
_CELLS = 4_000_000


def resampled_counts(
    times: IntArray, n_resamples: int, random_state: int
) -> Iterator[FloatArray]:
    """Draw bootstrap resamples as counts of distinct rows.

    Parameters
    ----------
    times : ndarray of int, shape (n_rows,)
        How often each distinct row occurs in the data.
    n_resamples : int
        Number of resamples.
    random_state : int
        Seed; the same seed and rows give the same resamples.

    Yields
    ------
    ndarray of shape (n_chunk, n_rows)
        How often each row occurs in each resample; every line sums to
        ``times.sum()``. Chunks are small enough to keep memory even.
    """
    generator = np.random.default_rng(random_state)
    n, n_rows = int(times.sum()), len(times)
    chunk = max(1, _CELLS // max(n_rows, 1))
    owner = np.repeat(np.arange(n_rows), times)
    for start in range(0, n_resamples, chunk):
        size = min(chunk, n_resamples - start)
        if n_rows * 4 <= n:
            yield generator.multinomial(n, times / n, size=size).astype(float)
            continue
        # With few repeats, drawing positions is faster than binomials per row.
        drawn = owner[generator.integers(0, n, size=(size, n))]
        drawn += np.arange(size)[:, None] * n_rows
        counts = np.bincount(drawn.ravel(), minlength=size * n_rows)
        yield counts.reshape(size, n_rows).astype(float)


def check_method(method: str) -> None:
    """Refuse a kind of interval that is not known."""
    if method not in get_args(Method):
        message = f"method must be one of {get_args(Method)}, got {method!r}."
        raise ValueError(message)


def interval_of(
    values: FloatArray,
    estimate: float,
    *,
    confidence: float = 0.95,
    method: Method = "percentile",
    left_out: tuple[FloatArray, IntArray] | None = None,
) -> tuple[float, float]:
    """Return the ends of the interval from resampled values.

    Parameters
    ----------
    values : ndarray of shape (n_resamples,)
        The statistic on each resample; nan where undefined, and left out.
    estimate : float
        The statistic on the data.
    confidence : float, default=0.95
        Of the interval.
    method : {"percentile", "bca"}, default="percentile"
        Efron's percentile, or bias-corrected and accelerated.
    left_out : tuple of ndarray, optional
        The statistic without one unit of each distinct row, and how often that
        row occurs (for "bca").

    Returns
    -------
    low, high : float
        nan where more than half of the resamples are undefined, or all are alike.

    Raises
    ------
    ValueError
        If the method is not known.

    Notes
    -----
    Widened to the estimate where that lies outside. That of alpha can for few units:
    a resample in which units count twice expects less disagreement.

    References
    ----------
    .. [1] B. Efron, Better bootstrap confidence intervals, JASA 82, 1987.
       doi:10.1080/01621459.1987.10478410
    """
    check_method(method)
    finite = values[np.isfinite(values)]
    lost = len(finite) * 2 < len(values) or not np.isfinite(estimate)
    if lost or all_alike(values):
        return float("nan"), float("nan")
    ends = np.array([(1 - confidence) / 2, (1 + confidence) / 2])
    if method == "bca" and left_out is not None:
        ends = _bca_ends(finite, estimate, ends, *left_out)
    low, high = np.quantile(finite, ends)
    return min(float(low), estimate), max(float(high), estimate)


def all_alike(values: FloatArray) -> bool:
    """Say whether resamples give one value, from which no interval can be made."""
    finite = values[np.isfinite(values)]
    return len(finite) > 0 and float(np.ptp(finite)) < ALIKE


def _bca_ends(
    values: FloatArray,
    estimate: float,
    ends: FloatArray,
    jackknife: FloatArray,
    times: IntArray,
) -> FloatArray:
    """Shift the quantiles by Efron's bias z0 and acceleration a."""
    below = (values < estimate).mean() + (values == estimate).mean() / 2
    z0 = stats.norm.ppf(
        np.clip(below, 1 / (2 * len(values)), 1 - 1 / (2 * len(values)))
    )
    kept = np.isfinite(jackknife)
    weight, value = times[kept], jackknife[kept]
    deviation = np.average(value, weights=weight) - value if kept.any() else value
    spread = (weight * deviation**2).sum()
    a = (weight * deviation**3).sum() / (6 * spread**1.5) if spread > 0 else 0.0
    z = z0 + stats.norm.ppf(ends)
    return np.asarray(stats.norm.cdf(z0 + z / (1 - a * z)))
