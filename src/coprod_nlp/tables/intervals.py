"""Wilson's interval for a share, and Newcombe's for the difference of two."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from coprod_nlp.typing import FloatArray


def wilson_interval(
    count: float, base: float, confidence: float = 0.95
) -> tuple[float, float]:
    """Return Wilson's score interval for a share.

    Parameters
    ----------
    count : float
        Respondents with the property, in [0, base].
    base : float
        Respondents who were asked and answered.
    confidence : float, default=0.95
        Of the interval.

    Returns
    -------
    low, high : float
        In [0, 1]; nan for an empty base, about which nothing is known.

    Raises
    ------
    ValueError
        If count is not in [0, base] or confidence not between 0 and 1.

    References
    ----------
    .. [1] E. B. Wilson, JASA 22, 1927. doi:10.1080/01621459.1927.10502953
    .. [2] R. G. Newcombe, Stat. Med. 17, 1998, table I.
       doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E

    Examples
    --------
    >>> low, high = wilson_interval(39, 80)
    >>> round(low, 3), round(high, 3)
    (0.381, 0.595)
    """
    low, high = wilson_intervals([count], [base], confidence)
    return float(low[0]), float(high[0])


def wilson_intervals(
    counts: ArrayLike, bases: ArrayLike, confidence: float = 0.95
) -> tuple[FloatArray, FloatArray]:
    """Return Wilson's interval for each pair of count and base.

    Parameters
    ----------
    counts, bases : array-like of shape (n_shares,)
        As for `wilson_interval`.
    confidence : float, default=0.95
        Of the intervals.

    Returns
    -------
    low, high : ndarray of shape (n_shares,)
        In [0, 1]; nan where the base is 0.

    Raises
    ------
    ValueError
        As for `wilson_interval`.
    """
    x, n = np.asarray(counts, dtype=float), np.asarray(bases, dtype=float)
    if not 0 < confidence < 1:
        message = f"confidence must lie between 0 and 1, got {confidence}."
        raise ValueError(message)
    wrong = (x < 0) | (x > n)
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        message = (
            f"A count lies between 0 and its base; found {x[first]:g} of {n[first]:g} "
            f"at position {first}."
        )
        raise ValueError(message)
    n = np.where(n > 0, n, np.nan)
    p = x / n
    z2 = float(stats.norm.ppf((1 + confidence) / 2)) ** 2
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    reach = np.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n**2))) / (1 + z2 / n)
    # At the ends the formula gives 0 and 1 but for the last digit.
    low = np.where(p == 0, 0.0, np.maximum(middle - reach, 0.0))
    high = np.where(p == 1, 1.0, np.minimum(middle + reach, 1.0))
    return low, high


def newcombe_intervals(
    counts: ArrayLike,
    bases: ArrayLike,
    other_counts: ArrayLike,
    other_bases: ArrayLike,
    confidence: float = 0.95,
) -> tuple[FloatArray, FloatArray]:
    """Return Newcombe's interval for each difference of two independent shares.

    Parameters
    ----------
    counts, bases, other_counts, other_bases : array-like of shape (n_pairs,)
        As for `wilson_interval`; the second share is taken from the first.
    confidence : float, default=0.95
        Of the intervals.

    Returns
    -------
    low, high : ndarray of shape (n_pairs,)
        In [-1, 1]; nan where a base is 0.

    Raises
    ------
    ValueError
        As for `wilson_interval`.

    References
    ----------
    .. [1] R. G. Newcombe, Stat. Med. 17, 1998, method 10.
       doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I

    Examples
    --------
    >>> low, high = newcombe_intervals([56], [70], [48], [80])
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.0524], [0.3339])
    """
    low, high = wilson_intervals(counts, bases, confidence)
    other_low, other_high = wilson_intervals(other_counts, other_bases, confidence)
    n, m = (np.asarray(base, dtype=float) for base in (bases, other_bases))
    p = np.asarray(counts, dtype=float) / np.where(n > 0, n, np.nan)
    q = np.asarray(other_counts, dtype=float) / np.where(m > 0, m, np.nan)
    return (
        p - q - np.hypot(p - low, other_high - q),
        p - q + np.hypot(high - p, q - other_low),
    )
