"""The codebook: what each code means, and to which questions it belongs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Self

import pandas as pd

from coprod_nlp.coding.codebook_files import read_codebook_table
from coprod_nlp.exceptions import SettingsError
from coprod_nlp.files.problems import Problem, told_of_file
from coprod_nlp.files.shipped import shipped_data
from coprod_nlp.files.spellings import spelt_alike
from coprod_nlp.files.words import SEPARATOR

_TEXT_FIELDS = ("code", "title", "description")
_LIST_FIELDS = ("examples", "phrases", "questions", "also_in")
_OTHER = "other"


@dataclass(frozen=True, slots=True)
class Code:
    """One code of the codebook.

    Parameters
    ----------
    code : str
        As it stands in a table of codings: ``section/name``.
    title : str
        What a reader sees.
    description : str
        When a coder gives it.
    examples : tuple of str
        Statements that would get it.
    questions : tuple of str
        Ids of the questions where it is at home; empty means every question.
    also_in : tuple of str
        Questions where it is allowed, though rarer.
    phrases : tuple of str
        More statements that would get it, in everyday words: for the suggester to
        learn from, not for coders to read.
    """

    code: str
    title: str
    description: str = ""
    examples: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    also_in: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    @property
    def section(self) -> str:
        """What stands before the last slash, or nothing."""
        return self.code.rpartition("/")[0]

    @property
    def name(self) -> str:
        """What stands after the last slash."""
        return self.code.rpartition("/")[2]

    @property
    def statements(self) -> tuple[str, ...]:
        """Title, description, examples, phrases: all that says what the code is."""
        parts = (self.title, self.description, *self.examples, *self.phrases)
        return tuple(part for part in parts if part)

    def is_at_home(self, question: str | None) -> bool:
        """Say whether the code is expected under a question."""
        return question is None or not self.questions or question in self.questions

    def belongs_to(self, question: str | None) -> bool:
        """Say whether the code may be given under a question."""
        return self.is_at_home(question) or question in self.also_in


@dataclass(frozen=True, slots=True)
class Codebook:
    """A coding frame for open answers.

    Parameters
    ----------
    codes : tuple of Code
        In the order of the file.
    title, version : str
        As the file says.
    other : str
        The code for what no other code covers; ``""`` when the frame has none.
    problems : tuple of Problem
        What had to be decided to read the file; no part of what it says.

    Raises
    ------
    SettingsError
        If there is no code, two codes have the same name, a name holds `SEPARATOR`, or
        `other` is none of them.
    """

    codes: tuple[Code, ...]
    title: str = ""
    version: str = ""
    other: str = ""
    problems: tuple[Problem, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        names = [code.code for code in self.codes]
        if not names:
            message = "The codebook holds no codes. Add at least two."
            raise SettingsError(message)
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            message = (
                f"The codebook defines {twice!r} more than once. Keep one entry each."
            )
            raise SettingsError(message)
        parted = [name for name in names if SEPARATOR in name]
        if parted:
            message = (
                f"The codebook has code(s) {parted!r} with {SEPARATOR!r}, which parts "
                f"the codes of one cell. Write another mark in its place."
            )
            raise SettingsError(message)
        if self.other and self.other not in names:
            message = (
                f"The codebook's other code {self.other!r} is not one of its "
                f"{len(names)} codes. Add it, or leave other out."
            )
            raise SettingsError(message)

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Read a codebook from TOML (``[[codes]]``) or CSV (one code a row).

        Parameters
        ----------
        path : Path or str
            Fields of a code: code, title, description, examples, phrases, questions,
            also_in; only code is needed. In CSV, lists are parted by ``|``. Where the
            file names no other code, a code "other" is it, whatever its case.

        Raises
        ------
        SettingsError
            If the file cannot be read, a field is unknown or of another kind, or the
            codes make no codebook (see `Codebook`).

        Examples
        --------
        >>> Codebook.load("nowhere.toml")
        Traceback (most recent call last):
            ...
        coprod_nlp.exceptions.SettingsError: There is no codebook 'nowhere.toml'. ...
        """
        read = read_codebook_table(Path(path))
        head, rows = read.head, enumerate(read.rows, start=1)
        codes = tuple(_code(row, f"Code {i}") for i, row in rows)
        names = [code.code for code in codes]
        other = _spelt(head.get("other", _OTHER), names) or head.get("other", "")
        title, version = head.get("title", ""), head.get("version", "")
        problems = (*read.problems, *_told_of_spellings(names, Path(path).name))
        return cls(codes, title, version, other, problems)

    @property
    def other_name(self) -> str:
        """What coders write where no code fits; "other" if the frame does not say.

        A code of that name is it, whatever its case.
        """
        return self.other or _spelt(_OTHER, [c.code for c in self.codes]) or _OTHER

    def __contains__(self, code: object) -> bool:
        return any(own.code == code for own in self.codes)

    def __getitem__(self, code: str) -> Code:
        for own in self.codes:
            if own.code == code:
                return own
        raise KeyError(code)

    def for_question(self, question: str | None) -> tuple[Code, ...]:
        """Return the codes that may be given under a question, the expected first.

        Raises
        ------
        SettingsError
            If no code belongs to the question.
        """
        own = [code for code in self.codes if code.belongs_to(question)]
        if not own:
            message = (
                f"No code of the codebook belongs to question {question!r}; it covers "
                f"{self.questions!r}. Name one of these, or add the question to codes."
            )
            if self == _bundled():
                message = (
                    f"No code of the codebook belongs to question {question!r}: this "
                    f"is the bundled codebook, which covers {self.questions!r}. Give "
                    f"yours with --codebook, or name one of these."
                )
            raise SettingsError(message)
        return tuple(sorted(own, key=lambda code: not code.is_at_home(question)))

    @property
    def questions(self) -> tuple[str, ...]:
        """Ids of the questions that codes name, sorted."""
        named = {q for code in self.codes for q in (*code.questions, *code.also_in)}
        return tuple(sorted(named))

    def frame(self) -> pd.DataFrame:
        """Return code, section, title, description, questions, one row per code."""
        return pd.DataFrame(
            {
                "code": [c.code for c in self.codes],
                "section": [c.section for c in self.codes],
                "title": [c.title for c in self.codes],
                "description": [c.description for c in self.codes],
                "questions": [", ".join(c.questions) for c in self.codes],
            }
        )


