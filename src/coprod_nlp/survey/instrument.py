"""Holds the questionnaire: questions, branches, scales and domains, as data."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import regex

from coprod_nlp.files.tomlfiles import FromToml

Kind = Literal["single", "likert", "open", "duration", "text", "shown"]
"""What a question takes as its answer; instrument.toml explains each."""

TAKEN = (
    "knowledge", "definitions", "decisions", "mistaken_for", "association",
    "role_type", "department", "job_title", "survey", "time_in_post",
)  # fmt: skip
"""Tables of a run that belong to no closed question, so that none may be called so."""

_ID = regex.compile(r"(?!.*_by_)(?!.*_contrasts$)[\w-]+")


@dataclass(frozen=True)
class Option(FromToml):
    """One answer of a closed question.

    Parameters
    ----------
    label : str
        The wording, as tables and reports show it.
    code : str, default=""
        The number that exports may write instead of the wording.
    also : tuple of str
        Other spellings that mean this option.
    apart : bool, default=False
        Whether it stands beside the scale ("Don't know", "Not applicable").
    """

    label: str
    code: str = ""
    also: tuple[str, ...] = ()
    apart: bool = False


@dataclass(frozen=True)
class Condition(FromToml):
    """A question is put only to those whose answer to `question` is `equals`."""

    question: str
    equals: str


@dataclass(frozen=True)
class Part(FromToml):
    """One column of a duration that is asked as years and months."""

    id: str
    unit: Literal["years", "months"]
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field(FromToml):
    """A column beside the questions: respondent, role_type or survey."""

    id: Literal["respondent", "role_type", "survey"]
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Domain(FromToml):
    """One of the areas that the questions ask about."""

    id: str
    name: str


@dataclass(frozen=True)
class Question(FromToml):
    """One question of the questionnaire.

    Parameters
    ----------
    id : str
        Name of its column in a `Survey`, such as ``"q4a"``.
    number : str
        As printed, such as ``"4a"``.
    text : str
        Its wording; for ``kind="shown"``, the text that respondents read.
    kind : {"single", "likert", "open", "duration", "text", "shown"}
        What it takes as its answer.
    domains : tuple of str
        Ids of the domains that its answers feed.
    options : tuple of Option
        For closed questions, in order of the scale.
    parts : tuple of Part
        For durations.
    asked_if : Condition, optional
        The branch on which it is asked.
    headers : tuple of str
        Further column headers that mean this question.
    """

    id: str
    number: str
    text: str
    kind: Kind
    domains: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    parts: tuple[Part, ...] = ()
    asked_if: Condition | None = None
    headers: tuple[str, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Whether its answers are taken from `options`."""
        return self.kind in ("single", "likert")

    @property
    def labels(self) -> tuple[str, ...]:
        """Wording of every option, in order."""
        return tuple(option.label for option in self.options)

    @property
    def apart(self) -> tuple[str, ...]:
        """Wording of the options that stand beside the scale."""
        return tuple(option.label for option in self.options if option.apart)

    @property
    def points(self) -> tuple[str, ...]:
        """Wording of the options on the scale, lowest first."""
        return tuple(option.label for option in self.options if not option.apart)


@dataclass(frozen=True)
class Purposes(FromToml):
    """Which question serves the analyses that need a particular one.

    Parameters
    ----------
    definitions : tuple of str, default=()
        The open questions that ask for a definition, one per branch; a run needs one.
    heard : Condition, optional
        The answer that says that a respondent has heard of the term.
    able : Condition, optional
        The answer that says that a respondent feels able to do it.
    department, job_title, time_in_post : str, optional
        Questions about the respondent.
    """

    definitions: tuple[str, ...] = ()
    heard: Condition | None = None
    able: Condition | None = None
    department: str | None = None
    job_title: str | None = None
    time_in_post: str | None = None


