"""Learns from coded answers what codes mean, and how far a score can be trusted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coprod_nlp.coding.calibration import Calibration, frequency, score_features
from coprod_nlp.coding.inputs import CodedAnswers
from coprod_nlp.coding.scoring import AnswerUnits, CodeScorer, Scores, scores_of
from coprod_nlp.coding.tuning import tune
from coprod_nlp.typing import BoolArray, FloatArray, TextEncoder
from coprod_nlp.vectors.encoders import SentenceEncoder
from coprod_nlp.vectors.idea_reader import IdeaReader

N_FOLDS = 3
FEWEST_ANSWERS = 20
"""Coded answers from which they say how far a score is to be trusted."""

FEWEST_KNOWN = 100
"""The same, where something was known of the codes before."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What is known of the codes of one question beyond the codebook.

    Parameters
    ----------
    scorer : CodeScorer
        Learnt from the codebook and all that coders marked.
    readers : tuple of IdeaReader
        Encoders that were trained to tell the codes.
    common : ndarray of shape (n_codes,)
        How often coders give each code, in (0, 1).
    calibration : Calibration or None
        None where too little is known; scores are then those of `scorer`.
    coded : CodedAnswers or None
        The answers that the user's coders coded, if any.
    is_calibrated_by_codings : bool
        Whether the calibration was fitted on these.
    """

    scorer: CodeScorer
    readers: tuple[IdeaReader, ...]
    common: FloatArray
    calibration: Calibration | None
    coded: CodedAnswers | None = None
    is_calibrated_by_codings: bool = False

    def score(
        self, described: CodeScorer, units: AnswerUnits
    ) -> tuple[FloatArray, Scores]:
        """Return scores of shape (n_answers, n_codes), and the reading behind them.

        Parameters
        ----------
        described : CodeScorer
            The scorer of the codebook alone.
        units : AnswerUnits
        """
        scores = self.scorer.score(units)
        if self.calibration is None:
            return scores.mean, scores
        alone = scores if self.scorer is described else described.score(units)
        read = [read_scores(reader, units, described.names) for reader in self.readers]
        found = score_features(alone, scores, read, self.common)
        return self.calibration.probability(found), scores


def read_scores(reader: IdeaReader, units: AnswerUnits, names: Sequence[str]) -> Scores:
    """Return what a trained encoder says of each code, by unit and as a whole."""
    return scores_of(units, lambda texts: reader.probability(texts, names))


@dataclass(frozen=True, slots=True)
class Lesson:
    """The coded answers to one question, and what was known before.

    Parameters
    ----------
    coded : CodedAnswers
    described : CodeScorer
        The scorer of the codebook alone.
    known : Learnt or None
        What was known of the codes before these answers were coded.
    """

    coded: CodedAnswers
    described: CodeScorer
    known: Learnt | None

    @property
    def readers(self) -> tuple[IdeaReader, ...]:
        """The encoders that were trained before."""
        return self.known.readers if self.known is not None else ()


def learn(
    lessons: Mapping[str, Lesson],
    encoder: TextEncoder,
    *,
    tune_from: int | None,
    random_state: int,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Learnt]:
    """Learn the codes of every question that was coded.

    How far scores are to be trusted is learnt from all questions together, but where
    an encoder was trained for one of them.

    Parameters
    ----------
    lessons : mapping of str to Lesson
        By question.
    encoder : TextEncoder
        Only a `SentenceEncoder` can be trained itself.
    tune_from : int or None
        Coded answers to a question from which it is, not counting texts that several
        gave; None for never.
    random_state : int
        Seed of the answers held out.
    progress : callable of (step, n_steps), optional
        Told of the training.
    """
    learnt: dict[str, Learnt] = {}
    few: dict[str, Lesson] = {}
    for question, lesson in lessons.items():
        n_unique = int(lesson.coded.is_unique.sum())
        many = tune_from is not None and n_unique >= tune_from
        if many and isinstance(encoder, SentenceEncoder):
            learnt[question] = _learn_many(lesson, encoder, random_state, progress)
        else:
            few[question] = lesson
    calibration = _shared_calibration(few, encoder, random_state)
    for question, lesson in few.items():
        learnt[question] = _learnt(lesson, encoder, lesson.readers, calibration)
    return {question: learnt[question] for question in lessons}


def _learn_many(
    lesson: Lesson,
    encoder: SentenceEncoder,
    random_state: int,
    progress: Callable[[int, int], None] | None,
) -> Learnt:
    own, held_out = tune(
        lesson.coded,
        lesson.described.names,
        encoder,
        random_state=random_state,
        progress=progress,
    )
    readers = (*lesson.readers, own)
    calibration = Calibration.fit(*trial(lesson, encoder, readers, held_out))
    return _learnt(lesson, encoder, readers, calibration)


def _shared_calibration(
    lessons: Mapping[str, Lesson], encoder: TextEncoder, random_state: int
) -> Calibration | None:
    """Fit one calibration for all questions, each answer held out once."""
    n_unique = sum(int(lesson.coded.is_unique.sum()) for lesson in lessons.values())
    known = any(lesson.known is not None for lesson in lessons.values())
    if not lessons or n_unique < (FEWEST_KNOWN if known else FEWEST_ANSWERS):
        return None
    trials = []
    for lesson in lessons.values():
        parts = lesson.coded.parts(N_FOLDS, random_state)
        for fold in set(parts[parts >= 0]):
            trials.append(trial(lesson, encoder, lesson.readers, parts == fold))
    found, given = zip(*trials, strict=True)
    return Calibration.fit(np.concatenate(found), np.concatenate(given))


def _learnt(
    lesson: Lesson,
    encoder: TextEncoder,
    readers: tuple[IdeaReader, ...],
    calibration: Calibration | None,
) -> Learnt:
    coded, known = lesson.coded, lesson.known
    everybody = np.ones(len(coded.texts), dtype=bool)
    scorer = learn_scorer(coded, everybody, lesson.described, encoder)
    if calibration is None and known is not None:
        return Learnt(scorer, known.readers, known.common, known.calibration, coded)
    common = frequency(coded.given)
    return Learnt(scorer, readers, common, calibration, coded, calibration is not None)


def trial(
    lesson: Lesson,
    encoder: TextEncoder,
    readers: Sequence[IdeaReader],
    held_out: BoolArray,
) -> tuple[FloatArray, FloatArray]:
    """Score answers by what the others teach.

    Parameters
    ----------
    lesson : Lesson
    encoder : TextEncoder
    readers : sequence of IdeaReader
        None has seen the answers held out.
    held_out : ndarray of bool, shape (n_answers,)
        The answers to score; the scorer learns from the others.

    Returns
    -------
    features : ndarray of shape (n_pairs, n_features)
        Of answers held out and codes, see `score_features`.
    given : ndarray of 0/1, shape (n_pairs,)
        Whether a coder gave the code.
    """
    coded, described = lesson.coded, lesson.described
    scorer = learn_scorer(coded, ~held_out, described, encoder)
    units = AnswerUnits.of([coded.texts[i] for i in np.flatnonzero(held_out)])
    found = score_features(
        described.score(units),
        scorer.score(units),
        [read_scores(reader, units, described.names) for reader in readers],
        frequency(coded.given[~held_out]),
    )
    return found.reshape(-1, found.shape[-1]), coded.given[held_out].ravel()


def learnt_prior(expected: FloatArray, given: FloatArray) -> FloatArray:
    """Return how common each code is, drawn towards what the codebook expects.

    Parameters
    ----------
    expected : ndarray of shape (n_codes,)
        Relative frequency, positive; weighs as much as one answer with each code.
    given : ndarray of 0/1, shape (n_answers, n_codes)
    """
    return np.asarray(np.sqrt(given.sum(axis=0) + expected / expected.mean()))


def learn_scorer(
    coded: CodedAnswers,
    kept: BoolArray,
    described: CodeScorer,
    encoder: TextEncoder,
) -> CodeScorer:
    """Learn from the codebook and the words marked in the answers kept."""
    own = [i for i, answer in enumerate(coded.owner) if kept[answer]]
    prior = learnt_prior(described.prior, coded.given[kept])
    return CodeScorer.learn(
        [*described.statements, *(coded.statements[i] for i in own)],
        [*described.codes, *(coded.codes[i] for i in own)],
        dict(zip(described.names, prior, strict=True)),
        encoder,
    )
