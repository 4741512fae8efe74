"""Orders answers for a coder: doubtful ones first, and no two alike in a row."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from coprod_nlp.typing import FloatArray, IntArray

_DECIMALS = 6
_UNLIKE = 0.5


@dataclass(frozen=True, slots=True)
class ReviewOrder:
    """Which answers to code next, and why.

    Parameters
    ----------
    positions : ndarray of int, shape (n_ranked,)
        Of the answers, first to code first.
    code : ndarray of int, shape (n_ranked,)
        Number of the code that is most in doubt.
    uncertainty, novelty : ndarray of shape (n_ranked,)
        In [0, 1]; see `review_order`.
    """

    positions: IntArray
    code: IntArray
    uncertainty: FloatArray
    novelty: FloatArray

    def frame(
        self, labels: Sequence[Hashable], names: Sequence[str], score: FloatArray
    ) -> pd.DataFrame:
        """Return the order as `CodeSuggester.review_order` does.

        Parameters
        ----------
        labels : sequence, length n_answers
            What the answers are called.
        names : sequence of str, length n_codes
        score : ndarray of shape (n_answers, n_codes)
        """
        frame = pd.DataFrame(
            {
                "rank": np.arange(1, len(self.positions) + 1),
                "uncertainty": self.uncertainty,
                "novelty": self.novelty,
                "code": pd.Series([str(names[i]) for i in self.code], dtype="str"),
                "score": score[self.positions, self.code],
            }
        )
        chosen = [labels[i] for i in self.positions]
        frame.insert(0, "answer", pd.Series(chosen, dtype="object"))
        return frame


def review_order(
    score: FloatArray,
    threshold: float,
    vectors: FloatArray,
    known: FloatArray | None = None,
    *,
    top: int | None = None,
) -> ReviewOrder:
    """Rank answers by doubt about their codes and by difference from one another.

    Parameters
    ----------
    score : ndarray of shape (n_answers, n_codes)
        In [0, 1].
    threshold : float
        Score from which a code is suggested, in (0, 1).
    vectors : ndarray of shape (n_answers, n_dims)
        Of unit length.
    known : ndarray of shape (n_known, n_dims), optional
        Vectors of answers that are coded already.
    top : int, optional
        How many to rank; by default all.

    Returns
    -------
    ReviewOrder
        Ties go to the answer that comes first.

    Notes
    -----
    Uncertainty is the entropy, in bits, of the code nearest to the threshold, after
    the log-odds of all scores are moved so that the threshold has probability 0.5.
    Novelty is 1 up to a cosine of 0.5 to the most similar answer that is coded or
    ranked before, and falls from there to 0 for a copy. The next answer is the one
    with the largest product: uncertainty sampling [1]_, without near copies.

    References
    ----------
    .. [1] D. D. Lewis, W. A. Gale, "A sequential algorithm for training text
       classifiers", SIGIR 1994. doi:10.1007/978-1-4471-2099-5_1

    Examples
    --------
    >>> score = np.array([[0.9, 0.1], [0.5, 0.1], [0.5, 0.1]])
    >>> vectors = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    >>> review_order(score, 0.5, vectors).positions.tolist()
    [1, 0, 2]
    """
    doubt = _entropy(_log_odds(score) - _log_odds(np.array(threshold)))
    code = doubt.argmax(axis=1)
    uncertainty = doubt.max(axis=1)
    nearest = np.zeros(len(vectors))
    if known is not None and len(known):
        nearest = np.maximum(nearest, (vectors @ known.T).max(axis=1))
    left = np.ones(len(vectors), dtype=bool)
    n_ranked = len(vectors) if top is None else min(top, len(vectors))
    positions = np.zeros(n_ranked, dtype=int)
    novelty = np.zeros(n_ranked)
    for rank in range(n_ranked):
        new = np.clip((1 - nearest) / (1 - _UNLIKE), 0, 1)
        # Rounded, so that equal answers tie whichever batch they were encoded in.
        worth = np.where(left, np.round(uncertainty * new, _DECIMALS), -1)
        chosen = int(worth.argmax())
        positions[rank], novelty[rank] = chosen, new[chosen]
        left[chosen] = False
        nearest = np.maximum(nearest, vectors @ vectors[chosen])
    return ReviewOrder(positions, code[positions], uncertainty[positions], novelty)


def _log_odds(probability: FloatArray) -> FloatArray:
    clipped = np.clip(probability, 1e-6, 1 - 1e-6)
    return np.log(clipped / (1 - clipped))


def _entropy(log_odds: FloatArray) -> FloatArray:
    p = 1 / (1 + np.exp(-log_odds))
    return -(p * np.log2(p) + (1 - p) * np.log2(1 - p))