@dataclass(frozen=True)
class Instrument(FromToml):
    """A questionnaire.

    Parameters
    ----------
    name, source : str
        What it is called, where it comes from.
    purposes : Purposes
        The questions that particular analyses need.
    questions : tuple of Question
        In the order in which they are asked.
    domains : tuple of Domain
        In the order in which a report shows them.
    fields : tuple of Field
        Columns beside the questions.

    Raises
    ------
    ValueError
        If an id is used twice, names something that is not there or cannot name a
        table, if a question stands before the one it waits for, or has too few options.
    """

    name: str
    purposes: Purposes
    questions: tuple[Question, ...]
    domains: tuple[Domain, ...] = ()
    fields: tuple[Field, ...] = ()
    source: str = ""

    def __post_init__(self) -> None:
        faults = [
            *self._repeated_ids(),
            *self._unfit_ids(),
            *self._unknown_references(),
            *self._order(),
            *self._kinds(),
        ]
        if faults:
            raise ValueError(" ".join(faults))

    def question(self, question_id: str) -> Question:
        """Return the question with that id.

        Raises
        ------
        KeyError
            If there is none; the message lists the ids there are.
        """
        try:
            return self._by_id[question_id]
        except KeyError:
            message = f"No question {question_id!r}; there are {sorted(self._by_id)!r}."
            raise KeyError(message) from None

    def questions_of(self, domain_id: str) -> tuple[Question, ...]:
        """Return the questions that feed a domain, in order."""
        return tuple(q for q in self.questions if domain_id in q.domains)

    @property
    def texts(self) -> tuple[str, ...]:
        """Every wording a respondent reads: copying one is not understanding."""
        return tuple(question.text for question in self.questions)

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    def _repeated_ids(self) -> list[str]:
        parts = [part.id for question in self.questions for part in question.parts]
        columns = [*self._ids(self.questions), *parts, *self._ids(self.fields)]
        return [
            f"The id {name!r} is used {n} times; every id must be used once."
            for ids in (columns, self._ids(self.domains))
            for name, n in Counter(ids).items()
            if n > 1
        ]

    def _unfit_ids(self) -> list[str]:
        """Name the closed questions after which no table can be named."""
        closed = [question.id for question in self.questions if question.is_closed]
        return [
            f"The id {name!r} of a closed question cannot name its table; use letters, "
            "digits, - and _, without _by_, and no _contrasts at the end."
            for name in closed
            if not _ID.fullmatch(name)
        ] + [
            f"The id {name!r} of a closed question is the name of another table; "
            f"choose another than {list(TAKEN)!r}."
            for name in closed
            if name in TAKEN
        ]

    @staticmethod
    def _ids(
        things: tuple[Question, ...] | tuple[Domain, ...] | tuple[Field, ...],
    ) -> list[str]:
        return [thing.id for thing in things]

    def _unknown_references(self) -> list[str]:
        domains = set(self._ids(self.domains))
        faults = [
            f"{q.id}.domains names {name!r}, which is not a domain."
            for q in self.questions
            for name in q.domains
            if name not in domains
        ]
        purposes = self.purposes
        named = [purposes.department, purposes.job_title, purposes.time_in_post]
        faults += [
            f"purposes names {name!r}, which is not a question."
            for name in (*purposes.definitions, *named)
            if name is not None and name not in self._by_id
        ]
        conditions = {f"{q.id}.asked_if": q.asked_if for q in self.questions}
        conditions["purposes.heard"] = purposes.heard
        conditions["purposes.able"] = purposes.able
        for path, condition in conditions.items():
            faults += self._unmet(path, condition)
        return faults

    def _unmet(self, path: str, condition: Condition | None) -> list[str]:
        if condition is None:
            return []
        gate = self._by_id.get(condition.question)
        if gate is None:
            return [f"{path} names {condition.question!r}, which is not a question."]
        if condition.equals not in gate.labels:
            return [
                f"{path} waits for {condition.equals!r}, which is not an option of "
                f"{gate.id} ({list(gate.labels)!r})."
            ]
        return []

    def _order(self) -> list[str]:
        """Name the questions that wait for one that is not asked before them."""
        places = {question.id: place for place, question in enumerate(self.questions)}
        return [
            f"{q.id}.asked_if waits for {q.asked_if.question}, which is not asked "
            "before it; put the questions in the order in which they are asked."
            for place, q in enumerate(self.questions)
            if q.asked_if and places.get(q.asked_if.question, -1) >= place
        ]

    def _kinds(self) -> list[str]:
        return [
            f"{q.id} is of kind {q.kind!r} and has {len(q.options)} option(s); "
            "a closed question needs at least two, any other kind none."
            for q in self.questions
            if (len(q.options) < 2 if q.is_closed else q.options)
        ] + [
            f"{q.id} is of kind 'likert' and has {len(q.points)} point(s) that are not "
            "apart; a scale needs at least two."
            for q in self.questions
            if q.kind == "likert" and len(q.options) > 1 and len(q.points) < 2
        ]
