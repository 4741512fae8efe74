"""Describes the themes of a theme set by their words, sizes and quotations."""

import pandas as pd

from coprod_nlp.themes.keywords import theme_keywords
from coprod_nlp.themes.quotations import exemplars
from coprod_nlp.themes.results import RESIDUAL, CandidateTheme
from coprod_nlp.themes.theme_set.edits import ThemeSet
from coprod_nlp.themes.theme_set.entries import ThemeEntry

_COLUMNS = (
    "question",
    "theme",
    "name",
    "state",
    "parent",
    "note",
    "keywords",
    "n_units",
    "n_answers",
    "stability",
    "exemplar",
)


def described_themes(theme_set: ThemeSet) -> tuple[CandidateTheme, ...]:
    """Return what the units of each theme say, the residual last.

    Parameters
    ----------
    theme_set : ThemeSet

    Returns
    -------
    tuple of CandidateTheme
        In the order of the set, adopted ones too. Only units that are among the
        answers count, and those of a theme beneath are not counted with it.
    """
    units = theme_set.units[theme_set.units["current"]]
    keywords = theme_keywords(units["text"].tolist(), units["theme"].tolist())
    residual = ThemeEntry(RESIDUAL, RESIDUAL)
    return tuple(
        _described(entry, units[units["theme"] == entry.id], keywords)
        for entry in (*theme_set.themes, residual)
    )


def _described(
    entry: ThemeEntry, own: pd.DataFrame, keywords: dict[str, tuple[str, ...]]
) -> CandidateTheme:
    quotations = exemplars(own.assign(row=range(len(own))))
    return CandidateTheme(
        id=entry.id,
        name=entry.name,
        keywords=keywords.get(entry.id, ()),
        n_units=len(own),
        n_answers=int(own["answer"].nunique()),
        exemplars=() if entry.id == RESIDUAL else quotations,
        stability=entry.stability,
    )


def theme_set_frame(theme_set: ThemeSet) -> pd.DataFrame:
    """Return one row per theme of a set, as it is now, residual last.

    Parameters
    ----------
    theme_set : ThemeSet

    Returns
    -------
    DataFrame
        question, theme, name, state (``candidate`` or ``adopted``, "" for the
        residual), parent, note, then as in `themes_frame`.
    """
    entries = {entry.id: entry for entry in theme_set.themes}
    blank = ThemeEntry(RESIDUAL, RESIDUAL)
    rows = [
        (
            theme_set.question,
            theme.id,
            theme.name,
            "" if theme.id == RESIDUAL else entries[theme.id].state,
            entries.get(theme.id, blank).parent,
            entries.get(theme.id, blank).note,
            ", ".join(theme.keywords),
            theme.n_units,
            theme.n_answers,
            theme.stability,
            theme.central.text if theme.central else "",
        )
        for theme in described_themes(theme_set)
    ]
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    return frame.astype({"stability": "float64"})
