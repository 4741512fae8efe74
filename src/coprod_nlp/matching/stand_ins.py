"""Words that stand for one another in training: who is served, and who serves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

import numpy as np
import regex
from pydantic import BaseModel, ConfigDict, Field

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.files.shipped import shipped_data
from coprod_nlp.files.tomlfiles import checked_against, parse_toml


@dataclass(frozen=True, slots=True)
class WordForms:
    """A word in the plural and the singular."""

    plural: str
    singular: str

    def like(self, other: "WordForms", form: str) -> str:
        """Return this word in the number in which `form` is of the other."""
        return self.plural if form == other.plural else self.singular


@dataclass(frozen=True, slots=True)
class Group:
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

    name: str
    found: tuple[WordForms, ...]
    written: tuple[WordForms, ...]
    keep: float
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
class Without:
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

    element: str
    unclear: tuple[str, ...]
    group: str
    by: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StandIns:
    """Groups of words, and which of them an element hangs on."""

    groups: tuple[Group, ...]
    without: Without

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


_Word = Annotated[str, Field(min_length=1)]
_Pair = Annotated[str, Field(pattern=r"^[^/]+/[^/]+$")]


class _GroupTable(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: _Word
    found: Annotated[list[_Pair], Field(min_length=1)]
    written: Annotated[list[_Pair], Field(min_length=1)]
    keep: Annotated[float, Field(ge=0, le=1)]
    each: bool


class _WithoutTable(BaseModel):
    model_config = ConfigDict(extra="forbid")
    element: _Word
    unclear: list[_Word]
    group: _Word
    by: _Word
    others: list[_Word]


class _StandInFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    groups: Annotated[list[_GroupTable], Field(min_length=1)]
    without: _WithoutTable


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
    return _bundled() if path is None else _read(Path(path))


@cache
def _bundled() -> StandIns:
    return _read(shipped_data("stand_ins.toml"))


def _read(path: Path) -> StandIns:
    content = checked_against(_StandInFile, parse_toml(path), path.name)
    names = [group.name for group in content.groups]
    unknown = sorted({content.without.group, content.without.by} - set(names))
    if unknown:
        message = (
            f"The file of stand-ins {str(path)!r} names the groups {unknown!r} in "
            f"[without]; it has {names!r}."
        )
        raise SettingsError(message)
    return StandIns(
        tuple(
            Group(g.name, _words(g.found), _words(g.written), g.keep, g.each)
            for g in content.groups
        ),
        Without(
            content.without.element,
            tuple(content.without.unclear),
            content.without.group,
            content.without.by,
            tuple(content.without.others),
        ),
    )


def _words(pairs: list[str]) -> tuple[WordForms, ...]:
    return tuple(WordForms(*pair.split("/")) for pair in pairs)
