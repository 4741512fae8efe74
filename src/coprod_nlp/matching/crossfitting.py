"""Judges every coded answer by members that never saw its source."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from coprod_nlp.exceptions import NotEnoughDataError
from coprod_nlp.matching.members import Members
from coprod_nlp.matching.novelty import Novelty
from coprod_nlp.matching.stack import LogisticStack
from coprod_nlp.matching.targets import Targets
from coprod_nlp.matching.verdicts import Thresholds
from coprod_nlp.text.normalisation import comparison_key
from coprod_nlp.typing import FloatArray, IntArray

TARGET = 0.95
"""Least share of right decisions on answers held out, on either side.

The highest (in steps of 0.005) at which thresholds that were chosen without a fold
still decided four in five of the shipped matcher's answers; see docs/decisions/0009.
"""

MOST_FOLDS = 10
"""Sources up to which each is held out alone."""

N_FOLDS = 5
"""Folds when answers come without a source; equal texts stay in one fold."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What members said of answers they had not seen, and how unlike those were.

    Parameters
    ----------
    features : ndarray of shape (n_answers, n_features)
    labels : ndarray of shape (n_answers, n_labels)
    distance : ndarray of shape (n_answers,)
    folds : ndarray of shape (n_answers,)
        Number of the fold each answer was held out in.
    """

    features: FloatArray
    labels: FloatArray
    distance: FloatArray
    folds: IntArray

    @property
    def of_lexical_member(self) -> "HeldOut":
        """The same with the lexical member's features only, the first half."""
        half = self.features.shape[1] // 2
        return replace(self, features=self.features[:, :half])


def assign_folds(
    texts: Sequence[str], accurate: IntArray, groups: Sequence[str] | None
) -> IntArray:
    """Return the fold of each answer: whole groups, else five of distinct texts.

    Parameters
    ----------
    texts : sequence of str, length n_answers
    accurate : ndarray of shape (n_answers,)
    groups : sequence of str, optional
        Source of each answer; a source is held out whole, several together where there
        are more than `MOST_FOLDS`.

    Raises
    ------
    NotEnoughDataError
        If all answers are of one source.
    """
    if groups is not None:
        sources, folds = np.unique(np.asarray(groups), return_inverse=True)
        if len(sources) < 2:
            message = (
                "Whole sources are held out, so at least two are needed; all answers "
                "are of one. Leave the sources out, or name a column with several."
            )
            raise NotEnoughDataError(message)
        if len(sources) <= MOST_FOLDS:
            return folds
        together = folds
    else:
        # Case and outer marks are next to nothing to what learns.
        keys = [comparison_key(text) for text in texts]
        place = {key: number for number, key in enumerate(sorted(set(keys)))}
        together = np.array([place[key] for key in keys])
    splitter = StratifiedGroupKFold(N_FOLDS, shuffle=True, random_state=0)
    folds = np.zeros(len(texts), dtype=int)
    for number, (_, held) in enumerate(splitter.split(accurate, accurate, together)):
        folds[held] = number
    return folds


def read_held_out(
    texts: Sequence[str],
    targets: Targets,
    folds: IntArray,
    train: Callable[[Sequence[str], Targets, str], Members],
) -> HeldOut:
    """Train members on all folds but one and let them read that one, for each fold.

    Parameters
    ----------
    texts : sequence of str, length n_answers
    targets : Targets
    folds : ndarray of shape (n_answers,)
    train : callable of (texts, targets, name) -> Members
        Told which fold is held out, in words.
    """
    features: list[FloatArray] = []
    labels: list[FloatArray] = []
    distance = np.zeros(len(texts))
    order: list[IntArray] = []
    for fold in np.unique(folds):
        seen, held = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        seen_texts = [texts[i] for i in seen.tolist()]
        name = f"fold {fold + 1} of {folds.max() + 1}"
        members = train(seen_texts, targets.rows(seen), name)
        reading = members.read([texts[i] for i in held.tolist()])
        novelty = Novelty.learn(members.read(seen_texts).vectors)
        distance[held] = novelty.distance(reading.vectors)
        features.append(reading.features)
        labels.append(reading.labels)
        order.append(held)
    back = np.argsort(np.concatenate(order))
    return HeldOut(
        np.concatenate(features)[back], np.concatenate(labels)[back], distance, folds
    )


