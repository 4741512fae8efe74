"""Teaches the upper layers of an encoder to judge texts; needs torch, like reading."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from coprod_nlp.text.encoders import SentenceEncoder
from coprod_nlp.text.networks import load_network, load_published, windows
from coprod_nlp.typing import FloatArray, IntArray

UNKNOWN = -1
"""Stands for the label of a text whose label nobody said."""


@dataclass(frozen=True, slots=True)
class FinetuneSettings:
    """How the upper layers are trained.

    Parameters
    ----------
    first_layer : int
        Index of the lowest layer that learns; those below stay as published.
    epochs, batch_size : int
        Passes over the texts, and texts of like length per step.
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


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts and what they should be judged to be.

    Parameters
    ----------
    texts : sequence of str, length n_texts
    labels : ndarray of shape (n_texts,)
        Class of each text, 0 to ``n_labels - 1``, learned by cross-entropy; or
        `UNKNOWN`.
    elements : ndarray of shape (n_texts, n_elements)
        1 where an element is expressed, else 0; learned by binary cross-entropy.
    known : ndarray of shape (n_texts, n_elements)
        1 where the element is to be learned from the text, else 0.
    """

    texts: Sequence[str]
    labels: IntArray
    elements: FloatArray
    known: FloatArray


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
    examples: Examples,
    *,
    n_labels: int,
    settings: FinetuneSettings | None = None,
    vary: Callable[[Examples, np.random.Generator], Examples] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> FineTuned:
    """Train the upper layers on labels and elements together.

    Parameters
    ----------
    encoder : SentenceEncoder
        The published encoder; it is not changed.
    examples : Examples
    n_labels : int
    settings : FinetuneSettings, optional
    vary : callable of (examples, generator) -> Examples, optional
        Gives the examples of each pass; as many as there were.
    progress : callable of (step, n_steps), optional

    Returns
    -------
    FineTuned
        The same on every run with the same seed, machine and number of threads.

    Notes
    -----
    Several related outputs trained at once share one representation [1]_. Weights
    that were trained from one start can be averaged; the mean judges better than each,
    above all on texts unlike those of the training, at the cost of one [2]_.

    References
    ----------
    .. [1] R. Caruana, "Multitask learning", Machine Learning 28, 1997.
       doi:10.1023/A:1007379606734
    .. [2] M. Wortsman et al., "Model soups: averaging weights of multiple fine-tuned
       models improves accuracy without increasing inference time", ICML 2022.
       arXiv:2203.05482
    """
    settings = settings or FinetuneSettings()
    n_steps = settings.epochs * -(-len(examples.texts) // settings.batch_size)

    def tell(copy: int) -> Callable[[int], None]:
        total = settings.copies * n_steps
        if progress is None:
            return lambda _: None
        return lambda step: progress(copy * n_steps + step, total)

    copies = [
        _train_copy(encoder, examples, n_labels, settings, copy, vary, tell(copy))
        for copy in range(settings.copies)
    ]
    return FineTuned(
        {
            name: _mean([copy.overlay[name] for copy in copies])
            for name in copies[0].overlay
        },
        _mean([copy.weight for copy in copies]),
        _mean([copy.bias for copy in copies]),
    )


def _mean(arrays: Sequence[FloatArray]) -> FloatArray:
    return np.asarray(np.mean(arrays, axis=0, dtype=np.float64), dtype=np.float32)


def _train_copy(
    encoder: SentenceEncoder,
    examples: Examples,
    n_labels: int,
    settings: FinetuneSettings,
    copy: int,
    vary: Callable[[Examples, np.random.Generator], Examples] | None,
    tell: Callable[[int], None],
) -> FineTuned:
    import torch

    network: Any = load_published(encoder.folder)[0].model
    tokenizer = load_network(encoder.folder).tokenizer
    device = network.device
    network.requires_grad_(False)
    layers = network.encoder.layer[settings.first_layer :].requires_grad_(True)
    # One start for all copies: only then have their weights a common mean.
    n_outputs = n_labels + examples.elements.shape[1]
    # Drawn on the processor, so that a GPU starts where a processor would.
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(settings.seed)
        head = torch.nn.Linear(encoder.n_dims, n_outputs).to(device)
    generator = torch.Generator().manual_seed(settings.seed + copy)
    rng = np.random.default_rng([settings.seed, copy])
    optimiser = torch.optim.AdamW(
        [
            {"params": layers.parameters(), "lr": settings.layer_rate},
            {"params": head.parameters(), "lr": settings.head_rate},
        ],
        weight_decay=settings.weight_decay,
        fused=True,
    )
    n_steps = settings.epochs * -(-len(examples.texts) // settings.batch_size)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: _rise_and_fall(step, n_steps, settings.warmup)
    )
    step = 0
    for _ in range(settings.epochs):
        now = vary(examples, rng) if vary is not None else examples
        read = _tokens(tokenizer, now.texts)
        y = torch.tensor(np.array(now.labels), dtype=torch.long, device=device)
        z, known = (
            torch.tensor(np.array(values), dtype=torch.float32, device=device)
            for values in (now.elements, now.known)
        )
        for rows in _batches(
            [len(ids) for ids in read], settings.batch_size, generator
        ):
            ids, mask = _pad([read[row] for row in rows])
            kept = _drop_tokens(mask, settings.token_dropout, generator).to(device)
            with torch.autocast(device.type, torch.bfloat16, enabled=settings.half):
                states = _lower_layers(
                    network, ids.to(device), mask.to(device), settings.first_layer
                )
                output = head(_pooled(layers, states, kept)).float()
            loss = _label_loss(output[:, :n_labels], y[rows])
            loss = loss + torch.nn.functional.binary_cross_entropy_with_logits(
                output[:, n_labels:], z[rows], weight=known[rows]
            )
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            torch.nn.utils.clip_grad_norm_(layers.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            tell(step)
    prefix = "encoder.layer."
    overlay = {
        f"{prefix}{number + settings.first_layer}.{name}": value.detach().cpu().numpy()
        for number, layer in enumerate(layers)
        for name, value in layer.state_dict().items()
    }
    return FineTuned(
        overlay, head.weight.detach().cpu().numpy(), head.bias.detach().cpu().numpy()
    )


def _label_loss(output: Any, labels: Any) -> Any:
    """Return the mean cross-entropy of the texts whose label is known."""
    import torch

    summed = torch.nn.functional.cross_entropy(
        output, labels, ignore_index=UNKNOWN, reduction="sum"
    )
    return summed / (labels != UNKNOWN).sum().clamp(min=1)


def _rise_and_fall(step: int, n_steps: int, warmup: float) -> float:
    rising = max(1, int(warmup * n_steps))
    if step < rising:
        return (step + 1) / rising
    return max(0.0, (n_steps - step) / max(1, n_steps - rising))


def _tokens(tokenizer: Any, texts: Sequence[str]) -> list[Any]:
    """Return the token numbers of each text's first window."""
    import torch

    first_windows: dict[int, list[int]] = {}
    for window in windows(tokenizer, texts):
        first_windows.setdefault(window.text, window.ids)
    return [torch.tensor(first_windows[number]) for number in range(len(texts))]


def _lower_layers(network: Any, ids: Any, mask: Any, n_layers: int) -> Any:
    """Return token states after the layers that stay as published."""
    import torch

    with torch.no_grad():
        states = network.embeddings(input_ids=ids)
        for layer in network.encoder.layer[:n_layers]:
            states = layer(states, mask[:, None, None, :])
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