def load_codebook(path: Path | str | None = None) -> Codebook:
    """Read a codebook, by default the one that ships with the package.

    Examples
    --------
    >>> codebook = load_codebook()
    >>> [c.name for c in codebook.for_question("q12b")][:3]
    ['time_workload', 'staffing_resources', 'distance']
    """
    return _bundled() if path is None else Codebook.load(path)


@cache
def _bundled() -> Codebook:
    return Codebook.load(shipped_data("codebook.toml"))


def _spelt(name: str, codes: Sequence[str]) -> str:
    """Return a name as it stands among the codes, whatever its case; "" if it does not.

    Its own spelling goes before any other.
    """
    alike = [code for code in codes if code.casefold() == name.casefold()]
    return name if name in alike else next(iter(alike), "")


def _told_of_spellings(codes: Sequence[str], name: str) -> tuple[Problem, ...]:
    spelt = spelt_alike(codes)
    if not spelt:
        return ()
    problem = f"codes differ in capitals or spaces only ({spelt})"
    told = Problem(problem, "they count as different codes")
    return told_of_file(name, [told])


def _code(row: Mapping[str, Any], where: str) -> Code:
    unknown = sorted(set(row) - {*_TEXT_FIELDS, *_LIST_FIELDS})
    if unknown:
        message = (
            f"{where} of the codebook has unknown field(s) {unknown!r}. Known are "
            f"{[*_TEXT_FIELDS, *_LIST_FIELDS]!r}."
        )
        raise SettingsError(message)
    texts = {name: _text(row.get(name, ""), name, where) for name in _TEXT_FIELDS}
    if not texts["code"]:
        message = f"{where} of the codebook has no code. Write it as section/name."
        raise SettingsError(message)
    lists = {name: _texts(row.get(name, ()), name, where) for name in _LIST_FIELDS}
    title = texts["title"] or texts["code"].rpartition("/")[2].replace("_", " ")
    return Code(
        texts["code"],
        title,
        texts["description"],
        lists["examples"],
        lists["questions"],
        lists["also_in"],
        lists["phrases"],
    )


def _text(value: object, name: str, where: str) -> str:
    if not isinstance(value, str):
        message = f"{where} of the codebook: {name} must be text, got {value!r}."
        raise SettingsError(message)
    return value.strip()


def _texts(value: object, name: str, where: str) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, list | tuple):
        message = (
            f"{where} of the codebook: {name} must be a list of texts, got {value!r}."
        )
        raise SettingsError(message)
    return tuple(text for v in value if (text := _text(v, name, where)))
