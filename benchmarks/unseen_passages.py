"""Measures a stored matcher on coded passages, source by source.

The figures are held out only where the matcher was trained without those sources: its
model card says on what. Results are named after the file and the model's hash.
"""

import argparse
from pathlib import Path

import pandas as pd
from shared import store

from coprod_nlp.matching import DefinitionMatcher
from coprod_nlp.matching.corpus import corpus_folder
from coprod_nlp.matching.measuring import measure_unseen

FIGURES = ("kappa", "auc", "ece", "decided", "decided_agreement")


def main() -> None:
    """Judge the passages and compare with their author's codes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, help="Folder of a matcher.")
    parser.add_argument(
        "--file", type=Path, default=corpus_folder() / "definitions_unseen.csv"
    )
    parser.add_argument("--sources", nargs="+", help="Of the file; by default all.")
    chosen = parser.parse_args()
    passages = pd.read_csv(chosen.file, dtype=str, keep_default_na=False)
    passages["source"] = passages["id"].str.split("-").str[0]
    if chosen.sources:
        passages = passages[passages["source"].isin(chosen.sources)]
    matcher = DefinitionMatcher(model=chosen.model)
    found = measure_unseen(matcher, passages)
    rows = []
    for source, figures in found.items():
        shown = {name: _text(figures[name]) for name in FIGURES}
        rows.append({"source": source, "n": figures["n"], **shown})
    store(f"{chosen.file.stem}_{matcher.model_sha256[:8]}", rows)


def _text(figure: dict[str, float | None]) -> str:
    if figure["low"] is None:
        return f"{figure['value']:.2f} (no interval)"
    return f"{figure['value']:.2f} ({figure['low']:.2f}-{figure['high']:.2f})"


if __name__ == "__main__":
    main()
