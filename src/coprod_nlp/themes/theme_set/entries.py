"""The themes of a theme set and the log of its edits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

import pandas as pd

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.files.tomlfiles import FromToml
from coprod_nlp.files.words import MACHINE
from coprod_nlp.text.normalisation import normalise
from coprod_nlp.themes.results import RESIDUAL

CANDIDATE: Literal["candidate"] = "candidate"
ADOPTED: Literal["adopted"] = "adopted"
FIND, PLACE = "find", "place"
"""The steps of the software by which themes become candidates."""

When = datetime | None
"""A time with its zone, or none given."""


@dataclass(frozen=True, slots=True)
class ThemeEntry(FromToml):
    """One theme of a theme set.

    Parameters
    ----------
    id : str
        Never given to another theme of the set, also when this one is gone.
    name : str
    state : str
        ``candidate`` until a human accepts or changes it, then ``adopted``.
    parent : str
        Id of the theme that it is under; "" at the top.
    note : str
        What a human wrote about it.
    sources : tuple of str
        Ids of the candidate themes that it came from.
    proposed : str
        The name that the software gave it; "" where it gave none.
    stability : float, optional
        As it was estimated when the theme was found; see `CandidateTheme`.
    """

    id: str
    name: str
    state: Literal["candidate", "adopted"] = CANDIDATE
    parent: str = ""
    note: str = ""
    sources: tuple[str, ...] = ()
    proposed: str = ""
    stability: float | None = None

    @property
    def renamed(self) -> bool:
        """Whether it has another name than the software gave it."""
        return self.proposed not in ("", self.name)

    @property
    def touched(self) -> bool:
        """Whether a human accepted, named, noted or placed it, by hand or not."""
        return self.state == ADOPTED or self.renamed or bool(self.note or self.parent)


@dataclass(frozen=True, slots=True)
class EditEntry(FromToml):
    """One step in the making of a theme set.

    Parameters
    ----------
    when : str
        ISO 8601, in UTC; "" for a step of the software that was given no time.
    who : str
        A human's name or initials, or ``machine``.
    what : str
        ``find`` or ``place`` by the machine, which also writes down as ``adopt`` what
        somebody adopted by changing the files; else the name of the edit.
    of, into : tuple of str
        Ids of the themes or units it began with, and of the themes it led to.
    note : str
        What was there before, or how many units went where.
    """

    when: str
    who: str
    what: str
    of: tuple[str, ...] = ()
    into: tuple[str, ...] = ()
    note: str = ""


def machine_edit(what: str, when: When, into: Sequence[str], note: str) -> EditEntry:
    """Return the record of what the software did; its time is blank unless given."""
    return EditEntry(_time(when) if when else "", MACHINE, what, (), tuple(into), note)


def human_edit(
    what: str,
    by: str,
    when: When,
    of: Sequence[str],
    into: Sequence[str],
    note: str = "",
) -> EditEntry:
    """Return the record of an edit, made now unless another time is given.

    Raises
    ------
    ValueError
        If nobody is named.
    """
    who = normalise(by)
    if who in ("", MACHINE):
        message = f"An edit needs the name or initials of who makes it, got by={by!r}."
        raise ValueError(message)
    moment = _time(when or datetime.now(UTC))
    return EditEntry(moment, who, what, tuple(of), tuple(into), note)


def adopted_in_files(
    themes: Iterable[ThemeEntry], edits: Iterable[EditEntry], when: When
) -> tuple[EditEntry, ...]:
    """Return the record of themes that were adopted without an edit, if there are any.

    Parameters
    ----------
    themes : iterable of ThemeEntry
        As they are held.
    edits : iterable of EditEntry
        What is on record; whatever theme an edit names was adopted by it, unless it
        was only found or offered.
    when : datetime or None
    """
    decisions = [edit for edit in edits if edit.what not in (FIND, PLACE)]
    known = {id for edit in decisions for id in (*edit.of, *edit.into)}
    changed = [t for t in themes if t.state == ADOPTED and t.id not in known]
    if not changed:
        return ()
    was = [f"{t.id} was {t.proposed!r}" for t in changed if t.renamed]
    note = "; ".join(["changed in the files", *was])
    return (machine_edit("adopt", when, [theme.id for theme in changed], note),)


def _time(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds")


def named(name: str) -> str:
    """Return a theme's name as it is kept, or refuse a blank one."""
    name = normalise(name)
    if not name:
        message = "A theme needs a name, got a blank one."
        raise ValueError(message)
    return name


