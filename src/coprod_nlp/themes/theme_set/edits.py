"""A human's decisions on candidate themes, in a form that outlives the run."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import pandas as pd

from coprod_nlp.themes.finder import ThemeFinder
from coprod_nlp.themes.results import RESIDUAL
from coprod_nlp.themes.theme_set.entries import (
    ADOPTED,
    FIND,
    PLACE,
    EditEntry,
    ThemeEntry,
    When,
    above,
    adopted_in_files,
    check_set,
    human_edit,
    joined_entry,
    machine_edit,
    named,
    next_number,
    put_in_place,
)
from coprod_nlp.themes.theme_set.files import read_set, write_set
from coprod_nlp.themes.theme_set.placing import later_run, place_units
from coprod_nlp.themes.theme_set.units import (
    chosen_units,
    moved_units,
    units_sha256,
    units_table,
    where,
)
from coprod_nlp.typing import TextEncoder


@dataclass(frozen=True, eq=False)
class ThemeSet:
    """Candidate and adopted themes of one question, and the units they are made of.

    Every edit returns a new set and is recorded in it: `by` says who edits, `when` is
    a time with its zone, by default now. A theme that an edit names, makes or adds to
    is adopted by it. An id that the set lacks is refused with a ValueError.

    Parameters
    ----------
    question : str
        Id of the question; "" where there is none.
    themes : tuple of ThemeEntry
        Candidate and adopted ones.
    units : DataFrame
        question, unit, answer, start, end, text, theme (or ``residual``), score
        (likeness to the theme's centre: as the finder saw it, and after `place` by the
        encoder alone; NaN in the residual then, and where a human placed it), by_human
        (whether a human placed this very unit), current (False for one that is no
        longer among the answers, kept so that the decision is).
    edits : tuple of EditEntry
        What was done, in order.
    fingerprint : str
        SHA-256 of what the finder read.

    Raises
    ------
    SettingsError
        If themes and units do not belong together.
    """

    question: str
    themes: tuple[ThemeEntry, ...]
    units: pd.DataFrame
    edits: tuple[EditEntry, ...] = ()
    fingerprint: str = ""

    def __post_init__(self) -> None:
        check_set(self.themes, self.units)

    @classmethod
    def from_finder(cls, finder: ThemeFinder, *, when: When = None) -> Self:
        """Take over what a fitted finder found, every theme as a candidate.

        The time stays blank unless it is given, so that a run can be repeated.
        """
        question = finder.question_ or ""
        themes = tuple(
            ThemeEntry(
                id=t.id,
                name=t.name,
                sources=(t.id,),
                proposed=t.name,
                stability=t.stability,
            )
            for t in finder.themes_
        )
        units = units_table(finder.units_, question)
        note = f"{len(units)} units, {finder.residual_.n_units} of them in no theme"
        log = machine_edit(FIND, when, [theme.id for theme in themes], note)
        mark = units_sha256(finder.units_, finder.set_aside_)
        return cls(question, themes, units, (log,), mark)

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Read a set that `save` wrote, changed by hand or not; see `read_set`."""
        return cls(**read_set(Path(path)))

    def save(self, path: Path | str) -> Path:
        """Write the set, and return the path of its TOML file.

        Into a folder go ``themes.toml`` and ``units.csv``. Another name ends in
        ``.toml``, and its units lie beside it: ``mine.toml``, ``mine_units.csv``.
        """
        parts = (self.question, self.themes, self.units, self.edits, self.fingerprint)
        return write_set(Path(path), *parts)

    def equals(self, other: "ThemeSet") -> bool:
        """Say whether another set holds the same, log included."""
        mine, its = (
            (s.question, s.themes, s.edits, s.fingerprint) for s in (self, other)
        )
        return mine == its and self.units.equals(other.units)

    def theme(self, id: str) -> ThemeEntry:
        """Return the theme with this id.

        Raises
        ------
        ValueError
            If there is none.
        """
        for entry in self.themes:
            if entry.id == id:
                return entry
        known = [entry.id for entry in self.themes]
        message = f"There is no theme {id!r}; the set has {known!r}. Give one of these."
        raise ValueError(message)

    def rename(
        self,
        theme: str,
        name: str,
        *,
        by: str,
        note: str | None = None,
        when: When = None,
    ) -> Self:
        """Name a theme; a `note`, if given, takes the place of the one it has."""
        old = self.theme(theme)
        note = old.note if note is None else note
        new = replace(old, name=named(name), note=note, state=ADOPTED)
        log = human_edit("rename", by, when, (theme,), (theme,), f"was {old.name!r}")
        return self._with(log, themes=put_in_place(self.themes, (theme,), new))

    def adopt(self, themes: str | Iterable[str], *, by: str, when: When = None) -> Self:
        """Accept one or more candidate themes as they are."""
        ids = _several(themes)
        log = human_edit("adopt", by, when, ids, ids)
        return self._with(log, themes=self._adopted(*ids))

    def add(self, name: str, *, by: str, under: str = "", when: When = None) -> Self:
        """Add a theme without units, to nest others under or to move units to."""
        parent = self.theme(under).id if under else ""
        new = ThemeEntry(self._next_id(), named(name), ADOPTED, parent)
        log = human_edit("add", by, when, (), (new.id,))
        return self._with(log, themes=(*self.themes, new))

    def merge(
        self, themes: Iterable[str], name: str, *, by: str, when: When = None
    ) -> Self:
        """Make one theme of two or more; it stands where the first of them stood.

        Raises
        ------
        ValueError
            If there are fewer than two, or one of them is not in the set.
        """
        ids = _several(themes)
        old = [self.theme(id) for id in ids]
        if len(ids) < 2:
            message = f"A merge needs two themes or more, got {list(ids)!r}."
            raise ValueError(message)
        new = joined_entry(self._next_id(), name, old)
        was = "; ".join(f"{entry.id} was {entry.name!r}" for entry in old)
        log = human_edit("merge", by, when, ids, (new.id,), was)
        joined = self.units["theme"].mask(self.units["theme"].isin(ids), new.id)
        units = self.units.assign(theme=joined)
        return self._with(log, themes=put_in_place(self.themes, ids, new), units=units)

    def split(
        self, theme: str, units: Iterable[str], name: str, *, by: str, when: When = None
    ) -> Self:
        """Make a theme of some units of another; the rest stays there.

        Raises
        ------
        ValueError
            If the units are none or all of that theme's, or others too, or the theme
            is not in the set.
        """
        old, ids = self.theme(theme), _several(units)
        chosen, own = chosen_units(self.units, ids), self.units["theme"] == theme
        if not ids or not own[chosen].all() or own.sum() == chosen.sum():
            message = (
                f"A split needs some but not all units of {theme!r}: it has "
                f"{own.sum()}, and of {len(ids)} given {(own & chosen).sum()} are in "
                f"it. Use move for the others, rename for all."
            )
            raise ValueError(message)
        new = ThemeEntry(
            self._next_id(), named(name), ADOPTED, old.parent, sources=old.sources
        )
        log = human_edit("split", by, when, (theme, *ids), (theme, new.id))
        kept = put_in_place(self.themes, (theme,), replace(old, state=ADOPTED), new)
        return self._with(
            log, themes=kept, units=moved_units(self.units, chosen, new.id)
        )

    def move(
        self, units: str | Iterable[str], theme: str, *, by: str, when: When = None
    ) -> Self:
        """Put one or more units into a theme."""
        ids, target = _several(units), self.theme(theme).id
        chosen = chosen_units(self.units, ids)
        log = human_edit("move", by, when, ids, (target,), where(self.units, chosen))
        moved = moved_units(self.units, chosen, target)
        return self._with(log, themes=self._adopted(target), units=moved)

    def set_residual(
        self, units_or_themes: str | Iterable[str], *, by: str, when: When = None
    ) -> Self:
        """Put units, or all units of themes that are given up, into the residual."""
        ids = _several(units_or_themes)
        given_up = tuple(t.id for t in self.themes if t.id in ids)
        chosen = chosen_units(self.units, [id for id in ids if id not in given_up])
        chosen |= self.units["theme"].isin(given_up)
        log = human_edit(
            "set_residual", by, when, ids, (RESIDUAL,), where(self.units, chosen)
        )
        themes = put_in_place(self.themes, given_up) if given_up else self.themes
        return self._with(
            log, themes=themes, units=moved_units(self.units, chosen, RESIDUAL)
        )

    def nest(
        self, themes: str | Iterable[str], under: str, *, by: str, when: When = None
    ) -> Self:
        """Put themes under another, or to the top with ``under=""``.

        Raises
        ------
        ValueError
            If one would stand under itself, or is not in the set.
        """
        ids = _several(themes)
        over = (self.theme(under).id, *above(under, self.themes)) if under else ()
        if set(over) & set(ids):
            message = (
                f"{under!r} is one of {list(ids)!r} or under it. Nest it elsewhere."
            )
            raise ValueError(message)
        was = ", ".join(self.theme(id).parent or "the top" for id in ids)
        log = human_edit(
            "nest", by, when, ids, (under,) if under else (), f"was at {was}"
        )
        kept = self._adopted(*ids, *over[:1])
        nested = tuple(replace(t, parent=under) if t.id in ids else t for t in kept)
        return self._with(log, themes=nested)

    def place(
        self,
        found: ThemeFinder | pd.DataFrame,
        encoder: TextEncoder | None = None,
        *,
        when: When = None,
    ) -> Self:
        """Keep the decisions in a later run, with more answers; see `place_units`.

        Parameters
        ----------
        found : ThemeFinder or DataFrame
            Fitted on the answers of the later run; or its units (answer, start, end,
            text), of which no new candidates are made.
        encoder : TextEncoder, optional
            By default the finder's.
        when : datetime, optional
            Blank unless it is given.

        Returns
        -------
        ThemeSet
            With every unit of the later run. Candidates that no human touched make
            room for those of the later run, and lend them id and name where these
            hold most of their units.

        Raises
        ------
        ValueError
            If the finder was fitted on another question.
        """
        run = later_run(found, self.question)
        placed = place_units(
            self.units,
            self.themes,
            run,
            encoder or run.encoder,
            first_number=next_number(self.themes, self.edits),
        )
        adoption = adopted_in_files(placed.themes, self.edits, when)
        log = machine_edit(PLACE, when, placed.offered, placed.note)
        before = replace(self, edits=(*self.edits, *adoption))
        after = before._with(log, placed.themes, placed.units)
        return replace(after, fingerprint=run.fingerprint)

    def _with(
        self,
        log: EditEntry,
        themes: tuple[ThemeEntry, ...],
        units: pd.DataFrame | None = None,
    ) -> Self:
        units = self.units if units is None else units
        return replace(self, themes=themes, units=units, edits=(*self.edits, log))

    def _next_id(self) -> str:
        return f"T{next_number(self.themes, self.edits):02d}"

    def _adopted(self, *ids: str) -> tuple[ThemeEntry, ...]:
        chosen = {self.theme(id).id for id in ids}
        return tuple(
            replace(t, state=ADOPTED) if t.id in chosen else t for t in self.themes
        )


def _several(ids: str | Iterable[str]) -> tuple[str, ...]:
    return (ids,) if isinstance(ids, str) else tuple(dict.fromkeys(ids))
