"""Lays out suggested codes as a table, best first for each answer."""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from coprod_nlp.coding.scoring import AnswerUnits
from coprod_nlp.typing import BoolArray, FloatArray, IntArray

_COLUMNS: dict[str, Any] = {
    "answer": object,
    "unit": "int64",
    "start": "int64",
    "end": "int64",
    "rank": "int64",
    "code": "str",
    "score": "float64",
    "suggested": "bool",
    "evidence": "str",
}


def suggestions_frame(
    labels: Sequence[Hashable],
    units: AnswerUnits,
    score: FloatArray,
    evidence: IntArray,
    names: Sequence[str],
    *,
    suggested: BoolArray,
    top: int,
) -> pd.DataFrame:
    """Return the codes that fit each answer best; see `CodeSuggester.suggest`.

    Parameters
    ----------
    labels : sequence, length n_answers
        What the answers are called.
    units : AnswerUnits
    score : ndarray of shape (n_answers, n_codes)
    evidence : ndarray of int, shape (n_answers, n_codes)
        Number, among all units, of the unit that shows the code.
    names : sequence of str, length n_codes
        In alphabetical order, to which ties go, so that no run differs from another.
    suggested : ndarray of bool, shape (n_answers, n_codes)
        Which codes a coder would tick.
    top : int
        Codes for each answer.
    """
    order = np.argsort(-score, axis=1, kind="stable")[:, :top]
    first = np.searchsorted(units.owner, np.arange(len(labels)))
    rows: list[tuple[Any, ...]] = []
    for i, label in enumerate(labels):
        for rank, j in enumerate(order[i], start=1):
            unit = evidence[i, j]
            span = units.spans[unit]
            said = span.of(units.texts[i])
            value = float(score[i, j])
            where = (label, unit - first[i], span.start, span.end)
            rows.append((*where, rank, names[j], value, suggested[i, j], said))
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)