def held_out_probability(held: HeldOut, expressed: IntArray) -> FloatArray:
    """Return probabilities whose stack, too, never saw the answer's fold.

    Parameters
    ----------
    held : HeldOut
    expressed : ndarray of shape (n_answers,)
        1 or 0: what the probability is of.

    Returns
    -------
    ndarray of shape (n_answers,)
    """
    probability = np.zeros(len(expressed))
    for fold in np.unique(held.folds):
        out = held.folds == fold
        stack = fit_stack(held.features[~out], expressed[~out])
        probability[out] = stack.predict_proba(held.features[out])[:, 1]
    return probability


def fit_stack(features: FloatArray, expressed: IntArray) -> LogisticStack:
    """Fit the numeric core, also where every answer is of one class."""
    if len(np.unique(expressed)) == 2:
        return LogisticStack().fit(features, expressed)
    # One class only: an honest constant rather than a failure.
    n_expressed = expressed.sum()
    odds = (n_expressed + 0.5) / (len(expressed) - n_expressed + 0.5)
    return LogisticStack.from_parts(np.zeros(features.shape[1]), float(np.log(odds)))


def choose_thresholds(
    probability: FloatArray, accurate: IntArray, *, target: float
) -> Thresholds:
    """Choose the widest decided region that is right often enough on both sides.

    The two limits lie equally far from one half: with a calibrated probability, and a
    wrong match as bad as a wrong no match, no other region of that size has fewer
    errors [1]_. A side on which no limit suffices does not hold the other one back.

    Parameters
    ----------
    probability : ndarray of shape (n_answers,)
        Held-out probability of *accurate*.
    accurate : ndarray of shape (n_answers,)
        1 where coders say *accurate*.
    target : float
        Least share of right decisions among the matches, and among the others.

    Returns
    -------
    Thresholds
        `upper` above and `lower` below one half; 1 or 0 where no limit suffices.

    References
    ----------
    .. [1] C. K. Chow, "On optimum recognition error and reject tradeoff", IEEE
       Transactions on Information Theory 16(1), 1970. doi:10.1109/TIT.1970.1054406

    Examples
    --------
    >>> p = np.array([0.1, 0.2, 0.4, 0.6, 0.8, 0.9])
    >>> choose_thresholds(p, np.array([0, 0, 1, 0, 1, 1]), target=0.95)
    Thresholds(lower=0.2, upper=0.8)
    """
    away = np.round(1 - probability, 6), 1 - accurate
    sides = ((probability, accurate), away)
    alone = [lowest_sure(*side, target) for side in sides]
    limits: list[float] = np.unique(np.maximum(probability, away[0])).tolist()
    both = [limit for limit in limits if limit >= max(alone)]
    good = [
        all(_right_enough(limit, *side, target) for side in sides) for limit in both
    ]
    if max(alone) < 1 and any(good):
        alone = [both[good.index(True)]] * 2
    sure, sure_not = alone
    return Thresholds(round(1 - sure_not, 6), round(sure, 6))


def lowest_sure(probability: FloatArray, right: IntArray, target: float) -> float:
    """Return the lowest limit above one half at which decisions are right enough."""
    limits = np.unique(probability[probability > 0.5])
    good = (each for each in limits if _right_enough(each, probability, right, target))
    return float(next(good, 1.0))


def _right_enough(
    limit: float, probability: FloatArray, right: IntArray, target: float
) -> bool:
    """Say whether enough of what reaches a limit is right; of nothing, all is."""
    decided = right[probability >= limit]
    return bool(decided.sum() >= target * len(decided))
