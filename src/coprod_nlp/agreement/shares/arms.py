"""Compares a share between two groups of respondents that chance made."""

from dataclasses import dataclass

import numpy as np

from coprod_nlp.agreement.estimates.estimate import Estimate
from coprod_nlp.agreement.estimates.resampling import (
    all_alike,
    interval_of,
    resampled_counts,
)
from coprod_nlp.typing import BoolArray, FloatArray


@dataclass(frozen=True, slots=True)
class ArmShares:
    """One share in two groups of respondents, and how far they differ.

    Parameters
    ----------
    first, second : Estimate
        The share in each group.
    difference : Estimate
        First less second.
    """

    first: Estimate
    second: Estimate
    difference: Estimate


def compare_arms(
    part: FloatArray,
    whole: FloatArray,
    in_first: BoolArray,
    *,
    n_resamples: int = 2000,
    random_state: int = 0,
    confidence: float = 0.95,
) -> ArmShares:
    """Return a ratio of sums in both groups, with intervals over respondents.

    Parameters
    ----------
    part, whole : ndarray of shape (n_respondents,)
        What each respondent adds to the numerator and to the denominator; not
        negative.
    in_first : ndarray of bool, shape (n_respondents,)
        Who is in the first group.
    n_resamples : int, default=2000
        Draws of respondents, within each group.
    random_state : int, default=0
        Seed.
    confidence : float, default=0.95
        Of the intervals.

    Returns
    -------
    ArmShares
        nan with a reason where a group has nothing in its denominator; no interval
        of a share that every draw gives alike, or of one respondent, nor of a
        difference from such a share.

    Notes
    -----
    Percentile intervals. Respondents are drawn whole, since what they say hangs
    together, and each group on its own, since their sizes were fixed.

    Examples
    --------
    >>> part, whole = np.array([1.0, 0, 1, 0, 0, 0]), np.ones(6)
    >>> shares = compare_arms(part, whole, np.array([1, 1, 1, 0, 0, 0], dtype=bool))
    >>> round(float(shares.difference), 2)
    0.67
    """
    how = f"bootstrap, percentile, {n_resamples} resamples, seed {random_state}"
    points, draws = [], []
    for seed, own in enumerate((in_first, ~in_first)):
        sums = np.stack([part[own], whole[own]], axis=1)
        points.append(float(_ratio(sums.sum(axis=0))))
        # One respondent, drawn again and again, says nothing of others.
        if np.count_nonzero(whole[own]) < 2:
            draws.append(np.full(n_resamples, np.nan))
            continue
        times = np.ones(int(own.sum()), dtype=int)
        counts = resampled_counts(times, n_resamples, random_state + seed)
        draws.append(np.concatenate([_ratio(c @ sums) for c in counts]))
    points.append(points[0] - points[1])
    # Draws that do not differ would pass for a share that is known exactly.
    vary = not any(all_alike(drawn) for drawn in draws)
    draws.append(draws[0] - draws[1] if vary else np.full(n_resamples, points[2]))
    estimates = []
    for point, drawn in zip(points, draws, strict=True):
        low, high = interval_of(drawn, point, confidence=confidence)
        reason = "" if np.isfinite(low) else "no interval: the draws do not differ"
        if not np.isfinite(point):
            reason = "nothing to count in a group"
        estimates.append(Estimate(point, low, high, reason, interval=how))
    return ArmShares(*estimates)


def _ratio(sums: FloatArray) -> FloatArray:
    whole = sums[..., 1]
    empty = whole == 0
    return np.where(empty, np.nan, sums[..., 0] / np.where(empty, 1, whole))
