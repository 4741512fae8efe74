"""Counts units and ratings for the agreement table."""

from typing import Any

import numpy as np

from coprod_nlp.agreement.coders.draws import Draws
from coprod_nlp.agreement.codings.units import binary_codes
from coprod_nlp.agreement.coefficients.specific import specific_agreement
from coprod_nlp.typing import IntArray

OVERALL = "(overall)"
"""Name of the row for all codes together."""


def code_counts(draws: Draws, code: int) -> dict[str, Any]:
    """Count one code's units, ratings and specific agreement."""
    decisions = binary_codes(draws.units, code)
    return _count_row(draws, decisions, draws.units.codes[code])


def overall_counts(draws: Draws) -> dict[str, Any]:
    """Count units with any code, and specific agreement of the pooled decisions."""
    any_code = draws.units.sets.any(axis=1)
    decisions = np.where(draws.units.cells >= 0, any_code[draws.units.cells], -1)
    row = _count_row(draws, decisions, OVERALL)
    yes, total = [], []
    for code in range(len(draws.units.codes)):
        pooled = binary_codes(draws.units, code)
        yes.append((pooled == 1).sum(axis=1))
        total.append((pooled >= 0).sum(axis=1))
    times = np.tile(draws.times, len(yes))
    row["positive_agreement"], row["negative_agreement"] = (
        specific_agreement(np.concatenate(yes), np.concatenate(total), times)
        if draws.units.several
        else (np.nan, np.nan)
    )
    row["commonest"] = _commonest(draws)
    return row


def _commonest(draws: Draws) -> float:
    """Return the share of the decision most often taken, which makes chance high."""
    decisions = draws.units.cells >= 0
    decisions &= (decisions.sum(axis=1) >= 2)[:, None]
    row, coder = np.nonzero(decisions)
    if not len(row):
        return np.nan
    times = draws.times[row]
    held = draws.units.sets[draws.units.cells[row, coder]]
    if draws.units.several:
        yes = float(times @ held.mean(axis=1)) / times.sum()
        return float(max(yes, 1 - yes))
    shares = [*(times @ held), times @ ~held.any(axis=1)]
    return float(max(shares) / times.sum())


def _count_row(draws: Draws, decisions: IntArray, name: str) -> dict[str, Any]:
    """Count yes/no decisions on the units that two coders or more rated."""
    yes, m = (decisions == 1).sum(axis=1), (decisions >= 0).sum(axis=1)
    several, times = m >= 2, draws.times
    positive, negative = specific_agreement(yes, m, times)
    n = float(times[several].sum())
    share = float((times * yes / np.maximum(m, 1))[several].sum() / n) if n else np.nan
    return {
        "code": name,
        "n_units": n,
        "n_coders": int((decisions >= 0).any(axis=0).sum()),
        "n_positive": float(times[several & (yes > 0)].sum()),
        "prevalence": share,
        "commonest": share,
        "positive_agreement": positive,
        "negative_agreement": negative,
        "agreed": int(times[several & (yes == m)].sum()),
        "lost": {},
        "alike": [],
        "note": [],
    }
