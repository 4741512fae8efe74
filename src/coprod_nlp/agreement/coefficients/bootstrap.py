"""Any of the coefficients with a bootstrap interval."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from coprod_nlp.agreement.coefficients import kappas, krippendorff
from coprod_nlp.agreement.coefficients.chance import observed
from coprod_nlp.agreement.coefficients.ratings import (
    Ratings,
    read_ratings,
    why_undefined,
)
from coprod_nlp.agreement.coefficients.sums import Sums, unit_sums
from coprod_nlp.agreement.coefficients.weights import Weights, agreement_weights
from coprod_nlp.agreement.estimates.estimate import Estimate
from coprod_nlp.agreement.estimates.resampling import (
    Method,
    all_alike,
    check_method,
    interval_of,
    resampled_counts,
)
from coprod_nlp.exceptions import CodingsError
from coprod_nlp.files.names import names_of
from coprod_nlp.typing import FloatArray, IntArray

Statistic = Callable[[FloatArray], FloatArray]
"""How often each row counts, shape (..., n_rows), in; the statistic (...) out."""


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
        units of one respondent are not independent. Who is missing or blank is
        nobody else. Default: each unit alone.
    weights : str or array-like, optional
        See `agreement_weights`; "identity" by default.
    level : str, default="nominal"
        Metric of "krippendorff_alpha", and of no other; `weights`, where given, take
        its place.
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
        no number where the level or the weights need one; or the coefficient is of
        two coders and there are not two.
    ValueError
        If the coefficient, the level or the method is not known, or a coefficient
        without levels is given one.

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
    check_method(method)
    if level != "nominal" and coefficient != "krippendorff_alpha":
        message = (
            f"level is a metric of krippendorff_alpha, which {coefficient} does not "
            f"have; got {level!r}. Give weights instead."
        )
        raise ValueError(message)
    if coefficient in kappas.OF_TWO:
        kappas.require_two(ratings, *kappas.OF_TWO[coefficient])
    by_metric = level != "nominal" and weights is None
    kind: Weights = weights if weights is not None else "identity"
    table = read_ratings(
        ratings, categories=categories, weights=level if by_metric else kind
    )
    w = agreement_weights(table.values, kind)
    terms, statistic = _terms(table, w, coefficient, level if by_metric else None)
    rows, times = cluster_rows(terms, _clusters_of(clusters, table))
    point = float(statistic(times @ rows))
    if np.isnan(point):
        return Estimate(point, reason=why_undefined(table))
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
    named = names_of(pd.Series(list(clusters), dtype="object"))
    alone = pd.Series([f"\0{place}" for place in named.index], dtype="str")
    named = named.where(named != "", alone)
    return np.unique(named.iloc[table.kept].tolist(), return_inverse=True)[1]


VALUES: dict[str, Callable[[Sums, FloatArray], FloatArray]] = {
    "percent_agreement": lambda sums, w: observed(sums),
    "cohen_kappa": kappas.CONGER.value,
    "conger_kappa": kappas.CONGER.value,
    "fleiss_kappa": kappas.FLEISS.value,
    "scott_pi": kappas.FLEISS.value,
    "brennan_prediger": kappas.UNIFORM.value,
    "gwet_ac": kappas.GWET.value,
    "krippendorff_alpha": krippendorff.alpha_value,
}

COEFFICIENTS = tuple(sorted(VALUES))
"""Names that `bootstrap_interval` knows."""
