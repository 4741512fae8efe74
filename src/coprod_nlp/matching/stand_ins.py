"""Words that stand for one another in training: who is served, and who serves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

import numpy as np
import regex
from pydantic import BeforeValidator, Field

from coprod_nlp.files.tomlfiles import FromToml, load_toml


@dataclass(frozen=True, slots=True)
class WordForms:
    """A word in the plural and the singular."""

    plural: str
    singular: str

    def like(self, other: "WordForms", form: str) -> str:
        """Return this word in the number in which `form` is of the other."""
        return self.plural if form == other.plural else self.singular


def _word(written: str) -> WordForms:
    """Read a word as it stands in a file: plural/singular."""
    forms = written.split("/") if isinstance(written, str) else []
    if len(forms) != 2 or not all(forms):
        message = f"a word is written as plural/singular, got {written!r}"
        raise ValueError(message)
    return WordForms(*forms)


_Text = Annotated[str, Field(min_length=1)]
_Words = Annotated[
    tuple[Annotated[WordForms, BeforeValidator(_word)], ...], Field(min_length=1)
]


@dataclass(frozen=True, slots=True)
class Group(FromToml):
    """Words that may change places in an answer without changing its code.

    Parameters
    ----------
    name : str
    found, written : tuple of WordForms
        What is replaced, and what may come in its place.
    keep : float
        Share of changed answers in which this group is left alone.
    each : bool
        Whether every word found gets a word of its own, or the answer one for all.
    """

    name: _Text
    found: _Words
    written: _Words
    keep: Annotated[float, Field(ge=0, le=1)]
    each: bool

    @property
    def pattern(self) -> "regex.Pattern[str]":
        """Finds every word of the group, the longest first."""
        return _any_of(form for word in self.found for form in _forms(word))

    def replace(
        self, text: str, choose: Callable[[tuple[WordForms, ...]], WordForms]
    ) -> str:
        """Return the text with the group's words replaced by what `choose` picks."""
        by_form = {form: word for word in self.found for form in _forms(word)}
        chosen: dict[WordForms | None, WordForms] = {}

        def write(match: "regex.Match[str]") -> str:
            form = match.group().lower()
            word = by_form[form]
            key = word if self.each else None
            if key not in chosen:
                chosen[key] = choose(self.written)
            return chosen[key].like(word, form)

        return self.pattern.sub(write, text)


@dataclass(frozen=True, slots=True)
class Without(FromToml):
    """What an answer no longer says when one group is replaced by another.

    Parameters
    ----------
    element : str
        The element that is then not expressed.
    unclear : tuple of str
        Elements of which then nothing is known.
    group, by : str
        Names of the groups.
    others : tuple of str
        Words that may name the same people; where one stands, nothing is replaced.
    """

    element: _Text
    unclear: tuple[_Text, ...]
    group: _Text
    by: _Text
    others: tuple[_Text, ...]


@dataclass(frozen=True, slots=True)
class StandIns(FromToml):
    """Groups of words, and which of them an element hangs on."""

    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
    without: Without

    def __post_init__(self) -> None:
        names = [group.name for group in self.groups]
        unknown = sorted({self.without.group, self.without.by} - set(names))
        if unknown:
            message = f"without names the groups {unknown!r}; there are {names!r}."
            raise ValueError(message)

    def swap(self, text: str, rng: np.random.Generator) -> str:
        """Return the text with other words of the same groups; its codes hold."""
        for group in self.groups:
            if rng.random() >= group.keep:
                text = group.replace(text, _picker(rng))
        return text

    def remove(self, text: str, rng: np.random.Generator) -> str | None:
        """Return the text without the people its element hangs on.

        Returns
        -------
        str or None
            None where it names none of them, or may name them by another word.
        """
        named = {group.name: group for group in self.groups}
        group, by = named[self.without.group], named[self.without.by]
        rest, n_found = group.pattern.subn(" ", text)
        if not n_found or _any_of(self.without.others).search(rest):
            return None
        one = _picker(rng)(by.written)
        return group.replace(text, lambda _: one)


def _picker(
    rng: np.random.Generator,
) -> Callable[[tuple[WordForms, ...]], WordForms]:
    return lambda words: words[int(rng.integers(len(words)))]


def _forms(word: WordForms) -> tuple[str, str]:
    return word.plural, word.singular


def _any_of(words: Iterable[str]) -> "regex.Pattern[str]":
    return _compiled(tuple(sorted(set(words), key=lambda word: (-len(word), word))))


@cache
def _compiled(words: tuple[str, ...]) -> "regex.Pattern[str]":
    listed = "|".join(regex.escape(word) for word in words)
    return regex.compile(rf"\b(?:{listed})\b", regex.IGNORECASE)


def load_stand_ins(path: Path | str | None = None) -> StandIns:
    """Read stand-ins from a TOML file, by default those of care coproduction.

    Raises
    ------
    SettingsError
        If the file is missing, is not TOML, lacks a part, or names an unknown group.

    Examples
    --------
    >>> [group.name for group in load_stand_ins().groups]
    ['served', 'staff', 'things']
    """
    stand_ins: StandIns = load_toml(StandIns, path, "stand_ins.toml")
    return stand_ins
