"""Analytic intervals: an estimate, and so many standard errors each way."""

from math import inf, nan
from typing import Literal, get_args

from scipy import stats

Quantile = Literal["t", "normal"]

ALIKE = 1e-12
"""Sums in another order may differ in the last digit by so much."""


def check_quantile(quantile: str) -> None:
    """Refuse a distribution that is not known."""
    if quantile not in get_args(Quantile):
        message = f"quantile must be one of {get_args(Quantile)}, got {quantile!r}."
        raise ValueError(message)


def interval(
    value: float, se: float, n_units: int, confidence: float, quantile: Quantile
) -> tuple[float, float]:
    """Return value -/+ quantile * se, cut at -1 and 1, between which values lie.

    nan where units do not differ, which would pass for a coefficient known exactly.
    """
    if not 0 < confidence < 1:
        message = f"confidence must lie between 0 and 1, got {confidence}."
        raise ValueError(message)
    if why_no_interval(se, n_units):
        return nan, nan
    degrees = max(n_units - 1, 1) if quantile == "t" else inf
    reach = float(stats.t.ppf((1 + confidence) / 2, degrees)) * se
    low, high = value - reach, value + reach
    # Units that one coder alone rated can put the value itself below -1.
    return max(low, -1.0) if value >= -1 else low, min(high, 1.0)


def why_no_interval(se: float, n_units: int) -> str:
    """Say why a standard error gives no interval; "" where it does."""
    if n_units < 2:
        return f"no interval: {n_units} unit only"
    return "no interval: all units add the same" if se < ALIKE else ""
