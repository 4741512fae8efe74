"""What goes to review: both limits equally far from one half, or each on its own.

On the training answers as they were judged while their source was held out; limits are
chosen without the fold they are measured on.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from shared import store

from coprod_nlp.matching import Thresholds, shipped_model_folder
from coprod_nlp.matching.codings import read_targets
from coprod_nlp.matching.corpus import training_definitions
from coprod_nlp.matching.crossfitting import choose_thresholds
from coprod_nlp.matching.definition import load_definition
from coprod_nlp.matching.measuring import HELD_OUT
from coprod_nlp.typing import FloatArray, IntArray

TARGETS = (0.95, 0.955, 0.96, 0.965, 0.97, 0.975, 0.98)


def main() -> None:
    """Measure both rules at several shares of right decisions."""
    corpus = training_definitions()
    held = pd.read_csv(shipped_model_folder() / HELD_OUT, index_col="id")
    held = held.assign(source=corpus["source"])
    accurate = read_targets(corpus, load_definition()).accurate
    rows = []
    for name, choose in (("equally far", choose_thresholds), ("each alone", _alone)):
        for target in TARGETS:
            found = _measure(held, accurate, choose, target)
            rows.append({"limits": name, "target": target, "n": len(held), **found})
    store("review_limits", rows)


def _alone(probability: FloatArray, accurate: IntArray, *, target: float) -> Thresholds:
    """Choose the limit of each side as if there were no other side."""
    limits = []
    for p, right in ((1 - probability, 1 - accurate), (probability, accurate)):
        order = np.argsort(-p, kind="stable")
        share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
        good = np.flatnonzero((share >= target) & (p[order] > 0.5))
        limits.append(float(p[order][good[-1]]) if len(good) else 1.0)
    return Thresholds(1 - limits[0], limits[1])


def _measure(
    held: pd.DataFrame,
    accurate: IntArray,
    choose: Callable[..., Thresholds],
    target: float,
) -> dict[str, float]:
    p, folds = held["accurate"].to_numpy(), held["fold"].to_numpy()
    decided = np.full(len(p), np.nan)
    for fold in np.unique(folds):
        out = folds == fold
        limits = choose(p[~out], accurate[~out], target=target)
        decided[out & (p >= limits.upper)] = 1
        decided[out & (p <= limits.lower)] = 0
    alone = np.isfinite(decided)
    right = pd.Series(decided == accurate)[alone]
    by_source = right.groupby(held["source"].to_numpy()[alone]).mean()
    return {
        "decided": round(float(alone.mean()), 3),
        "right": round(float(right.mean()), 3),
        "lowest_source": round(float(by_source.min()), 3),
        "matches_right": round(float(accurate[decided == 1].mean()), 3),
        "others_right": round(float(1 - accurate[decided == 0].mean()), 3),
    }


if __name__ == "__main__":
    main()
