"""Turns texts into vectors; the one place that runs sentence-transformers."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Self

import numpy as np

from coprod_nlp.exceptions import ModelError
from coprod_nlp.text.bundled_encoder import bundled_encoder_folder
from coprod_nlp.text.spans import Span
from coprod_nlp.typing import FloatArray

BLOCK = 2048
"""Texts read at once where not all their tokens are needed at the same time."""

_MOST_KEPT = 20_000

# Below this a processor multiplies matrices in another order, with other last digits.
_FEWEST_TOKENS = 32


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """What the encoder read in one text, token by token.

    Parameters
    ----------
    offsets : list of (int, int), length n_tokens
        Where each token stands in the text, half-open; empty for the encoder's own
        opening and closing tokens.
    vectors : ndarray of shape (n_tokens, n_dims)
        One contextual vector per token; their mean is the text's vector before
        normalisation.
    """

    offsets: list[tuple[int, int]]
    vectors: FloatArray

    @property
    def spans(self) -> tuple[Span, ...]:
        """The offsets as spans."""
        return tuple(Span(*offset) for offset in self.offsets)

    @property
    def mean(self) -> FloatArray:
        """The text's vector before normalisation, shape (n_dims,)."""
        return np.asarray(self.vectors.mean(axis=0))


class SentenceEncoder:
    """A sentence-transformers model of BERT's family, read from a local folder.

    Texts longer than the model's window are read in several windows and averaged
    over all their tokens, so that no word is dropped. Each distinct text is read
    once, among texts of exactly its length: nothing is padded, and on one machine a
    text gets the same vector, to the last digit, whatever is read with it.

    Parameters
    ----------
    folder : Path or str, optional
        A sentence-transformers folder; by default the installed all-MiniLM-L6-v2.
    overlay : mapping of str to ndarray, optional
        Fine-tuned weights that replace those of the same name.
    batch_tokens : int
        About how many tokens are read in one forward pass.
    """

    def __init__(
        self,
        folder: Path | str | None = None,
        *,
        overlay: Mapping[str, FloatArray] | None = None,
        batch_tokens: int = 2048,
    ) -> None:
        self.folder = Path(folder) if folder is not None else None
        self.overlay = overlay
        self.batch_tokens = batch_tokens
        self._loaded: tuple[Any, Any] | None = None
        # Themes and suggestions read the same answers, one after the other.
        self._means: dict[str, FloatArray] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Leave model and texts out of a pickle; both are read again at need."""
        return {**self.__dict__, "_loaded": None, "_means": {}}

    def load(self) -> Self:
        """Read the model now rather than at the first text.

        Raises
        ------
        ModelError
            If the folder holds no such model or the overlay does not fit it.
        """
        self._model()
        return self

    def _read_model(self) -> tuple[Any, Any]:
        folder = self.folder or bundled_encoder_folder()
        if not (folder / "modules.json").is_file():
            message = (
                f"{folder} is not a sentence-transformers folder: it holds no "
                f"modules.json. Name the folder a model was saved to."
            )
            raise ModelError(message)
        # Imported here: they take seconds, and most commands never need them.
        import torch
        from sentence_transformers import SentenceTransformer

        with _quiet_loading():
            model = SentenceTransformer(
                str(folder), device=_device(), local_files_only=True
            )
        network: Any = model[0].model
        network.eval()
        if self.overlay:
            state = {k: torch.from_numpy(np.array(v)) for k, v in self.overlay.items()}
            unknown = network.load_state_dict(state, strict=False).unexpected_keys
            if unknown:
                message = (
                    f"The fine-tuned weights name {len(unknown)} parts that the "
                    f"encoder in {folder} does not have. They belong to another model."
                )
                raise ModelError(message)
        return model.tokenizer, network

    def encode(self, sentences: Sequence[str]) -> FloatArray:
        """Return unit-length vectors of shape (n_texts, n_dims), float32."""
        means = self.encode_mean(sentences)
        norms = np.linalg.norm(means, axis=1, keepdims=True)
        return means / np.maximum(norms, 1e-12)

    def encode_mean(self, sentences: Sequence[str]) -> FloatArray:
        """Return mean token vectors of shape (n_texts, n_dims), float32."""
        if not len(sentences):
            return np.zeros((0, self.n_dims), dtype=np.float32)
        known = {t: self._means[t] for t in set(sentences) if t in self._means}
        missing = sorted(set(sentences) - known.keys())
        for first in range(0, len(missing), BLOCK):
            block = missing[first : first + BLOCK]
            for text, read in zip(block, self.encode_tokens(block), strict=True):
                known[text] = read.mean
        return np.stack([known[text] for text in sentences])

    @property
    def n_dims(self) -> int:
        """Length of one vector."""
        _, network = self._model()
        return int(network.config.hidden_size)

    def encode_tokens(
        self, sentences: Sequence[str], *, half: bool = False
    ) -> list[TokenVectors]:
        """Return every token's span and vector, one entry per text.

        Parameters
        ----------
        sentences : sequence of str, length n_texts
        half : bool
            Whether to multiply in half precision (bfloat16) where the processor has
            instructions for it; elsewhere nothing changes.
        """
        distinct = sorted(set(sentences))
        windows = self._windows(distinct)
        read: dict[int, list[tuple[int, _Window, FloatArray]]] = {}
        with _reading(self._model()[1].device.type, half=half):
            for batch in self._batches(windows):
                for window, vectors in zip(batch, self._forward(batch), strict=True):
                    parts = read.setdefault(window.text, [])
                    parts.append((window.order, window, vectors))
        by_text = {
            distinct[number]: _join(sorted(parts, key=lambda part: part[0]))
            for number, parts in read.items()
        }
        if not half:
            self._keep(by_text)
        return [by_text[text] for text in sentences]

    def _keep(self, by_text: Mapping[str, TokenVectors]) -> None:
        if len(self._means) + len(by_text) > _MOST_KEPT:
            self._means.clear()
        self._means.update({text: tokens.mean for text, tokens in by_text.items()})

    def token_spans(self, sentences: Sequence[str]) -> list[tuple[Span, ...]]:
        """Return where each token of each text stands, without reading the texts."""
        distinct = sorted(set(sentences))
        found: dict[str, list[Span]] = {text: [] for text in distinct}
        for window in self._windows(distinct):
            found[distinct[window.text]] += [Span(*o) for o in window.offsets]
        return [tuple(found[text]) for text in sentences]

    def _model(self) -> tuple[Any, Any]:
        if self._loaded is None:
            self._loaded = self._read_model()
        return self._loaded

    def _windows(self, texts: Sequence[str]) -> list["_Window"]:
        tokenizer, _ = self._model()
        if not texts:
            return []
        size = min(tokenizer.model_max_length, 256)
        found = tokenizer(
            list(texts),
            truncation=True,
            max_length=size,
            return_offsets_mapping=True,
            return_overflowing_tokens=True,
        )
        counts: dict[int, int] = {}
        windows = []
        for ids, offsets, number in zip(
            found["input_ids"],
            found["offset_mapping"],
            found["overflow_to_sample_mapping"],
            strict=True,
        ):
            order = counts.get(number, 0)
            counts[number] = order + 1
            windows.append(_Window(number, order, ids, offsets))
        return windows

    def _batches(self, windows: Sequence["_Window"]) -> Iterator[list["_Window"]]:
        """Put windows of one length together, few enough for the processor's cache."""
        for length, same in groupby(sorted(windows, key=_length), key=_length):
            alike = list(same)
            size = max(1, self.batch_tokens // length)
            for first in range(0, len(alike), size):
                yield alike[first : first + size]

    def _forward(self, batch: Sequence["_Window"]) -> list[FloatArray]:
        import torch

        _, network = self._model()
        tokens = [window.ids for window in batch]
        times = -(-_FEWEST_TOKENS // sum(map(len, tokens)))
        ids = torch.tensor(tokens * times, device=network.device)
        hidden = network(input_ids=ids).last_hidden_state
        return list(hidden.float().cpu().numpy()[: len(batch)])


@dataclass(frozen=True, slots=True)
class _Window:
    """As many tokens of one text as the model reads at once."""

    text: int
    order: int
    ids: list[int]
    offsets: list[tuple[int, int]]


def _length(window: _Window) -> int:
    return len(window.ids)


def _join(parts: Sequence[tuple[int, _Window, FloatArray]]) -> TokenVectors:
    offsets = [offset for _, window, _ in parts for offset in window.offsets]
    return TokenVectors(offsets, np.concatenate([vectors for _, _, vectors in parts]))


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


@cache
def _halves() -> bool:
    """Say whether half precision saves time here; emulated, it costs much."""
    import torch

    if torch.cuda.is_available():
        return torch.cuda.is_bf16_supported(including_emulation=False)
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


@contextmanager
def _reading(device: str, *, half: bool) -> Iterator[None]:
    """Learn nothing, and keep halved weights from one batch to the next."""
    import torch

    # In inference_mode the weights would be halved anew for every batch.
    halved = torch.autocast(device, torch.bfloat16, enabled=half and _halves())
    with torch.no_grad(), halved:
        yield


@contextmanager
def _quiet_loading() -> Iterator[None]:
    """Keep transformers' own progress bar and notes off the user's screen."""
    from transformers.utils import logging as transformers_logging

    # Its functions carry no types.
    logging: Any = transformers_logging

    bars, level = logging.is_progress_bar_enabled(), logging.get_verbosity()
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()


@cache
def default_encoder() -> SentenceEncoder:
    """Return the installed all-MiniLM-L6-v2, shared by all who ask for it."""
    return SentenceEncoder()
