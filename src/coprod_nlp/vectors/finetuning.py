"""Teaches the upper layers of an encoder to judge texts; needs torch, like reading."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from coprod_nlp.typing import FloatArray, IntArray
from coprod_nlp.vectors.encoders import SentenceEncoder
from coprod_nlp.vectors.upper_layers import (
    FinetuneSettings,
    UpperLayers,
    counted,
    mean_of,
    mean_overlay,
)

UNKNOWN = -1
"""Stands for the label of a text whose label nobody said."""


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
        Its folder says where training starts; it is not changed.
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
    copies = [
        _train_copy(
            encoder,
            examples,
            n_labels,
            settings,
            copy,
            vary,
            counted(progress, copy, n_steps, settings.copies),
        )
        for copy in range(settings.copies)
    ]
    return FineTuned(
        mean_overlay([copy.overlay for copy in copies]),
        mean_of([copy.weight for copy in copies]),
        mean_of([copy.bias for copy in copies]),
    )


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

    upper = UpperLayers(
        encoder,
        settings,
        copy,
        n_steps=settings.epochs * -(-len(examples.texts) // settings.batch_size),
        n_outputs=n_labels + examples.elements.shape[1],
    )
    rng = np.random.default_rng([settings.seed, copy])
    step = 0
    for _ in range(settings.epochs):
        now = vary(examples, rng) if vary is not None else examples
        read = upper.tokens(now.texts)
        y = torch.tensor(np.array(now.labels), dtype=torch.long, device=upper.device)
        z, known = (
            torch.tensor(np.array(values), dtype=torch.float32, device=upper.device)
            for values in (now.elements, now.known)
        )
        for rows in _batches(
            [len(ids) for ids in read], settings.batch_size, upper.generator
        ):
            output = upper.read([read[row] for row in rows])
            loss = _label_loss(output[:, :n_labels], y[rows])
            loss = loss + torch.nn.functional.binary_cross_entropy_with_logits(
                output[:, n_labels:], z[rows], weight=known[rows]
            )
            upper.learn(loss)
            step += 1
            tell(step)
    head = upper.head
    return FineTuned(
        upper.overlay(),
        head.weight.detach().cpu().numpy(),
        head.bias.detach().cpu().numpy(),
    )


def _label_loss(output: Any, labels: Any) -> Any:
    """Return the mean cross-entropy of the texts whose label is known."""
    import torch

    summed = torch.nn.functional.cross_entropy(
        output, labels, ignore_index=UNKNOWN, reduction="sum"
    )
    return summed / (labels != UNKNOWN).sum().clamp(min=1)


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
