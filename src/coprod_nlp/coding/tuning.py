"""Trains the encoder itself on coded answers, where there are many."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from coprod_nlp.coding.inputs import CodedAnswers
from coprod_nlp.coding.scoring import AnswerUnits, Scores, scores_of
from coprod_nlp.text.encoders import SentenceEncoder
from coprod_nlp.text.finetuning import Examples, FinetuneSettings, finetune
from coprod_nlp.typing import FloatArray

SETTINGS = FinetuneSettings(epochs=6, layer_rate=3e-4, head_rate=5e-3)
_N_PARTS = 4


@dataclass(frozen=True, slots=True)
class TunedScorer:
    """An encoder whose upper layers learnt the codes of one question.

    Parameters
    ----------
    encoder : SentenceEncoder
        With the trained layers.
    weight : ndarray of shape (n_codes, n_dims)
        Of the linear heads, one for each code.
    bias : ndarray of shape (n_codes,)
    held_out : ndarray of bool, shape (n_coded,)
        The coded answers that it has not seen.
    """

    encoder: SentenceEncoder
    weight: FloatArray
    bias: FloatArray
    held_out: NDArray[np.bool_]

    def score(self, units: AnswerUnits) -> Scores:
        """Return the scores of every code for every answer."""
        return scores_of(units, self._probability)

    def _probability(self, texts: list[str]) -> FloatArray:
        means = self.encoder.encode_mean(texts).astype(np.float64)
        return np.asarray(expit(means @ self.weight.T + self.bias))


def tune(
    coded: CodedAnswers,
    encoder: SentenceEncoder,
    *,
    random_state: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> TunedScorer:
    """Train the upper layers to give the codes that coders gave.

    Parameters
    ----------
    coded : CodedAnswers
        Of the texts that one person only gave, one in four, drawn at random, is held
        out, to say how far to trust the rest.
    encoder : SentenceEncoder
        The published encoder; it is not changed.
    random_state : int
        Seed of that draw.
    progress : callable of (step, n_steps), optional
    """
    held_out = coded.parts(_N_PARTS, random_state) == 0
    seen = np.flatnonzero(~held_out)
    given = coded.given[seen]
    learned = finetune(
        encoder,
        Examples(
            [coded.texts[i] for i in seen],
            # A single class teaches nothing: codes do not exclude each other.
            np.zeros(len(seen), dtype=int),
            given,
            np.ones_like(given),
        ),
        n_labels=1,
        settings=SETTINGS,
        progress=progress,
    )
    return TunedScorer(
        SentenceEncoder(encoder.folder, overlay=learned.overlay),
        learned.weight[1:],
        learned.bias[1:],
        held_out,
    )
