"""How far the encoder member's judgement travels, and what helps it on the way.

Forth: trained on hospital surveys, tested on every other source. Back: trained on other
registers and employers, tested on hospital surveys. Each setting with and without words
that change places in training, once and as the mean of two copies.
"""

import numpy as np
import pandas as pd
from shared import store
from sklearn.metrics import cohen_kappa_score, roc_auc_score

from coprod_nlp.matching.corpus import (
    survey_definitions,
    training_definitions,
    unseen_definitions,
)
from coprod_nlp.matching.definition import load_definition
from coprod_nlp.matching.outputs import stack_features
from coprod_nlp.matching.stand_ins import load_stand_ins
from coprod_nlp.matching.targets import N_LABELS, read_targets
from coprod_nlp.matching.tuned import TunedMember
from coprod_nlp.matching.variation import Variation
from coprod_nlp.vectors.encoders import default_encoder
from coprod_nlp.vectors.upper_layers import FinetuneSettings

HOSPITAL = ("S1", "S2", "D1", "D2", "D3", "D4")
OTHER = ("S3", "D5", "D6", "D7", "D8", "D9", "DA")
GRID = (
    ("plain, 5 passes", FinetuneSettings(), False),
    ("varied, 10 passes", FinetuneSettings(epochs=10), True),
    ("plain, 10 passes, mean of 4", FinetuneSettings(epochs=10, copies=4), False),
    ("varied, 10 passes, mean of 4", FinetuneSettings(epochs=10, copies=4), True),
)


def main() -> None:
    """Measure every setting forth, the first and the last one back."""
    corpus = pd.concat(
        [training_definitions(), unseen_definitions(), survey_definitions()]
    )
    hospital = corpus["source"].isin(HOSPITAL)
    rows = []
    for way, seen, unseen, grid in (
        ("forth", hospital, ~hospital, GRID),
        ("back", corpus["source"].isin(OTHER), hospital, (GRID[0], GRID[-1])),
    ):
        for name, settings, varied in grid:
            member = _learn(corpus[seen], settings, varied)
            figures = _figures(member, corpus[unseen])
            rows.append({"way": way, "setting": name, "n": int(seen.sum()), **figures})
            # Stored after each, since all of them take a quarter of an hour.
            store("registers", rows)


def _learn(
    coded: pd.DataFrame, settings: FinetuneSettings, varied: bool
) -> TunedMember:
    definition = load_definition()
    vary = Variation(definition, load_stand_ins()) if varied else None
    member = TunedMember(default_encoder(), settings, vary)
    return member.fit(coded["text"].tolist(), read_targets(coded, definition))


def _figures(member: TunedMember, coded: pd.DataFrame) -> dict[str, float]:
    """Return kappa and AUC of *accurate*, and kappa of the elements, over sources."""
    definition = load_definition()
    scores = member.scores(member.encoder.encode_mean(coded["text"].tolist()))
    odds = stack_features(scores, definition)[:, 0]
    found = []
    for source in sorted(coded["source"].unique()):
        own = (coded["source"] == source).to_numpy()
        targets = read_targets(coded[own], definition)
        elements = [
            cohen_kappa_score(told, said > 0)
            for told, said in zip(
                targets.elements.T, scores[own, N_LABELS:].T, strict=True
            )
        ]
        kappa = cohen_kappa_score(targets.accurate, odds[own] > 0)
        auc = roc_auc_score(targets.accurate, odds[own])
        found.append((kappa, auc, np.mean(elements)))
    table = np.array(found)
    return {
        "sources": len(table),
        "n_tested": len(coded),
        "kappa": round(float(table[:, 0].mean()), 3),
        "lowest": round(float(table[:, 0].min()), 3),
        "auc": round(float(table[:, 1].mean()), 3),
        "elements": round(float(table[:, 2].mean()), 3),
    }


if __name__ == "__main__":
    main()
