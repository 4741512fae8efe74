"""Percent agreement, kappa and its kin, for one category per unit."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np

from coprod_nlp.agreement.coefficients import chance, linearised
from coprod_nlp.agreement.coefficients.ratings import read_ratings, why_undefined
from coprod_nlp.agreement.coefficients.sums import Sums, unit_sums
from coprod_nlp.agreement.coefficients.weights import Weights, agreement_weights
from coprod_nlp.agreement.estimates.analytic import (
    Quantile,
    check_quantile,
    interval,
    why_no_interval,
)
from coprod_nlp.agreement.estimates.estimate import Estimate
from coprod_nlp.exceptions import CodingsError
from coprod_nlp.typing import FloatArray


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient: its chance agreement, and how units move that."""

    expected: chance.ChanceAgreement
    influence: linearised.Influence

    def value(self, sums: Sums, w: FloatArray) -> FloatArray:
        """Return the coefficient for sums of any leading shape."""
        return chance.chance_corrected(chance.observed(sums), self.expected(sums, w))


CONGER = Coefficient(chance.conger_expected, linearised.conger_influence)
FLEISS = Coefficient(chance.fleiss_expected, linearised.fleiss_influence)
GWET = Coefficient(chance.gwet_expected, linearised.gwet_influence)
UNIFORM = Coefficient(chance.brennan_prediger_expected, linearised.no_influence)

OF_TWO = {
    "cohen_kappa": ("Cohen's kappa", "conger_kappa or fleiss_kappa"),
    "scott_pi": ("Scott's pi", "fleiss_kappa"),
}
"""Coefficients of two coders: how each is called, and what serves more."""


def percent_agreement(
    ratings: Any,
    *,
    weights: Weights = "identity",
    categories: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
    ddof: int = 1,
    quantile: Quantile = "t",
) -> Estimate:
    """Return the mean share of pairs of coders who agree, over units.

    Parameters
    ----------
    ratings : array-like of shape (n_units, n_coders)
        One category per cell; None, nan or "" where a coder did not rate.
    weights : str or array-like, default="identity"
        See `agreement_weights`.
    categories : sequence, optional
        The whole scale in order, where it is longer than what was used.
    confidence : float, default=0.95
        Of the analytic interval.
    ddof : int, default=1
        1 divides the variance by n - 1 (ratings), 0 by n (contingency tables).
    quantile : {"t", "normal"}, default="t"
        Distribution for the interval, t with n - 1 degrees.

    Returns
    -------
    Estimate
        In [0, 1]; nan with a reason where no unit has two ratings.

    Raises
    ------
    CodingsError
        If the ratings are not units by coders (see `read_ratings`).
    ValueError
        If the quantile or the weights are not known, or the confidence is no share.

    Notes
    -----
    The standard error is Gwet's, as R's irrCAC has it. A unit that one coder alone
    rated counts in it as one of no agreement, though it is no part of the estimate:
    where there are many, intervals are much too wide. `Estimate.note` says so, and
    `bootstrap_interval` is free of it.

    Examples
    --------
    >>> percent_agreement([["a", "a"], ["a", "b"], ["b", None]]).estimate
    0.5
    """
    check_quantile(quantile)
    table = read_ratings(ratings, categories=categories, weights=weights)
    w = agreement_weights(table.values, weights)
    units = unit_sums(table.codes, w)
    pa = float(chance.observed(units.total()))
    if np.isnan(pa):
        return Estimate(nan, reason=why_undefined(table))
    values = units.agreeing * len(table.codes) / units.paired.sum()
    se = linearised.standard_error(values, ddof)
    low, high = interval(pa, se, len(values), confidence, quantile)
    return Estimate(
        pa,
        max(low, 0.0),
        high,
        reason=why_no_interval(se, len(values)),
        standard_error=se,
        observed=pa,
        interval=f"analytic, {quantile}",
        note=_about_single(units, low),
    )


def cohen_kappa(
    ratings: Any,
    *,
    weights: Weights = "identity",
    categories: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
    ddof: int = 1,
    quantile: Quantile = "t",
) -> Estimate:
    """Return Cohen's kappa of two coders.

    Parameters
    ----------
    ratings : array-like of shape (n_units, 2)
        One category per cell; missing ratings allowed (Gwet's generalisation).
    weights, categories, confidence, ddof, quantile
        See `percent_agreement`.

    Returns
    -------
    Estimate
        At most 1; nan with a reason where chance explains all agreement.

    Raises
    ------
    CodingsError
        If there are not exactly two coders; else see `percent_agreement`.
    ValueError
        See `percent_agreement`.

    References
    ----------
    .. [1] J. Cohen, Educ. Psychol. Meas. 20, 1960. doi:10.1177/001316446002000104
    .. [2] J. Cohen, Psychol. Bull. 70, 1968 (weighted). doi:10.1037/h0026256

    Examples
    --------
    >>> round(cohen_kappa([["y", "y"], ["y", "n"], ["n", "n"]]).estimate, 3)
    0.4
    """
    require_two(ratings, *OF_TWO["cohen_kappa"])
    return _estimate(ratings, CONGER, weights, categories, confidence, ddof, quantile)


def conger_kappa(
    ratings: Any,
    *,
    weights: Weights = "identity",
    categories: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
    ddof: int = 1,
    quantile: Quantile = "t",
) -> Estimate:
    """Return Conger's kappa: Cohen's for any number of coders.

    Parameters
    ----------
    ratings : array-like of shape (n_units, n_coders)
        One category per cell.
    weights, categories, confidence, ddof, quantile
        See `percent_agreement`.

    Returns
    -------
    Estimate
        At most 1; equal to `cohen_kappa` for two coders.

    Raises
    ------
    CodingsError, ValueError
        See `percent_agreement`.

    References
    ----------
    .. [1] A. J. Conger, Psychol. Bull. 88, 1980. doi:10.1037/0033-2909.88.2.322
    """
    return _estimate(ratings, CONGER, weights, categories, confidence, ddof, quantile)