def joined_entry(id: str, name: str, old: Sequence[ThemeEntry]) -> ThemeEntry:
    """Return the one theme that others are merged into."""
    parents = {entry.parent for entry in old} - {entry.id for entry in old}
    return ThemeEntry(
        id=id,
        name=named(name),
        state=ADOPTED,
        parent=parents.pop() if len(parents) == 1 else "",
        note="; ".join(entry.note for entry in old if entry.note),
        sources=tuple(dict.fromkeys(id for entry in old for id in entry.sources)),
    )


def next_number(themes: Iterable[ThemeEntry], edits: Iterable[EditEntry]) -> int:
    """Return the first number that no theme of the set has ever had."""
    ids = [theme.id for theme in themes]
    ids += [id for edit in edits for id in (*edit.of, *edit.into)]
    numbers = [int(id[1:]) for id in ids if id[:1] == "T" and id[1:].isdecimal()]
    return max(numbers, default=0) + 1


def above(theme: str, themes: Iterable[ThemeEntry]) -> list[str]:
    """Return the ids over a theme, nearest first; a circle ends where it began."""
    parents = {entry.id: entry.parent for entry in themes}
    found: list[str] = []
    parent = parents.get(theme, "")
    while parent and parent not in found:
        found.append(parent)
        parent = parents.get(parent, "")
    return found


def put_in_place(
    themes: Sequence[ThemeEntry], gone: Sequence[str], *new: ThemeEntry
) -> tuple[ThemeEntry, ...]:
    """Return the themes with `new` where the first of `gone` stood.

    What was under a theme that is gone comes under the first new one or, where there
    is none, to the nearest theme above that is left.
    """
    left = {theme.id for theme in themes} - set(gone) | {theme.id for theme in new}
    first = new[0].id if new else ""
    found: list[ThemeEntry] = []
    for theme in themes:
        if theme.id in gone:
            found += new if theme.id == gone[0] else ()
        elif theme.parent and theme.parent not in left:
            over = (id for id in above(theme.id, themes) if id in left)
            found.append(replace(theme, parent=first or next(over, "")))
        else:
            found.append(theme)
    return tuple(found)


def check_set(themes: Sequence[ThemeEntry], units: pd.DataFrame) -> None:
    """Refuse themes and units that do not belong together.

    Raises
    ------
    SettingsError
        If an id stands twice or is unknown, a name is blank, or a theme is under
        itself.
    """
    ids = [theme.id for theme in themes]
    known = {*ids, RESIDUAL}
    faults = [
        *_fault("theme id(s) stand twice", {id for id in ids if ids.count(id) > 1}),
        *_fault("theme id(s) may not be used", {"", RESIDUAL} & set(ids)),
        *_fault("theme(s) have no name", [t.id for t in themes if not t.name.strip()]),
        *_fault("theme(s) are under no theme", {t.parent for t in themes} - {"", *ids}),
        *_fault("unit(s) are in no theme", set(units["theme"]) - known),
        *_fault("theme(s) are in a circle", [i for i in ids if i in above(i, themes)]),
    ]
    # A remembered unit is named as the one that took its place in a corrected answer.
    twice = int(units.loc[units["current"], "unit"].duplicated().sum())
    if twice:
        faults.append(f"{twice} unit(s) stand twice (give each answer its own label)")
    if faults:
        message = f"The theme set does not hold together: {'; '.join(faults)}."
        raise SettingsError(message)


def _fault(what: str, ids: Iterable[Any]) -> list[str]:
    listed = sorted(map(str, ids))
    return [f"{what}: {listed[:5]!r}"] if listed else []
