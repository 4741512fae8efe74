"""Bootstrap intervals from counts of distinct rows, so that size costs little."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy import stats

from coprod_nlp.agreement import coefficients, krippendorff
from coprod_nlp.agreement.chance import alpha_parts, chance_corrected, observed
from coprod_nlp.agreement.estimate import Estimate
from coprod_nlp.agreement.ratings import Ratings, read_ratings
from coprod_nlp.agreement.sums import Sums, unit_sums
from coprod_nlp.agreement.weights import Weights, agreement_weights
from coprod_nlp.exceptions import CodingsError
from coprod_nlp.typing import FloatArray, IntArray

Method = Literal["percentile", "bca"]
Statistic = Callable[[FloatArray], FloatArray]
"""How often each row counts, shape (..., n_rows), in; the statistic (...) out."""

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

    References
    ----------
    .. [1] B. Efron, Better bootstrap confidence intervals, JASA 82, 1987.
       doi:10.1080/01621459.1987.10478410
    """
    finite = values[np.isfinite(values)]
    lost = len(finite) * 2 < len(values) or not np.isfinite(estimate)
    if lost or all_alike(values):
        return float("nan"), float("nan")
    ends = np.array([(1 - confidence) / 2, (1 + confidence) / 2])
    if method == "bca" and left_out is not None:
        ends = _bca_ends(finite, estimate, ends, *left_out)
    low, high = np.quantile(finite, ends)
    return float(low), float(high)


def all_alike(values: FloatArray) -> bool:
    """Say whether resamples give one value, from which no interval can be made."""
    finite = values[np.isfinite(values)]
    return len(finite) > 0 and float(np.ptp(finite)) < coefficients.ALIKE


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


def bootstrap_interval(
    ratings: Any,
    coefficient: str = "conger_kappa",
    *,
    clusters: Sequence[Hashable] | None = None,
    weights: Weights | None = None,
    level: str = "nominal",
    categories: Sequence[Hashable] | None = None,
    n_resamples: int = 2000,
    random_state: int = 0,
    confidence: float = 0.95,
    method: Method = "percentile",
) -> Estimate:
    """Return a coefficient with a bootstrap interval over units or respondents.

    Parameters
    ----------
    ratings : array-like of shape (n_units, n_coders)
        One category per cell.
    coefficient : str, default="conger_kappa"
        One of `COEFFICIENTS`.
    clusters : sequence of length n_units, optional
        The respondent of each unit: whole respondents are drawn, because the
        units of one respondent are not independent. Who is missing or "" is
        nobody else. Default: each unit alone.
    weights : str or array-like, optional
        See `agreement_weights`; "identity" by default.
    level : str, default="nominal"
        Metric of "krippendorff_alpha"; `weights`, where given, take its place.
    categories : sequence, optional
        The whole scale in order.
    n_resamples : int, default=2000
        Number of resamples.
    random_state : int, default=0
        Seed, named in `Estimate.interval`.
    confidence : float, default=0.95
        Of the interval.
    method : {"percentile", "bca"}, default="percentile"
        Kind of interval.

    Returns
    -------
    Estimate
        nan with a reason where the coefficient, or its interval, is undefined.

    Raises
    ------
    CodingsError
        If `clusters` has another length than `ratings`, or these have no order or
        no number where the level or the weights need one.
    ValueError
        If the coefficient or the level is not known.

    Examples
    --------
    >>> ratings = [["y", "y"]] * 30 + [["n", "n"]] * 30 + [["y", "n"]] * 6
    >>> kappa = bootstrap_interval(ratings, "cohen_kappa", n_resamples=500)
    >>> kappa.low < kappa.estimate < kappa.high
    True
    """
    if coefficient not in COEFFICIENTS:
        message = f"coefficient must be one of {COEFFICIENTS}, got {coefficient!r}."
        raise ValueError(message)
    krippendorff.check_level(level)
    by_metric = (
        coefficient == "krippendorff_alpha" and level != "nominal" and weights is None
    )
    kind: Weights = weights if weights is not None else "identity"
    table = read_ratings(
        ratings, categories=categories, weights=level if by_metric else kind
    )
    w = agreement_weights(table.values, kind)
    terms, statistic = _terms(table, w, coefficient, level if by_metric else None)
    rows, times = cluster_rows(terms, _clusters_of(clusters, table))
    point = float(statistic(times @ rows))
    if np.isnan(point):
        return Estimate(point, reason=coefficients.why_undefined(table))
    values = np.concatenate(
        [
            statistic(c @ rows)
            for c in resampled_counts(times, n_resamples, random_state)
        ]
    )
    left_out = statistic(times @ rows - rows), times
    low, high = interval_of(
        values, point, confidence=confidence, method=method, left_out=left_out
    )
    how = f"bootstrap, {method}, {n_resamples} resamples, seed {random_state}"
    n_lost = int(np.isnan(values).sum())
    reasons = ["every resample gives the same value: no interval"]
    reasons *= all_alike(values)
    if n_lost:
        reasons.append(f"{n_lost} of {n_resamples} resamples are undefined, left out")
    return Estimate(point, low, high, "; ".join(reasons), interval=how)


