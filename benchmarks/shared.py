"""What every benchmark needs: a place for results, and a table on the terminal."""

import json
import platform
import sys
import warnings
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from coprod_nlp.agreement.estimates.resampling import interval_of, resampled_counts
from coprod_nlp.files.checksums import file_sha256

RESULTS = Path(__file__).parent / "results"
MODELS = Path(__file__).parents[1] / "models"


def _shown(argument: str) -> str:
    """Return an argument without the folders of one machine."""
    path = Path(argument)
    return path.name if path.is_absolute() or ".." in path.parts else argument


def bertopic_groups(texts: list[str], vectors: "np.ndarray") -> "np.ndarray":
    """Return the topic of each text by BERTopic with its defaults, -1 for none."""
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = BERTopic(embedding_model=BaseEmbedder())
        topics, _ = model.fit_transform(texts, vectors)
    return np.asarray(topics)


def mean_ratio(
    name: str, parts: "np.ndarray", wholes: "np.ndarray", n_draws: int = 2000
) -> dict[str, float]:
    """Return the mean over columns of sum(parts) / sum(wholes), and its interval.

    Parts and wholes have shape (n_rows, n_columns); whole rows are drawn again for the
    interval of 95 %. A column of nothing counts as nought.
    """

    def mean(times: "np.ndarray") -> "np.ndarray":
        above, below = times @ parts, times @ wholes
        ratio = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
        return ratio.mean(axis=-1)

    once = np.ones(len(parts), dtype=int)
    value = float(mean(once.astype(float)))
    drawn = np.concatenate(
        [mean(times) for times in resampled_counts(once, n_draws, 0)]
    )
    low, high = interval_of(drawn, value)
    figures = {name: value, f"{name}_low": low, f"{name}_high": high}
    return {key: round(value, 3) for key, value in figures.items()}


def store(name: str, rows: list[dict[str, Any]]) -> None:
    """Write rows and what they were made with, and print them."""
    RESULTS.mkdir(exist_ok=True)
    libraries = ("coprod-nlp", "numpy", "scikit-learn", "torch")
    record = {
        "command": " ".join(["python", *map(_shown, sys.argv)]),
        "python": platform.python_version(),
        "versions": {library: metadata.version(library) for library in libraries},
        "models": {
            weights.parent.name: file_sha256(weights)
            for weights in sorted(MODELS.glob("*/weights.safetensors"))
        },
        "rows": rows,
    }
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(pd.DataFrame(rows).to_string(index=False) + f"\n{path}\n")
