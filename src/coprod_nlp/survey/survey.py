"""Holds the answers of a survey, and hands out what each analysis asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from coprod_nlp.survey.instrument import Condition, Instrument
from coprod_nlp.survey.routing import was_asked
from coprod_nlp.text.nonanswers import AnswerKind, answer_kind


@dataclass(frozen=True)
class Origin:
    """How the file of a survey was understood.

    Parameters
    ----------
    export, title : str
        Kind of export, as settings call it and as people do.
    columns : mapping of str to str
        Header by id of question, part or field.
    told : mapping of str to str
        By what each of these was told: settings, export, name, wording or number.
    wordings : mapping of str to str
        What respondents read, by header, where the export says so beside it.
    about_response : tuple of str
        Headers of columns that the tool added; they are in `Survey.extra`.
    personal : tuple of str
        Headers of columns with personal data; they are nowhere in the survey.
    n_left_out : int
        Rows that are no respondents, such as previews.
    faults : tuple of str
        Why an analysis would refuse the file; only where that was asked for.
    """

    export: str = "plain"
    title: str = "plain table"
    columns: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    wordings: Mapping[str, str] = field(default_factory=dict)
    about_response: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    n_left_out: int = 0
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Survey:
    """A survey as it was read: one row per respondent.

    Parameters
    ----------
    answers : DataFrame of str
        Indexed by ``respondent``, one column per question of the instrument that the
        file has, in the instrument's order. Normalised text; "" where blank; closed
        answers in the instrument's wording, or as typed where it has none.
    raw : DataFrame of str
        Same shape, every cell as typed. What stood in several columns (a duration,
        the options of an export) shows all of them.
    strata : DataFrame
        Same index; columns role_type ("clinical", "non-clinical", "unknown"),
        department, job_title, survey (only if the file says), months_in_post (float).
    extra : DataFrame of str
        Same index; the columns that match no question, as typed, but for those with
        personal data.
    problems : DataFrame
        Columns row (Int64, as a spreadsheet counts), respondent, question, problem,
        action. Never an answer's text.
    instrument : Instrument
        Which was asked.
    source : str
        Name of the file.
    sha256 : str
        Of the file's bytes.
    synthetic : bool
        Whether it is the example that ships with the package, where no one answered.
    origin : Origin
        How the file was understood.
    """

    answers: pd.DataFrame
    raw: pd.DataFrame
    strata: pd.DataFrame
    extra: pd.DataFrame
    problems: pd.DataFrame
    instrument: Instrument
    source: str
    sha256: str
    synthetic: bool
    origin: Origin = Origin()

    def __len__(self) -> int:
        """Return the number of respondents."""
        return len(self.answers)

    def __repr__(self) -> str:
        return (
            f"Survey({self.source!r}: {len(self)} respondents, "
            f"{self.answers.shape[1]} questions, {len(self.problems)} problems"
            f"{', SYNTHETIC' if self.synthetic else ''})"
        )

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Headers of the columns that match no question and that no tool added."""
        added = set(self.origin.about_response)
        return tuple(name for name in map(str, self.extra.columns) if name not in added)

    def definitions(self) -> pd.Series:
        """Return what each respondent wrote that the term means.

        Where both branches are filled, the one that the routing asks for is taken,
        unless only the other holds an answer rather than "n/a". Nothing is joined,
        so that offsets refer to one answer; `definition_questions` says which.

        Returns
        -------
        Series of str
            Indexed by respondent, "" where neither branch is filled.
        """
        asked = self.definition_questions()
        texts = pd.Series("", index=self.answers.index, dtype="str", name="definition")
        for question in self.instrument.purposes.definitions:
            if question in self.answers:
                texts = texts.mask(asked == question, self.answers[question])
        return texts

    def definition_questions(self) -> pd.Series:
        """Return which question each definition answers ("" where there is none).

        Returns
        -------
        Series of str
            Indexed by respondent.
        """
        asked = self.instrument.purposes.definitions
        names = [name for name in asked if name in self.answers]
        best = pd.Series("", index=self.answers.index, dtype="str")
        rank = pd.Series(0, index=self.answers.index)
        for name in names:
            worth = self._worth(name)
            best = best.mask(worth > rank, name)
            rank = rank.where(worth <= rank, worth)
        return best.rename("question")

    def _worth(self, name: str) -> pd.Series:
        """Rank a branch: 0 blank, then non-answers, then answers; asked-for first."""
        texts = self.answers[name]
        filled = texts != ""
        answered = texts.map(answer_kind) == AnswerKind.ANSWERED
        asked = was_asked(self.answers, self.instrument, name)
        return (filled * 1 + answered * 2 + (filled & asked) * 1).astype(int)

    def heard(self) -> pd.Series:
        """Return who has heard of the term.

        Returns
        -------
        Series of boolean
            Indexed by respondent; <NA> where the question was not answered, or is not
            among the purposes of the instrument.
        """
        return self._meets(self.instrument.purposes.heard).rename("heard")

    def able(self) -> pd.Series:
        """Return who feels able to do it.

        Returns
        -------
        Series of boolean
            As `heard`; <NA> too for "Don't know" and "Not applicable".
        """
        return self._meets(self.instrument.purposes.able).rename("able")

    def _meets(self, condition: Condition | None) -> pd.Series:
        """Return whose answer is the one asked for, <NA> where there is none."""
        meets = pd.Series(pd.NA, index=self.answers.index, dtype="boolean")
        if condition is None or condition.question not in self.answers:
            return meets
        question = self.instrument.question(condition.question)
        texts = self.counted(condition.question)
        substantive = [
            label for label in question.labels if label not in question.apart
        ]
        return meets.mask(texts.isin(substantive), texts == condition.equals)

    def open_answers(self, question: str) -> pd.Series:
        """Return what was written under an open question, by those who wrote.

        Non-answers such as "n/a" are included; see `text.nonanswers`.

        Returns
        -------
        Series of str
            Indexed by respondent, in the order of the file.

        Raises
        ------
        KeyError
            If the file has no such question.
        ValueError
            If the question is closed.
        """
        texts = self._column(question)
        if self.instrument.question(question).is_closed:
            message = f"{question} is a closed question; use closed({question!r})."
            raise ValueError(message)
        return texts[texts != ""]

    def closed(self, question: str) -> pd.Series:
        """Return the answers to a closed question, in the order of its options.

        Returns
        -------
        Series of ordered category
            Indexed by respondent; <NA> where blank or not one of the options.
            Options apart from the scale ("Don't know") are the last categories as
            the instrument lists them.

        Raises
        ------
        KeyError
            If the file has no such question.
        ValueError
            If the question is not closed.
        """
        texts = self._column(question)
        asked = self.instrument.question(question)
        if not asked.is_closed:
            message = f"{question} is an open question; use open_answers({question!r})."
            raise ValueError(message)
        known = texts.where(texts.isin(asked.labels), np.nan)
        kind = pd.CategoricalDtype(list(asked.labels), ordered=True)
        return known.astype(kind)

    def counted(self, question: str) -> pd.Series:
        """Return the answers to a closed question of those to whom it was put.

        Returns
        -------
        Series of ordered category
            As `closed`; <NA> too for answers that the routing did not ask for, which
            `problems` list.

        Raises
        ------
        KeyError, ValueError
            As `closed`.
        """
        asked = was_asked(self.answers, self.instrument, question)
        return self.closed(question).where(asked)

    def _column(self, question: str) -> pd.Series:
        if question not in self.answers:
            self.instrument.question(question)
            found = list(self.answers.columns)
            message = f"{self.source} has no column for {question}; it has {found!r}."
            raise KeyError(message)
        return self.answers[question]
