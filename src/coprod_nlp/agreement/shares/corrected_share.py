"""Corrects a share counted by machine with the answers that people coded too."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from coprod_nlp.exceptions import CodingsError, NotEnoughDataError
from coprod_nlp.typing import FloatArray

FEWEST_CODED = 10
"""Hand-coded answers from which a share is corrected."""


@dataclass(frozen=True, slots=True)
class CorrectedShare:
    """A share as the machine counts it, and as it is once its errors are weighed in.

    Parameters
    ----------
    n_answers, n_coded : int
        Answers judged, and those that a person coded as well.
    naive, naive_low, naive_high : float
        What the machine says, with an interval that takes it to be right.
    share, low, high : float
        The corrected share and its interval, in [0, 1].
    """

    n_answers: int
    n_coded: int
    naive: float
    naive_low: float
    naive_high: float
    share: float
    low: float
    high: float


def corrected_share(
    machine: ArrayLike,
    manual: ArrayLike,
    *,
    sampling_probability: ArrayLike | None = None,
    n_known_zeros: int = 0,
    n_known_ones: int = 0,
    confidence: float = 0.95,
) -> CorrectedShare:
    r"""Estimate a share from machine labels and a random hand-coded part.

    Parameters
    ----------
    machine : array-like of shape (n_answers,)
        Probability or label (0 or 1) of each answer, in [0, 1].
    manual : array-like of shape (n_answers,)
        A person's label, 0 or 1; nan where nobody coded the answer.
    sampling_probability : array-like of shape (n_answers,), optional
        Chance that each answer had of being drawn for coding, in (0, 1]; by default
        the same for all. Chances must be positive for every answer, or a part that
        nobody could have coded would go uncorrected.
    n_known_zeros, n_known_ones : int, default=0
        Further answers of which the truth is known, such as blank cells, or those that
        a machine learned from: they count so by machine and by hand.
    confidence : float, default=0.95
        Of both intervals.

    Returns
    -------
    CorrectedShare

    Raises
    ------
    NotEnoughDataError
        If fewer than `FEWEST_CODED` answers were coded.
    CodingsError
        If lengths differ or a value is out of range.
    ValueError
        If a number of known answers is no count, or `confidence` lies outside (0, 1).

    Notes
    -----
    The design-based estimator [1]_ with the weight of prediction-powered inference
    [2]_: the mean of :math:`\lambda f_i + (R_i / \pi_i) (y_i - \lambda f_i)`, where
    :math:`R_i` says whether answer *i* was coded and :math:`\lambda` makes the
    variance least (0 for a useless machine: then only coded answers count). As coded
    answers are among the :math:`f_i` too, that is the slope of *y* on *f*. With
    unequal chances the weights are scaled to sum to the number of answers. The
    interval is that of the share among answers like these, not only among these: to
    the error from coding a part it adds the variance of the answers themselves, which
    takes two more answers each way for granted [3]_. One error each way is added to
    those found, so that a small sample without an error does not pass for a machine
    without errors. The interval is Student's with *m* - 1 degrees of freedom, where *m*
    is :math:`(\sum a_i)^2 / \sum a_i^2` with :math:`a_i = w_i^2 (1 - \pi_i)` and
    :math:`w_i` the weights: the number of coded answers where chances are equal, and
    fewer where few answers stand for many [4]_. Where answers that the machine counts
    had a much smaller chance than others, errors among them may not be found at all,
    and the interval is too short. The naive interval is Wilson's.

    References
    ----------
    .. [1] N. Egami, M. Hinck, B. Stewart, H. Wei, "Using imperfect surrogates for
       downstream inference", NeurIPS 2023. arXiv:2306.04746
    .. [2] A. Angelopoulos, J. Duchi, T. Zrnic, "PPI++", 2023. arXiv:2311.01453
    .. [3] A. Agresti, B. A. Coull, "Approximate is better than 'exact' for interval
       estimation of binomial proportions", The American Statistician 52, 1998.
       doi:10.1080/00031305.1998.10480550
    .. [4] L. Kish, "Survey Sampling", Wiley 1965: the effective size of a sample with
       unequal weights.

    Examples
    --------
    >>> machine = np.tile([1, 1, 1, 0], 100)
    >>> manual = np.where(np.arange(400) < 200, np.tile([1, 1, 0, 0], 100), np.nan)
    >>> found = corrected_share(machine, manual)
    >>> round(found.naive, 2), round(found.share, 2)
    (0.75, 0.5)
    """
    f, y = np.asarray(machine, dtype=float), np.asarray(manual, dtype=float)
    chance = np.ones(len(f)) if sampling_probability is None else sampling_probability
    chance = np.asarray(chance, dtype=float)
    _check(f, y, chance, confidence)
    known = {"n_known_zeros": n_known_zeros, "n_known_ones": n_known_ones}
    for name, number in known.items():
        if number < 0 or number != int(number):
            message = f"{name} counts answers: 0 or a whole number more, got {number}."
            raise ValueError(message)
    coded = ~np.isnan(y)
    n_answers, n_coded = len(f), int(coded.sum())
    if n_coded < FEWEST_CODED:
        message = (
            f"A share is corrected from {FEWEST_CODED} hand-coded answers on, found "
            f"{n_coded} of {n_answers}. Code a random part of the answers."
        )
        raise NotEnoughDataError(message)
    weight = (1 / chance[coded]) / (1 / chance[coded]).sum()
    tuning = _tuning(f[coded], y[coded], weight)
    error = y[coded] - tuning * f[coded]
    n_all = n_answers + n_known_zeros + n_known_ones
    part, ones = n_answers / n_all, n_known_ones / n_all
    share = ones + part * (tuning * f.mean() + weight @ error)
    n_typical = n_coded / part
    typical = (n_typical * (ones + part * (weight @ y[coded])) + 2) / (n_typical + 4)
    drawing, freedom = _drawing_variance(error, weight, n_answers)
    variance = typical * (1 - typical) / n_all + part**2 * drawing
    reach = stats.t.ppf((1 + confidence) / 2, freedom) * np.sqrt(variance)
    n_said = int((f >= 0.5).sum()) + n_known_ones
    naive = stats.binomtest(n_said, n_all).proportion_ci(confidence, method="wilson")
    # A line through the coded answers can leave [0, 1] where the others lie.
    share, low, high = np.clip([share, share - reach, share + reach], 0, 1)
    return CorrectedShare(
        n_all,
        n_coded,
        *map(float, (n_said / n_all, naive.low, naive.high, share, low, high)),
    )


def _check(f: FloatArray, y: FloatArray, chance: FloatArray, confidence: float) -> None:
    if not len(f) == len(y) == len(chance):
        message = (
            f"machine, manual and sampling_probability need one value per answer, got "
            f"{len(f)}, {len(y)} and {len(chance)}."
        )
        raise CodingsError(message)
    if np.isnan(f).any() or f.min(initial=0) < 0 or f.max(initial=0) > 1:
        message = "machine needs a probability in [0, 1] for every answer."
        raise CodingsError(message)
    if not np.isin(y[~np.isnan(y)], (0, 1)).all():
        message = "manual needs 0, 1 or nan (not coded)."
        raise CodingsError(message)
    if not ((chance > 0) & (chance <= 1)).all():
        message = (
            "sampling_probability needs a chance in (0, 1] for every answer; an answer "
            "that could not be drawn cannot be spoken for."
        )
        raise CodingsError(message)
    if not 0 < confidence < 1:
        message = f"confidence must lie between 0 and 1, got {confidence}."
        raise ValueError(message)


def _tuning(f: FloatArray, y: FloatArray, weight: FloatArray) -> float:
    """Return how far the machine is to be heard, from 0 (not at all) to 1."""
    spread = weight @ (f - weight @ f) ** 2
    if spread == 0:
        return 0.0
    together = weight @ ((f - weight @ f) * (y - weight @ y))
    return float(np.clip(together / spread, 0.0, 1.0))


def _drawing_variance(
    error: FloatArray, weight: FloatArray, n_answers: int
) -> tuple[float, float]:
    """Return the variance of the mean error from coding a part, and its freedom."""
    # A weight is one over the number of answers times the chance of being drawn.
    undrawn = np.clip(1 - 1 / (n_answers * weight), 0, 1)
    spread = weight**2 * undrawn
    total = spread.sum()
    n = max(total**2 / (spread @ spread), 2.0) if total > 0 else float(len(error))
    found = spread @ (error - weight @ error) ** 2
    variance = (found * n + 2 * total) / (n + 2) * n / (n - 1)
    return float(variance), n - 1
