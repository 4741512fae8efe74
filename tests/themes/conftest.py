from datetime import UTC, datetime

import pandas as pd
import pytest

from coprod_nlp.themes import ThemeFinder, ThemeSet


@pytest.fixture
def barriers():
    """Return twelve short answers about three barriers, and three non-answers."""
    return [
        "no time at all",
        "no time to sit",
        "time is short",
        "never any time",
        "families live far away",
        "parents live far off",
        "relatives live far away",
        "far away from family",
        "agency staff every night",
        "agency staff again",
        "too many agency staff",
        "staff shortage and agency staff",
        "n/a",
        "",
        "don't know",
    ]


@pytest.fixture
def fit(bag_of_words):
    """Return a function that finds themes in answers, of R00 and so on if unnamed."""

    def fitted(texts, question="q12b"):
        named = [f"R{number:02d}" for number in range(len(texts))]
        answers = texts if isinstance(texts, pd.Series) else pd.Series(texts, named)
        finder = ThemeFinder(
            segment=False, encoder=bag_of_words, guide=None, n_resamples=5
        )
        return finder.fit(answers, question)

    return fitted


@pytest.fixture
def found(fit, barriers):
    """Return the theme set of twelve answers about time, distance and agency staff."""
    return ThemeSet.from_finder(fit(barriers[:12]))


@pytest.fixture
def about(found):
    """Return a function that gives the theme of a unit."""

    def theme_of(unit, theme_set=found):
        return theme_set.units.set_index("unit").loc[unit, "theme"]

    return theme_of


@pytest.fixture
def adopted(found):
    """Return the set with every theme adopted."""
    return found.adopt(
        [theme.id for theme in found.themes],
        by="AB",
        when=datetime(2025, 3, 1, 9, 30, tzinfo=UTC),
    )
