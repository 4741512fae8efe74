"""Sets up what a bootstrap draws: distinct rows of ratings, or respondents."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse

from coprod_nlp.agreement.codings.distinct import distinct_rows
from coprod_nlp.agreement.codings.units import CodedUnits
from coprod_nlp.typing import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Draws:
    """Distinct rows of ratings, how often each occurs, and how they are drawn."""

    units: CodedUnits
    times: FloatArray
    by_row: Any
    row_times: IntArray

    def of(self, terms: FloatArray) -> FloatArray:
        """Sum the terms of patterns into the rows that are drawn."""
        return terms if self.by_row is None else np.asarray(self.by_row @ terms)


def draws_of(units: CodedUnits) -> Draws:
    """Merge units with equal rows of ratings; draw them, or whole respondents."""
    first, inverse, times = distinct_rows(units.cells)
    merged = replace(
        units, units=np.arange(len(first)), cells=units.cells[first], clusters=None
    )
    if units.clusters is None:
        return Draws(merged, times.astype(float), None, times)
    n_clusters = int(units.clusters.max()) + 1
    by_row = sparse.csr_array(
        (np.ones(len(inverse)), (units.clusters, inverse)),
        shape=(n_clusters, len(first)),
    )
    ones = np.ones(n_clusters, dtype=np.int64)
    return Draws(merged, times.astype(float), by_row, ones)
