"""Measures how unlike the training answers an answer is."""

from dataclasses import dataclass

import numpy as np

from coprod_nlp.typing import FloatArray


@dataclass(frozen=True, slots=True)
class Novelty:
    """Distance from the training answers along their main directions.

    Parameters
    ----------
    mean : ndarray of shape (n_dims,)
    axes : ndarray of shape (n_axes, n_dims)
        Principal axes, each divided by the standard deviation along it.
    limit : float
        Distances above it count as unlike anything seen.

    References
    ----------
    .. [1] P. C. Mahalanobis, "On the generalised distance in statistics", Proc. Natl.
       Inst. Sci. India 2(1), 1936.
    """

    mean: FloatArray
    axes: FloatArray
    limit: float

    @classmethod
    def learn(
        cls, vectors: FloatArray, *, n_axes: int = 32, quantile: float = 0.995
    ) -> "Novelty":
        """Learn mean and axes from training vectors of shape (n_answers, n_dims).

        The limit is the given quantile of the training answers' own distances.
        """
        mean = vectors.mean(axis=0)
        _, scale, axes = np.linalg.svd(vectors - mean, full_matrices=False)
        kept = min(n_axes, int((scale > 1e-6 * scale[0]).sum()))
        deviation = scale[:kept] / np.sqrt(max(1, len(vectors) - 1))
        fitted = cls(mean, axes[:kept] / deviation[:, None], np.inf)
        limit = float(np.quantile(fitted.distance(vectors), quantile))
        return cls(fitted.mean, fitted.axes, limit)

    def distance(self, vectors: FloatArray) -> FloatArray:
        """Return distances of shape (n_answers,), about 1 for an ordinary answer."""
        # In double precision, so that sums do not depend on how many texts there are.
        along = (vectors.astype(np.float64) - self.mean) @ self.axes.T
        return np.sqrt((along**2).mean(axis=1))
