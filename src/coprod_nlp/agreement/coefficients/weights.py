"""Weights of agreement between categories: how much of an agreement a pair is."""

from collections.abc import Callable, Sequence

import numpy as np

from coprod_nlp.typing import FloatArray

Weights = str | Sequence[Sequence[float]] | FloatArray
"""A name of `WEIGHTS`, or a square array of agreement weights."""


def _linear(x: FloatArray, y: FloatArray) -> FloatArray:
    return np.abs(x - y)


def _quadratic(x: FloatArray, y: FloatArray) -> FloatArray:
    return (x - y) ** 2


def _radical(x: FloatArray, y: FloatArray) -> FloatArray:
    return np.sqrt(np.abs(x - y))


def _ratio(x: FloatArray, y: FloatArray) -> FloatArray:
    return _over((x - y) ** 2, (x + y) ** 2)


def _circular(x: FloatArray, y: FloatArray) -> FloatArray:
    return np.sin(np.pi * (x - y) / (np.ptp(x) + 1)) ** 2


def _bipolar(x: FloatArray, y: FloatArray) -> FloatArray:
    return _over((x - y) ** 2, (x + y - 2 * x.min()) * (2 * x.max() - x - y))


def _ordinal(x: FloatArray, y: FloatArray) -> FloatArray:
    # Gwet counts the pairs of categories between k and l, both included.
    rank = np.searchsorted(np.unique(x), x)
    span = np.abs(rank - np.searchsorted(np.unique(x), y)) + 1
    return span * (span - 1) / 2


_DISAGREEMENTS: dict[str, Callable[[FloatArray, FloatArray], FloatArray]] = {
    "linear": _linear,
    "quadratic": _quadratic,
    "radical": _radical,
    "ratio": _ratio,
    "circular": _circular,
    "bipolar": _bipolar,
    "ordinal": _ordinal,
}

WEIGHTS: tuple[str, ...] = ("identity", *_DISAGREEMENTS)
"""Names that `agreement_weights` knows."""


def agreement_weights(
    values: Sequence[float] | FloatArray, kind: Weights
) -> FloatArray:
    """Return the weight of agreement of every pair of categories.

    Parameters
    ----------
    values : array-like of shape (n_categories,)
        Value of each category; ranks 0, 1, 2, ... for named categories.
    kind : str or array-like of shape (n_categories, n_categories)
        One of `WEIGHTS`, or the weights themselves: 1 on the diagonal, 0 for no
        agreement at all. With two coders, row is the first and column the second.

    Returns
    -------
    ndarray of shape (n_categories, n_categories)
        Weights in [0, 1]; 1 on the diagonal.

    Raises
    ------
    ValueError
        If the name is not known, or an array has another shape, another
        diagonal, or a value outside [0, 1].

    Notes
    -----
    ``ordinal`` is Gwet's rank weight [1]_, not Krippendorff's ordinal metric,
    which depends on how often each category was used (see `krippendorff_alpha`).

    References
    ----------
    .. [1] K. L. Gwet, Handbook of Inter-Rater Reliability, 4th ed., 2014,
       section 3.5.

    Examples
    --------
    >>> agreement_weights([1, 2, 3], "quadratic").tolist()
    [[1.0, 0.75, 0.0], [0.75, 1.0, 0.75], [0.0, 0.75, 1.0]]
    """
    x = np.asarray(values, dtype=float)
    if not isinstance(kind, str):
        return _checked(np.asarray(kind, dtype=float), len(x))
    if kind == "identity":
        return np.eye(len(x))
    if kind not in _DISAGREEMENTS:
        message = f"weights must be one of {WEIGHTS} or an array, got {kind!r}."
        raise ValueError(message)
    disagreement = _DISAGREEMENTS[kind](x[:, None], x[None, :])
    largest = disagreement.max(initial=0.0)
    return 1 - disagreement / largest if largest > 0 else np.eye(len(x))


def _checked(weights: FloatArray, n_categories: int) -> FloatArray:
    """Refuse an array that is not one of agreement weights."""
    expected = (n_categories, n_categories)
    if weights.shape != expected:
        message = (
            f"weights must have shape {expected}, one row per category, "
            f"got {weights.shape}. Name all categories with categories=[...]."
        )
        raise ValueError(message)
    if not (np.all(np.diag(weights) == 1) and np.all((weights >= 0) & (weights <= 1))):
        message = (
            "weights of agreement lie in [0, 1] with 1 on the diagonal; turn "
            "weights of disagreement v into 1 - v / v.max() first."
        )
        raise ValueError(message)
    return weights


def _over(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    """Divide, with 0 / 0 read as no disagreement."""
    return np.divide(
        numerator,
        denominator,
        out=np.zeros_like(numerator),
        where=denominator != 0,
    )