def cluster_rows(
    terms: FloatArray, clusters: IntArray | None
) -> tuple[FloatArray, IntArray]:
    """Sum the terms of units by cluster and merge equal rows.

    Parameters
    ----------
    terms : ndarray of shape (n_units, D)
        What each unit adds.
    clusters : ndarray of int, shape (n_units,), optional
        Number of each unit's cluster.

    Returns
    -------
    rows : ndarray of shape (n_rows, D)
        Distinct sums, in an order that no order of the input changes.
    times : ndarray of int, shape (n_rows,)
        How often each occurs.
    """
    if clusters is not None:
        summed = np.zeros((int(clusters.max()) + 1, terms.shape[1]))
        np.add.at(summed, clusters, terms)
        # Sums of the same terms in another order may differ in the last digit.
        terms = summed.round(12)
    rows, times = np.unique(terms, axis=0, return_counts=True)
    return rows, times


def _terms(
    table: Ratings, w: FloatArray, coefficient: str, level: str | None
) -> tuple[FloatArray, Statistic]:
    """Return what each unit adds, and the coefficient as a function of the sums."""
    k = len(table.categories)
    if level is not None:
        flat = krippendorff.coincidences(table.codes, k).reshape(len(table.codes), -1)

        def alpha_of(sums: FloatArray) -> FloatArray:
            o = sums.reshape(*sums.shape[:-1], k, k)
            return krippendorff.alpha(o, table.values, level)

        return flat, alpha_of

    def coefficient_of(sums: FloatArray) -> FloatArray:
        return VALUES[coefficient](Sums.of_matrix(sums, k), w)

    return unit_sums(table.codes, w).matrix(), coefficient_of


def _clusters_of(
    clusters: Sequence[Hashable] | None, table: Ratings
) -> IntArray | None:
    """Return the number of the cluster of each unit that takes part."""
    if clusters is None:
        return None
    n_units = len(table.codes) + table.n_unrated
    if len(clusters) != n_units:
        message = (
            f"clusters needs one respondent per unit: {n_units} units, "
            f"{len(clusters)} given."
        )
        raise CodingsError(message)
    who = pd.Series(list(clusters), dtype="object")
    alone = [f"\0{place}" for place in who.index]
    named = who.map(str).mask(
        who.isna() | (who == ""), pd.Series(alone, dtype="object")
    )
    return np.unique(named.iloc[table.kept].tolist(), return_inverse=True)[1]


def alpha_value(sums: Sums, w: FloatArray) -> FloatArray:
    """Krippendorff's alpha with weights, for sums of any leading shape."""
    return chance_corrected(*alpha_parts(sums, w))


VALUES: dict[str, Callable[[Sums, FloatArray], FloatArray]] = {
    "percent_agreement": lambda sums, w: observed(sums),
    "cohen_kappa": coefficients.CONGER.value,
    "conger_kappa": coefficients.CONGER.value,
    "fleiss_kappa": coefficients.FLEISS.value,
    "scott_pi": coefficients.FLEISS.value,
    "brennan_prediger": coefficients.UNIFORM.value,
    "gwet_ac": coefficients.GWET.value,
    "krippendorff_alpha": alpha_value,
}

COEFFICIENTS = tuple(sorted(VALUES))
"""Names that `bootstrap_interval` knows."""
