"""Turns texts into vectors."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Any, Self

import numpy as np

from coprod_nlp.text.spans import Span
from coprod_nlp.typing import FloatArray
from coprod_nlp.vectors.lengths import of_length_one
from coprod_nlp.vectors.networks import Network, Window, load_network, windows

BLOCK = 2048
"""Texts read at once where not all their tokens are needed at the same time."""

_BATCH_TOKENS = 2048
"""About how many tokens are read in one forward pass."""

_MOST_KEPT = 20_000

# Halved products are prepared anew for every shape, and kept: so shapes are few. Tokens
# of a window come in sixteens, windows of a batch in quarters of a full one.
_HALVED_TOKENS, _HALVED_PARTS = 16, 4

# Below this a processor multiplies matrices in another order, with other last digits.
_FEWEST_TOKENS = 32

# One reading has all cores, and settings of torch that are those of the process.
_ALONE = Lock()


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
    once, among texts of exactly its length: nothing is padded but in half precision,
    and on one machine a text gets the same vector, to the last digit, whatever is read
    with it.

    Parameters
    ----------
    folder : Path or str, optional
        A sentence-transformers folder; by default the installed all-MiniLM-L6-v2.
    overlay : mapping of str to ndarray, optional
        Fine-tuned weights that replace those of the same name.
    """

    def __init__(
        self,
        folder: Path | str | None = None,
        *,
        overlay: Mapping[str, FloatArray] | None = None,
    ) -> None:
        self.folder = Path(folder) if folder is not None else None
        self.overlay = overlay
        self._loaded: Network | None = None
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
        self._network()
        return self

    def encode(self, sentences: Sequence[str]) -> FloatArray:
        """Return unit-length vectors of shape (n_texts, n_dims), float32."""
        return of_length_one(self.encode_mean(sentences))

    def encode_mean(self, sentences: Sequence[str]) -> FloatArray:
        """Return mean token vectors of shape (n_texts, n_dims), float32."""
        if not len(sentences):
            return np.zeros((0, self.n_dims), dtype=np.float32)
        kept = self._means
        known = {t: kept[t] for t in set(sentences) if t in kept}
        missing = sorted(set(sentences) - known.keys())
        for first in range(0, len(missing), BLOCK):
            block = missing[first : first + BLOCK]
            for text, read in zip(block, self.encode_tokens(block), strict=True):
                known[text] = read.mean
        return np.stack([known[text] for text in sentences])

    @property
    def n_dims(self) -> int:
        """Length of one vector."""
        return self._network().n_dims

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
        network = self._network()
        halved = half and _halves()
        read: dict[int, list[tuple[int, Window, FloatArray]]] = {}
        with _reading(network.device, halved=halved):
            cut = windows(network.tokenizer, distinct)
            for batch in self._batches(cut, halved=halved):
                for window, vectors in zip(
                    batch.windows, _forward(network, batch), strict=True
                ):
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
        means = {text: tokens.mean for text, tokens in by_text.items()}
        # Put in place whole: another thread may be reading the one before.
        full = len(self._means) + len(means) > _MOST_KEPT
        self._means = means if full else {**self._means, **means}

    def token_spans(self, sentences: Sequence[str]) -> list[tuple[Span, ...]]:
        """Return where each token of each text stands, without reading the texts."""
        distinct = sorted(set(sentences))
        found: dict[str, list[Span]] = {text: [] for text in distinct}
        for window in windows(self._network().tokenizer, distinct):
            found[distinct[window.text]] += [Span(*o) for o in window.offsets]
        return [tuple(found[text]) for text in sentences]

    def _network(self) -> Network:
        if self._loaded is None:
            self._loaded = load_network(self.folder, self.overlay)
        return self._loaded

    def _batches(self, cut: Sequence[Window], *, halved: bool) -> "Iterator[_Batch]":
        """Put windows of one length together, few enough for the processor's cache.

        Of one length in half precision: once rounded up.
        """
        step = _HALVED_TOKENS if halved else 1
        longest = self._network().longest

        def length(window: Window) -> int:
            return min(_up(len(window.ids), step), longest)

        for tokens, same in groupby(sorted(cut, key=length), key=length):
            alike = list(same)
            size = max(1, _BATCH_TOKENS // tokens)
            part = -(-size // _HALVED_PARTS) if halved else 1
            for first in range(0, len(alike), size):
                some = alike[first : first + size]
                rows = min(_up(len(some), part), size)
                rows = max(rows, -(-_FEWEST_TOKENS // tokens))
                yield _Batch(some, rows, tokens, halved)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Windows that are read together, their shape, and whether padding is told."""

    windows: list[Window]
    rows: int
    tokens: int
    padded: bool


def _forward(network: Network, batch: _Batch) -> list[FloatArray]:
    """Return the vectors of each window's tokens."""
    import torch

    # What fills the shape up is read as well, and left.
    filled = [*batch.windows, *batch.windows[:1] * (batch.rows - len(batch.windows))]
    lengths = [len(window.ids) for window in filled]
    padded = [window.ids + [0] * (batch.tokens - len(window.ids)) for window in filled]
    ids = torch.tensor(padded, device=network.device)
    padding = None
    # Also where nothing is padded: in another way of reading, last digits differ.
    if batch.padded:
        ends = torch.tensor(lengths, device=network.device)
        padding = torch.arange(batch.tokens, device=network.device) >= ends[:, None]
    hidden = network.layers(ids, padding).float().cpu().numpy()
    return [hidden[row, : len(w.ids)] for row, w in enumerate(batch.windows)]


def _up(number: int, step: int) -> int:
    """Round up to a multiple of `step`."""
    return -(-number // step) * step


def _join(parts: Sequence[tuple[int, Window, FloatArray]]) -> TokenVectors:
    offsets = [offset for _, window, _ in parts for offset in window.offsets]
    return TokenVectors(offsets, np.concatenate([vectors for _, _, vectors in parts]))


@cache
def _halves() -> bool:
    """Say whether half precision saves time here; emulated, it costs much."""
    import torch

    if torch.cuda.is_available():
        return torch.cuda.is_bf16_supported(including_emulation=False)
    # Where torch was built without mkldnn, nothing of that name is there.
    supported: Any = getattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", None)
    return bool(supported and supported())


@contextmanager
def _reading(device: str, *, halved: bool) -> Iterator[None]:
    """Learn nothing, and keep halved weights from one batch to the next."""
    import torch

    # In inference_mode the weights would be halved anew for every batch.
    precision = torch.autocast(device, torch.bfloat16, enabled=halved)
    # Without halved products it gains nothing, and it remembers every shape.
    mkldnn: Any = torch.backends.mkldnn
    with _ALONE:
        was, mkldnn.enabled = mkldnn.enabled, mkldnn.enabled and halved
        try:
            with torch.no_grad(), precision:
                yield
        finally:
            mkldnn.enabled = was


@cache
def default_encoder() -> SentenceEncoder:
    """Return the installed all-MiniLM-L6-v2, shared by all who ask for it."""
    return SentenceEncoder()
