"""Says which ideas a text voices, by an encoder that was trained to tell them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import numpy as np
from scipy.special import expit

from coprod_nlp.files.shipped import shipped_folder
from coprod_nlp.typing import FloatArray
from coprod_nlp.vectors.encoders import SentenceEncoder
from coprod_nlp.vectors.finetuning import Examples, finetune
from coprod_nlp.vectors.trained_parts import TrainedPart, load_part, save_part
from coprod_nlp.vectors.upper_layers import FinetuneSettings

SHIPPED_READER = "idea-reader"
_WEIGHT, _BIAS = "head.weight", "head.bias"


# Compared by identity: weights are large, and one reader is shared.
@dataclass(frozen=True, slots=True, eq=False)
class IdeaReader:
    """An encoder whose upper layers learnt to tell ideas, with a head for each.

    Parameters
    ----------
    encoder : SentenceEncoder
        With the trained layers.
    names : tuple of str, length n_ideas
    weight : ndarray of shape (n_ideas, n_dims)
        Of the linear heads.
    bias : ndarray of shape (n_ideas,)
    about : mapping
        What else is to be kept beside the weights, as JSON holds it.
    """

    encoder: SentenceEncoder
    names: tuple[str, ...]
    weight: FloatArray
    bias: FloatArray
    about: Mapping[str, Any]

    @classmethod
    def train(
        cls,
        encoder: SentenceEncoder,
        examples: Examples,
        names: Sequence[str],
        *,
        settings: FinetuneSettings,
        progress: Callable[[int, int], None] | None = None,
    ) -> Self:
        """Train the upper layers to tell ideas, any number of them in a text.

        Parameters
        ----------
        encoder : SentenceEncoder
            Its folder says where training starts; it is not changed.
        examples : Examples
            Ideas are its elements, in the order of `names`.
        names : sequence of str
        settings : FinetuneSettings
        progress : callable of (step, n_steps), optional
        """
        # A single class teaches nothing: ideas do not exclude each other.
        learned = finetune(
            encoder, examples, n_labels=1, settings=settings, progress=progress
        )
        return cls(
            SentenceEncoder(encoder.folder, overlay=learned.overlay),
            tuple(names),
            learned.weight[1:],
            learned.bias[1:],
            {},
        )

    def probability(self, texts: Sequence[str], names: Sequence[str]) -> FloatArray:
        """Return how probable each idea is in each text.

        Parameters
        ----------
        texts : sequence of str, length n_texts
        names : sequence of str, length n_asked
            Ideas that it learnt.

        Returns
        -------
        ndarray of shape (n_texts, n_asked)
            In [0, 1]; a text may voice several ideas, or none.
        """
        rows = [self.names.index(name) for name in names]
        # In double precision, so that sums do not depend on how many texts there are.
        means = self.encoder.encode_mean(texts).astype(np.float64)
        return np.asarray(expit(means @ self.weight[rows].T + self.bias[rows]))

    def save(self, folder: Path) -> None:
        """Write it into a folder; the layers lose the last digits (see `overlays`)."""
        heads = {_WEIGHT: self.weight, _BIAS: self.bias}
        config = {"names": list(self.names), "about": dict(self.about)}
        save_part(TrainedPart(self.encoder, heads, config), folder)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read it from a folder.

        Raises
        ------
        ModelError
            If a file is missing or damaged, or the installed encoder is another one
            than it was trained upon.
        """
        part = load_part(folder)
        return cls(
            part.encoder,
            tuple(part.config["names"]),
            part.tensors[_WEIGHT],
            part.tensors[_BIAS],
            part.config["about"],
        )


@cache
def shipped_reader() -> IdeaReader:
    """Return the reader of the bundled codebook's codes, read once a process."""
    return IdeaReader.load(shipped_folder(SHIPPED_READER))
