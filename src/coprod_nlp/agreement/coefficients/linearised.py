"""Analytic standard errors: how far each unit moves a coefficient.

Gwet's linearisation (Handbook of Inter-Rater Reliability, 4th ed., 2014, chapter
5), which for two coders without missing ratings is that of Fleiss, Cohen and
Everitt (1969), doi:10.1037/h0028106.

As published, a unit with one rating counts as one of no agreement, though it is no
part of the estimate: intervals of 95 % then hold the truth in up to 100 samples of 100.
The linearised ratio, with ``agreeing - pa * paired`` in `unit_values`, holds it as
often as the bootstrap does. The published one is kept, so that figures are those of
books and of R's irrCAC, and `Estimate.note` says what it does.
"""

from collections.abc import Callable

import numpy as np

from coprod_nlp.agreement.coefficients.chance import category_shares, coder_shares
from coprod_nlp.agreement.coefficients.sums import Sums
from coprod_nlp.typing import FloatArray

Influence = Callable[[Sums, Sums, FloatArray], FloatArray]
"""Terms per unit, their totals and weights in; move of chance agreement out."""


def no_influence(units: Sums, total: Sums, w: FloatArray) -> FloatArray:
    """Chance agreement that is fixed beforehand is moved by no unit."""
    return np.zeros_like(units.rated)


def fleiss_influence(units: Sums, total: Sums, w: FloatArray) -> FloatArray:
    """Move of Fleiss's chance agreement by each unit, shape (n_units,)."""
    pi = category_shares(total)
    return (units.shares - pi) @ (w @ pi + pi @ w)


def gwet_influence(units: Sums, total: Sums, w: FloatArray) -> FloatArray:
    """Move of Gwet's chance agreement by each unit, shape (n_units,)."""
    pi = category_shares(total)
    k = len(w)
    scale = w.sum() / (k * (k - 1))
    return scale * ((units.shares - pi) @ (1 - 2 * pi))


def conger_influence(units: Sums, total: Sums, w: FloatArray) -> FloatArray:
    """Move of Conger's chance agreement by each unit, shape (n_units,)."""
    p = coder_shares(total)
    r = len(p)
    others = p.sum(axis=0) - p
    slope = (others @ w.T + others @ w) / (r * (r - 1))
    if r == 2:
        slope = np.stack([w @ p[1], p[0] @ w])
    n_by_coder = total.marginals.sum(axis=-1)
    by_coder = units.marginals.sum(axis=-1, keepdims=True)
    moves = (units.marginals - by_coder * p) * (total.rated / n_by_coder)[:, None]
    return np.einsum("igk,gk->i", moves, slope)


def unit_values(
    units: Sums, w: FloatArray, pe: float, influence: Influence
) -> FloatArray:
    """Return one value per unit whose mean is the coefficient.

    Parameters
    ----------
    units : Sums
        Terms of each unit, fields of shape (n_units, ...).
    w : ndarray of shape (K, K)
        Weights of agreement.
    pe : float
        Chance agreement.
    influence : Influence
        Move of the chance agreement by each unit.

    Returns
    -------
    ndarray of shape (n_units,)
        Their spread gives the standard error of the mean.
    """
    total = units.total()
    n, n_paired = float(total.rated), float(total.paired)
    own = n / n_paired * (units.agreeing - pe * units.paired) / (1 - pe)
    return own - (1 - own.mean()) * influence(units, total, w) / (1 - pe)


def alpha_unit_values(units: Sums, w: FloatArray) -> FloatArray:
    """Return one value per pairable unit for the variance of alpha.

    Their mean is alpha without its small-sample term, and the variance is
    centred there, as published with R's irrCAC; the term stays in `pa` alone,
    which matters only where units differ in their number of ratings.
    """
    pairable = units.pairable[units.paired > 0]
    concordant = units.concordant[units.paired > 0]
    r = pairable.sum(axis=1)
    pi = pairable.sum(axis=0) / r.sum()
    pe = float(pi @ w @ pi)
    small = 1 / float(r.sum())
    pa = (1 - small) * float(concordant.sum() / r.sum()) + small
    size = r / r.mean()
    own = (concordant / r.mean() - pa * (size - 1) - pe) / (1 - pe)
    slope = (w @ pi + pi @ w) / 2
    moved = pairable @ slope / r.mean() - pe * (size - 1) - pe
    return own - 2 * (1 - own.mean()) * moved / (1 - pe)


def standard_error(values: FloatArray, ddof: int = 1) -> float:
    """Return the standard error of the mean of `values`; nan for fewer than two.

    `ddof` 0 divides by n, as the formulas for contingency tables do.
    """
    n = len(values)
    return float(values.std(ddof=ddof) / np.sqrt(n)) if n > 1 else float("nan")
