"""Stores layers trained upon the published encoder, and what goes with them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from coprod_nlp.exceptions import ModelError
from coprod_nlp.files.checksums import file_sha256, files_sha256
from coprod_nlp.files.shipped import shipped_folder
from coprod_nlp.typing import FloatArray
from coprod_nlp.vectors.bundled_encoder import bundled_encoder_folder
from coprod_nlp.vectors.encoders import SentenceEncoder
from coprod_nlp.vectors.overlays import is_packed, packed_overlay, unpacked_overlay

FORMAT = 1
_CONFIG, _WEIGHTS, _BASE = "config.json", "weights.safetensors", "model.safetensors"


@dataclass(frozen=True, slots=True)
class TrainedPart:
    """An encoder with trained layers, as a folder holds it.

    Parameters
    ----------
    encoder : SentenceEncoder
    tensors : mapping of str to ndarray
        What stands above the layers, in full precision.
    config : mapping
        What else is kept beside the weights, as JSON holds it.
    """

    encoder: SentenceEncoder
    tensors: Mapping[str, FloatArray]
    config: Mapping[str, Any]


def save_part(part: TrainedPart, folder: Path) -> None:
    """Write it into a folder; the layers lose the last digits (see `overlays`)."""
    folder.mkdir(parents=True, exist_ok=True)
    base = (part.encoder.folder or bundled_encoder_folder()) / _BASE
    tensors = {
        **{name: value.astype(np.float32) for name, value in part.tensors.items()},
        **packed_overlay(part.encoder.overlay or {}, load_file(base)),
    }
    save_file(
        {k: np.ascontiguousarray(v) for k, v in tensors.items()}, folder / _WEIGHTS
    )
    config = {**part.config, "format": FORMAT, "base_sha256": file_sha256(base)}
    text = json.dumps(config, indent=2, ensure_ascii=False)
    (folder / _CONFIG).write_text(text + "\n", encoding="utf-8")


def load_part(folder: Path) -> TrainedPart:
    """Read it from a folder.

    Raises
    ------
    ModelError
        If a file is missing or damaged, or the installed encoder is another one than
        it was trained upon.
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
    above = {k: v for k, v in tensors.items() if not is_packed(k)}
    return TrainedPart(SentenceEncoder(overlay=overlay), above, config)


def shipped_part_sha256(name: str) -> str:
    """Return one SHA-256 over the files of a shipped part, by its folder's name."""
    folder = shipped_folder(name)
    return files_sha256(folder / file for file in (_CONFIG, _WEIGHTS))
