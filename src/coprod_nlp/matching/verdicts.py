"""The words of a verdict: label, decision, evidence."""

from dataclasses import dataclass
from enum import StrEnum

from coprod_nlp.text.spans import Span


class Label(StrEnum):
    """What the coding frame calls a definition."""

    ACCURATE = "accurate"
    PARTIAL = "partial"
    INACCURATE = "inaccurate"
    NO_DEFINITION = "no_definition"


class Decision(StrEnum):
    """Whether the answer matches; review hands it to a human coder."""

    MATCH = "match"
    NO_MATCH = "no_match"
    REVIEW = "review"


LABELS = tuple(label.value for label in Label)

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
