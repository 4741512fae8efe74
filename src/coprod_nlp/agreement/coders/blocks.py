"""What each row of the agreement table needs from every unit.

A block holds the terms that units add and the coefficients as functions of
their sums, so that one set of resamples serves all rows of a table.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from coprod_nlp.agreement.coders.draws import Draws
from coprod_nlp.agreement.codings.units import (
    CodedUnits,
    binary_codes,
    membership,
    nominal_codes,
)
from coprod_nlp.agreement.coefficients import chance
from coprod_nlp.agreement.coefficients.kappas import CONGER, GWET
from coprod_nlp.agreement.coefficients.krippendorff import alpha_value
from coprod_nlp.agreement.coefficients.sets import disagreement_terms, masi_distances
from coprod_nlp.agreement.coefficients.sums import Sums, unit_sums
from coprod_nlp.agreement.estimates.resampling import resampled_counts
from coprod_nlp.typing import FloatArray, IntArray

COLUMNS = ("percent", "kappa", "ac1", "alpha")
"""Coefficients of the agreement table."""

_EXACT_CELLS = 2_000_000
_ROWS_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Block:
    """Terms of each distinct row of ratings, and what their sums mean.

    Parameters
    ----------
    terms : ndarray of shape (n_patterns, D)
        What one unit with this row adds.
    values : callable
        Sums of shape (..., D) to coefficients of shape (...), by name.
    chance : callable
        Sums of shape (D,) to chance agreement, by name.
    linear : bool
        Whether the chance agreement of alpha was linearised (see `set_block`).
    """

    terms: FloatArray
    values: Callable[[FloatArray], dict[str, FloatArray]]
    chance: Callable[[FloatArray], dict[str, float]]
    linear: bool = False


Parts = list[tuple[Block, tuple[str, ...]]]
"""Blocks, and which columns each of them gives."""


def code_block(units: CodedUnits, code: int) -> Block:
    """Return the block of one code: given or not given."""
    return category_block(binary_codes(units, code), 2)


def nominal_block(units: CodedUnits) -> Block:
    """Return the block of all codes as one nominal scale."""
    return category_block(*nominal_codes(units))


def pooled_block(units: CodedUnits) -> Block:
    """Return the block of all unit by code decisions, yes or no, together."""
    blocks = [code_block(units, code) for code in range(len(units.codes))]
    terms = sum((block.terms for block in blocks), np.zeros((len(units.cells), 1)))
    return Block(terms, blocks[0].values, blocks[0].chance)


def category_block(codes: IntArray, n_categories: int) -> Block:
    """Return the block of ratings in categories."""
    w = np.eye(n_categories)
    terms = unit_sums(codes, w).matrix()
    return Block(terms, partial(_category_values, w=w), partial(_category_chance, w=w))


def set_block(units: CodedUnits) -> Block:
    """Return the block of sets of codes: exact equality, and alpha by MASI distance.

    With very many distinct sets, the expected disagreement (a quadratic form) is
    replaced in the resamples by its tangent at the data; what that neglects is
    of the order of 1 / n_units. The estimate itself is always exact.
    """
    members = membership(units)
    disagreeing, pairable = disagreement_terms(units.cells, members, masi_distances)
    n_pairable = pairable.sum(axis=1).astype(float)
    scalars = [_equal_pairs(units.cells), (n_pairable > 0).astype(float)]
    base = np.stack([*scalars, disagreeing, n_pairable], axis=1)
    n_sets = len(members)
    if n_sets * max(len(units.cells), n_sets) > _EXACT_CELLS:
        return Block(base, _set_values_linear, _no_chance, linear=True)
    counts = np.zeros((len(units.cells), n_sets))
    row, coder = np.nonzero(pairable)
    np.add.at(counts, (row, units.cells[row, coder]), 1.0)
    d = masi_distances(members, members)
    terms = np.concatenate([base, counts], axis=1)
    return Block(terms, partial(_set_values, d=d), partial(_set_chance, d=d))


def with_tangent(block: Block, units: CodedUnits, times: FloatArray) -> Block:
    """Complete a linear block of sets with the tangent at the data.

    Parameters
    ----------
    block : Block
        From `set_block`, `linear`.
    units : CodedUnits
        The same units.
    times : ndarray of shape (n_patterns,)
        How often each row of ratings occurs.

    Returns
    -------
    Block
        With one more term: twice the mean distance of the row's sets to all.
    """
    members = membership(units)
    several = (units.cells >= 0).sum(axis=1) >= 2
    pairable = (units.cells >= 0) & several[:, None]
    row, coder = np.nonzero(pairable)
    position = units.cells[row, coder]
    n_k = np.bincount(position, weights=times[row], minlength=len(members))
    reach = np.concatenate(
        [
            masi_distances(members[i : i + _ROWS_AT_ONCE], members) @ n_k
            for i in range(0, len(members), _ROWS_AT_ONCE)
        ]
    )
    slope = np.bincount(row, weights=2 * reach[position], minlength=len(units.cells))
    at_data = float(n_k @ reach)
    return Block(
        np.concatenate([block.terms, slope[:, None]], axis=1),
        partial(_set_values_linear, at_data=at_data),
        partial(_set_chance_linear, at_data=at_data),
        linear=True,
    )


def overall_parts(draws: Draws) -> Parts:
    """Return the blocks of all codes together, and which columns each gives."""
    if not draws.units.several:
        return [(nominal_block(draws.units), COLUMNS)]
    sets = set_block(draws.units)
    if sets.linear:
        sets = with_tangent(sets, draws.units, draws.times)
    return [(sets, ("percent", "alpha")), (pooled_block(draws.units), ("kappa", "ac1"))]


def resample(
    draws: Draws, blocks: Sequence[Block], n_resamples: int, random_state: int
) -> list[dict[str, FloatArray]]:
    """Return each block's coefficients, of shape (n_resamples,), on the same draws."""
    widths = np.cumsum([block.terms.shape[1] for block in blocks])[:-1]
    stacked = np.concatenate([draws.of(block.terms) for block in blocks], axis=1)
    found: list[list[dict[str, FloatArray]]] = [[] for _ in blocks]
    for counts in resampled_counts(draws.row_times, n_resamples, random_state):
        for i, sums in enumerate(np.split(counts @ stacked, widths, axis=1)):
            found[i].append(blocks[i].values(sums))
    return [
        {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        for parts in found
    ]


def lowest_without_disagreement(n: int, confidence: float) -> float:
    """Return the exact binomial bound of percent agreement where all `n` agree."""
    return float(((1 - confidence) / 2) ** (1 / n))


def carried(percent: float, chance: float) -> float:
    """Return the coefficient that a percent agreement makes with this chance."""
    return 1 - (1 - percent) / (1 - chance)


def _category_values(sums: FloatArray, w: FloatArray) -> dict[str, FloatArray]:
    read = Sums.of_matrix(sums, len(w))
    return {
        "percent": chance.observed(read),
        "kappa": CONGER.value(read, w),
        "ac1": GWET.value(read, w),
        "alpha": alpha_value(read, w),
    }


def _category_chance(sums: FloatArray, w: FloatArray) -> dict[str, float]:
    read = Sums.of_matrix(sums, len(w))
    return {
        "percent": 0.0,
        "kappa": float(CONGER.expected(read, w)),
        "ac1": float(GWET.expected(read, w)),
        "alpha": float(chance.alpha_parts(read, w)[1]),
    }


def _set_values(sums: FloatArray, d: FloatArray) -> dict[str, FloatArray]:
    n_k = sums[..., 4:]
    return _set_result(sums, ((n_k @ d) * n_k).sum(axis=-1))


def _set_values_linear(
    sums: FloatArray, at_data: float = float("nan")
) -> dict[str, FloatArray]:
    return _set_result(sums, sums[..., -1] - at_data)


def _set_result(sums: FloatArray, expected: FloatArray) -> dict[str, FloatArray]:
    """Exact equality, and alpha = 1 - (n - 1) D_o / D_e, from their sums."""
    paired = np.where(sums[..., 1] > 0, sums[..., 1], np.nan)
    expected = np.where(expected > 0, expected, np.nan)
    alpha = 1 - (sums[..., 3] - 1) * sums[..., 2] / expected
    return {"percent": sums[..., 0] / paired, "alpha": alpha}


def _set_chance(sums: FloatArray, d: FloatArray) -> dict[str, float]:
    n_k = sums[4:]
    return _set_chances(sums, float(n_k @ d @ n_k))


def _set_chance_linear(sums: FloatArray, at_data: float) -> dict[str, float]:
    return _set_chances(sums, float(sums[-1] - at_data))


def _set_chances(sums: FloatArray, expected: float) -> dict[str, float]:
    n = float(sums[3])
    return {"percent": 0.0, "alpha": 1 - expected / max(n * (n - 1), 1.0)}


def _no_chance(sums: FloatArray) -> dict[str, float]:
    return {}


def _equal_pairs(cells: IntArray) -> FloatArray:
    """Share of pairs of coders with the same set, shape (n_patterns,)."""
    rated = cells >= 0
    equal = np.zeros(len(cells))
    for g in range(cells.shape[1]):
        for h in range(g):
            equal += rated[:, g] & rated[:, h] & (cells[:, g] == cells[:, h])
    m = rated.sum(axis=1)
    return 2 * equal / np.maximum(m * (m - 1), 1)
