"""Trains a matcher: members on everything, calibration on what was held out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from coprod_nlp.matching.crossfitting import (
    HeldOut,
    choose_thresholds,
    fit_stack,
    held_out_probability,
    read_held_out,
)
from coprod_nlp.matching.definition import ReferenceDefinition
from coprod_nlp.matching.members import Members, train_members
from coprod_nlp.matching.novelty import Novelty
from coprod_nlp.matching.skimming import Skimmer, skim_limit
from coprod_nlp.matching.stack import LogisticStack
from coprod_nlp.matching.targets import Targets
from coprod_nlp.matching.trained import TrainedMatcher
from coprod_nlp.matching.tuned import TunedMember
from coprod_nlp.matching.verdicts import Decision, Thresholds
from coprod_nlp.typing import FloatArray, IntArray, Progress

NOVEL_QUANTILE = 0.99
"""Share of held-out answers that count as like the training answers."""


@dataclass(frozen=True, slots=True)
class HeldOutJudgement:
    """Probabilities of answers whose source was seen neither by members nor stacks.

    Parameters
    ----------
    accurate : ndarray of shape (n_answers,)
    elements : ndarray of shape (n_answers, n_elements)
    labels : ndarray of shape (n_answers, n_labels)
        Mean label probabilities of the members.
    distance : ndarray of shape (n_answers,)
    folds : ndarray of shape (n_answers,)
    """

    accurate: FloatArray
    elements: FloatArray
    labels: FloatArray
    distance: FloatArray
    folds: IntArray


def train_matcher(
    texts: Sequence[str],
    targets: Targets,
    definition: ReferenceDefinition,
    *,
    folds: IntArray,
    untrained: TunedMember,
    target: float,
    progress: Progress | None = None,
) -> tuple[HeldOutJudgement, TrainedMatcher]:
    """Cross-fit, calibrate, choose thresholds, and train the members on everything.

    Parameters
    ----------
    texts : sequence of str, length n_answers
        Normalised.
    targets : Targets
    definition : ReferenceDefinition
    folds : ndarray of shape (n_answers,)
    untrained : TunedMember
        The encoder member as it is before it has learned.
    target : float
        Least share of right decisions of what is decided alone.
    progress : callable, optional

    Returns
    -------
    HeldOutJudgement, TrainedMatcher
    """

    def train(some: Sequence[str], coded: Targets, name: str) -> Members:
        step = None if progress is None else (lambda i, n: progress(name, i, n))
        return train_members(some, coded, definition, untrained, step)

    held = read_held_out(texts, targets, folds, train)
    judgement = _judge_held_out(held, targets)
    members = train(texts, targets, "all answers")
    novelty = Novelty.learn(members.read(texts).vectors)
    thresholds = choose_thresholds(judgement.accurate, targets.accurate, target=target)
    names = definition.element_names
    # Between two that are infinitely far there is no quantile.
    distance = np.nan_to_num(held.distance)
    trained = TrainedMatcher(
        members=members,
        accurate=fit_stack(held.features, targets.accurate),
        elements=_element_stacks(held, targets, names),
        thresholds=thresholds,
        skimmer=_learn_skimmer(
            held.of_lexical_member, targets, names, thresholds, judgement.accurate
        ),
        # What counts as unlike is measured on answers that were held out: the training
        # answers themselves lie closer together than any new answer will.
        novelty=replace(novelty, limit=float(np.quantile(distance, NOVEL_QUANTILE))),
        longest=max(len(text) for text in texts),
    )
    return judgement, trained


def _element_stacks(
    held: HeldOut, targets: Targets, names: Sequence[str]
) -> dict[str, LogisticStack]:
    return {
        name: fit_stack(held.features, targets.elements[:, number].astype(int))
        for number, name in enumerate(names)
    }


def _learn_skimmer(
    lexical: HeldOut,
    targets: Targets,
    names: Sequence[str],
    thresholds: Thresholds,
    by_both: FloatArray,
) -> Skimmer:
    """Learn which decisions of both members, `by_both`, the lexical one can make."""
    unmatched = [thresholds.decide(p) == Decision.NO_MATCH for p in by_both]
    by_words = held_out_probability(lexical, targets.accurate)
    return Skimmer(
        fit_stack(lexical.features, targets.accurate),
        _element_stacks(lexical, targets, names),
        skim_limit(by_words, np.array(unmatched), highest=thresholds.lower),
    )


def _judge_held_out(held: HeldOut, targets: Targets) -> HeldOutJudgement:
    elements = [
        held_out_probability(held, column.astype(int)) for column in targets.elements.T
    ]
    return HeldOutJudgement(
        accurate=held_out_probability(held, targets.accurate),
        elements=np.column_stack(elements),
        labels=held.labels,
        distance=held.distance,
        folds=held.folds,
    )
