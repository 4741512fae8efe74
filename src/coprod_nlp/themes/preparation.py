"""Brings answers into distinct units, in an order that their rows do not decide."""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from coprod_nlp.files.words import NO_STRATUM
from coprod_nlp.text.nonanswers import AnswerKind
from coprod_nlp.text.normalisation import refuse_one
from coprod_nlp.text.spans import Span
from coprod_nlp.text.units import meaning_units
from coprod_nlp.typing import IntArray


def aligned(
    strata: "pd.Series[Any] | Sequence[Any] | None", series: "pd.Series[Any]"
) -> "pd.Series[str] | None":
    """Return the stratum of each answer by position.

    Raises
    ------
    ValueError
        If the strata fit the answers neither by label nor by number.
    """
    if strata is None:
        return None
    refuse_one(strata)
    # A list has no labels, and the range that it gets here names no answer.
    labelled = isinstance(strata, pd.Series)
    strata = pd.Series(strata)
    if labelled and series.index.isin(strata.index).all() and strata.index.is_unique:
        strata = strata.reindex(series.index)
    elif len(strata) != len(series) or not isinstance(strata.index, pd.RangeIndex):
        message = (
            f"Strata need the index labels of the answers, or one value each in their "
            f"order: {len(series)} answers, {len(strata)} strata "
            f"{'with other' if labelled else 'without'} labels."
        )
        raise ValueError(message)
    values = strata.astype(object).where(strata.notna(), NO_STRATUM).astype(str)
    return values.reset_index(drop=True)


def unit_rows(
    series: "pd.Series[Any]", kinds: list[AnswerKind], *, segment: bool
) -> pd.DataFrame:
    """Return unit, row (of the answer), answer, start, end, text, a row per unit."""
    rows: list[tuple[int, Hashable, int, int, str]] = []
    for row, (label, text) in enumerate(series.items()):
        spans = [Span(0, len(text))]
        if segment:
            answered = kinds[row] is AnswerKind.ANSWERED
            spans = meaning_units(text) if answered else []
        rows.extend((row, label, s.start, s.end, s.of(text)) for s in spans)
    frame = pd.DataFrame(rows, columns=["row", "answer", "start", "end", "text"])
    frame.insert(0, "unit", np.arange(len(frame)))
    return frame.astype({"row": "int64", "start": "int64", "end": "int64"})


def distinct(keys: Sequence[str]) -> tuple[list[str], IntArray, IntArray]:
    """Return distinct keys in sorted order, with an index to and a count of each.

    The encoder reads the key, so that which spelling came first cannot matter.
    """
    # An array of texts would give each the room of the longest.
    unique = sorted(set(keys))
    place = {key: number for number, key in enumerate(unique)}
    inverse = np.array([place[key] for key in keys], dtype=int)
    return unique, inverse, np.bincount(inverse, minlength=len(unique))
