"""Records what it takes to repeat a run: hashes, versions, settings, seed."""

import platform
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from coprod_nlp.config import Settings
from coprod_nlp.files.checksums import file_sha256
from coprod_nlp.matching import DefinitionMatcher
from coprod_nlp.survey import Survey
from coprod_nlp.vectors.answer_encoder import SHIPPED_ENCODER
from coprod_nlp.vectors.bundled_encoder import PACKAGE, SHA256
from coprod_nlp.vectors.idea_reader import SHIPPED_READER
from coprod_nlp.vectors.trained_parts import shipped_part_sha256

_LIBRARIES = (
    "coprod-nlp",
    "bertopic",
    "matplotlib",
    "numpy",
    "pandas",
    "scikit-learn",
    "scipy",
    "sentence-transformers",
    "spacy",
    "tokenizers",
    "torch",
    PACKAGE,
)


def provenance(
    survey: Survey,
    codings: Sequence[Path],
    matcher: DefinitionMatcher,
    settings: Settings,
) -> dict[str, Any]:
    """Return what the run was made from and with; no time stamp, no path.

    Two runs with equal records give equal files.
    """
    return {
        "synthetic": survey.synthetic,
        "input": survey_record(survey),
        "codings": [file_record(path) for path in codings],
        **made_with(matcher.model_sha256, settings),
    }


def survey_record(survey: Survey) -> dict[str, Any]:
    """Return which file a survey was read from, how, and how many answered."""
    return {
        "file": survey.source,
        "export": survey.origin.export,
        "columns": dict(survey.origin.columns),
        "sha256": survey.sha256,
        "respondents": len(survey),
    }


def file_record(path: Path) -> dict[str, str]:
    """Return the name of a file and what tells its contents from others."""
    return {"file": path.name, "sha256": file_sha256(path)}


def made_with(matcher_sha256: str, settings: Settings) -> dict[str, Any]:
    """Return files of one's own, models, settings and versions."""
    return {
        "own_files": {path.name: file_sha256(path) for path in settings.own_files()},
        "models": {
            "definition-matcher": matcher_sha256,
            SHIPPED_READER: shipped_part_sha256(SHIPPED_READER),
            SHIPPED_ENCODER: shipped_part_sha256(SHIPPED_ENCODER),
            "encoder": SHA256["model.safetensors"],
        },
        "settings": settings.as_record(),
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that decide the figures."""
    return {
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in _LIBRARIES},
    }
