"""Brings vectors to one length, so that their products are cosines."""

import numpy as np

from coprod_nlp.typing import FloatArray


def of_length_one(vectors: FloatArray) -> FloatArray:
    """Return vectors of length one; what has no length keeps none.

    Parameters
    ----------
    vectors : ndarray of shape (n_texts, n_dims)

    Returns
    -------
    ndarray of shape (n_texts, n_dims)
        In the precision of `vectors`.

    Examples
    --------
    >>> of_length_one(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12))
