"""Says how often the interval of a corrected share holds the true share.

Simulated surveys (no text): so many answers, of which a share is accurate; a machine
that is right about accurate and other answers with two chances; a random part coded by
hand: evenly, with half of the effort on what the machine doubts, with a third of the
effort on each answer that the machine counts, evenly where six in ten have written
anything, or, evenly and with half of the effort on what it doubts, where it learned
from as many answers again, drawn with these.
"""

from collections.abc import Iterable
from itertools import product

import numpy as np
from scipy.special import expit, logit
from shared import store

from coprod_nlp.agreement import CorrectedShare, corrected_share
from coprod_nlp.typing import FloatArray

N_SURVEYS = 1000
SHARES = (0.05, 0.2, 0.5)
MACHINES = {"even errors": (0.9, 0.9), "misses many": (0.7, 0.97), "poor": (0.6, 0.6)}
SIZES = ((2000, 30), (2000, 100), (2000, 300), (108, 30), (108, 80), (108, 108))
"""Answers, and how many of them (of those written, at most all) are coded."""

DRAWS = (
    "even",
    "doubtful first",
    "counted less",
    "six in ten wrote",
    "as many were learned",
    "as many were learned, doubtful first",
)
_WROTE = 0.6


def main() -> None:
    """Measure every combination, each on surveys of its own."""
    rows = []
    settings = product(SHARES, MACHINES, SIZES, DRAWS)
    for share, machine, (n_answers, n_coded), draw in settings:
        random = np.random.default_rng(0)
        found = [
            _survey(random, share, MACHINES[machine], n_answers, n_coded, draw)
            for _ in range(N_SURVEYS)
        ]
        rows.append(
            {
                "share": share,
                "machine": machine,
                "answers": n_answers,
                "coded": n_coded,
                "draw": draw,
                "surveys": N_SURVEYS,
                "naive_covers": _mean(
                    f.naive_low <= true <= f.naive_high for f, true in found
                ),
                "covers": _mean(f.low <= true <= f.high for f, true in found),
                "bias": _mean(f.share - true for f, true in found),
                "width": _mean(f.high - f.low for f, _ in found),
            }
        )
    store("corrected_share", rows)


def _survey(
    random: np.random.Generator,
    share: float,
    right: tuple[float, float],
    n_answers: int,
    n_coded: int,
    draw: str,
) -> tuple[CorrectedShare, float]:
    """Return the corrected share of one survey, and the share it was drawn from."""
    wrote = _WROTE if draw == "six in ten wrote" else 1.0
    n_written = random.binomial(n_answers, wrote)
    true = random.random(n_written) < share / wrote
    correct = random.random(n_written) < np.where(true, *right)
    label = np.where(correct, true, ~true)
    # A probability that leans to the label, by more or less.
    machine = expit(np.where(label, 1, -1) * random.exponential(2, n_written))
    before = draw.startswith("as many were learned")
    chance = _chances(machine, n_coded * (1 + before), draw)
    coded = random.random(n_written) < chance
    learned = np.zeros(n_written, dtype=bool)
    learned[np.flatnonzero(coded)[:: 2 if before else n_written]] = before
    manual = np.where(coded, true.astype(float), np.nan)
    if before:
        chance = chance / (2 - chance)
    found = corrected_share(
        machine[~learned],
        manual[~learned],
        sampling_probability=chance[~learned],
        n_known_zeros=n_answers - n_written + int((learned & ~true).sum()),
        n_known_ones=int((learned & true).sum()),
    )
    return found, share


def _chances(machine: FloatArray, n_coded: int, draw: str) -> FloatArray:
    even = np.full(len(machine), 1 / len(machine))
    if draw.endswith("doubtful first"):
        doubt = np.exp(-np.abs(logit(machine)))
        even = (even + doubt / doubt.sum()) / 2
    if draw == "counted less":
        effort = np.where(machine >= 0.5, 1.0, 3.0)
        even = effort / effort.sum()
    return np.minimum(n_coded * even, 1.0)


def _mean(values: Iterable[float]) -> float:
    return round(float(np.mean(list(values))), 3)


if __name__ == "__main__":
    main()
