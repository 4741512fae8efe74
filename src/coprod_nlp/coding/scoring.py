"""Scores the codes of one question for an answer, unit by unit and as a whole."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coprod_nlp.text.spans import Span
from coprod_nlp.text.units import meaning_units
from coprod_nlp.typing import FloatArray, IntArray, TextEncoder
from coprod_nlp.vectors.likeness import StatementLikeness

# Likeness is surer of itself than coders agree with it.
_FLATTENED = 0.8


@dataclass(frozen=True, slots=True)
class AnswerUnits:
    """The units of some answers, with the answer that each comes from.

    Parameters
    ----------
    texts : tuple of str, length n_answers
        Whole answers.
    spans : tuple of Span, length n_units
        Units, answer after answer.
    owner : ndarray of int, shape (n_units,)
        Position of the answer that a unit comes from.
    """

    texts: tuple[str, ...]
    spans: tuple[Span, ...]
    owner: IntArray

    @classmethod
    def of(cls, texts: Sequence[str]) -> "AnswerUnits":
        """Cut answers into units; an answer without a word is one unit."""
        cut = [meaning_units(text) or [Span(0, len(text))] for text in texts]
        owner = np.repeat(np.arange(len(texts)), [len(units) for units in cut])
        return cls(tuple(texts), tuple(s for units in cut for s in units), owner)

    @property
    def unit_texts(self) -> list[str]:
        """The words of each unit."""
        return [
            span.of(self.texts[i])
            for span, i in zip(self.spans, self.owner, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Scores:
    """How well each code fits each answer.

    Parameters
    ----------
    best_unit : ndarray of shape (n_answers, n_codes)
        Probability of the code in the unit that shows it best, in [0, 1].
    whole : ndarray of shape (n_answers, n_codes)
        Probability of the code in the answer read as one, in [0, 1].
    evidence : ndarray of int, shape (n_answers, n_codes)
        Number of that unit among all units.
    """

    best_unit: FloatArray
    whole: FloatArray
    evidence: IntArray

    @property
    def mean(self) -> FloatArray:
        """Mean of both readings, shape (n_answers, n_codes)."""
        return (self.best_unit + self.whole) / 2


def scores_of(
    units: AnswerUnits, probability: Callable[[list[str]], FloatArray]
) -> Scores:
    """Read answers unit by unit and as a whole.

    Parameters
    ----------
    units : AnswerUnits
    probability : callable
        Gives an array of shape (n_texts, n_codes) for texts.
    """
    by_unit = probability(units.unit_texts)
    n_answers, n_codes = len(units.texts), by_unit.shape[1]
    evidence = np.zeros((n_answers, n_codes), dtype=int)
    starts = np.searchsorted(units.owner, np.arange(n_answers + 1))
    for i in range(n_answers):
        own = by_unit[starts[i] : starts[i + 1]]
        evidence[i] = starts[i] + own.argmax(axis=0)
    best = by_unit[evidence, np.arange(n_codes)]
    return Scores(best, probability(list(units.texts)), evidence)


@dataclass(frozen=True, slots=True)
class CodeScorer:
    """Likeness of words to each code's statements, weighted by how common a code is.

    Parameters
    ----------
    likeness : StatementLikeness
        Fitted; its `classes_` are the codes.
    prior : ndarray of shape (n_codes,)
        Relative frequency to expect, positive.
    statements, codes : tuple of str, same length
        What it was learnt from.
    """

    likeness: StatementLikeness
    prior: FloatArray
    statements: tuple[str, ...]
    codes: tuple[str, ...]

    @classmethod
    def learn(
        cls,
        statements: Sequence[str],
        codes: Sequence[str],
        prior: Mapping[str, float],
        encoder: TextEncoder,
    ) -> "CodeScorer":
        """Learn from statements and the code of each."""
        likeness = StatementLikeness(encoder).fit(statements, codes)
        weights = np.array([prior[code] for code in likeness.classes_])
        return cls(likeness, weights, tuple(statements), tuple(codes))

    @property
    def names(self) -> list[str]:
        """The codes, in the order of every score's columns."""
        return [str(name) for name in self.likeness.classes_]

    def score(self, units: AnswerUnits) -> Scores:
        """Return the scores of every code for every answer."""
        return scores_of(units, self._posterior)

    def _posterior(self, texts: list[str]) -> FloatArray:
        raised = self.likeness.posterior(texts) ** _FLATTENED * self.prior
        return raised / raised.sum(axis=1, keepdims=True)
