"""Finds the words of an answer that carry an element."""

from collections.abc import Sequence

import numpy as np

from coprod_nlp.text.spans import Span
from coprod_nlp.typing import FloatArray

MAX_WORDS = 12
"""Longest piece of evidence; a longer one would show the answer, not the element."""


def best_window(credit: FloatArray) -> tuple[int, int]:
    """Return the run of words that stands out most, as half-open word numbers.

    Parameters
    ----------
    credit : ndarray of shape (n_words,), n_words >= 1
        What each word adds to the element's logit.

    Returns
    -------
    tuple of int
        The run of `MAX_WORDS` or fewer with the largest sum above the average word,
        divided by the square root of its length, so that one strong word is not
        drowned and a phrase is not cut; the first of equals.

    Examples
    --------
    >>> best_window(np.array([0.0, 0.1, 2.0, 1.8, 0.0]))
    (2, 4)
    """
    total = np.concatenate([[0.0], np.cumsum(credit - credit.mean())])
    best, found = -np.inf, (0, 1)
    for length in range(1, min(MAX_WORDS, len(credit)) + 1):
        sums = (total[length:] - total[:-length]) / np.sqrt(length)
        start = int(np.argmax(sums))
        if sums[start] > best + 1e-12:
            best, found = float(sums[start]), (start, start + length)
    return found


def evidence_span(credit: FloatArray, words: Sequence[Span]) -> Span:
    """Return the characters of the run of words that carries most."""
    start, end = best_window(credit)
    return Span(words[start].start, words[end - 1].end)
