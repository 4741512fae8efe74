"""What skimming changes: how much is left to read, and which decisions differ.

On real comments (a CSV with a column ``text``, not part of this repository; nobody
coded them), on coded answers that no training saw, and, for other limits, on the
training answers as the lexical member judged them while their source was held out.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from shared import store
from sklearn.metrics import cohen_kappa_score

from coprod_nlp.matching import DefinitionMatcher, shipped_model_folder
from coprod_nlp.matching.corpus import (
    FOLDS,
    survey_definitions,
    training_definitions,
    unseen_definitions,
)
from coprod_nlp.matching.crossfitting import fit_stack
from coprod_nlp.matching.lexical import learn_lexical
from coprod_nlp.matching.measuring import HELD_OUT
from coprod_nlp.matching.outputs import stack_features
from coprod_nlp.matching.persistence import load_matcher
from coprod_nlp.matching.targets import read_targets
from coprod_nlp.text.nonanswers import answer_kind
from coprod_nlp.text.normalisation import normalise
from coprod_nlp.typing import FloatArray
from coprod_nlp.vectors import encoders

LIMITS = (0.04, 0.05, 0.07, 0.15, 0.2)


def main() -> None:
    """Compare the fast matcher with the full one, then other limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="CSV of comments.")
    parser.add_argument("--n", type=int, default=3000, help="Comments to draw.")
    asked = parser.parse_args()
    comments = pd.read_csv(asked.data, dtype=str, keep_default_na=False)["text"]
    distinct = dict.fromkeys(comments.map(normalise))
    answered = [text for text in distinct if answer_kind(text) == "answered"]
    order = np.random.default_rng(0).permutation(len(answered))[: asked.n]
    some = [answered[i] for i in order]
    coded = pd.concat([unseen_definitions(), survey_definitions()])
    accurate = (coded["label"] == "accurate").to_numpy()
    store(
        "skimming",
        [
            _fast_or_full("comments", some),
            _fast_or_full("coded", coded["text"].tolist(), accurate),
            _halved(coded["text"].tolist()),
        ],
    )
    store("skimming_limits", _limits(some))


def _fast_or_full(
    name: str, texts: list[str], accurate: np.ndarray | None = None
) -> dict[str, Any]:
    full = DefinitionMatcher().judge(texts, evidence=False)
    fast = DefinitionMatcher(fast=True).judge(texts, evidence=False)
    lost = full["decision"] != fast["decision"]
    row: dict[str, Any] = {
        "texts": name,
        "n": len(texts),
        "skimmed": round(float(fast["skimmed"].mean()), 3),
        "same_decision": round(float(1 - lost.mean()), 4),
        "reviews_lost": int((lost & (full["decision"] == "review")).sum()),
        "matches_lost": int((lost & (full["decision"] == "match")).sum()),
    }
    if accurate is not None:
        for path, verdicts in (("full", full), ("fast", fast)):
            said = verdicts["probability"] >= 0.5
            row[f"kappa_{path}"] = round(float(cohen_kappa_score(accurate, said)), 3)
    return row


def _halved(texts: list[str]) -> dict[str, Any]:
    """Compare decisions on what is read in half precision, emulated at need."""
    trained = load_matcher(shipped_model_folder())
    single = trained.members.read(texts).features
    usual, encoders._halves = encoders._halves, lambda: True
    half = trained.members.read(texts, half=True).features
    encoders._halves = usual
    decisions = [
        [
            trained.thresholds.decide(p)
            for p in trained.accurate.predict_proba(features)[:, 1].round(6)
        ]
        for features in (single, half)
    ]
    same = np.array(decisions[0]) == np.array(decisions[1])
    return {
        "texts": "coded, half precision",
        "n": len(texts),
        "same_decision": round(float(same.mean()), 4),
    }


def _limits(comments: list[str]) -> list[dict[str, Any]]:
    trained = load_matcher(shipped_model_folder())
    counted = trained.members.lexical.scores(comments)
    features = stack_features(counted, trained.definition)
    of_comments = trained.skimmer.accurate.predict_proba(features)[:, 1]
    n_words = np.array([len(text.split()) for text in comments])
    held = pd.read_csv(shipped_model_folder() / HELD_OUT, index_col="id")["accurate"]
    by_words, limits = _held_out_by_words(), trained.thresholds
    rows = []
    for limit in sorted([*LIMITS, trained.skimmer.limit]):
        left = of_comments > limit
        skimmed = by_words <= limit
        rows.append(
            {
                "limit": round(limit, 3),
                "comments_skimmed": round(float(1 - left.mean()), 3),
                "words_left": round(float(n_words[left].sum() / n_words.sum()), 3),
                "held_out_skimmed": round(float(skimmed.mean()), 3),
                "held_out_changed": round(
                    float((skimmed & (held > limits.lower)).mean()), 4
                ),
                "matches_lost": int((skimmed & (held >= limits.upper)).sum()),
            }
        )
    return rows


def _held_out_by_words() -> FloatArray:
    """Return the probability of *accurate* by the words alone, source held out."""
    corpus, definition = training_definitions(), DefinitionMatcher().reference
    targets, texts = read_targets(corpus, definition), corpus["text"].to_numpy()
    folds = corpus["source"].map(FOLDS).to_numpy()
    features = np.zeros((len(corpus), 2 + len(definition.element_names)))
    for fold in np.unique(folds):
        seen, out = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        member = learn_lexical(texts[seen].tolist(), targets.rows(seen))
        features[out] = stack_features(member.scores(texts[out].tolist()), definition)
    probability = np.zeros(len(corpus))
    for fold in np.unique(folds):
        out = folds == fold
        stack = fit_stack(features[~out], targets.accurate[~out])
        probability[out] = stack.predict_proba(features[out])[:, 1]
    return probability


if __name__ == "__main__":
    main()
