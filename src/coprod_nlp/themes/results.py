"""What was found: candidate themes and the quotations that show them."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

RESIDUAL = "residual"
"""Theme id of the units that fit no candidate theme."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words of one unit, and where they stand.

    Parameters
    ----------
    answer : hashable
        Index label of the answer in the input.
    start, end : int
        Half-open range of characters in that answer.
    text : str
        The unit's words.
    kind : str
        ``central`` (typical of its theme) or ``dissenting`` (at its edge).
    """

    answer: Hashable
    start: int
    end: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class CandidateTheme:
    """A group of units that say alike things; a human decides whether it is a theme.

    Parameters
    ----------
    id : str
        ``T01`` for the largest, or ``residual``.
    name : str
        Its most telling words, from the units themselves.
    keywords : tuple of str
        Most telling first, by class-based TF-IDF.
    n_units, n_answers : int
        Units in it, and answers with at least one such unit.
    exemplars : tuple of Quotation
        Central ones first, then dissenting ones.
    stability : float or None
        Mean Jaccard overlap with its nearest theme when a fifth of the units is left
        out, in [0, 1]; below 0.60 unstable, from 0.75 stable (Hennig 2007). None
        where it was not estimated.
    spread : mapping of str to int
        Answers per stratum, "(not known)" for those without; empty when no strata were
        given.
    """

    id: str
    name: str
    keywords: tuple[str, ...]
    n_units: int
    n_answers: int
    exemplars: tuple[Quotation, ...] = ()
    stability: float | None = None
    spread: Mapping[str, int] = field(default_factory=dict)

    @property
    def central(self) -> Quotation | None:
        """The most typical quotation, or None in an empty theme."""
        return next((q for q in self.exemplars if q.kind == "central"), None)
