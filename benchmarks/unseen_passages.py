"""Measures a stored matcher on coded passages, source by source.

The figures are held out only where the matcher was trained without those sources: its
model card says on what. Results are named after the file and the
model's hash.
"""

import argparse
from dataclasses import asdict
from pathlib import Path

import pandas as pd
from shared import store

from coprod_nlp.matching import DefinitionMatcher, metrics
from coprod_nlp.matching.corpus import corpus_folder


def main() -> None:
    """Judge the passages and compare with their author's codes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, help="Folder of a matcher.")
    parser.add_argument(
        "--file", type=Path, default=corpus_folder() / "definitions_unseen.csv"
    )
    chosen = parser.parse_args()
    passages = pd.read_csv(chosen.file, dtype=str, keep_default_na=False)
    matcher = DefinitionMatcher(model=chosen.model)
    verdicts = matcher.judge(passages["text"], evidence=False)
    source = passages["id"].str.split("-").str[0]
    rows = [
        {"source": name, **_measure(verdicts[source == name], passages[source == name])}
        for name in sorted(source.unique())
    ]
    store(f"{chosen.file.stem}_{matcher.model_sha256[:8]}", rows)


def _measure(verdicts: pd.DataFrame, passages: pd.DataFrame) -> dict[str, object]:
    right = (passages["label"] == "accurate").to_numpy().astype(int)
    probability = verdicts["probability"].to_numpy()
    decided = (verdicts["decision"] != "review").to_numpy()
    match = (verdicts["decision"] == "match").to_numpy().astype(int)
    figures = {
        "kappa": metrics.measure(metrics.kappa, probability, right),
        "auc": metrics.measure(metrics.auc, probability, right),
        "ece": metrics.measure(metrics.expected_calibration_error, probability, right),
    }
    rounded = {
        name: " ".join(f"{value:.2f}" for value in asdict(figure).values())
        for name, figure in figures.items()
    }
    return {
        "n": len(right),
        **rounded,
        "decided": round(float(decided.mean()), 3),
        "decided_right": round(float((match == right)[decided].mean()), 3),
    }


if __name__ == "__main__":
    main()
