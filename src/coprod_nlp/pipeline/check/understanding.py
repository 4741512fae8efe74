"""Says what was understood of a survey file, before anything is analysed."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from coprod_nlp.config import Settings
from coprod_nlp.pipeline.run.reading import read_by_settings
from coprod_nlp.survey import Survey
from coprod_nlp.survey.leftovers import ADDED, PERSONAL, UNMATCHED
from coprod_nlp.survey.reading import ABSENT
from coprod_nlp.survey.routing import ASTRAY
from coprod_nlp.survey.strata import UNREAD_ROLE
from coprod_nlp.survey.unread import unread_texts

_LONGEST_VALUE = 40
_FEWEST = 2


@dataclass(frozen=True, eq=False)
class SurveyCheck:
    """What was understood of a survey file.

    Parameters
    ----------
    survey : Survey
        As far as it could be read; `Survey.origin` says how.
    settings : Settings
        By which it was read.
    questions : DataFrame
        One row per question, part of a duration or field of the instrument: ``id``,
        ``text``, ``column`` (header, "" where it was not found), ``told`` (by what),
        then counts of respondents (Int64): ``answers`` (cells that are not blank),
        ``not_options`` (of a closed question; of times and role types, those that
        cannot be read), ``astray`` (not asked, by the routing).
    not_options : DataFrame
        Values of closed questions that are no options, and times that cannot be read:
        ``question``, ``value``, ``n``. Those that are long or stand in one row only may
        be what somebody wrote; they are counted together, under the value "".
    notes : DataFrame
        What else was decided about the whole file: ``question`` ("" where it concerns
        none in particular), ``problem``, ``action``.
    """

    survey: Survey
    settings: Settings
    questions: pd.DataFrame
    not_options: pd.DataFrame
    notes: pd.DataFrame

    @property
    def faults(self) -> tuple[str, ...]:
        """Why an analysis would refuse the file; none if it would not."""
        return self.survey.origin.faults

    @property
    def astray(self) -> pd.DataFrame:
        """Answers that the routing did not ask for: row, respondent, question."""
        problems = self.survey.problems
        found = problems[problems["problem"].str.startswith(ASTRAY)]
        return found[["row", "respondent", "question"]].reset_index(drop=True)


def check_survey(path: Path, settings: Settings | None = None) -> SurveyCheck:
    """Read a survey file as far as it goes, and gather what was understood.

    Parameters
    ----------
    path : Path
        The export.
    settings : Settings, optional
        By default those of a project that sets nothing.

    Raises
    ------
    CoprodNLPError
        If the file cannot be read as a table of respondents at all.

    Examples
    --------
    >>> from coprod_nlp.survey import example_paths
    >>> check = check_survey(example_paths().survey)
    >>> check.faults, int(check.questions.set_index("id").loc["q12b", "answers"])
    ((), 143)
    """
    settings = Settings() if settings is None else settings
    survey = read_by_settings(path, settings, lenient=True)
    not_options = _not_options(survey)
    of_file = survey.problems[survey.problems["row"].isna()]
    elsewhere = "|".join(map(re.escape, (ABSENT, PERSONAL, ADDED, UNMATCHED)))
    of_file = of_file[~of_file["problem"].str.contains(elsewhere)]
    return SurveyCheck(
        survey=survey,
        settings=settings,
        questions=_questions(survey, not_options),
        not_options=not_options,
        notes=pd.concat(
            [of_file[["question", "problem", "action"]], _strata_notes(survey)],
            ignore_index=True,
        ),
    )


def _asked(survey: Survey) -> dict[str, str]:
    """Return the text of everything that has a column or should have one, by id."""
    asked: dict[str, str] = {}
    for question in survey.instrument.questions:
        parts = {
            part.id: f"{question.text} ({part.unit})"
            for part in question.parts
            if part.id in survey.origin.columns
        }
        if question.kind != "shown":
            asked |= parts or {question.id: question.text}
    return asked | {field.id: f"({field.id})" for field in survey.instrument.fields}


def _questions(survey: Survey, not_options: pd.DataFrame) -> pd.DataFrame:
    origin = survey.origin
    problems = survey.problems
    unknown = not_options.groupby("question")["n"].sum().to_dict()
    unknown["role_type"] = int((problems["problem"] == UNREAD_ROLE).sum())
    astray = Counter(
        problems.loc[problems["problem"].str.startswith(ASTRAY), "question"]
    )
    rows = []
    for name, text in _asked(survey).items():
        found = name in survey.answers
        rows.append(
            {
                "id": name,
                "text": text,
                "column": origin.columns.get(name, ""),
                "told": origin.told.get(name, ""),
                "answers": int((survey.answers[name] != "").sum()) if found else pd.NA,
                "not_options": unknown.get(name, 0)
                if found or (name == "role_type" and name in origin.columns)
                else pd.NA,
                "astray": astray[name] if found else pd.NA,
            }
        )
    frame = pd.DataFrame(rows)
    counts = ["answers", "not_options", "astray"]
    return frame.astype(dict.fromkeys(counts, "Int64"))


def _strata_notes(survey: Survey) -> pd.DataFrame:
    """Count the rows whose time or role type was not taken as it stands."""
    named = ["role_type", survey.instrument.purposes.time_in_post]
    rows = survey.problems[survey.problems["row"].notna()]
    keys = ["question", "problem", "action"]
    counts = rows[rows["question"].isin(named)].groupby(keys, sort=False).size()
    notes = counts.rename("n").reset_index()
    notes["problem"] = [
        f"in {n} of {len(survey)} rows {problem}"
        for n, problem in zip(notes["n"], notes["problem"], strict=True)
    ]
    return notes[keys]


def _not_options(survey: Survey) -> pd.DataFrame:
    rows: list[tuple[str, str, int]] = []
    for question in survey.instrument.questions:
        texts = unread_texts(survey, question)
        counts = texts.value_counts()
        shown = counts[(counts >= _FEWEST) & (counts.index.str.len() <= _LONGEST_VALUE)]
        rows += [(question.id, str(value), int(n)) for value, n in shown.items()]
        if others := int(counts.sum() - shown.sum()):
            rows.append((question.id, "", others))
    return pd.DataFrame(rows, columns=["question", "value", "n"])
