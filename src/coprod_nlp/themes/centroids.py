"""Unit vectors of units, and the centres of their themes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coprod_nlp.text.normalisation import comparison_key
from coprod_nlp.themes.preparation import distinct
from coprod_nlp.typing import FloatArray, IntArray, TextEncoder
from coprod_nlp.vectors.lengths import of_length_one


@dataclass(frozen=True, slots=True)
class UnitVectors:
    """One vector for each distinct unit, and which of them each unit has.

    Parameters
    ----------
    vectors : ndarray of shape (n_distinct, n_dims)
        Of length one, but for a unit in which the encoder knows no word.
    rows : ndarray of int, shape (n_units,)
        The row of `vectors` that a unit has.
    """

    vectors: FloatArray
    rows: IntArray

    def centroids(self, members: Sequence["np.ndarray"]) -> FloatArray:
        """Return the mean vector of each group of units, brought to length one.

        Parameters
        ----------
        members : sequence of ndarray of bool, shape (n_units,)
            Each holds at least one unit.

        Returns
        -------
        ndarray of shape (n_groups, n_dims)
            The same in any order of units.
        """
        counts = np.array(
            [
                np.bincount(self.rows[own], minlength=len(self.vectors))
                for own in members
            ],
            dtype=float,
        ).reshape(len(members), len(self.vectors))
        return of_length_one(counts @ self.vectors)

    def likeness(self, centroids: FloatArray) -> FloatArray:
        """Return the cosine of every unit to every centroid, (n_units, n_groups)."""
        return (self.vectors @ centroids.T)[self.rows]


def vectors_of(texts: Sequence[str], encoder: TextEncoder) -> UnitVectors:
    """Encode each distinct unit once, in an order that its rows do not decide."""
    keys, rows, _ = distinct([comparison_key(text) for text in texts])
    return UnitVectors(
        of_length_one(np.asarray(encoder.encode(keys), dtype=float)), rows
    )
