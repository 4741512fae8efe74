"""Counts how often an interval of 95 % holds the true coefficient.

Two coders decide on one code, given or not; the code is as frequent as stated, both
give it equally often, and the true kappa is 0.7 (`--kappa`). Samples of this population
are drawn, and each gets the intervals of `agreement_table`, by the same functions:
exact binomial bounds where nobody disagreed, no kappa or alpha for a code given to
fewer than five units. The analytic interval of the plain functions stands beside them.
Decisions are invented: SYNTHETIC, and no text is involved.
"""

import argparse
from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from shared import store

from coprod_nlp.agreement.coders.blocks import (
    COLUMNS,
    Block,
    carried,
    code_block,
    lowest_without_disagreement,
)
from coprod_nlp.agreement.codings.reading import read_codes
from coprod_nlp.agreement.coefficients.linearised import (
    alpha_unit_values,
    conger_influence,
    gwet_influence,
    no_influence,
    standard_error,
    unit_values,
)
from coprod_nlp.agreement.coefficients.sums import Sums
from coprod_nlp.agreement.estimates.analytic import interval
from coprod_nlp.agreement.estimates.resampling import interval_of

SIZES, PREVALENCES = (50, 108, 300), (0.05, 0.2, 0.5)
METHODS = ("percentile", "bca", "analytic")
LEAST_POSITIVE = 5
CONFIDENCE = 0.95

# What two coders may say of a unit, in the order of the probabilities below.
PATTERNS = pd.DataFrame(
    [
        (unit, coder, code)
        for unit, pair in enumerate(product(("x", "no code"), repeat=2))
        for coder, code in zip("AB", pair, strict=True)
    ],
    columns=["unit", "coder", "code"],
)


def main() -> None:
    """Simulate every setting, and write one row for each coefficient and method."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=2000)
    parser.add_argument("--resamples", type=int, default=2000)
    parser.add_argument("--kappa", type=float, default=0.7)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    block = code_block(read_codes(PATTERNS), 0)
    rows = []
    for n, prevalence in product(SIZES, PREVALENCES):
        probabilities = _population(prevalence, options.kappa)
        truth = block.values(1e9 * probabilities @ block.terms)
        found = pd.DataFrame(_intervals(block, n, probabilities, options))
        for (name, method), own in found.groupby(["coefficient", "method"], sort=False):
            rows.append(_row(own, n, prevalence, name, method, float(truth[name])))
    store("interval_coverage", rows)


def _population(prevalence: float, kappa: float) -> np.ndarray:
    """Return how often both, the first alone, the second alone, neither give it."""
    apart = prevalence * (1 - prevalence) * (1 - kappa)
    return np.array([prevalence - apart, apart, apart, 1 - prevalence - apart])


def _intervals(
    block: Block, n: int, probabilities: np.ndarray, options: argparse.Namespace
) -> Iterator[dict[str, Any]]:
    """Draw samples, and yield the interval of each coefficient by each method."""
    generator = np.random.default_rng(options.seed)
    for times in generator.multinomial(n, probabilities, size=options.samples):
        sums = times @ block.terms
        points = {name: float(value) for name, value in block.values(sums).items()}
        counts = generator.multinomial(n, times / n, size=options.resamples)
        drawn = block.values(counts @ block.terms)
        present = times > 0
        without = block.values(sums - block.terms[present])
        # Where nobody disagreed there is no error to compute.
        errors = _errors(block, times, sums) if points["percent"] < 1 else {}
        few = times[:3].sum() < LEAST_POSITIVE
        for name, method in product(COLUMNS, METHODS):
            if few and name in ("kappa", "alpha"):
                low = high = np.nan
            elif points["percent"] == 1:
                bound = lowest_without_disagreement(n, CONFIDENCE)
                low, high = carried(bound, block.chance(sums)[name]), 1.0
            elif method == "analytic":
                low, high = interval(points[name], errors[name], n, CONFIDENCE, "t")
            else:
                low, high = interval_of(
                    drawn[name],
                    points[name],
                    confidence=CONFIDENCE,
                    method=method,
                    left_out=(without[name], times[present]),
                )
            yield {"coefficient": name, "method": method, "low": low, "high": high}


def _errors(block: Block, times: np.ndarray, sums: np.ndarray) -> dict[str, float]:
    """Return the analytic standard errors of one sample."""
    units = Sums.of_matrix(np.repeat(block.terms, times, axis=0), 2)
    chance = block.chance(sums)
    moves = {
        name: unit_values(units, np.eye(2), chance[name], influence)
        for name, influence in (
            ("percent", no_influence),
            ("kappa", conger_influence),
            ("ac1", gwet_influence),
        )
    }
    moves["alpha"] = alpha_unit_values(units, np.eye(2))
    return {name: standard_error(values) for name, values in moves.items()}


def _row(
    own: pd.DataFrame,
    n: int,
    prevalence: float,
    coefficient: str,
    method: str,
    truth: float,
) -> dict[str, Any]:
    """Count on which side of its interval the truth lies."""
    given = own.dropna(subset=["low", "high"])
    below, above = (given["low"] > truth).mean(), (given["high"] < truth).mean()
    return {
        "n": n,
        "prevalence": prevalence,
        "coefficient": coefficient,
        "method": method,
        "truth": round(truth, 3),
        "given": round(len(given) / len(own), 3),
        "coverage": round(1 - below - above, 3),
        "truth_below": round(below, 3),
        "truth_above": round(above, 3),
        "mean_width": round((given["high"] - given["low"]).mean(), 3),
    }


if __name__ == "__main__":
    main()
