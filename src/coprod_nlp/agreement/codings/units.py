"""Units with the set of codes that each coder gave."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from coprod_nlp.typing import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class CodedUnits:
    """Who gave which set of codes to which unit.

    Parameters
    ----------
    units : ndarray of str, shape (n_units,)
        Sorted names of the units.
    coders, codes : tuple of str
        Sorted names; codes without `NO_CODE`.
    cells : ndarray of int, shape (n_units, n_coders)
        Position of the set in `sets`, -1 where the coder did not rate the unit.
    sets : ndarray of bool, shape (n_sets, n_codes)
        Distinct sets of codes; an empty one means "no code".
    clusters : ndarray of int, shape (n_units,), optional
        Number of the respondent of each unit; None where each unit is alone.
    several : bool
        Whether a coder may give a unit several codes.
    remarks : tuple of str
        What was repaired or is worth knowing, in sentences.
    """

    units: Any
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    cells: IntArray
    sets: Any
    clusters: IntArray | None
    several: bool
    remarks: tuple[str, ...] = ()

    def of_units(self, chosen: Any) -> "CodedUnits":
        """Return the units where the boolean array `chosen` is True."""
        clusters = None
        if self.clusters is not None:
            clusters = np.unique(self.clusters[chosen], return_inverse=True)[1]
        return replace(
            self, units=self.units[chosen], cells=self.cells[chosen], clusters=clusters
        )


def binary_codes(units: CodedUnits, code: int) -> IntArray:
    """Return 1, 0, or -1 (not rated) per unit and coder for one code."""
    decisions = np.where(units.cells >= 0, units.sets[units.cells, code], -1)
    return decisions.astype(np.int64)


def nominal_codes(units: CodedUnits) -> tuple[IntArray, int]:
    """Return the one code per unit and coder, and how many categories there are.

    All codes are categories, "no code" with them where anybody in the table gave none:
    what is chance must not depend on which of them some coders happened to use.
    """
    empty = ~units.sets.any(axis=1)
    position = np.concatenate([units.sets, empty[:, None]], axis=1).argmax(axis=1)
    codes = np.where(units.cells >= 0, position[units.cells], -1)
    return codes, len(units.codes) + int(empty.any())


def membership(units: CodedUnits) -> FloatArray:
    """Return the sets as numbers, shape (n_sets, n_codes)."""
    return units.sets.astype(float)
