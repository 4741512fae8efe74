"""Writes themes and units as tables, one row each."""

from collections.abc import Mapping

import pandas as pd

from coprod_nlp.themes.finder import ThemeFinder

THEME_COLUMNS = (
    "question",
    "theme",
    "name",
    "keywords",
    "n_units",
    "n_answers",
    "stability",
    "exemplar",
)
UNIT_COLUMNS = (
    "question",
    "unit",
    "answer",
    "start",
    "end",
    "text",
    "theme",
    "score",
)


def themes_frame(found: Mapping[str, ThemeFinder]) -> pd.DataFrame:
    """Return one row per candidate theme of each question, residual last.

    Parameters
    ----------
    found : mapping of str to ThemeFinder
        Fitted finders by question id.

    Returns
    -------
    DataFrame
        question, theme, name, keywords (joined by ``", "``), n_units, n_answers,
        stability (NaN where not estimated), exemplar (the most typical quotation).
    """
    rows = [
        (
            question,
            theme.id,
            theme.name,
            ", ".join(theme.keywords),
            theme.n_units,
            theme.n_answers,
            theme.stability,
            theme.central.text if theme.central else "",
        )
        for question, finder in found.items()
        for theme in (*finder.themes_, finder.residual_)
    ]
    frame = pd.DataFrame(rows, columns=list(THEME_COLUMNS))
    return frame.astype({"stability": "float64"})


def units_frame(found: Mapping[str, ThemeFinder]) -> pd.DataFrame:
    """Return one row per unit of each question, with its theme and score.

    Parameters
    ----------
    found : mapping of str to ThemeFinder
        Fitted finders by question id.

    Returns
    -------
    DataFrame
        question, then the columns of `ThemeFinder.units_`.
    """
    parts = [finder.units_.assign(question=name) for name, finder in found.items()]
    if not parts:
        return pd.DataFrame(columns=list(UNIT_COLUMNS))
    return pd.concat(parts, ignore_index=True)[list(UNIT_COLUMNS)]


def set_aside_frame(found: Mapping[str, ThemeFinder]) -> pd.DataFrame:
    """Return one row per non-answer of each question.

    Parameters
    ----------
    found : mapping of str to ThemeFinder
        Fitted finders by question id.

    Returns
    -------
    DataFrame
        question, answer (index label), kind.
    """
    columns = ["question", "answer", "kind"]
    parts = [f.set_aside_.assign(question=name) for name, f in found.items()]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True)[columns]
