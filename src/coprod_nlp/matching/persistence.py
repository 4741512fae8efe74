"""Stores a trained matcher as JSON and safetensors, and reads it back; no pickle."""

import gzip
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from coprod_nlp.exceptions import ModelError
from coprod_nlp.files.checksums import file_sha256, files_sha256
from coprod_nlp.matching.definition import Element, ReferenceDefinition
from coprod_nlp.matching.lexical import LexicalMember, Vocabulary
from coprod_nlp.matching.members import Members
from coprod_nlp.matching.novelty import Novelty
from coprod_nlp.matching.skimming import Skimmer
from coprod_nlp.matching.stack import LogisticStack
from coprod_nlp.matching.trained import TrainedMatcher
from coprod_nlp.matching.tuned import TunedMember
from coprod_nlp.matching.verdicts import Thresholds
from coprod_nlp.typing import FloatArray
from coprod_nlp.vectors.bundled_encoder import bundled_encoder_folder
from coprod_nlp.vectors.encoders import SentenceEncoder
from coprod_nlp.vectors.finetuning import FineTuned
from coprod_nlp.vectors.overlays import packed_overlay, unpacked_overlay

FORMAT = 2
CONFIG, VOCABULARY, WEIGHTS = "config.json", "vocabulary.json.gz", "weights.safetensors"


