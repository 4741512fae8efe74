"""Turns raw scores of codes into the probability that a coder gives them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from coprod_nlp.coding.scoring import Scores
from coprod_nlp.typing import BoolArray, FloatArray

_GRID = np.round(np.arange(0.1, 0.91, 0.02), 2)
_OVER_CHANCE = 1.5


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic regression on the log-odds of several scorers.

    Parameters
    ----------
    weights : ndarray of shape (n_features,)
        Fitted on answers held out of the scorers that scored them.
    intercept : float
    threshold : float
        Probability from which a code is suggested: the best F1 on those answers.
    """

    weights: FloatArray
    intercept: float
    threshold: float

    @classmethod
    def fit(cls, features: FloatArray, given: FloatArray) -> Self | None:
        """Fit probability and threshold.

        Parameters
        ----------
        features : ndarray of shape (n_pairs, n_features)
            Of answers and codes, see `score_features`.
        given : ndarray of 0/1, shape (n_pairs,)
            Whether a coder gave the code.

        Returns
        -------
        Calibration or None
            None where every code was given or none: that tells nothing.
        """
        if not len(given) or np.ptp(given) == 0:
            return None
        model = LogisticRegression(max_iter=1000).fit(features, given)
        probability = model.predict_proba(features)[:, 1]
        f1 = np.array([_f1(probability >= t, given == 1) for t in _GRID])
        # Of equally good thresholds the one in the middle is the least by chance.
        best = np.flatnonzero(f1 == f1.max())
        threshold = float(_GRID[best[len(best) // 2]])
        return cls(model.coef_[0], float(model.intercept_[0]), threshold)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """Take up what `to_json` gave."""
        return cls(
            np.array(content["weights"]), content["intercept"], content["threshold"]
        )

    def to_json(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return {
            "weights": self.weights.tolist(),
            "intercept": self.intercept,
            "threshold": self.threshold,
        }

    def probability(self, features: FloatArray) -> FloatArray:
        """Return probabilities, of the shape of `features` without its last axis."""
        return np.asarray(expit(features @ self.weights + self.intercept))


def score_features(
    described: Scores, learnt: Scores, read: Sequence[Scores], common: FloatArray
) -> FloatArray:
    """Return log-odds of the scorers and of the code's frequency.

    Parameters
    ----------
    described, learnt : Scores
        From the codebook alone, and from codings as well.
    read : sequence of Scores
        Of encoders that were trained to tell the codes.
    common : ndarray of shape (n_codes,)
        How often coders give each code, in (0, 1).

    Returns
    -------
    ndarray of shape (n_answers, n_codes, n_features)
        Two features of each scorer, and one.
    """
    shape = described.whole.shape
    parts = [np.broadcast_to(common, shape)]
    for scores in (described, learnt, *read):
        parts += [scores.best_unit, scores.whole]
    return np.stack([_log_odds(part) for part in parts], axis=-1)


def frequency(given: FloatArray) -> FloatArray:
    """Return how often each code was given, never quite nought or one; (n_codes,)."""
    return np.asarray((given.sum(axis=0) + 0.5) / (len(given) + 1))


def likely_threshold(score: FloatArray) -> float:
    """Return the threshold at which F1 is expected to be highest.

    Nobody has coded these answers; their scores, taken as probabilities, say how many
    codes are right above a threshold, and how many there are in all [1]_.

    Parameters
    ----------
    score : ndarray of shape (n_answers, n_codes)
        In [0, 1].

    Returns
    -------
    float
        One of the scores, but at least at one and a half times the odds of even
        chance.

    References
    ----------
    .. [1] Z. C. Lipton, C. Elkan, B. Naryanaswamy, "Optimal thresholding of
       classifiers to maximize F1 measure", ECML PKDD 2014. arXiv:1402.1892

    Examples
    --------
    >>> likely_threshold(np.array([[0.8, 0.1, 0.1], [0.1, 0.7, 0.2]]))
    0.7
    """
    least = _OVER_CHANCE / (_OVER_CHANCE + score.shape[1] - 1)
    if not len(score):
        return least
    falling = np.sort(score, axis=None)[::-1]
    right = np.cumsum(falling)
    expected = 2 * right / (np.arange(1, len(falling) + 1) + right[-1])
    return max(least, float(falling[expected.argmax()]))


def _log_odds(probability: FloatArray) -> FloatArray:
    clipped = np.clip(probability, 1e-4, 1 - 1e-4)
    return np.log(clipped / (1 - clipped))


def _f1(said: BoolArray, true: BoolArray) -> float:
    total = said.sum() + true.sum()
    return float(2 * (said & true).sum() / total) if total else 0.0
