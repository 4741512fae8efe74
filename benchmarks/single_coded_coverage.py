"""Counts how often an interval holds the truth where many units have one coder.

Two coders decide on one code; who rates a unit alone, and which units, is chance. The
code is given to three units of ten, by both equally often, and the true kappa is 0.7.
Each sample gets the analytic interval of the plain functions, and the percentile
interval of `bootstrap_interval`. Decisions are invented: SYNTHETIC, and no text is
involved.
"""

import argparse
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from shared import store

from coprod_nlp.agreement import (
    bootstrap_interval,
    cohen_kappa,
    gwet_ac,
    krippendorff_alpha,
    percent_agreement,
)

SETTINGS = ((100, 0.0), (200, 0.1), (200, 0.5), (400, 0.75))
"""Units, and the share of them that one coder rates alone."""

PREVALENCE, KAPPA = 0.3, 0.7

COEFFICIENTS = (percent_agreement, cohen_kappa, gwet_ac, krippendorff_alpha)


def main() -> None:
    """Simulate every setting, and write one row for each coefficient and method."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=2000)
    parser.add_argument("--resamples", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    truth, rows = _truth(), []
    for n, alone in SETTINGS:
        found = pd.DataFrame(_intervals(n, alone, options))
        for (name, method), own in found.groupby(["coefficient", "method"], sort=False):
            held = own["low"].le(truth[name]) & own["high"].ge(truth[name])
            rows.append(
                {
                    "n": n,
                    "alone": alone,
                    "coefficient": name,
                    "method": method,
                    "truth": round(truth[name], 3),
                    "coverage": round(float(held.mean()), 3),
                    "mean_width": round(float((own["high"] - own["low"]).mean()), 3),
                }
            )
    store("single_coded_coverage", rows)


def _truth() -> dict[str, float]:
    """Return the coefficients of the population."""
    by_chance = PREVALENCE**2 + (1 - PREVALENCE) ** 2
    percent = KAPPA + (1 - KAPPA) * by_chance
    uncertain = 2 * PREVALENCE * (1 - PREVALENCE)
    return {
        "percent_agreement": percent,
        "cohen_kappa": KAPPA,
        "gwet_ac": (percent - uncertain) / (1 - uncertain),
        "krippendorff_alpha": KAPPA,
    }


def _intervals(
    n: int, alone: float, options: argparse.Namespace
) -> Iterator[dict[str, Any]]:
    """Draw samples, and yield the interval of each coefficient by each method."""
    generator = np.random.default_rng(options.seed)
    for _ in range(options.samples):
        ratings = _sample(generator, n, alone)
        for function in COEFFICIENTS:
            name = function.__name__
            drawn = bootstrap_interval(ratings, name, n_resamples=options.resamples)
            for method, found in (("analytic", function(ratings)), ("drawn", drawn)):
                yield {
                    "coefficient": name,
                    "method": method,
                    "low": found.low,
                    "high": found.high,
                }


def _sample(generator: np.random.Generator, n: int, alone: float) -> np.ndarray:
    """Return 0 and 1 for each unit and coder, nan where the coder did not rate it."""
    first = generator.random(n) < PREVALENCE
    other = generator.random(n) < PREVALENCE
    # Saying the same with probability kappa gives that kappa.
    second = np.where(generator.random(n) < KAPPA, first, other)
    ratings = np.stack([first, second], axis=1).astype(float)
    single = np.flatnonzero(generator.random(n) < alone)
    ratings[single, generator.integers(0, 2, len(single))] = np.nan
    return ratings


if __name__ == "__main__":
    main()
