"""Learns from coded answers how far a score can be trusted, on answers held out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from coprod_nlp.coding.scoring import AnswerUnits, CodeScorer, Scores
from coprod_nlp.typing import FloatArray, TextEncoder

N_FOLDS = 3
FEWEST_ANSWERS = 20
_GRID = np.round(np.arange(0.1, 0.91, 0.02), 2)


@dataclass(frozen=True, slots=True)
class CodedAnswers:
    """The answers to one question that coders have coded.

    Parameters
    ----------
    texts : tuple of str, length n_answers
        In the order of their respondents.
    given : ndarray of 0/1, shape (n_answers, n_codes)
        Which codes some coder gave.
    statements, codes, owner : sequence
        The words that a coder marked, the code, and the position of the answer.
    respondents : tuple of str, length n_answers
        Whose answers they are.
    """

    texts: tuple[str, ...]
    given: FloatArray
    statements: tuple[str, ...]
    codes: tuple[str, ...]
    owner: tuple[int, ...]
    respondents: tuple[str, ...]


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


def features(described: Scores, learnt: Scores, given: FloatArray) -> FloatArray:
    """Return log-odds of both scorers and of the code's frequency.

    Returns
    -------
    ndarray of shape (n_answers, n_codes, 5)
        From the codebook alone, from the codings as well, and how often coders gave
        the code.
    """
    common = (given.sum(axis=0) + 0.5) / (len(given) + 1)
    parts = [described.best_unit, described.whole, learnt.best_unit, learnt.whole]
    shape = described.whole.shape
    parts = [*parts, np.broadcast_to(common, shape)]
    return np.stack([_log_odds(part) for part in parts], axis=-1)


def learnt_prior(names: Sequence[str], given: FloatArray) -> dict[str, float]:
    """Return how common each code is, drawn towards all being equal."""
    return dict(zip(names, np.sqrt(given.sum(axis=0) + 1), strict=True))


def calibrate(
    coded: CodedAnswers,
    described: CodeScorer,
    described_pairs: tuple[Sequence[str], Sequence[str]],
    encoder: TextEncoder,
    *,
    random_state: int = 0,
) -> Calibration:
    """Fit probability and threshold on answers that the scorers have not seen.

    Parameters
    ----------
    coded : CodedAnswers
        At least `FEWEST_ANSWERS` answers.
    described : CodeScorer
        The scorer of the codebook alone.
    described_pairs : (statements, codes)
        What it was learnt from.
    encoder : TextEncoder
        For the scorers of each fold.
    random_state : int
        Seed of the folds; an answer is in one fold with all its codes.
    """
    names = list(described.likeness.classes_)
    random = np.random.default_rng(random_state)
    fold = random.permutation(len(coded.texts)) % N_FOLDS
    found = np.zeros((*coded.given.shape, 5))
    for held in range(N_FOLDS):
        kept = fold != held
        scorer = learn_scorer(coded, kept, names, described_pairs, encoder)
        units = AnswerUnits.of([coded.texts[i] for i in np.flatnonzero(~kept)])
        found[~kept] = features(
            described.score(units), scorer.score(units), coded.given[kept]
        )
    flat, target = found.reshape(-1, found.shape[-1]), coded.given.ravel()
    model = LogisticRegression(max_iter=1000).fit(flat, target)
    probability = model.predict_proba(flat)[:, 1]
    f1 = [_f1(probability >= t, target == 1) for t in _GRID]
    return Calibration(model, float(_GRID[int(np.argmax(f1))]))


def learn_scorer(
    coded: CodedAnswers,
    kept: NDArray[np.bool_],
    names: Sequence[str],
    described_pairs: tuple[Sequence[str], Sequence[str]],
    encoder: TextEncoder,
) -> CodeScorer:
    """Learn from the codebook and the words marked in the answers kept."""
    own = [i for i, answer in enumerate(coded.owner) if kept[answer]]
    prior: Mapping[str, float] = learnt_prior(names, coded.given[kept])
    return CodeScorer.learn(
        [*described_pairs[0], *(coded.statements[i] for i in own)],
        [*described_pairs[1], *(coded.codes[i] for i in own)],
        prior,
        encoder,
    )


def _log_odds(probability: FloatArray) -> FloatArray:
    clipped = np.clip(probability, 1e-4, 1 - 1e-4)
    return np.log(clipped / (1 - clipped))


def _f1(said: NDArray[np.bool_], true: NDArray[np.bool_]) -> float:
    total = said.sum() + true.sum()
    return float(2 * (said & true).sum() / total) if total else 0.0
