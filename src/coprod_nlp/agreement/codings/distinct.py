"""Merges equal rows, so that size costs little."""

import numpy as np

from coprod_nlp.typing import IntArray


def distinct_rows(table: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Return distinct rows of whole numbers, in the order that sorting gives.

    Parameters
    ----------
    table : ndarray of int, shape (n_rows, n_columns)
        No value below -1.

    Returns
    -------
    first, inverse, times : ndarray of int
        Where each distinct row stands first, which of them each row is, and how
        often each occurs.

    Notes
    -----
    Column by column, a row becomes one number: many times faster than
    ``np.unique(axis=0)``, which compares rows as records.
    """
    inverse = np.zeros(len(table), dtype=np.int64)
    for column in np.asarray(table, dtype=np.int64).T:
        key = inverse * (int(column.max(initial=-1)) + 2) + column + 1
        inverse = np.unique(key, return_inverse=True)[1]
    _, first, times = np.unique(inverse, return_index=True, return_counts=True)
    return first, inverse, times
