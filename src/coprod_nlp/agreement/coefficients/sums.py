"""Sums over units from which every coefficient is made.

All coefficients for categories are functions of a few sums over units. Writing
them so gives the estimate, the jackknife and the bootstrap one formula: only
the number of times that each unit counts differs.
"""

from dataclasses import dataclass

import numpy as np

from coprod_nlp.agreement.coefficients.ratings import NOT_RATED
from coprod_nlp.typing import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over units, or the terms of each unit before they are summed.

    Every field has the same leading shape `...`: one unit, one resample, or
    nothing at all. R is the number of coders, K that of categories.

    Parameters
    ----------
    agreeing : ndarray of shape (...)
        Share of agreeing pairs of coders, summed over units with two or more.
    paired : ndarray of shape (...)
        Units with two ratings or more.
    rated : ndarray of shape (...)
        Units with one rating or more.
    concordant : ndarray of shape (...)
        Weighted agreeing pairs over (ratings - 1): Krippendorff's coincidences.
    shares : ndarray of shape (..., K)
        Share of the unit's ratings in each category.
    pairable : ndarray of shape (..., K)
        Ratings in each category, in units with two or more.
    marginals : ndarray of shape (..., R, K)
        Ratings by each coder in each category.
    """

    agreeing: FloatArray
    paired: FloatArray
    rated: FloatArray
    concordant: FloatArray
    shares: FloatArray
    pairable: FloatArray
    marginals: FloatArray

    def matrix(self) -> FloatArray:
        """Return all fields side by side, of shape (..., 4 + 2K + RK)."""
        lead = self.agreeing.shape
        scalars = [self.agreeing, self.paired, self.rated, self.concordant]
        marginals = self.marginals.reshape(*lead, -1)
        return np.concatenate(
            [np.stack(scalars, axis=-1), self.shares, self.pairable, marginals], axis=-1
        )

    @classmethod
    def of_matrix(cls, matrix: FloatArray, n_categories: int) -> "Sums":
        """Read back what `matrix` wrote."""
        k = n_categories
        shares, pairable, marginals = np.split(matrix[..., 4:], [k, 2 * k], axis=-1)
        return cls(
            agreeing=matrix[..., 0],
            paired=matrix[..., 1],
            rated=matrix[..., 2],
            concordant=matrix[..., 3],
            shares=shares,
            pairable=pairable,
            marginals=marginals.reshape(*matrix.shape[:-1], -1, k),
        )

    def total(self) -> "Sums":
        """Sum over the first axis."""
        return Sums.of_matrix(self.matrix().sum(axis=0), self.shares.shape[-1])


def unit_sums(codes: IntArray, weights: FloatArray) -> Sums:
    """Return the terms that each unit adds to the sums.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, R)
        Positions of categories, or `NOT_RATED`.
    weights : ndarray of shape (K, K)
        Weights of agreement. With two coders a matrix that is not symmetric is
        read as ``weights[first coder, second coder]``; with more, both ways
        are averaged.

    Returns
    -------
    Sums
        Fields of shape (n_units, ...).
    """
    k = len(weights)
    chosen = (codes[:, :, None] == np.arange(k)).astype(float)
    counts = chosen.sum(axis=1)
    n_ratings = counts.sum(axis=1)
    several = n_ratings >= 2
    pairs = _agreeing_pairs(codes, counts, weights)
    before = np.where(several, n_ratings - 1, 1.0)
    return Sums(
        agreeing=np.where(several, pairs / (before * np.maximum(n_ratings, 1)), 0.0),
        paired=several.astype(float),
        rated=(n_ratings >= 1).astype(float),
        concordant=np.where(several, pairs / before, 0.0),
        shares=counts / np.maximum(n_ratings, 1)[:, None],
        pairable=counts * several[:, None],
        marginals=chosen,
    )


def _agreeing_pairs(
    codes: IntArray, counts: FloatArray, weights: FloatArray
) -> FloatArray:
    """Weighted number of agreeing ordered pairs of coders, shape (n_units,)."""
    if codes.shape[1] == 2:
        both = (codes != NOT_RATED).all(axis=1)
        return np.where(both, 2 * weights[codes[:, 0], codes[:, 1]], 0.0)
    return np.einsum("ik,ik->i", counts, counts @ weights.T - np.diag(weights))
