"""Finds the candidate themes of one column of a table, without a survey around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.files.csvfiles import write_csv
from coprod_nlp.files.words import plural
from coprod_nlp.pipeline.one_column import read_answers
from coprod_nlp.report.pages.themes import render_themes
from coprod_nlp.report.summary.theme_page import AnswersOrigin, ThemesPage, themes_page
from coprod_nlp.survey.example import example_sha256
from coprod_nlp.text.normalisation import LONGEST_READ, normalise
from coprod_nlp.themes import (
    ThemeFinder,
    ThemeSet,
    described_themes,
    thematic_map_from_set,
    theme_set_frame,
)
from coprod_nlp.themes.theme_set.files import THEMES, UNITS
from coprod_nlp.typing import Progress, TextEncoder

PAGE = "themes.html"
WRITTEN = (THEMES, UNITS, "themes.csv", "set_aside.csv", PAGE)
"""Files of candidate themes."""


@dataclass(frozen=True, eq=False)
class Theming:
    """The theme set of one column, and what the page says beside it.

    Parameters
    ----------
    theme_set : ThemeSet
    finder : ThemeFinder
        Fitted on the column.
    origin : AnswersOrigin
        The file and its column.
    edited : Path or None
        The theme set that was placed on the answers.
    """

    theme_set: ThemeSet
    finder: ThemeFinder
    origin: AnswersOrigin
    edited: Path | None = None

    def frames(self) -> Mapping[str, pd.DataFrame]:
        """Return the tables beside the theme set, by file name without ``.csv``."""
        return {
            "themes": theme_set_frame(self.theme_set),
            "set_aside": self.finder.set_aside_,
        }

    def page(self) -> ThemesPage:
        """Return what the page says, as numbers and sentences."""
        return themes_page(
            self.theme_set,
            self.finder,
            self.origin,
            described=described_themes(self.theme_set),
            thematic_map=thematic_map_from_set(
                self.theme_set, domain=self.origin.column
            ),
        )

    def write(self, folder: Path) -> Path:
        """Write theme set, tables and page into a folder; return the page's path.

        Raises
        ------
        SettingsError
            If the folder holds another theme set than the one that was placed, since
            somebody may have edited it.
        """
        self._refuse_another(folder)
        page = render_themes(self.page())
        self.theme_set.save(folder)
        for name, frame in self.frames().items():
            write_csv(frame, folder / f"{name}.csv")
        path = folder / PAGE
        path.write_text(page, encoding="utf-8", newline="\n")
        return path

    def _refuse_another(self, folder: Path) -> None:
        there = folder / THEMES
        if not there.exists() or (self.edited and self.edited.samefile(there)):
            return
        if not ThemeSet.load(there).equals(self.theme_set):
            message = (
                f"{there} holds another theme set, which somebody may have edited. "
                f"Name it with --edited, or write to another folder."
            )
            raise SettingsError(message)


def propose_themes(
    path: Path,
    text: str,
    *,
    identifier: str | None = None,
    question: str | None = None,
    edited: Path | None = None,
    encoder: TextEncoder | None = None,
    progress: Progress | None = None,
) -> Theming:
    """Find the candidate themes of one column, or place an edited set on it.

    Parameters
    ----------
    path : Path
        An export, or any table with one header row.
    text : str
        Header of the column that holds the answers.
    identifier : str, optional
        See `read_answers`.
    question : str, optional
        Id of the question; by default that of the edited set, else none.
    edited : Path, optional
        A theme set from an earlier run: its TOML file, or the folder it is in.
    encoder : TextEncoder, optional
        By default the shipped answer encoder.
    progress : callable, optional
        Told what is being done.

    Raises
    ------
    SurveyReadError
        If the file is no table.
    SurveySchemaError
        If a column is missing or doubled, several could name the rows, or two rows
        have one name.
    SettingsError
        If the edited theme set is not valid, or is of another question.
    """
    told = progress or (lambda what, done, total: None)
    told("reading", 0, 3)
    if edited is not None and edited.is_dir():
        edited = edited / THEMES
    before = ThemeSet.load(edited) if edited else None
    question = _question(question, before)
    read = read_answers(path, text, identifier)
    answers = read.answers.map(normalise).astype("str")
    told("finding candidate themes", 1, 3)
    finder = ThemeFinder(encoder=encoder)
    finder.fit(answers.str.slice(stop=LONGEST_READ), question=question)
    told("placing units", 2, 3)
    found = before.place(finder) if before else ThemeSet.from_finder(finder)
    return Theming(
        theme_set=found,
        finder=finder,
        origin=AnswersOrigin(
            source=path.name,
            column=text,
            synthetic=read.sha256 == example_sha256(),
            notes=(
                *read.notes,
                *_notes(int((answers.str.len() > LONGEST_READ).sum())),
            ),
        ),
        edited=edited,
    )


def _question(asked: str | None, before: ThemeSet | None) -> str:
    if before is None or asked is None:
        return asked or (before.question if before else "")
    if asked != before.question:
        message = (
            f"The edited theme set is of question {before.question!r}, not of "
            f"{asked!r}. Leave --question out, or name another theme set."
        )
        raise SettingsError(message)
    return asked


def _notes(n_long: int) -> tuple[str, ...]:
    if not n_long:
        return ()
    return (
        f"{plural(n_long, 'answer')} of more than {LONGEST_READ:,} "
        f"characters: only the beginning was read.",
    )
