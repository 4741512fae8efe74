"""Trains and stores the matcher that ships with the package.

Run ``python -m coprod_nlp.matching.training --out models/definition-matcher``. What it
says of answers held out is stored beside it and measured by `measuring`.
"""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
from rich.progress import Progress

from coprod_nlp.matching.corpus import FOLDS, training_definitions
from coprod_nlp.matching.definition import load_definition
from coprod_nlp.matching.learning import HeldOutJudgement
from coprod_nlp.matching.matcher import DefinitionMatcher
from coprod_nlp.matching.measuring import HELD_OUT, measure_model
from coprod_nlp.vectors.upper_layers import FinetuneSettings

SETTINGS = FinetuneSettings(epochs=12, copies=2, half=True)
"""Of the shipped matcher; docs/decisions says what else was tried."""


def main() -> None:
    """Train on the shipped corpus and write model, metrics and card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    out: Path = parser.parse_args().out
    corpus = training_definitions()
    matcher = DefinitionMatcher(settings=SETTINGS)
    with Progress() as bar:
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done)

        folds = [str(FOLDS[source]) for source in corpus["source"]]
        matcher.fit(corpus["text"], corpus, groups=folds, progress=show)
    matcher.save(out)
    said = held_out_table(matcher.held_out_, corpus.index)
    said.to_csv(out / HELD_OUT, lineterminator="\n")
    stored = DefinitionMatcher(model=out)
    known = {
        "settings": asdict(SETTINGS),
        "storage": check_storage(matcher, stored, corpus["text"]),
    }
    measure_model(out, known)


def held_out_table(held: HeldOutJudgement, index: pd.Index) -> pd.DataFrame:
    """Return what was said of every answer while its source was held out.

    Returns
    -------
    DataFrame
        Indexed like the answers: `fold`, probability `accurate` and of each element,
        `distance` from the training answers.
    """
    names = load_definition().element_names
    elements = {name: held.elements[:, n] for n, name in enumerate(names)}
    columns = {"fold": held.folds, "accurate": held.accurate, **elements}
    return pd.DataFrame({**columns, "distance": held.distance}, index=index).round(6)


def check_storage(
    trained: DefinitionMatcher, stored: DefinitionMatcher, texts: pd.Series
) -> dict[str, float]:
    """Say how far rounding the weights for storage moved the verdicts."""
    before = trained.judge(texts, evidence=False)
    after = stored.judge(texts, evidence=False)
    moved = (before["probability"] - after["probability"]).abs()
    same = before["decision"] == after["decision"]
    return {
        "n": len(texts),
        "largest_change": round(float(moved.max()), 6),
        "same_decision": round(float(same.mean()), 6),
    }


if __name__ == "__main__":
    main()
