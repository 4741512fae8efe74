"""Chance agreement, as each author of a coefficient defines it.

`sums` may carry any leading shape; each function returns an array of that shape.
Letters: K categories, R coders, w the weights of shape (K, K).
"""

from collections.abc import Callable

import numpy as np

from coprod_nlp.agreement.coefficients.sums import Sums
from coprod_nlp.typing import FloatArray

ChanceAgreement = Callable[[Sums, FloatArray], FloatArray]
"""Sums and weights in, chance agreement out."""

_CERTAIN = 1e-12


def observed(sums: Sums) -> FloatArray:
    """Mean share of agreeing pairs over the units with two ratings or more."""
    return _share(sums.agreeing, sums.paired)


def conger_expected(sums: Sums, w: FloatArray) -> FloatArray:
    """Agreement of two different coders who draw from their own habits.

    Conger (1980), doi:10.1037/0033-2909.88.2.322; Cohen's for two coders.
    """
    p = coder_shares(sums)
    if p.shape[-2] == 2:
        return _bilinear(p[..., 0, :], w, p[..., 1, :])
    r = (sums.marginals.sum(axis=-1) > 0).sum(axis=-1)
    everyone = p.sum(axis=-2)
    with_oneself = _bilinear(p, w, p).sum(axis=-1)
    return _share(_bilinear(everyone, w, everyone) - with_oneself, r * (r - 1.0))


def fleiss_expected(sums: Sums, w: FloatArray) -> FloatArray:
    """Agreement of two draws from the habits of all coders together.

    Scott (1955), doi:10.1086/266577; Fleiss (1971), doi:10.1037/h0031619.
    """
    pi = category_shares(sums)
    return _bilinear(pi, w, pi)


def brennan_prediger_expected(sums: Sums, w: FloatArray) -> FloatArray:
    """Agreement of coders who choose each category equally often.

    Brennan and Prediger (1981), doi:10.1177/001316448104100307.
    """
    return np.full(sums.rated.shape, w.mean())


def gwet_expected(sums: Sums, w: FloatArray) -> FloatArray:
    """Agreement by chance on the units that are hard to rate.

    Gwet (2008), doi:10.1348/000711006X126600. nan with one category alone, which
    leaves nothing to be uncertain about.
    """
    pi = category_shares(sums)
    k = len(w)
    uncertain = (pi * (1 - pi)).sum(axis=-1)
    return uncertain * (w.sum() / (k * (k - 1)) if k > 1 else np.nan)


def alpha_parts(sums: Sums, w: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Observed and expected agreement of Krippendorff's alpha.

    Krippendorff (2011), https://repository.upenn.edu/asc_papers/43, in Gwet's
    writing: his correction for small samples, 1 / n, sits in the observed part.
    """
    n_k = sums.pairable
    n = n_k.sum(axis=-1)
    pi = _share(n_k, n[..., None])
    small = _share(np.ones_like(n), n)
    pa = (1 - small) * _share(sums.concordant, n) + small
    return pa, _bilinear(pi, w, pi)


def chance_corrected(pa: FloatArray, pe: FloatArray) -> FloatArray:
    """Share of the agreement beyond chance; nan where chance explains all of it."""
    beyond = np.where(1 - pe > _CERTAIN, 1 - pe, np.nan)
    return (pa - pe) / beyond


def coder_shares(sums: Sums) -> FloatArray:
    """Share of each category among each coder's ratings, shape (..., R, K)."""
    return _share(sums.marginals, sums.marginals.sum(axis=-1, keepdims=True), empty=0.0)


def category_shares(sums: Sums) -> FloatArray:
    """Mean share of each category over units, shape (..., K)."""
    return _share(sums.shares, sums.rated[..., None])


def _bilinear(p: FloatArray, w: FloatArray, q: FloatArray) -> FloatArray:
    """Return the sum over k, l of p_k w_kl q_l, over the last axis."""
    return ((p @ w) * q).sum(axis=-1)


def _share(part: FloatArray, whole: FloatArray, empty: float = np.nan) -> FloatArray:
    """Divide; `empty` where there is nothing to divide by."""
    whole = np.broadcast_to(whole, np.shape(part))
    out = np.full(np.shape(part), empty)
    return np.divide(part, whole, out=out, where=whole > 0)
