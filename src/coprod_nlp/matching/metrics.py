"""Says how good held-out probabilities are, with bootstrap intervals."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import logit
from scipy.stats import binomtest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, cohen_kappa_score, roc_auc_score

from coprod_nlp.matching.verdicts import Thresholds
from coprod_nlp.typing import BoolArray, FloatArray, IntArray

_ALIKE = 1e-12
"""Sums in another order may differ in the last digit."""

Measure = Callable[[FloatArray, IntArray], float]


def expected_calibration_error(
    probability: FloatArray, outcome: IntArray, *, n_bins: int = 10
) -> float:
    """Return the mean distance between probability and observed share over bins.

    Parameters
    ----------
    probability : ndarray of shape (n_answers,)
        In [0, 1].
    outcome : ndarray of shape (n_answers,)
        1 where it came true, else 0.
    n_bins : int
        Bins of equal width; each weighs as many answers as it holds.

    Returns
    -------
    float
        In [0, 1]; small samples push it up.

    References
    ----------
    .. [1] M. P. Naeini, G. F. Cooper, M. Hauskrecht, "Obtaining well calibrated
       probabilities using Bayesian binning", AAAI 2015.

    Examples
    --------
    >>> p = np.array([0.9, 0.9, 0.1, 0.1])
    >>> round(expected_calibration_error(p, np.array([1, 1, 0, 0])), 3)
    0.1
    """
    table = reliability_table(probability, outcome, n_bins=n_bins)
    gap = (table["probability"] - table["share"]).abs()
    return float((gap * table["n"]).sum() / table["n"].sum())


def reliability_table(
    probability: FloatArray, outcome: IntArray, *, n_bins: int = 10
) -> pd.DataFrame:
    """Return, per bin of probability, what was said and what came true.

    Returns
    -------
    DataFrame
        One row per occupied bin: `low`, `high`, `n`, mean `probability`, and the
        observed `share`.
    """
    number = np.minimum((probability * n_bins).astype(int), n_bins - 1)
    rows = [
        {
            "low": b / n_bins,
            "high": (b + 1) / n_bins,
            "n": int((number == b).sum()),
            "probability": float(probability[number == b].mean()),
            "share": float(outcome[number == b].mean()),
        }
        for b in np.unique(number).tolist()
    ]
    return pd.DataFrame(rows)


def risk_coverage_table(probability: FloatArray, outcome: IntArray) -> pd.DataFrame:
    """Return how often the surest answers are judged rightly, by how many are judged.

    Returns
    -------
    DataFrame
        For each tenth of the answers, surest first: `coverage`, `n`, and `agreement`,
        the share on which the likelier class is the coders'. Answers that are equally
        sure count with the share of them that is right.
    """
    sure = np.round(np.abs(probability - 0.5), 9)
    hits = pd.Series((probability >= 0.5).astype(int) == outcome)
    hits = hits.groupby(sure).transform("mean")
    right = hits.to_numpy()[np.argsort(-sure, kind="stable")]
    counts = [max(1, round(len(right) * tenth / 10)) for tenth in range(1, 11)]
    return pd.DataFrame(
        {
            "coverage": [tenth / 10 for tenth in range(1, 11)],
            "n": counts,
            "agreement": [float(right[:n].mean()) for n in counts],
        }
    )


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure with its 95 % interval.

    Parameters
    ----------
    value, low, high : float
        NaN where the sample does not define it.
    """

    value: float
    low: float
    high: float


def measure(
    how: Measure,
    probability: FloatArray,
    outcome: IntArray,
    *,
    n_resamples: int = 500,
    random_state: int = 0,
) -> Figure:
    """Return a figure and its percentile interval over answers.

    Resamples in which the figure is undefined are left out. Where those are more than
    half, or all others give one value, there is no interval.
    """
    rng = np.random.default_rng(random_state)
    n = len(outcome)
    drawn = []
    for _ in range(n_resamples):
        rows = rng.integers(0, n, n)
        drawn.append(how(probability[rows], outcome[rows]))
    defined = np.array([value for value in drawn if np.isfinite(value)])
    if 2 * len(defined) < n_resamples or np.ptp(defined) < _ALIKE:
        return Figure(how(probability, outcome), np.nan, np.nan)
    low, high = np.quantile(defined, [0.025, 0.975]).tolist()
    return Figure(how(probability, outcome), low, high)


def kappa(probability: FloatArray, outcome: IntArray) -> float:
    """Return Cohen's kappa of the likelier class with the coders'; NaN if undefined."""
    said = (probability >= 0.5).astype(int)
    if len(np.unique(np.concatenate([said, outcome]))) < 2:
        return float("nan")
    return float(cohen_kappa_score(said, outcome))


def auc(probability: FloatArray, outcome: IntArray) -> float:
    """Return the area under the ROC curve; NaN if all outcomes are alike."""
    if len(np.unique(outcome)) < 2:
        return float("nan")
    return float(roc_auc_score(outcome, probability))


def brier(probability: FloatArray, outcome: IntArray) -> float:
    """Return the mean squared distance between probability and outcome."""
    return float(brier_score_loss(outcome, probability, labels=[0, 1]))


def calibration_slope(probability: FloatArray, outcome: IntArray) -> float:
    """Return the slope of a logistic regression of the outcome on the log-odds.

    Returns
    -------
    float
        1 where the log-odds are as steep as they should be, below 1 where the
        probabilities are too extreme; its inverse is the temperature that would mend
        them. NaN if all outcomes are alike, or the log-odds part them without an
        error, rightly or the wrong way round: then no slope is steep enough.

    References
    ----------
    .. [1] D. R. Cox, "Two further applications of a model for binary regression",
       Biometrika 45, 1958. doi:10.1093/biomet/45.3-4.562
    """
    if len(np.unique(outcome)) < 2:
        return float("nan")
    odds = logit(np.clip(probability, 1e-6, 1 - 1e-6))
    yes, no = odds[outcome == 1], odds[outcome == 0]
    if yes.min() >= no.max() or yes.max() <= no.min():
        return float("nan")
    model = LogisticRegression(C=np.inf).fit(odds[:, None], outcome)
    return float(model.coef_[0, 0])


def decided_share(thresholds: Thresholds, probability: FloatArray) -> Figure:
    """Return the share of answers decided without a coder, with Wilson's interval."""
    decided = _decided(thresholds, probability)
    return _share(int(decided.sum()), len(decided))


def decided_agreement(
    thresholds: Thresholds, probability: FloatArray, outcome: IntArray
) -> Figure:
    """Return the share of decided answers that are right, with Wilson's interval."""
    decided = _decided(thresholds, probability)
    said = (probability >= thresholds.upper).astype(int)
    return _share(int((said == outcome)[decided].sum()), int(decided.sum()))


def _share(count: int, base: int) -> Figure:
    if not base:
        return Figure(np.nan, np.nan, np.nan)
    ends = binomtest(count, base).proportion_ci(method="wilson")
    return Figure(count / base, float(ends.low), float(ends.high))


def _decided(thresholds: Thresholds, probability: FloatArray) -> BoolArray:
    return (probability >= thresholds.upper) | (probability <= thresholds.lower)
