"""Measures a trained matcher on answers held out or never seen, and writes its card.

Run ``python -m coprod_nlp.matching.measuring models/definition-matcher`` to measure
again without training again.
"""

import argparse
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import logit

from coprod_nlp.exceptions import ModelError, NotEnoughDataError
from coprod_nlp.matching import metrics
from coprod_nlp.matching.card import model_card
from coprod_nlp.matching.corpus import (
    survey_definitions,
    training_definitions,
    unseen_definitions,
)
from coprod_nlp.matching.crossfitting import TARGET, choose_thresholds
from coprod_nlp.matching.definition import load_definition
from coprod_nlp.matching.matcher import DefinitionMatcher
from coprod_nlp.matching.targets import Targets, read_targets
from coprod_nlp.matching.verdicts import Thresholds
from coprod_nlp.text.normalisation import normalise
from coprod_nlp.text.spans import Span
from coprod_nlp.typing import FloatArray, IntArray

HELD_OUT, METRICS, CARD = "held_out.csv", "metrics.json", "README.md"

N_EVIDENCE = 200
"""Answers on which evidence is checked by deletion."""


def main() -> None:
    """Measure the matcher in a folder and write metrics and card anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    folder: Path = parser.parse_args().model
    before = json.loads((folder / METRICS).read_text(encoding="utf-8"))
    measure_model(folder, {name: before[name] for name in ("settings", "storage")})


def measure_model(folder: Path, known: Mapping[str, Any]) -> None:
    """Write `metrics.json` and the card of the matcher in a folder.

    Parameters
    ----------
    folder : Path
        What `DefinitionMatcher.save` wrote, with `held_out.csv` from the training.
    known : mapping
        What only the training knew: its settings, and what storing changed.

    Raises
    ------
    ModelError
        If the held-out judgements are not those of the shipped corpus.
    """
    corpus = training_definitions()
    held = pd.read_csv(folder / HELD_OUT, index_col="id")
    if held.index.tolist() != corpus.index.tolist():
        message = (
            f"{folder / HELD_OUT} judges {len(held)} other answers than the "
            f"{len(corpus)} of the corpus. Train the matcher again."
        )
        raise ModelError(message)
    matcher = DefinitionMatcher(model=folder)
    survey = survey_definitions()
    found = {
        **measure_held_out(corpus, held),
        "thresholds": json.loads((folder / "config.json").read_text(encoding="utf-8"))[
            "thresholds"
        ],
        "survey": measure_unseen(matcher, survey),
        "unseen": measure_unseen(matcher, unseen_definitions()),
        "evidence": check_evidence(matcher, survey["text"]),
        **known,
    }
    text = json.dumps(found, indent=2)
    (folder / METRICS).write_text(text + "\n", encoding="utf-8")
    (folder / CARD).write_text(model_card(found), encoding="utf-8")


def measure_held_out(corpus: pd.DataFrame, held: pd.DataFrame) -> dict[str, Any]:
    """Return every held-out figure, by source and over all, ready for JSON.

    What is decided alone is measured at thresholds that were chosen without the
    source's fold, not at the shipped ones, which have seen it.
    """
    definition = load_definition()
    targets = read_targets(corpus, definition)
    names = definition.element_names
    accurate, elements = held["accurate"].to_numpy(), held[list(names)].to_numpy()
    folds = held["fold"].to_numpy()
    nested = nested_decisions(accurate, folds, targets.accurate)
    groups = _groups(corpus)
    return {
        "n_answers": len(corpus),
        "n_sources": len(groups) - 1,
        "n_folds": len(np.unique(folds)),
        "elements": list(names),
        "sources": {
            name: _figures(
                accurate[rows], elements[rows], nested[rows], targets.rows(rows), names
            )
            for name, rows in groups.items()
        },
        "reliability": metrics.reliability_table(accurate, targets.accurate).to_dict(
            "records"
        ),
        "risk_coverage": metrics.risk_coverage_table(
            accurate, targets.accurate
        ).to_dict("records"),
    }


def measure_unseen(matcher: DefinitionMatcher, coded: pd.DataFrame) -> dict[str, Any]:
    """Return the same figures for answers that no training has seen."""
    definition = load_definition()
    targets = read_targets(coded, definition)
    verdicts = matcher.judge(coded["text"], evidence=False)
    decided = verdicts["decision"].map({"match": 1.0, "no_match": 0.0, "review": 0.5})
    return {
        name: _figures(
            verdicts["probability"].to_numpy()[rows],
            verdicts[list(definition.element_names)].to_numpy()[rows],
            decided.to_numpy()[rows],
            targets.rows(rows),
            definition.element_names,
        )
        for name, rows in _groups(coded).items()
    }


def _groups(coded: pd.DataFrame) -> dict[str, IntArray]:
    """Return the rows of all answers, and of each source where there are several."""
    groups: dict[str, IntArray] = {"all": np.arange(len(coded))}
    sources = sorted(coded["source"].unique())
    for source in sources if len(sources) > 1 else ():
        groups[source] = np.flatnonzero((coded["source"] == source).to_numpy())
    return groups


def nested_decisions(
    probability: FloatArray,
    folds: IntArray,
    accurate: IntArray,
    *,
    target: float = TARGET,
    choose: Callable[..., Thresholds] = choose_thresholds,
) -> FloatArray:
    """Decide by limits that were chosen without the answer's fold.

    Returns
    -------
    ndarray of shape (n_answers,)
        1 for a match, 0 for no match, one half for review.
    """
    decided = np.full(len(accurate), 0.5)
    for fold in np.unique(folds):
        out = folds == fold
        limits = choose(probability[~out], accurate[~out], target=target)
        decided[out & (probability >= limits.upper)] = 1.0
        decided[out & (probability <= limits.lower)] = 0.0
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
        "slope": _json(metrics.measure(metrics.calibration_slope, p, y)),
        "decided": _json(metrics.decided_share(decided, decisions)),
        "decided_agreement": _json(metrics.decided_agreement(decided, decisions, y)),
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
    """Delete the words shown, or as many elsewhere, and see what falls more.

    Elsewhere is where none of the words shown stand; words that leave no such place
    are passed over.

    Raises
    ------
    NotEnoughDataError
        If no answer shows words that leave room beside them.
    """
    some = texts.sample(min(N_EVIDENCE, len(texts)), random_state=0).map(normalise)
    rng = np.random.default_rng(0)
    cases = []
    verdicts = matcher.judge(some).to_dict("records")
    for answer, (text, row) in enumerate(zip(some, verdicts, strict=True)):
        for shown in row["evidence"]:
            starts = starts_beside(shown.span, len(text))
            if not len(starts):
                continue
            start = int(rng.choice(starts))
            cases.append(
                (
                    shown.element,
                    row[shown.element],
                    text[: shown.start] + " " + text[shown.end :],
                    text[:start] + " " + text[start + len(shown.span) :],
                    answer,
                )
            )
    if not cases:
        message = (
            f"None of {len(some)} answers shows words that leave room beside them; "
            "measure the evidence on longer answers."
        )
        raise NotEnoughDataError(message)
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


def starts_beside(shown: Span, length: int) -> IntArray:
    """Return where as many characters can begin without one of those shown."""
    starts = np.arange(length - len(shown) + 1)
    apart = (starts + len(shown) <= shown.start) | (starts >= shown.end)
    return np.asarray(starts[apart])


def _log_odds(probability: float) -> float:
    return float(logit(min(max(probability, 1e-4), 1 - 1e-4)))


if __name__ == "__main__":
    main()
