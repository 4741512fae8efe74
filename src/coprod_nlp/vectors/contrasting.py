"""Teaches the upper layers to place texts of one idea near each other; needs torch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from coprod_nlp.typing import FloatArray, IntArray
from coprod_nlp.vectors.encoders import SentenceEncoder
from coprod_nlp.vectors.upper_layers import (
    FinetuneSettings,
    UpperLayers,
    counted,
    mean_overlay,
)

_TEMPERATURE = 0.1
_SHIFT = 0.5
_LAST_SHIFT = "output.LayerNorm.bias"


@dataclass(frozen=True, slots=True)
class SameIdeas:
    """Texts of several inventories, each expressing one idea.

    Parameters
    ----------
    texts : sequence of str, length n_texts
    inventory : ndarray of int, shape (n_texts,)
        Texts of different inventories are never compared: both may know an idea.
    idea : ndarray of int, shape (n_texts,)
        Equal where texts of an inventory express the same.
    """

    texts: Sequence[str]
    inventory: IntArray
    idea: IntArray


def contrast(
    encoder: SentenceEncoder,
    same: SameIdeas,
    *,
    settings: FinetuneSettings,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, FloatArray]:
    """Train the upper layers to bring texts of one idea together, others apart.

    Parameters
    ----------
    encoder : SentenceEncoder
        Its folder says where training starts; it is not changed.
    same : SameIdeas
    settings : FinetuneSettings
        A batch holds all texts of a few ideas of one inventory, `batch_size` and a
        few more; there are no heads.
    progress : callable of (step, n_steps), optional

    Returns
    -------
    dict of str to ndarray
        Weights of the layers, by the encoder's own names: the mean of the
        copies, each halfway back to the published ones [2]_, and shifted so that the
        mean of all texts lies half as far from zero.

    Notes
    -----
    The supervised contrastive loss [1]_ at a temperature of 0.1: of the texts of its
    batch, a text should be nearest to those of its own idea. It leaves open where all
    texts lie together: far from zero, where cosines say little. Halfway, what the
    published encoder knew of other subjects is kept, and after the shift cosines lie
    about where its own do.

    References
    ----------
    .. [1] P. Khosla et al., "Supervised contrastive learning", NeurIPS 2020.
       arXiv:2004.11362
    .. [2] M. Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022.
       arXiv:2109.01903
    """
    copies = []
    for copy in range(settings.copies):
        rng = np.random.default_rng([settings.seed, copy])
        batches = [
            rows
            for _ in range(settings.epochs)
            for rows in _batches(same, settings.batch_size, rng)
        ]
        tell = counted(progress, copy, len(batches), settings.copies)
        copies.append(_contrast_copy(encoder, same, batches, settings, copy, tell))
    return _shifted(encoder, mean_overlay(copies), same.texts)


def _contrast_copy(
    encoder: SentenceEncoder,
    same: SameIdeas,
    batches: Sequence[IntArray],
    settings: FinetuneSettings,
    copy: int,
    tell: Callable[[int], None],
) -> dict[str, FloatArray]:
    import torch

    upper = UpperLayers(encoder, settings, copy, n_steps=len(batches))
    published = upper.overlay()
    tokens = upper.tokens(same.texts)
    for step, rows in enumerate(batches, start=1):
        means = torch.nn.functional.normalize(upper.read([tokens[r] for r in rows]))
        idea = torch.tensor(same.idea[rows], device=upper.device)
        itself = torch.eye(len(rows), dtype=torch.bool, device=upper.device)
        together = (idea[:, None] == idea) & ~itself
        likeness = (means @ means.T / _TEMPERATURE).masked_fill(itself, -1e9)
        surprise = torch.logsumexp(likeness, 1, keepdim=True) - likeness
        n_together = together.sum(1)
        own = (surprise * together).sum(1)[n_together > 0]
        upper.learn((own / n_together[n_together > 0]).mean())
        tell(step)
    return mean_overlay([published, upper.overlay()])


def _batches(same: SameIdeas, size: int, rng: np.random.Generator) -> list[IntArray]:
    """Return rows in batches of one inventory, both in random order."""
    batches = []
    for inventory in np.unique(same.inventory):
        rows = np.flatnonzero(same.inventory == inventory)
        ideas = rng.permutation(np.unique(same.idea[rows]))
        batch: list[int] = []
        for idea in ideas:
            batch += rows[same.idea[rows] == idea].tolist()
            if len(batch) >= size or idea == ideas[-1]:
                batches.append(np.array(batch))
                batch = []
    return [batches[i] for i in rng.permutation(len(batches))]


def _shifted(
    encoder: SentenceEncoder, overlay: dict[str, FloatArray], texts: Sequence[str]
) -> dict[str, FloatArray]:
    """Take part of the mean of all texts from the last shift of tokens."""
    trained = SentenceEncoder(encoder.folder, overlay=overlay)
    centre = trained.encode_mean(texts).mean(axis=0)
    # Of the last layer, whose own last shift it is: they come in order.
    last = [name for name in overlay if name.endswith(_LAST_SHIFT)][-1]
    return {**overlay, last: (overlay[last] - _SHIFT * centre).astype(np.float32)}