def save_matcher(trained: TrainedMatcher, folder: Path) -> None:
    """Write a trained matcher into a folder.

    The fine-tuned layers are kept as their difference from the published ones in
    eight bits with one scale a row, the lexical weights in sixteen bits.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lexical, tuned = trained.members.lexical, trained.members.tuned
    base_folder = tuned.base.folder or bundled_encoder_folder()
    base = load_file(base_folder / "model.safetensors")
    tensors: dict[str, FloatArray] = {
        "lexical.weight": lexical.weight.astype(np.float16),
        "lexical.bias": lexical.bias.astype(np.float32),
        "lexical.word_idf": lexical.vocabulary.word_idf.astype(np.float32),
        "lexical.letter_idf": lexical.vocabulary.letter_idf.astype(np.float32),
        "head.weight": tuned.learned.weight.astype(np.float32),
        "head.bias": tuned.learned.bias.astype(np.float32),
        "novelty.mean": trained.novelty.mean.astype(np.float32),
        "novelty.axes": trained.novelty.axes.astype(np.float32),
    }
    tensors |= packed_overlay(tuned.learned.overlay, base)
    save_file(
        {k: np.ascontiguousarray(v) for k, v in tensors.items()}, folder / WEIGHTS
    )
    vocabulary = {
        "words": lexical.vocabulary.words,
        "letters": lexical.vocabulary.letters,
    }
    content = json.dumps(vocabulary, ensure_ascii=False).encode()
    # No time stamp inside: the same training gives the same bytes.
    (folder / VOCABULARY).write_bytes(gzip.compress(content, mtime=0))
    config = _config(trained, file_sha256(base_folder / "model.safetensors"))
    text = json.dumps(config, indent=2, ensure_ascii=False)
    (folder / CONFIG).write_text(text + "\n", encoding="utf-8")


def _config(trained: TrainedMatcher, base_sha256: str) -> dict[str, Any]:
    definition = trained.definition
    return {
        "format": FORMAT,
        "base_sha256": base_sha256,
        "definition": {
            "name": definition.name,
            "text": definition.text,
            "source": definition.source,
            "elements": [asdict(element) for element in definition.elements],
            "rule": [list(group) for group in definition.rule],
        },
        "thresholds": {
            "lower": trained.thresholds.lower,
            "upper": trained.thresholds.upper,
        },
        "skim_limit": trained.skimmer.limit,
        "novelty_limit": trained.novelty.limit,
        "longest": trained.longest,
        "stacks": _stored(trained.accurate, trained.elements),
        "skim_stacks": _stored(trained.skimmer.accurate, trained.skimmer.elements),
        "about": dict(trained.about),
    }


def load_matcher(
    folder: Path | str, *, base: SentenceEncoder | None = None
) -> TrainedMatcher:
    """Read a trained matcher from a folder.

    Parameters
    ----------
    folder : Path or str
        What `save_matcher` wrote.
    base : SentenceEncoder, optional
        The encoder it was trained upon; by default the installed one.

    Raises
    ------
    ModelError
        If a file is missing or damaged, or the encoder is another one.
    """
    folder = Path(folder)
    config, tensors, vocabulary = _read(folder)
    base = base or SentenceEncoder()
    base_folder = base.folder or bundled_encoder_folder()
    found = file_sha256(base_folder / "model.safetensors")
    if found != config["base_sha256"]:
        message = (
            f"The matcher in {folder} was trained upon an encoder with SHA-256 "
            f"{config['base_sha256'][:12]}…, but {base_folder} holds {found[:12]}…. "
            f"Name the encoder it was trained upon."
        )
        raise ModelError(message)
    definition = _definition(config["definition"])
    lexical = LexicalMember(
        Vocabulary(
            tuple(vocabulary["words"]),
            tuple(vocabulary["letters"]),
            tensors["lexical.word_idf"].astype(np.float64),
            tensors["lexical.letter_idf"].astype(np.float64),
        ),
        tensors["lexical.weight"].astype(np.float64),
        tensors["lexical.bias"].astype(np.float64),
    )
    learned = FineTuned(
        unpacked_overlay(tensors, load_file(base_folder / "model.safetensors")),
        tensors["head.weight"],
        tensors["head.bias"],
    )
    accurate, elements = _stacks(config["stacks"])
    return TrainedMatcher(
        members=Members(definition, lexical, TunedMember(base).take(learned)),
        accurate=accurate,
        elements=elements,
        thresholds=Thresholds(**config["thresholds"]),
        skimmer=Skimmer(*_stacks(config["skim_stacks"]), config["skim_limit"]),
        novelty=Novelty(
            tensors["novelty.mean"], tensors["novelty.axes"], config["novelty_limit"]
        ),
        longest=config["longest"],
        about=config["about"],
    )


def model_sha256(folder: Path | str) -> str:
    """Return one SHA-256 over the files that decide a verdict."""
    return files_sha256(Path(folder) / name for name in (CONFIG, VOCABULARY, WEIGHTS))


def model_stamp(folder: Path) -> tuple[int, ...]:
    """Return what changes when a stored matcher is written over; fast, unlike a hash.

    Empty where files are missing.
    """
    files = [folder / name for name in (CONFIG, VOCABULARY, WEIGHTS)]
    if not all(file.is_file() for file in files):
        return ()
    return tuple(file.stat().st_mtime_ns for file in files)


def _read(
    folder: Path,
) -> tuple[dict[str, Any], dict[str, FloatArray], dict[str, list[str]]]:
    missing = [n for n in (CONFIG, VOCABULARY, WEIGHTS) if not (folder / n).is_file()]
    if missing:
        message = (
            f"{folder} is not a trained matcher: it lacks {missing!r}. Name a folder "
            f"that DefinitionMatcher.save wrote."
        )
        raise ModelError(message)
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        vocabulary = json.loads(gzip.decompress((folder / VOCABULARY).read_bytes()))
        tensors = load_file(folder / WEIGHTS)
    except (ValueError, EOFError, OSError, zlib.error, SafetensorError) as error:
        message = (
            f"A file of the matcher in {folder} is damaged ({error}). Copy the folder "
            f"again, or train it again."
        )
        raise ModelError(message) from error
    if config.get("format") != FORMAT:
        message = (
            f"The matcher in {folder} has format {config.get('format')!r}; this "
            f"version reads format {FORMAT}. Train it again."
        )
        raise ModelError(message)
    return config, tensors, vocabulary


def _definition(content: Mapping[str, Any]) -> ReferenceDefinition:
    return ReferenceDefinition(
        name=content["name"],
        text=content["text"],
        source=content["source"],
        elements=tuple(
            Element(**{**element, "examples": tuple(element.get("examples", ()))})
            for element in content["elements"]
        ),
        rule=tuple(tuple(group) for group in content["rule"]),
    )


def _stored(
    accurate: LogisticStack, elements: Mapping[str, LogisticStack]
) -> dict[str, Any]:
    return {
        name: {"coef": stack.coef_.tolist(), "intercept": stack.intercept_}
        for name, stack in {"accurate": accurate, **elements}.items()
    }


def _stacks(
    content: Mapping[str, Any],
) -> tuple[LogisticStack, dict[str, LogisticStack]]:
    stacks = {
        name: LogisticStack.from_parts(np.array(part["coef"]), part["intercept"])
        for name, part in content.items()
    }
    return stacks.pop("accurate"), stacks