def fleiss_kappa(
    ratings: Any,
    *,
    weights: Weights = "identity",
    categories: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
    ddof: int = 1,
    quantile: Quantile = "t",
) -> Estimate:
    """Return Fleiss's kappa: Scott's pi for any number of coders.

    Parameters
    ----------
    ratings : array-like of shape (n_units, n_coders)
        One category per cell; who gave which rating does not matter.
    weights, categories, confidence, ddof, quantile
        See `percent_agreement`.

    Returns
    -------
    Estimate
        At most 1.

    Raises
    ------
    CodingsError, ValueError
        See `percent_agreement`.

    References
    ----------
    .. [1] J. L. Fleiss, Psychol. Bull. 76, 1971. doi:10.1037/h0031619
    """
    return _estimate(ratings, FLEISS, weights, categories, confidence, ddof, quantile)


def scott_pi(
    ratings: Any,
    *,
    weights: Weights = "identity",
    categories: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
    ddof: int = 1,
    quantile: Quantile = "t",
) -> Estimate:
    """Return Scott's pi of two coders.

    Parameters
    ----------
    ratings : array-like of shape (n_units, 2)
        One category per cell.
    weights, categories, confidence, ddof, quantile
        See `percent_agreement`.

    Returns
    -------
    Estimate
        At most 1.

    Raises
    ------
    CodingsError
        If there are not exactly two coders; else see `percent_agreement`.
    ValueError
        See `percent_agreement`.

    References
    ----------
    .. [1] W. A. Scott, Public Opin. Q. 19, 1955. doi:10.1086/266577
    """
    require_two(ratings, *OF_TWO["scott_pi"])
    return _estimate(ratings, FLEISS, weights, categories, confidence, ddof, quantile)


def brennan_prediger(
    ratings: Any,
    *,
    weights: Weights = "identity",
    categories: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
    ddof: int = 1,
    quantile: Quantile = "t",
) -> Estimate:
    """Return Brennan and Prediger's coefficient, Randolph's free-marginal kappa.

    Parameters
    ----------
    ratings : array-like of shape (n_units, n_coders)
        One category per cell. Name the whole scale with `categories`: the number
        of categories is what chance is made of here.
    weights, categories, confidence, ddof, quantile
        See `percent_agreement`.

    Returns
    -------
    Estimate
        At most 1.

    Raises
    ------
    CodingsError, ValueError
        See `percent_agreement`.

    References
    ----------
    .. [1] R. L. Brennan and D. J. Prediger, Educ. Psychol. Meas. 41, 1981.
       doi:10.1177/001316448104100307
    """
    return _estimate(ratings, UNIFORM, weights, categories, confidence, ddof, quantile)


def gwet_ac(
    ratings: Any,
    *,
    weights: Weights = "identity",
    categories: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
    ddof: int = 1,
    quantile: Quantile = "t",
) -> Estimate:
    """Return Gwet's AC1, or AC2 when weights are given.

    Parameters
    ----------
    ratings : array-like of shape (n_units, n_coders)
        One category per cell.
    weights, categories, confidence, ddof, quantile
        See `percent_agreement`.

    Returns
    -------
    Estimate
        At most 1. Undefined, with its reason, where one category alone is known.

    Raises
    ------
    CodingsError, ValueError
        See `percent_agreement`.

    References
    ----------
    .. [1] K. L. Gwet, Br. J. Math. Stat. Psychol. 61, 2008.
       doi:10.1348/000711006X126600
    """
    return _estimate(ratings, GWET, weights, categories, confidence, ddof, quantile)


def _estimate(
    ratings: Any,
    coefficient: Coefficient,
    weights: Weights,
    categories: Sequence[Hashable] | None,
    confidence: float,
    ddof: int,
    quantile: Quantile,
) -> Estimate:
    """Return a coefficient with its analytic interval."""
    check_quantile(quantile)
    table = read_ratings(ratings, categories=categories, weights=weights)
    w = agreement_weights(table.values, weights)
    units = unit_sums(table.codes, w)
    total = units.total()
    pa, pe = float(chance.observed(total)), float(coefficient.expected(total, w))
    value = float(coefficient.value(total, w))
    if np.isnan(value):
        return Estimate(nan, reason=why_undefined(table), observed=pa, expected=pe)
    moves = linearised.unit_values(units, w, pe, coefficient.influence)
    se = linearised.standard_error(moves, ddof)
    low, high = interval(value, se, len(moves), confidence, quantile)
    return Estimate(
        value,
        low,
        high,
        reason=why_no_interval(se, len(moves)),
        standard_error=se,
        observed=pa,
        expected=pe,
        interval=f"analytic, {quantile}",
        note=_about_single(units, low),
    )


def _about_single(units: Sums, low: float) -> str:
    """Say that units with one rating widen an interval, where there are any."""
    n_single = int((units.rated - units.paired).sum())
    if not n_single or np.isnan(low):
        return ""
    return (
        f"{n_single} unit(s) rated by one coder widen this interval; that of "
        f"bootstrap_interval they do not"
    )


def require_two(ratings: Any, name: str, instead: str) -> None:
    """Refuse another number of coders than two."""
    n_coders = np.shape(ratings)[1] if np.ndim(ratings) == 2 else 0
    if n_coders != 2:
        message = (
            f"{name} compares two coders, found {n_coders}; use {instead} for more."
        )
        raise CodingsError(message)
