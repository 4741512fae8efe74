"""Teaches the upper layers of an encoder to judge texts; needs torch, like reading."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from coprod_nlp.text.encoders import SentenceEncoder
from coprod_nlp.typing import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class FinetuneSettings:
    """How the upper layers are trained.

    Parameters
    ----------
    first_layer : int
        Index of the lowest layer that learns; those below stay as published, and
        their output is computed once.
    epochs, batch_size : int
        Passes over the texts, and texts of like length per step.
    layer_rate, head_rate : float
        Peak learning rates of AdamW, for the layers and for the new heads.
    warmup : float
        Share of the steps in which the rates rise before they fall to zero.
    weight_decay : float
        Decoupled weight decay of the layers.
    token_dropout : float
        Share of tokens hidden from the upper layers in each step, so that no single
        word decides.
    seed : int
        Seed of the heads, the order of batches and the dropout.
    """

    first_layer: int = 2
    epochs: int = 5
    batch_size: int = 16
    layer_rate: float = 1e-4
    head_rate: float = 2e-3
    warmup: float = 0.1
    weight_decay: float = 0.01
    token_dropout: float = 0.1
    seed: int = 0


@dataclass(frozen=True, slots=True)
class FineTuned:
    """The trained layers and the linear heads above the mean of the tokens.

    Parameters
    ----------
    overlay : dict of str to ndarray
        Weights of the trained layers, by the encoder's own names.
    weight : ndarray of shape (n_outputs, n_dims)
        Rows of the label's classes first, then one row per element.
    bias : ndarray of shape (n_outputs,)
    """

    overlay: dict[str, FloatArray]
    weight: FloatArray
    bias: FloatArray


def finetune(
    encoder: SentenceEncoder,
    texts: Sequence[str],
    labels: IntArray,
    elements: FloatArray,
    *,
    n_labels: int,
    settings: FinetuneSettings | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> FineTuned:
    """Train the upper layers on labels and elements together.

    Parameters
    ----------
    encoder : SentenceEncoder
        The published encoder; it is not changed.
    texts : sequence of str, length n_texts
    labels : ndarray of shape (n_texts,)
        Class of each text, 0 to ``n_labels - 1``; learned by cross-entropy.
    elements : ndarray of shape (n_texts, n_elements)
        1 where an element is expressed, else 0; learned by binary cross-entropy.
    n_labels : int
    settings : FinetuneSettings, optional
    progress : callable of (step, n_steps), optional

    Returns
    -------
    FineTuned
        The same on every run with the same seed, machine and number of threads.

    Notes
    -----
    Several related outputs trained at once share one representation [1]_.

    References
    ----------
    .. [1] R. Caruana, "Multitask learning", Machine Learning 28, 1997.
       doi:10.1023/A:1007379606734
    """
    import torch

    settings = settings or FinetuneSettings()
    _, network = SentenceEncoder(encoder.folder).load()._model()
    layers = network.encoder.layer[settings.first_layer :]
    hidden = _lower_layers(encoder, network, texts, settings.first_layer)
    generator = torch.Generator().manual_seed(settings.seed)
    torch.manual_seed(settings.seed)
    head = torch.nn.Linear(encoder.n_dims, n_labels + elements.shape[1])
    layers.train()
    optimiser = torch.optim.AdamW(
        [
            {"params": layers.parameters(), "lr": settings.layer_rate},
            {"params": head.parameters(), "lr": settings.head_rate},
        ],
        weight_decay=settings.weight_decay,
    )
    n_steps = settings.epochs * -(-len(texts) // settings.batch_size)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: _rise_and_fall(step, n_steps, settings.warmup)
    )
    y = torch.tensor(np.array(labels), dtype=torch.long)
    z = torch.tensor(np.array(elements), dtype=torch.float32)
    step = 0
    for _ in range(settings.epochs):
        for rows in _batches([len(h) for h in hidden], settings.batch_size, generator):
            states, mask = _pad([hidden[row] for row in rows])
            mask = _drop_tokens(mask, settings.token_dropout, generator)
            output = head(_pooled(layers, states, mask))
            loss = torch.nn.functional.cross_entropy(output[:, :n_labels], y[rows])
            loss = loss + torch.nn.functional.binary_cross_entropy_with_logits(
                output[:, n_labels:], z[rows]
            )
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            torch.nn.utils.clip_grad_norm_(layers.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            if progress is not None:
                progress(step, n_steps)
    layers.eval()
    prefix = "encoder.layer."
    overlay = {
        f"{prefix}{number + settings.first_layer}.{name}": value.detach().numpy()
        for number, layer in enumerate(layers)
        for name, value in layer.state_dict().items()
    }
    return FineTuned(
        overlay, head.weight.detach().numpy().copy(), head.bias.detach().numpy().copy()
    )


def _rise_and_fall(step: int, n_steps: int, warmup: float) -> float:
    rising = max(1, int(warmup * n_steps))
    if step < rising:
        return (step + 1) / rising
    return max(0.0, (n_steps - step) / max(1, n_steps - rising))


def _lower_layers(
    encoder: SentenceEncoder, network: Any, texts: Sequence[str], n_layers: int
) -> list[Any]:
    """Return each text's token states after the layers that stay as published."""
    import torch

    first_windows: dict[int, list[int]] = {}
    for window in encoder._windows(list(texts)):
        first_windows.setdefault(window.text, window.ids)
    states = []
    with torch.no_grad():
        for number in range(len(texts)):
            ids = torch.tensor([first_windows[number]])
            state = network.embeddings(input_ids=ids)
            for layer in network.encoder.layer[:n_layers]:
                state = layer(state, None)
            states.append(state[0])
    return states


def _batches(lengths: Sequence[int], size: int, generator: Any) -> Iterator[list[int]]:
    """Yield rows in batches of like length, the batches in random order."""
    import torch

    jitter = torch.rand(len(lengths), generator=generator).tolist()
    order = sorted(
        range(len(lengths)), key=lambda row: lengths[row] * (0.9 + 0.2 * jitter[row])
    )
    batches = [order[i : i + size] for i in range(0, len(order), size)]
    for number in torch.randperm(len(batches), generator=generator).tolist():
        yield batches[number]


def _pad(states: Sequence[Any]) -> tuple[Any, Any]:
    import torch

    padded = torch.nn.utils.rnn.pad_sequence(list(states), batch_first=True)
    mask = torch.zeros(padded.shape[:2], dtype=torch.bool)
    for row, state in enumerate(states):
        mask[row, : len(state)] = True
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
