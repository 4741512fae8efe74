"""Learns from coded answers how far a score can be trusted, on answers held out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from coprod_nlp.coding.inputs import CodedAnswers
from coprod_nlp.coding.scoring import AnswerUnits, CodeScorer, Scores
from coprod_nlp.coding.tuning import TunedScorer, tune
from coprod_nlp.text.encoders import SentenceEncoder
from coprod_nlp.typing import FloatArray, TextEncoder

N_FOLDS = 3
FEWEST_ANSWERS = 20
_GRID = np.round(np.arange(0.1, 0.91, 0.02), 2)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns raw scores into the probability that a coder gives the code.

    Parameters
    ----------
    model : LogisticRegression
        Fitted on answers held out of the scorers that scored them.
    threshold : float
        Probability from which a code is suggested: the best F1 on those answers.
    """

    model: LogisticRegression
    threshold: float

    def probability(self, features: FloatArray) -> FloatArray:
        """Return probabilities of shape (n_answers, n_codes)."""
        flat = features.reshape(-1, features.shape[-1])
        return self.model.predict_proba(flat)[:, 1].reshape(features.shape[:-1])


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the codings of one question taught.

    Parameters
    ----------
    coded : CodedAnswers
    scorer : CodeScorer
        Learnt from the codebook and all that coders marked.
    tuned : TunedScorer or None
        Where many answers were coded.
    calibration : Calibration or None
        Where enough were.
    """

    coded: CodedAnswers
    scorer: CodeScorer
    tuned: TunedScorer | None
    calibration: Calibration | None

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
        found = features(
            described.score(units),
            scores,
            self.coded.given,
            self.tuned.score(units) if self.tuned is not None else None,
        )
        return self.calibration.probability(found), scores


def learn(
    coded: CodedAnswers,
    described: CodeScorer,
    described_pairs: tuple[Sequence[str], Sequence[str]],
    encoder: TextEncoder,
    *,
    tune_from: int | None,
    random_state: int,
    progress: Callable[[int, int], None] | None = None,
) -> Learnt:
    """Learn the codes of one question.

    Parameters
    ----------
    coded : CodedAnswers
    described : CodeScorer
        The scorer of the codebook alone.
    described_pairs : (statements, codes)
        What it was learnt from.
    encoder : TextEncoder
        Only a `SentenceEncoder` can be trained itself.
    tune_from : int or None
        Coded answers from which it is, not counting texts that several gave; None for
        never.
    random_state : int
        Seed of the answers held out.
    progress : callable of (step, n_steps), optional
        Told of the training.
    """
    everybody = np.ones(len(coded.texts), dtype=bool)
    scorer = learn_scorer(coded, everybody, described, described_pairs, encoder)
    n_unique = int(coded.is_unique.sum())
    if n_unique < FEWEST_ANSWERS:
        return Learnt(coded, scorer, None, None)
    many = tune_from is not None and n_unique >= tune_from
    tuned = (
        tune(coded, encoder, random_state=random_state, progress=progress)
        if many and isinstance(encoder, SentenceEncoder)
        else None
    )
    calibration = calibrate(
        coded,
        described,
        described_pairs,
        encoder,
        random_state=random_state,
        tuned=tuned,
    )
    return Learnt(coded, scorer, tuned, calibration)


def features(
    described: Scores,
    learnt: Scores,
    given: FloatArray,
    tuned: Scores | None = None,
) -> FloatArray:
    """Return log-odds of the scorers and of the code's frequency.

    Returns
    -------
    ndarray of shape (n_answers, n_codes, n_features)
        From the codebook alone, from the codings as well, how often coders gave the
        code, and from the trained encoder where there is one; 5 or 7 features.
    """
    common = (given.sum(axis=0) + 0.5) / (len(given) + 1)
    parts = [described.best_unit, described.whole, learnt.best_unit, learnt.whole]
    shape = described.whole.shape
    parts = [*parts, np.broadcast_to(common, shape)]
    if tuned is not None:
        parts += [tuned.best_unit, tuned.whole]
    return np.stack([_log_odds(part) for part in parts], axis=-1)


def learnt_prior(expected: FloatArray, given: FloatArray) -> FloatArray:
    """Return how common each code is, drawn towards what the codebook expects.

    Parameters
    ----------
    expected : ndarray of shape (n_codes,)
        Relative frequency, positive; weighs as much as one answer with each code.
    given : ndarray of 0/1, shape (n_answers, n_codes)
    """
    return np.asarray(np.sqrt(given.sum(axis=0) + expected / expected.mean()))


def calibrate(
    coded: CodedAnswers,
    described: CodeScorer,
    described_pairs: tuple[Sequence[str], Sequence[str]],
    encoder: TextEncoder,
    *,
    random_state: int = 0,
    tuned: TunedScorer | None = None,
) -> Calibration | None:
    """Fit probability and threshold on answers that the scorers have not seen.

    Parameters
    ----------
    coded : CodedAnswers
        At least `FEWEST_ANSWERS` of them have a text that nobody else gave.
    described : CodeScorer
        The scorer of the codebook alone.
    described_pairs : (statements, codes)
        What it was learnt from.
    encoder : TextEncoder
        For the scorers of each fold.
    random_state : int
        Seed of the folds; an answer is in one fold with all its codes.
    tuned : TunedScorer, optional
        Then the answers that it has not seen are the only ones held out.

    Returns
    -------
    Calibration or None
        None where the answers held out have every code or none: they tell nothing.
    """
    found, given = [], []
    for held in _held_out(coded, tuned, random_state):
        scorer = learn_scorer(coded, ~held, described, described_pairs, encoder)
        units = AnswerUnits.of([coded.texts[i] for i in np.flatnonzero(held)])
        read = tuned.score(units) if tuned is not None else None
        fold = features(
            described.score(units), scorer.score(units), coded.given[~held], read
        )
        found.append(fold.reshape(-1, fold.shape[-1]))
        given.append(coded.given[held].ravel())
    flat, target = np.concatenate(found), np.concatenate(given)
    if np.ptp(target) == 0:
        return None
    model = LogisticRegression(max_iter=1000).fit(flat, target)
    probability = model.predict_proba(flat)[:, 1]
    f1 = [_f1(probability >= t, target == 1) for t in _GRID]
    return Calibration(model, float(_GRID[int(np.argmax(f1))]))


def _held_out(
    coded: CodedAnswers, tuned: TunedScorer | None, random_state: int
) -> Iterator[NDArray[np.bool_]]:
    """Yield which answers are held out, fold by fold."""
    if tuned is not None:
        yield tuned.held_out
        return
    parts = coded.parts(N_FOLDS, random_state)
    for fold in range(N_FOLDS):
        yield parts == fold


def learn_scorer(
    coded: CodedAnswers,
    kept: NDArray[np.bool_],
    described: CodeScorer,
    described_pairs: tuple[Sequence[str], Sequence[str]],
    encoder: TextEncoder,
) -> CodeScorer:
    """Learn from the codebook and the words marked in the answers kept."""
    own = [i for i, answer in enumerate(coded.owner) if kept[answer]]
    prior = learnt_prior(described.prior, coded.given[kept])
    return CodeScorer.learn(
        [*described_pairs[0], *(coded.statements[i] for i in own)],
        [*described_pairs[1], *(coded.codes[i] for i in own)],
        dict(zip(described.likeness.classes_, prior, strict=True)),
        encoder,
    )


def _log_odds(probability: FloatArray) -> FloatArray:
    clipped = np.clip(probability, 1e-4, 1 - 1e-4)
    return np.log(clipped / (1 - clipped))


def _f1(said: NDArray[np.bool_], true: NDArray[np.bool_]) -> float:
    total = said.sum() + true.sum()
    return float(2 * (said & true).sum() / total) if total else 0.0
