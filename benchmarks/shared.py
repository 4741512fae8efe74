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

RESULTS = Path(__file__).parent / "results"


def _shown(argument: str) -> str:
    """Return an argument without the folders of one machine."""
    return Path(argument).name if Path(argument).is_absolute() else argument


def bertopic_groups(texts: list[str], vectors: "np.ndarray") -> "np.ndarray":
    """Return the topic of each text by BERTopic with its defaults, -1 for none."""
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = BERTopic(embedding_model=BaseEmbedder())
        topics, _ = model.fit_transform(texts, vectors)
    return np.asarray(topics)


def store(name: str, rows: list[dict[str, Any]]) -> None:
    """Write rows and what they were made with, and print them."""
    RESULTS.mkdir(exist_ok=True)
    libraries = ("coprod-nlp", "numpy", "scikit-learn", "torch")
    record = {
        "command": " ".join(["python", *map(_shown, sys.argv)]),
        "python": platform.python_version(),
        "versions": {library: metadata.version(library) for library in libraries},
        "rows": rows,
    }
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(pd.DataFrame(rows).to_string(index=False) + f"\n{path}\n")
