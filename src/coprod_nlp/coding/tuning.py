"""Trains the encoder itself on coded answers, where there are many."""

from collections.abc import Callable, Sequence

import numpy as np

from coprod_nlp.coding.inputs import CodedAnswers
from coprod_nlp.typing import BoolArray
from coprod_nlp.vectors.encoders import SentenceEncoder
from coprod_nlp.vectors.finetuning import Examples
from coprod_nlp.vectors.idea_reader import IdeaReader
from coprod_nlp.vectors.upper_layers import FinetuneSettings

SETTINGS = FinetuneSettings(epochs=6, layer_rate=3e-4, head_rate=5e-3)
_N_PARTS = 4


def tune(
    coded: CodedAnswers,
    names: Sequence[str],
    encoder: SentenceEncoder,
    *,
    random_state: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[IdeaReader, BoolArray]:
    """Train the upper layers to give the codes that coders gave.

    Parameters
    ----------
    coded : CodedAnswers
        Of the texts that one person only gave, one in four, drawn at random, is held
        out, to say how far to trust the rest.
    names : sequence of str
        The codes, in the order of `coded.given`.
    encoder : SentenceEncoder
        Its folder says where training starts; it is not changed.
    random_state : int
        Seed of that draw.
    progress : callable of (step, n_steps), optional

    Returns
    -------
    reader : IdeaReader
    held_out : ndarray of bool, shape (n_answers,)
        The answers that it has not seen.
    """
    held_out = coded.parts(_N_PARTS, random_state) == 0
    seen = np.flatnonzero(~held_out)
    given = coded.given[seen]
    examples = Examples(
        [coded.texts[i] for i in seen],
        np.zeros(len(seen), dtype=int),
        given,
        np.ones_like(given),
    )
    reader = IdeaReader.train(
        encoder, examples, names, settings=SETTINGS, progress=progress
    )
    return reader, held_out
