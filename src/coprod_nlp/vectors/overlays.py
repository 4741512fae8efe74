"""Packs fine-tuned weights as their difference from the published ones."""

from collections.abc import Mapping

import numpy as np

from coprod_nlp.typing import FloatArray

_OVERLAY, _SCALE = "overlay.", "scale."


def packed_overlay(
    overlay: Mapping[str, FloatArray], base: Mapping[str, FloatArray]
) -> dict[str, FloatArray]:
    """Return tensors to store: differences in eight bits, and a scale for each row.

    Parameters
    ----------
    overlay : mapping of str to ndarray
        Fine-tuned weights by the encoder's own names.
    base : mapping of str to ndarray
        The published weights, these names among them.
    """
    tensors = {}
    for name, value in sorted(overlay.items()):
        packed, scale = _packed(value - base[name])
        tensors[_OVERLAY + name], tensors[_SCALE + name] = packed, scale
    return tensors


def unpacked_overlay(
    tensors: Mapping[str, FloatArray], base: Mapping[str, FloatArray]
) -> dict[str, FloatArray]:
    """Return the fine-tuned weights again, to the rounding of `packed_overlay`."""
    overlay = {}
    for key, packed in tensors.items():
        if key.startswith(_OVERLAY):
            name = key.removeprefix(_OVERLAY)
            scale = tensors[_SCALE + name]
            shape = (-1, *[1] * (packed.ndim - 1)) if packed.ndim > 1 else (-1,)
            delta = packed.astype(np.float32) * scale.reshape(shape)
            overlay[name] = (base[name] + delta).astype(np.float32)
    return overlay


def is_packed(name: str) -> bool:
    """Say whether a stored tensor is part of what `packed_overlay` returned."""
    return name.startswith((_OVERLAY, _SCALE))


def _packed(delta: FloatArray) -> tuple[FloatArray, FloatArray]:
    rows = delta.reshape(len(delta), -1) if delta.ndim > 1 else delta.reshape(1, -1)
    scale = np.maximum(np.abs(rows).max(axis=1), 1e-12) / 127
    packed = np.round(rows / scale[:, None]).astype(np.int8)
    return packed.reshape(delta.shape), scale.astype(np.float32)
