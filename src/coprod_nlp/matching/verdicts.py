"""The words of a verdict: label, decision, evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from coprod_nlp.files.words import Label
from coprod_nlp.text.spans import Span


class Decision(StrEnum):
    """Whether the answer matches; review hands it to a human coder."""

    MATCH = "match"
    NO_MATCH = "no_match"
    REVIEW = "review"


FAILING = (Label.PARTIAL.value, Label.INACCURATE.value)
"""Labels of a definition that says something, and not enough."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of an answer that show an element.

    Parameters
    ----------
    element : str
        Name of the element.
    start, end : int
        Characters of the normalised answer, half-open.
    """

    element: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where the words stand."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a calibrated probability is decided without a coder.

    Parameters
    ----------
    lower, upper : float
        ``no_match`` at or below `lower`, ``match`` at or above `upper`, ``review``
        in between; ``0 <= lower < upper <= 1``.
    """

    lower: float
    upper: float

    def __post_init__(self) -> None:
        if not 0 <= self.lower < self.upper <= 1:
            message = (
                f"Thresholds need 0 <= lower < upper <= 1, got {self.lower=} and "
                f"{self.upper=}."
            )
            raise ValueError(message)

    def decide(self, probability: float) -> Decision:
        """Return the decision for one probability.

        Examples
        --------
        >>> Thresholds(0.2, 0.9).decide(0.5).value
        'review'
        """
        if probability >= self.upper:
            return Decision.MATCH
        return Decision.NO_MATCH if probability <= self.lower else Decision.REVIEW


def understanding(decisions: Iterable[str], heard: Iterable[bool | None]) -> list[str]:
    """Say of each match whether the idea was known by its name.

    Parameters
    ----------
    decisions : iterable of str
    heard : iterable of bool
        Whether the respondent had heard of it; None, NaN or NA where not known.

    Returns
    -------
    list of str
        "explicit", "implicit" (a match by somebody who had not heard of it), or "".

    Raises
    ------
    ValueError
        If the lengths differ, or `heard` holds anything else.

    Examples
    --------
    >>> understanding(["match", "match", "review"], [True, False, True])
    ['explicit', 'implicit', '']
    """
    told, known = list(decisions), list(heard)
    if len(told) != len(known):
        message = (
            f"heard needs one entry per text: got {len(known)} for {len(told)} texts."
        )
        raise ValueError(message)
    unknown = [k for k in known if not (_missing(k) or isinstance(k, bool | np.bool_))]
    if unknown:
        message = (
            f"heard holds True, False or missing; got {len(unknown)} other entries, "
            f"the first a {type(unknown[0]).__name__}. Map yes to True, no to False."
        )
        raise ValueError(message)
    return [
        "" if decision != Decision.MATCH or _missing(k) else _NAMES[bool(k)]
        for decision, k in zip(told, known, strict=True)
    ]


def evidence_in_words(texts: pd.Series, evidence: pd.Series) -> list[str]:
    """Return ``element [start:end] "words"`` for each answer, joined by semicolons."""
    return [
        "; ".join(f'{e.element} [{e.start}:{e.end}] "{e.span.of(text)}"' for e in found)
        for text, found in zip(texts, evidence, strict=True)
    ]


_NAMES = {True: "explicit", False: "implicit"}


def _missing(entry: object) -> bool:
    return entry is None or entry is pd.NA or entry != entry
