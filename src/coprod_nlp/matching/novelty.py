"""Measures how unlike the training answers an answer is."""

from dataclasses import dataclass

import numpy as np

from coprod_nlp.typing import FloatArray

_MOST_AXES = 32

_EQUAL = 1e-6
"""Numbers are the same that differ by so small a part of the largest."""


@dataclass(frozen=True, slots=True)
class Novelty:
    """Distance from the training answers along their main directions.

    Parameters
    ----------
    mean : ndarray of shape (n_dims,)
    axes : ndarray of shape (n_axes, n_dims)
        Principal axes, each divided by the standard deviation along it.
    limit : float, default=inf
        Distances above it count as unlike anything seen.

    References
    ----------
    .. [1] P. C. Mahalanobis, "On the generalised distance in statistics", Proc. Natl.
       Inst. Sci. India 2(1), 1936.
    """

    mean: FloatArray
    axes: FloatArray
    limit: float = np.inf

    @classmethod
    def learn(cls, vectors: FloatArray) -> "Novelty":
        """Learn mean and axes from training vectors of shape (n_answers, n_dims).

        There is no limit yet: that needs answers which were held out.
        """
        mean = vectors.mean(axis=0)
        _, scale, axes = np.linalg.svd(vectors - mean, full_matrices=False)
        # Equal answers leave the last digits of their mean, which are no direction.
        least = max(1e-6 * scale[0], _slack(mean) * np.sqrt(len(vectors)))
        kept = min(_MOST_AXES, int((scale > least).sum()))
        deviation = scale[:kept] / np.sqrt(max(1, len(vectors) - 1))
        return cls(mean, axes[:kept] / deviation[:, None])

    def distance(self, vectors: FloatArray) -> FloatArray:
        """Return distances of shape (n_answers,), about 1 for an ordinary answer.

        Where all training answers are the same there is no axis to measure along:
        0 for an equal answer, inf for any other.
        """
        # In double precision, so that sums do not depend on how many texts there are.
        apart = vectors.astype(np.float64) - self.mean
        if not len(self.axes):
            equal = np.abs(apart).max(axis=1, initial=0) <= _slack(self.mean)
            return np.where(equal, 0.0, np.inf)
        along = apart @ self.axes.T
        return np.sqrt((along**2).mean(axis=1))


def _slack(mean: FloatArray) -> float:
    return _EQUAL * float(np.abs(mean).max(initial=0))
