"""What goes to review: both limits equally far from one half, or each on its own.

On the training answers as they were judged while their source was held out; limits are
chosen without the fold they are measured on.
"""

from dataclasses import asdict

import pandas as pd
from shared import store

from coprod_nlp.matching import Thresholds, metrics, shipped_model_folder
from coprod_nlp.matching.corpus import training_definitions
from coprod_nlp.matching.crossfitting import choose_thresholds, lowest_sure
from coprod_nlp.matching.definition import load_definition
from coprod_nlp.matching.measuring import HELD_OUT, nested_decisions
from coprod_nlp.matching.targets import read_targets
from coprod_nlp.typing import FloatArray, IntArray

TARGETS = (0.95, 0.96, 0.965, 0.97, 0.98)


def main() -> None:
    """Measure both rules at several shares of right decisions."""
    corpus = training_definitions()
    held = pd.read_csv(shipped_model_folder() / HELD_OUT, index_col="id")
    p, folds = held["accurate"].to_numpy(), held["fold"].to_numpy()
    accurate = read_targets(corpus, load_definition()).accurate
    rows = []
    for name, choose in (("equally far", choose_thresholds), ("each alone", _alone)):
        for target in TARGETS:
            decisions = nested_decisions(
                p, folds, accurate, target=target, choose=choose
            )
            row = {"limits": name, "target": target, "n": len(held)}
            rows.append(row | _measure(decisions, accurate))
    store("review_limits", rows)


def _alone(probability: FloatArray, accurate: IntArray, *, target: float) -> Thresholds:
    """Choose the limit of each side as if there were no other side."""
    sure_not = lowest_sure(1 - probability, 1 - accurate, target)
    return Thresholds(1 - sure_not, lowest_sure(probability, accurate, target))


def _measure(decisions: FloatArray, accurate: IntArray) -> dict[str, str]:
    review = Thresholds(0.25, 0.75)
    figures = {
        "decided": metrics.decided_share(review, decisions),
        "right": metrics.decided_agreement(review, decisions, accurate),
    }
    return {
        name: " ".join(f"{value:.3f}" for value in asdict(figure).values())
        for name, figure in figures.items()
    }


if __name__ == "__main__":
    main()
