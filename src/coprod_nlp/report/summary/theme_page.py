"""Gathers what the page of candidate themes says; no HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coprod_nlp.report.summary.definitions import kinds_in_words
from coprod_nlp.report.summary.findings import map_found, quotations_of
from coprod_nlp.report.summary.parts import Map, Quoted
from coprod_nlp.report.summary.quoting import quoted
from coprod_nlp.report.summary.sections import STEADY

if TYPE_CHECKING:
    # For types alone: the finder brings scikit-learn along.
    from coprod_nlp.themes import CandidateTheme, ThematicMap, ThemeFinder, ThemeSet

STABLE = 0.75
"""Stability from which a group is called stable; between it and `STEADY`, neither."""

_QUOTATIONS, _MOST_RESIDUAL = 3, 12


@dataclass(frozen=True, slots=True)
class ShownTheme:
    """One theme as the page shows it.

    Parameters
    ----------
    id, name, state, note : str
        See `ThemeEntry`.
    under : str
        Name of the theme that it is under; "" at the top.
    keywords : tuple of str
    n_units, n_answers : int
    stability : str
        In words, with its number.
    quotations : tuple of Quoted
    """

    id: str
    name: str
    state: str
    note: str
    under: str
    keywords: tuple[str, ...]
    n_units: int
    n_answers: int
    stability: str
    quotations: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class AnswersOrigin:
    """Where the answers of a page come from.

    Parameters
    ----------
    source, column : str
        Name of the file and header of the column.
    synthetic : bool
        Whether the answers were invented.
    notes : tuple of str
        What to know about the file.
    """

    source: str
    column: str
    synthetic: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThemesPage:
    """Everything the page says, as numbers and words.

    Parameters
    ----------
    title, question : str
        Heading; id of the question.
    origin : AnswersOrigin
    n_answers, n_units : int
        Answers that were read, and the units they were cut into.
    adopted, candidates : tuple of ShownTheme
        What humans decided, and what the software offers.
    n_residual : int
        Units in no theme.
    residual : tuple of Quoted
        Some of them.
    set_aside : tuple of (str, int)
        Non-answers by kind.
    reason : str
        Why nothing new was found; "" where something was.
    history : tuple of str
        What was done to the theme set, in words.
    map : Map
    """

    title: str
    question: str
    origin: AnswersOrigin
    n_answers: int
    n_units: int
    adopted: tuple[ShownTheme, ...]
    candidates: tuple[ShownTheme, ...]
    n_residual: int
    residual: tuple[Quoted, ...]
    set_aside: tuple[tuple[str, int], ...]
    reason: str
    history: tuple[str, ...]
    map: Map


def themes_page(
    theme_set: "ThemeSet",
    finder: "ThemeFinder",
    origin: AnswersOrigin,
    *,
    described: "Sequence[CandidateTheme]",
    thematic_map: "ThematicMap",
) -> ThemesPage:
    """Gather the page of one theme set.

    Parameters
    ----------
    theme_set : ThemeSet
    finder : ThemeFinder
        Fitted on the answers.
    origin : AnswersOrigin
        Where these come from.
    described : sequence of CandidateTheme
        From `described_themes`.
    thematic_map : ThematicMap
    """
    units = theme_set.units[theme_set.units["current"]]
    rest = units.loc[units["theme"] == described[-1].id, "text"]
    some = rest.drop_duplicates().head(_MOST_RESIDUAL)
    shown = [_shown(theme_set, theme) for theme in described[:-1]]
    return ThemesPage(
        title=f"Candidate themes: {theme_set.question or origin.column}",
        question=theme_set.question,
        origin=origin,
        n_answers=finder.n_answers_,
        n_units=len(units),
        adopted=tuple(theme for theme in shown if theme.state == "adopted"),
        candidates=tuple(theme for theme in shown if theme.state != "adopted"),
        n_residual=len(rest),
        residual=tuple(quoted(text) for text in some),
        set_aside=kinds_in_words([str(kind) for kind in finder.set_aside_["kind"]]),
        reason=finder.reason_,
        history=_history(theme_set),
        map=map_found(thematic_map),
    )


def stability_in_words(stability: float | None) -> str:
    """Say how well a theme came back, after Hennig (2007).

    Examples
    --------
    >>> stability_in_words(0.8)
    'stable (0.80)'
    >>> stability_in_words(None)
    'stability not estimated'
    """
    if stability is None:
        return "stability not estimated"
    value = round(stability, 2)
    if value < STEADY:
        return f"unstable ({value:.2f}): came back in few of the repeated runs"
    if value < STABLE:
        return f"neither stable nor unstable ({value:.2f})"
    return f"stable ({value:.2f})"


def _shown(theme_set: "ThemeSet", theme: "CandidateTheme") -> ShownTheme:
    entry = theme_set.theme(theme.id)
    return ShownTheme(
        id=theme.id,
        name=theme.name,
        state=entry.state,
        note=entry.note,
        under=theme_set.theme(entry.parent).name if entry.parent else "",
        keywords=theme.keywords,
        n_units=theme.n_units,
        n_answers=theme.n_answers,
        stability=stability_in_words(theme.stability),
        quotations=quotations_of(theme, _QUOTATIONS if theme.n_units else 0),
    )


def _history(theme_set: "ThemeSet") -> tuple[str, ...]:
    return tuple(
        " ".join(
            part
            for part in (
                edit.when,
                f"{edit.who}: {edit.what.replace('_', ' ')}",
                f"{len(edit.of)} items" if len(edit.of) > 3 else ", ".join(edit.of),
                f"({edit.note})" if edit.note else "",
            )
            if part
        )
        for edit in theme_set.edits
    )
