"""Trains, measures and stores the matcher that ships with the package.

Run ``python -m coprod_nlp.matching.training --out models/definition-matcher``.
"""

import argparse
import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rich.progress import Progress
from scipy.special import logit

from coprod_nlp.matching import metrics
from coprod_nlp.matching.card import model_card
from coprod_nlp.matching.codings import read_targets
from coprod_nlp.matching.corpus import (
    FOLDS,
    survey_definitions,
    training_definitions,
)
from coprod_nlp.matching.crossfitting import choose_thresholds
from coprod_nlp.matching.definition import load_definition
from coprod_nlp.matching.learning import HeldOutJudgement
from coprod_nlp.matching.matcher import DefinitionMatcher
from coprod_nlp.matching.outputs import Targets
from coprod_nlp.matching.verdicts import Thresholds
from coprod_nlp.text.finetuning import FinetuneSettings
from coprod_nlp.typing import FloatArray, IntArray

SETTINGS = FinetuneSettings(layer_rate=6e-4)
"""Of the shipped matcher; docs/decisions says what else was tried."""

N_EVIDENCE = 200
"""Answers on which evidence is checked by deletion."""


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
    stored = DefinitionMatcher(model=out)
    found = measure_held_out(corpus, matcher.held_out_, matcher.trained_.thresholds)
    survey = survey_definitions()
    found["survey"] = measure_survey(stored, survey)
    found["evidence"] = check_evidence(stored, survey["text"])
    found["storage"] = check_storage(matcher, stored, corpus["text"])
    found["settings"] = asdict(SETTINGS)
    text = json.dumps(found, indent=2)
    (out / "metrics.json").write_text(text + "\n", encoding="utf-8")
    (out / "README.md").write_text(model_card(found), encoding="utf-8")


def measure_held_out(
    corpus: pd.DataFrame, held: HeldOutJudgement, thresholds: Thresholds
) -> dict[str, Any]:
    """Return every held-out figure, by source and over all, ready for JSON.

    What is decided alone is measured at thresholds that were chosen without the
    source's fold, not at the shipped ones, which have seen it.
    """
    definition = load_definition()
    targets = read_targets(corpus, definition)
    names = definition.element_names
    groups = {"all": np.arange(len(corpus))}
    for source in sorted(corpus["source"].unique()):
        groups[source] = np.flatnonzero((corpus["source"] == source).to_numpy())
    nested = _nested_decisions(held, targets.accurate)
    return {
        "n_answers": len(corpus),
        "n_sources": len(groups) - 1,
        "n_folds": int(held.folds.max()) + 1,
        "elements": list(names),
        "thresholds": asdict(thresholds),
        "sources": {
            name: _figures(
                held.accurate[rows],
                held.elements[rows],
                nested[rows],
                targets.rows(rows),
                names,
            )
            for name, rows in groups.items()
        },
        "reliability": metrics.reliability_table(
            held.accurate, targets.accurate
        ).to_dict("records"),
        "risk_coverage": metrics.risk_coverage_table(
            held.accurate, targets.accurate
        ).to_dict("records"),
    }


def measure_survey(matcher: DefinitionMatcher, survey: pd.DataFrame) -> dict[str, Any]:
    """Return the same figures for the example survey, which no training has seen."""
    definition = load_definition()
    targets = read_targets(survey, definition)
    verdicts = matcher.judge(survey["text"], evidence=False)
    decided = verdicts["decision"].map({"match": 1.0, "no_match": 0.0, "review": 0.5})
    groups = {"all": np.arange(len(survey))}
    for source in sorted(survey["source"].unique()):
        groups[source] = np.flatnonzero((survey["source"] == source).to_numpy())
    return {
        name: _figures(
            verdicts["probability"].to_numpy()[rows],
            verdicts[list(definition.element_names)].to_numpy()[rows],
            decided.to_numpy()[rows],
            targets.rows(rows),
            definition.element_names,
        )
        for name, rows in groups.items()
    }


def _nested_decisions(held: HeldOutJudgement, accurate: IntArray) -> FloatArray:
    """Return 1 for a match, 0 for no match, one half for review."""
    decided = np.full(len(accurate), 0.5)
    for fold in np.unique(held.folds):
        out = held.folds == fold
        limits = choose_thresholds(held.accurate[~out], accurate[~out], target=0.95)
        decided[out & (held.accurate >= limits.upper)] = 1.0
        decided[out & (held.accurate <= limits.lower)] = 0.0
    return decided


def _figures(
    p: FloatArray,
    elements: FloatArray,
    decisions: FloatArray,
    targets: Targets,
    names: tuple[str, ...],
) -> dict[str, Any]:
    y = targets.accurate
    decided = Thresholds(0.25, 0.75)
    return {
        "n": len(y),
        "n_accurate": int(y.sum()),
        "kappa": _json(metrics.measure(metrics.kappa, p, y)),
        "auc": _json(metrics.measure(metrics.auc, p, y)),
        "brier": _json(metrics.measure(metrics.brier, p, y)),
        "ece": _json(metrics.measure(metrics.expected_calibration_error, p, y)),
        "decided": _json(metrics.measure(metrics.decided_share(decided), decisions, y)),
        "decided_agreement": _json(
            metrics.measure(metrics.decided_agreement(decided), decisions, y)
        ),
        "elements": {
            name: _json(
                metrics.measure(
                    metrics.kappa,
                    elements[:, number],
                    targets.elements[:, number].astype(int),
                )
            )
            for number, name in enumerate(names)
        },
    }


def _json(figure: metrics.Figure) -> dict[str, float | None]:
    return {
        name: round(value, 4) if math.isfinite(value) else None
        for name, value in asdict(figure).items()
    }


def check_evidence(matcher: DefinitionMatcher, texts: pd.Series) -> dict[str, float]:
    """Delete the words shown, or as many elsewhere, and see what falls more."""
    some = texts.sample(min(N_EVIDENCE, len(texts)), random_state=0)
    rng = np.random.default_rng(0)
    cases = []
    verdicts = matcher.judge(some).to_dict("records")
    for answer, (text, row) in enumerate(zip(some, verdicts, strict=True)):
        for shown in row["evidence"]:
            width = shown.end - shown.start
            if 2 * width > len(text):
                continue
            start = int(rng.integers(0, len(text) - width))
            cases.append(
                (
                    shown.element,
                    row[shown.element],
                    text[: shown.start] + " " + text[shown.end :],
                    text[:start] + " " + text[start + width :],
                    answer,
                )
            )
    without = matcher.judge([case[2] for case in cases], evidence=False)
    elsewhere = matcher.judge([case[3] for case in cases], evidence=False)
    pairs = zip(without.to_dict("records"), elsewhere.to_dict("records"), strict=True)
    falls = np.array(
        [
            [_log_odds(case[1]) - _log_odds(after[case[0]]) for after in pair]
            for case, pair in zip(cases, pairs, strict=True)
        ]
    )
    return {
        "n": len(cases),
        "n_answers": len({case[4] for case in cases}),
        "shown": round(float(falls[:, 0].mean()), 3),
        "elsewhere": round(float(falls[:, 1].mean()), 3),
        "share_more": round(float((falls[:, 0] > falls[:, 1]).mean()), 3),
    }


def _log_odds(probability: float) -> float:
    return float(logit(min(max(probability, 1e-4), 1 - 1e-4)))


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
