"""Says which ideas a text voices, by an encoder that was trained to tell them."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file
from scipy.special import expit

from coprod_nlp.exceptions import ModelError
from coprod_nlp.text.bundled_encoder import bundled_encoder_folder
from coprod_nlp.text.checksums import file_sha256, files_sha256
from coprod_nlp.text.encoders import SentenceEncoder
from coprod_nlp.text.finetuning import Examples, FinetuneSettings, finetune
from coprod_nlp.text.overlays import packed_overlay, unpacked_overlay
from coprod_nlp.text.shipped import shipped_folder
from coprod_nlp.typing import FloatArray

FORMAT = 1
_SHIPPED = "idea-reader"
_CONFIG, _WEIGHTS, _BASE = "config.json", "weights.safetensors", "model.safetensors"


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
            The published encoder; it is not changed.
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
        folder.mkdir(parents=True, exist_ok=True)
        base = (self.encoder.folder or bundled_encoder_folder()) / _BASE
        tensors = {
            "head.weight": self.weight.astype(np.float32),
            "head.bias": self.bias.astype(np.float32),
            **packed_overlay(self.encoder.overlay or {}, load_file(base)),
        }
        save_file(
            {k: np.ascontiguousarray(v) for k, v in tensors.items()}, folder / _WEIGHTS
        )
        config = {
            "format": FORMAT,
            "base_sha256": file_sha256(base),
            "names": list(self.names),
            "about": dict(self.about),
        }
        text = json.dumps(config, indent=2, ensure_ascii=False)
        (folder / _CONFIG).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read it from a folder.

        Raises
        ------
        ModelError
            If a file is missing or damaged, or the installed encoder is another one
            than it was trained upon.
        """
        try:
            config = json.loads((folder / _CONFIG).read_text(encoding="utf-8"))
            tensors = load_file(folder / _WEIGHTS)
        except (ValueError, OSError, SafetensorError) as error:
            message = (
                f"The trained part {folder} is incomplete or damaged ({error}). "
                f"Install the package again."
            )
            raise ModelError(message) from error
        base = bundled_encoder_folder() / _BASE
        if config.get("format") != FORMAT or config["base_sha256"] != file_sha256(base):
            message = (
                f"The trained part {folder} has format {config.get('format')!r} and "
                f"belongs to an encoder with SHA-256 "
                f"{str(config.get('base_sha256'))[:12]}…; this version reads format "
                f"{FORMAT} and has {file_sha256(base)[:12]}…. Install the package "
                f"again."
            )
            raise ModelError(message)
        overlay = unpacked_overlay(tensors, load_file(base))
        return cls(
            SentenceEncoder(overlay=overlay),
            tuple(config["names"]),
            tensors["head.weight"],
            tensors["head.bias"],
            config["about"],
        )


@cache
def shipped_reader() -> IdeaReader:
    """Return the reader of the bundled codebook's codes, read once a process."""
    return IdeaReader.load(shipped_folder(_SHIPPED))


def shipped_reader_sha256() -> str:
    """Return one SHA-256 over the files of the shipped reader."""
    folder = shipped_folder(_SHIPPED)
    return files_sha256(folder / name for name in (_CONFIG, _WEIGHTS))
