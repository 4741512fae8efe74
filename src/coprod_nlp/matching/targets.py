"""What human coders said of the answers that a matcher learns from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from coprod_nlp.exceptions import CodingsError, NotEnoughDataError
from coprod_nlp.files.words import LABELS, Label
from coprod_nlp.matching.definition import ReferenceDefinition
from coprod_nlp.typing import FloatArray, IntArray
from coprod_nlp.vectors.finetuning import UNKNOWN

ACCURATE, PARTIAL, NO_DEFINITION = (
    LABELS.index(label)
    for label in (Label.ACCURATE, Label.PARTIAL, Label.NO_DEFINITION)
)
"""Columns of these labels in a table of label logits."""

N_LABELS = len(LABELS)

MIN_CODED = 40
"""Fewest coded answers from which a matcher is trained."""

_LONGEST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Targets:
    """What human coders said of the answers a model learns from.

    Parameters
    ----------
    labels : ndarray of shape (n_answers,)
        Index into ``LABELS``, or `UNKNOWN`.
    elements : ndarray of shape (n_answers, n_elements)
        1 where the element is expressed, else 0.
    known : ndarray of shape (n_answers, n_elements)
        1 where somebody said so, else 0.
    """

    labels: IntArray
    elements: FloatArray
    known: FloatArray

    @property
    def accurate(self) -> IntArray:
        """1 where the label is *accurate*, else 0; shape (n_answers,)."""
        return (self.labels == ACCURATE).astype(int)

    def __len__(self) -> int:
        return len(self.labels)

    def rows(self, index: IntArray) -> "Targets":
        """Return the targets of some answers."""
        return Targets(self.labels[index], self.elements[index], self.known[index])

    def with_examples(self, definition: ReferenceDefinition) -> "Targets":
        """Return the targets followed by those of the elements' examples.

        An example expresses its element; nothing else is known of it.
        """
        counts = [len(element.examples) for element in definition.elements]
        shown = np.repeat(np.eye(len(counts)), counts, axis=0)
        return Targets(
            np.append(self.labels, np.full(len(shown), UNKNOWN)),
            np.vstack([self.elements, shown]),
            np.vstack([self.known, shown]),
        )


def read_targets(codings: pd.DataFrame, definition: ReferenceDefinition) -> Targets:
    """Turn a table of codings, one row per answer, into targets.

    Parameters
    ----------
    codings : DataFrame
        Columns `label` (one of the four labels) and one per element (0 or 1, also
        as text).
    definition : ReferenceDefinition

    Raises
    ------
    CodingsError
        If a column is missing or holds something else.
    NotEnoughDataError
        If there are too few answers, or all or none of them are accurate.
    """
    expected = ["label", *definition.element_names]
    missing = [name for name in expected if name not in codings.columns]
    if missing:
        message = (
            f"The codings lack the column(s) {missing!r}; expected {expected!r}, found "
            f"{list(codings.columns)!r}."
        )
        raise CodingsError(message)
    labels = read_labels(codings)
    elements = [_coded(codings[n], ("0", "1")) for n in definition.element_names]
    expressed = np.column_stack(elements).astype(float)
    targets = Targets(labels, expressed, np.ones_like(expressed))
    n_accurate = int((labels == ACCURATE).sum())
    if len(targets) < MIN_CODED or not 5 <= n_accurate <= len(targets) - 5:
        message = (
            f"A matcher needs at least {MIN_CODED} coded answers, five or more of them "
            f"accurate and five or more not; found {len(targets)} with {n_accurate} "
            f"accurate. Code more answers first."
        )
        raise NotEnoughDataError(message)
    return targets


def read_labels(codings: pd.DataFrame) -> IntArray:
    """Return the place in `LABELS` of each answer's label.

    Raises
    ------
    CodingsError
        If the column `label` holds something else.
    """
    return _coded(codings["label"], LABELS)


def _coded(column: pd.Series, values: Sequence[str]) -> np.ndarray:
    typed = column.astype(object).map(_typed)
    unknown = typed[~typed.isin(values)]
    if len(unknown):
        # A column that slipped holds answers; a single word is a slip of the pen.
        words = sorted(
            {v for v in unknown if len(v) <= _LONGEST_SHOWN and " " not in v}
        )
        shown = f", among them {words[:5]!r}" if words else ""
        message = (
            f"The column {column.name!r} of the codings holds {len(unknown)} cell(s) "
            f"of another kind{shown}; expected one of {list(values)!r} in every row."
        )
        raise CodingsError(message)
    return typed.map(list(values).index).to_numpy()


def _typed(value: object) -> str:
    """Return a cell as text; a whole number without its decimals."""
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, bool | int | float | np.number) and float(value).is_integer():
        return str(int(value))
    return str(value)
