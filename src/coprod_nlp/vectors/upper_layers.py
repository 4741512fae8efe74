"""The published encoder with its upper layers free to learn; needs torch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from coprod_nlp.typing import FloatArray
from coprod_nlp.vectors.encoders import SentenceEncoder
from coprod_nlp.vectors.networks import load_network, load_published, windows


@dataclass(frozen=True, slots=True)
class FinetuneSettings:
    """How the upper layers are trained.

    Parameters
    ----------
    first_layer : int
        Index of the lowest layer that learns; those below stay as published.
    epochs, batch_size : int
        Passes over the texts, and about how many texts a step reads.
    copies : int
        How many times the layers are trained, from the same start in another order;
        what is returned is the mean of their weights.
    layer_rate, head_rate : float
        Peak learning rates of AdamW, for the layers and for the new heads.
    warmup : float
        Share of the steps in which the rates rise before they fall to zero.
    weight_decay : float
        Decoupled weight decay of the layers.
    token_dropout : float
        Share of tokens hidden from the upper layers in each step, so that no single
        word decides.
    half : bool
        Whether the layers compute in half precision (bfloat16) while they learn:
        faster on a processor made for it, slower on others. Their weights are kept in
        full either way.
    seed : int
        Seed of the heads, the order of batches, the variation and the hidden tokens.
    """

    first_layer: int = 2
    epochs: int = 5
    batch_size: int = 16
    copies: int = 1
    layer_rate: float = 6e-4
    head_rate: float = 2e-3
    warmup: float = 0.1
    weight_decay: float = 0.01
    token_dropout: float = 0.1
    half: bool = False
    seed: int = 0


class UpperLayers:
    """One training of the upper layers: what they read, and a step of learning.

    Parameters
    ----------
    encoder : SentenceEncoder
        Its folder says where training starts; it is not changed.
    settings : FinetuneSettings
    copy : int
        Which of the copies; it decides order and hidden tokens, not the start.
    n_steps : int
        After which the rates are at zero.
    n_outputs : int
        Linear heads above the mean of the tokens; 0 for none.
    """

    def __init__(
        self,
        encoder: SentenceEncoder,
        settings: FinetuneSettings,
        copy: int,
        *,
        n_steps: int,
        n_outputs: int = 0,
    ) -> None:
        import torch

        self._settings = settings
        self._network: Any = load_published(encoder.folder)[0].model
        self._tokenizer = load_network(encoder.folder).tokenizer
        self.device = self._network.device
        self._network.requires_grad_(False)
        first = settings.first_layer
        self._layers = self._network.encoder.layer[first:].requires_grad_(True)
        learning = [{"params": self._layers.parameters(), "lr": settings.layer_rate}]
        self.head: Any = None
        if n_outputs:
            # One start for all copies: only then have their weights a common mean.
            # Drawn on the processor, so that a GPU starts where a processor would.
            with torch.random.fork_rng(devices=[]):
                torch.manual_seed(settings.seed)
                self.head = torch.nn.Linear(encoder.n_dims, n_outputs).to(self.device)
            learning.append(
                {"params": self.head.parameters(), "lr": settings.head_rate}
            )
        self.generator = torch.Generator().manual_seed(settings.seed + copy)
        self._optimiser = torch.optim.AdamW(
            learning, weight_decay=settings.weight_decay, fused=True
        )
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser, lambda step: _rise_and_fall(step, n_steps, settings.warmup)
        )

    def tokens(self, texts: Sequence[str]) -> list[Any]:
        """Return the token numbers of each text's first window."""
        import torch

        first_windows: dict[int, list[int]] = {}
        for window in windows(self._tokenizer, texts):
            first_windows.setdefault(window.text, window.ids)
        return [torch.tensor(first_windows[number]) for number in range(len(texts))]

    def read(self, tokens: Sequence[Any]) -> Any:
        """Return outputs of the heads, or means of tokens without any, by text."""
        import torch

        ids, mask = _pad(tokens)
        kept = _drop_tokens(mask, self._settings.token_dropout, self.generator)
        kept = kept.to(self.device)
        with torch.autocast(
            self.device.type, torch.bfloat16, enabled=self._settings.half
        ):
            states = self._lower(ids.to(self.device), mask.to(self.device))
            means = _pooled(self._layers, states, kept)
            return (means if self.head is None else self.head(means)).float()

    def learn(self, loss: Any) -> None:
        """Take one step down the loss."""
        import torch

        self._optimiser.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self._layers.parameters(), 1.0)
        self._optimiser.step()
        self._schedule.step()

    def overlay(self) -> dict[str, FloatArray]:
        """Return the weights of the trained layers by the encoder's own names."""
        return {
            f"encoder.layer.{number + self._settings.first_layer}.{name}": (
                value.detach().cpu().numpy().copy()
            )
            for number, layer in enumerate(self._layers)
            for name, value in layer.state_dict().items()
        }

    def _lower(self, ids: Any, mask: Any) -> Any:
        """Return token states after the layers that stay as published."""
        import torch

        with torch.no_grad():
            states = self._network.embeddings(input_ids=ids)
            for layer in self._network.encoder.layer[: self._settings.first_layer]:
                states = layer(states, mask[:, None, None, :])
        return states


def mean_overlay(
    overlays: Sequence[dict[str, FloatArray]],
) -> dict[str, FloatArray]:
    """Return the mean of weights that were trained from one start."""
    return {
        name: mean_of([overlay[name] for overlay in overlays]) for name in overlays[0]
    }


def mean_of(arrays: Sequence[FloatArray]) -> FloatArray:
    """Return the mean in the precision that weights are kept in."""
    return np.asarray(np.mean(arrays, axis=0, dtype=np.float64), dtype=np.float32)


def counted(
    progress: Callable[[int, int], None] | None, copy: int, n_steps: int, n_copies: int
) -> Callable[[int], None]:
    """Return what tells of each step of one copy among the steps of all."""
    if progress is None:
        return lambda _: None
    return lambda step: progress(copy * n_steps + step, n_copies * n_steps)


def _rise_and_fall(step: int, n_steps: int, warmup: float) -> float:
    rising = max(1, int(warmup * n_steps))
    if step < rising:
        return (step + 1) / rising
    return max(0.0, (n_steps - step) / max(1, n_steps - rising))


def _pad(read: Sequence[Any]) -> tuple[Any, Any]:
    import torch

    padded = torch.nn.utils.rnn.pad_sequence(list(read), batch_first=True)
    mask = torch.zeros(padded.shape, dtype=torch.bool)
    for row, ids in enumerate(read):
        mask[row, : len(ids)] = True
    return padded, mask


def _drop_tokens(mask: Any, share: float, generator: Any) -> Any:
    import torch

    if share == 0:
        return mask
    kept = torch.rand(mask.shape, generator=generator) >= share
    # The opening token always stays, so that no text is emptied.
    kept[:, 0] = True
    return mask & kept


def _pooled(layers: Any, states: Any, mask: Any) -> Any:
    attention = mask[:, None, None, :]
    for layer in layers:
        states = layer(states, attention)
    weights = mask[:, :, None].to(states.dtype)
    return (states * weights).sum(1) / weights.sum(1)
