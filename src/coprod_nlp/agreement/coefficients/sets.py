"""Agreement on sets of codes: distances between sets, and alpha on them."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from math import nan
from typing import Any

import numpy as np
import pandas as pd

from coprod_nlp.agreement.estimates.estimate import Estimate
from coprod_nlp.exceptions import CodingsError
from coprod_nlp.typing import BoolArray, FloatArray, IntArray

SetDistance = Callable[[FloatArray, FloatArray], FloatArray]
"""Membership (V, C) and (W, C) in, distances (V, W) in [0, 1] out."""

_ROWS_AT_ONCE = 256

MASI_STEPS = (2 / 3, 1 / 3)
"""Passonneau's monotonicity for one set inside the other, and for overlap."""


def jaccard_distances(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return 1 - |A and B| / |A or B| for rows of membership.

    Parameters
    ----------
    a, b : ndarray of shape (V, C), (W, C)
        1 where the set holds the code. Two empty sets are equal.

    Returns
    -------
    ndarray of shape (V, W)
        Distances in [0, 1].
    """
    both, _, _, union = _overlaps(a, b)
    return 1 - _jaccard(both, union)


def masi_distances(
    a: FloatArray, b: FloatArray, *, steps: tuple[float, float] = MASI_STEPS
) -> FloatArray:
    """Return 1 - Jaccard * monotonicity for rows of membership.

    Parameters
    ----------
    a, b : ndarray of shape (V, C), (W, C)
        1 where the set holds the code. Two empty sets are equal.
    steps : tuple of float, default=(2/3, 1/3)
        Monotonicity where one set lies inside the other, and where they only
        overlap. Older releases of nltk rounded them to (0.67, 0.33).

    Returns
    -------
    ndarray of shape (V, W)
        Distances in [0, 1].

    References
    ----------
    .. [1] R. Passonneau, Measuring agreement on set-valued items (MASI), LREC
       2006. http://www.lrec-conf.org/proceedings/lrec2006/pdf/636_pdf.pdf
    """
    both, only_a, only_b, union = _overlaps(a, b)
    inside, overlap = steps
    monotonicity = np.where(
        (only_a > 0) & (only_b > 0), overlap, np.where(only_a + only_b > 0, inside, 1.0)
    )
    return 1 - _jaccard(both, union) * monotonicity


SET_DISTANCES: dict[str, SetDistance] = {
    "masi": masi_distances,
    "jaccard": jaccard_distances,
}
"""Distances between sets of codes by name."""


def set_distance(
    a: Iterable[Hashable],
    b: Iterable[Hashable],
    *,
    distance: str = "masi",
    steps: tuple[float, float] = MASI_STEPS,
) -> float:
    """Return the distance between two sets of codes.

    Parameters
    ----------
    a, b : iterable
        Codes; an empty one means "no code".
    distance : {"masi", "jaccard"}, default="masi"
        Which distance.
    steps : tuple of float
        See `masi_distances`.

    Returns
    -------
    float
        0 for equal sets, 1 for sets without a common code.

    Raises
    ------
    ValueError
        If the distance is not known.

    Examples
    --------
    >>> round(set_distance({"time"}, {"time", "staff"}), 3)
    0.667
    >>> set_distance({"time"}, {"time", "staff"}, distance="jaccard")
    0.5
    """
    codes = sorted({*a, *b}, key=repr)
    rows = [
        np.array([[code in held for code in codes]], float) for held in (set(a), set(b))
    ]
    return float(_distance_function(distance, steps)(rows[0], rows[1])[0, 0])


def set_alpha(
    ratings: Sequence[Sequence[Any]],
    *,
    distance: str = "masi",
    steps: tuple[float, float] = MASI_STEPS,
) -> Estimate:
    """Return Krippendorff's alpha for sets of codes.

    Parameters
    ----------
    ratings : sequence of sequences, shape (n_units, n_coders)
        Each cell a set (or list) of codes, empty for "no code"; None, nan or NA
        where the coder did not rate.
    distance : {"masi", "jaccard"}, default="masi"
        Distance between sets.
    steps : tuple of float
        See `masi_distances`.

    Returns
    -------
    Estimate
        At most 1; nan with a reason where it is undefined.

    Raises
    ------
    CodingsError
        If a cell is a plain string, which would be read letter by letter.

    Examples
    --------
    >>> ratings = [[{"a"}, {"a"}], [{"b"}, {"a", "b"}], [{"b"}, {"b"}]]
    >>> round(set_alpha(ratings, distance="jaccard").estimate, 3)
    0.706
    """
    held = [[_as_set(cell) for cell in row] for row in ratings]
    cells = [cell for row in held for cell in row if cell is not None]
    sets = sorted(set(cells), key=lambda s: (len(s), sorted(map(repr, s))))
    codes = sorted({code for cell in sets for code in cell}, key=repr)
    members = np.array([[code in s for code in codes] for s in sets], float)
    members = members.reshape(len(sets), len(codes))
    position = {s: i for i, s in enumerate(sets)}
    table = np.full((len(held), max(map(len, held), default=0)), -1)
    for i, row in enumerate(held):
        for j, cell in enumerate(row):
            table[i, j] = -1 if cell is None else position[cell]
    return _alpha_of(table, members, _distance_function(distance, steps))


def disagreement_terms(
    table: IntArray, members: FloatArray, distance: SetDistance
) -> tuple[FloatArray, BoolArray]:
    """Return each unit's disagreement and which ratings it lends to alpha.

    Parameters
    ----------
    table : ndarray of int, shape (n_units, R)
        Position of each coder's set, -1 where not rated.
    members : ndarray of shape (V, C)
        1 where the set holds the code.
    distance : callable
        Distance between sets.

    Returns
    -------
    disagreeing : ndarray of shape (n_units,)
        Summed distance of the ordered pairs over (ratings - 1).
    pairable : ndarray of bool, shape (n_units, R)
        Ratings in units with two or more.
    """
    rated = table >= 0
    m = rated.sum(axis=1)
    total = np.zeros(len(table))
    for g in range(table.shape[1]):
        for h in range(g):
            both = np.flatnonzero(rated[:, g] & rated[:, h])
            total[both] += 2 * _paired(
                distance, members, table[both, g], table[both, h]
            )
    return total / np.maximum(m - 1, 1), rated & (m >= 2)[:, None]


def _paired(
    distance: SetDistance, members: FloatArray, a: IntArray, b: IntArray
) -> FloatArray:
    """Distance of each pair (a[i], b[i]), computed once per distinct pair."""
    pairs, inverse = np.unique(a * len(members) + b, return_inverse=True)
    first, second = np.divmod(pairs, max(len(members), 1))
    found = np.zeros(len(pairs))
    for i in range(0, len(pairs), _ROWS_AT_ONCE):
        some = slice(i, i + _ROWS_AT_ONCE)
        found[some] = np.diag(distance(members[first[some]], members[second[some]]))
    return found[inverse]


def _alpha_of(table: IntArray, members: FloatArray, distance: SetDistance) -> Estimate:
    """Alpha of positions of sets, with its reason where there is none."""
    disagreeing, pairable = disagreement_terms(table, members, distance)
    d = distance(members, members)
    n_k = np.bincount(table[pairable], minlength=len(d)).astype(float)
    n = n_k.sum()
    if n == 0:
        n_units = int((table >= 0).any(axis=1).sum())
        reason = f"no unit was rated by two or more coders (0 of {n_units} units)"
        return Estimate(nan, reason=reason)
    expected = float(n_k @ d @ n_k)
    if expected <= 0:
        reason = f"all coders used one set of codes only, on all {int(n)} ratings"
        return Estimate(nan, reason=reason)
    return Estimate(float(1 - (n - 1) * disagreeing.sum() / expected))


def _as_set(cell: Any) -> frozenset[Hashable] | None:
    """Read one cell; a missing one stays None."""
    if pd.api.types.is_scalar(cell) and pd.isna(cell):
        return None
    if isinstance(cell, str):
        message = "A cell must be a set of codes, found text; write {'code'} for one."
        raise CodingsError(message)
    return frozenset(cell)


def _distance_function(distance: str, steps: tuple[float, float]) -> SetDistance:
    if distance not in SET_DISTANCES:
        message = f"distance must be one of {tuple(SET_DISTANCES)}, got {distance!r}."
        raise ValueError(message)
    if distance == "masi":
        return lambda a, b: masi_distances(a, b, steps=steps)
    return SET_DISTANCES[distance]


def _overlaps(
    a: FloatArray, b: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Sizes of both, only A, only B, and either, each of shape (V, W)."""
    both = a @ b.T
    only_a = a.sum(axis=1)[:, None] - both
    only_b = b.sum(axis=1)[None, :] - both
    return both, only_a, only_b, both + only_a + only_b


def _jaccard(both: FloatArray, union: FloatArray) -> FloatArray:
    return np.divide(both, union, out=np.ones_like(union), where=union > 0)
