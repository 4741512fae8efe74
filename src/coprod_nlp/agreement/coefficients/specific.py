"""Measures for a yes/no code that say where two coders agree, not how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
import pandas as pd

from coprod_nlp.exceptions import CodingsError
from coprod_nlp.typing import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class BinaryAgreement:
    """Two coders' decisions on one code, as the four counts behind all measures.

    Parameters
    ----------
    both, only_first, only_second, neither : int
        Units to which both coders, one of them, or none gave the code.

    Examples
    --------
    >>> counts = BinaryAgreement(both=40, only_first=9, only_second=6, neither=45)
    >>> round(counts.pabak, 2), round(counts.bias_index, 2)
    (0.7, 0.03)
    """

    both: int
    only_first: int
    only_second: int
    neither: int

    @property
    def n_units(self) -> int:
        """Units that both coders rated."""
        return self.both + self.only_first + self.only_second + self.neither

    @property
    def positive_agreement(self) -> float:
        """2a / (2a + b + c); nan if neither coder gave the code.

        Cicchetti and Feinstein (1990), doi:10.1016/0895-4356(90)90159-M.
        """
        return _ratio(2 * self.both, 2 * self.both + self.only_first + self.only_second)

    @property
    def negative_agreement(self) -> float:
        """2d / (2d + b + c); nan if both coders gave the code to every unit."""
        rest = self.only_first + self.only_second
        return _ratio(2 * self.neither, 2 * self.neither + rest)

    @property
    def pabak(self) -> float:
        """Prevalence- and bias-adjusted kappa, 2 percent - 1.

        Byrt, Bishop and Carlin (1993), doi:10.1016/0895-4356(93)90018-V.
        """
        return 2 * _ratio(self.both + self.neither, self.n_units) - 1

    @property
    def prevalence_index(self) -> float:
        """(a - d) / n in [-1, 1]; far from 0 makes kappa low."""
        return _ratio(self.both - self.neither, self.n_units)

    @property
    def bias_index(self) -> float:
        """(b - c) / n in [-1, 1]; who gives the code more often."""
        return _ratio(self.only_first - self.only_second, self.n_units)


def binary_agreement(first: Sequence[Any], second: Sequence[Any]) -> BinaryAgreement:
    """Count where two coders gave one code.

    Parameters
    ----------
    first, second : sequence of bool or 0/1, same length
        Each coder's decision per unit; None, nan or NA where not rated, and
        then the unit is left out.

    Returns
    -------
    BinaryAgreement
        The four counts and the measures made of them.

    Raises
    ------
    CodingsError
        If the lengths differ or a decision is not yes/no.

    Examples
    --------
    >>> binary_agreement([1, 1, 0, None], [1, 0, 0, 1]).positive_agreement
    0.6666666666666666
    """
    if len(first) != len(second):
        message = (
            f"Both coders need one decision per unit; found {len(first)} and "
            f"{len(second)}. Join them by unit first."
        )
        raise CodingsError(message)
    table = pd.DataFrame({"first": list(first), "second": list(second)}, dtype=object)
    table = table.dropna()
    strange = ~table.isin([0, 1, True, False])
    if strange.to_numpy().any():
        message = (
            f"{int(strange.to_numpy().sum())} decision(s) are neither 0/1 nor "
            "True/False; turn the code into yes/no first."
        )
        raise CodingsError(message)
    a, b = (table[name].astype(bool).to_numpy() for name in ("first", "second"))
    return BinaryAgreement(
        int((a & b).sum()),
        int((a & ~b).sum()),
        int((~a & b).sum()),
        int((~a & ~b).sum()),
    )


def specific_agreement(
    n_yes: IntArray, n_ratings: IntArray, times: FloatArray
) -> tuple[float, float]:
    """Return positive and negative specific agreement for any number of coders.

    Parameters
    ----------
    n_yes : ndarray of int, shape (n_rows,)
        Coders who gave the code.
    n_ratings : ndarray of int, shape (n_rows,)
        Coders who rated the unit; units with fewer than two are left out.
    times : ndarray of shape (n_rows,)
        How often each row occurs.

    Returns
    -------
    positive, negative : float
        Chance that a second coder, drawn at random, also gave (did not give)
        the code, in [0, 1]; nan where the code was never (always) given.

    References
    ----------
    .. [1] J. L. Fleiss, Statistical Methods for Rates and Proportions, 2nd ed.,
       1981, section 13.2.
    """
    several = n_ratings >= 2
    yes, r = n_yes[several].astype(float), n_ratings[several].astype(float)
    no, t = r - yes, times[several]
    positive = _ratio(float((t * yes * (yes - 1) / (r - 1)).sum()), float(t @ yes))
    negative = _ratio(float((t * no * (no - 1) / (r - 1)).sum()), float(t @ no))
    return positive, negative


def _ratio(part: float, whole: float) -> float:
    return float(np.divide(part, whole)) if whole else nan
