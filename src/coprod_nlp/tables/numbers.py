"""Writes every number of all tables of a run as a sum of cells.

A cell counts respondents of one stratum of whom one thing is true. Cells are shared by
tables, which is how a number hidden in one table may be had from another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from coprod_nlp.files.words import EVERYBODY, NO_STRATUM
from coprod_nlp.tables.layout import Layout, Nest, Tie
from coprod_nlp.typing import BoolArray, IntArray

Cell = tuple[str, str, str, str]
"""Space, strata, stratum, name."""

_REST = "\0rest of "

_UNANSWERED = "\0gave no answer"
_TOTAL: Cell = ("", "", EVERYBODY, "respondents")


@dataclass(frozen=True, eq=False)
class Numbers:
    """Every distinct number that tables print, or that their bases leave unprinted.

    Parameters
    ----------
    sums : sparse array of shape (n_numbers, n_cells)
        Which cells each number is the sum of.
    counts : ndarray of int, shape (n_numbers,)
    printed, is_base, everybody, fixed : ndarray of bool, shape (n_numbers,)
        Whether a table prints it; as a base; of all respondents; whether it is said
        anyhow and cannot be hidden (the number of respondents).
    zeros : sparse array of shape (n_identities, n_cells)
        Sums that are 0 by the meaning of the cells: strata add up to everybody, and
        answers and silence to the respondents of a stratum.
    places : mapping of (str, str) to ndarray of int
        For each table and "n" or "base": the number in each row.
    """

    sums: sparse.csr_array
    counts: IntArray
    printed: BoolArray
    is_base: BoolArray
    everybody: BoolArray
    fixed: BoolArray
    zeros: sparse.csr_array
    places: Mapping[tuple[str, str], IntArray]


def lay_out(
    tables: Mapping[str, pd.DataFrame],
    layouts: Mapping[str, Layout] | None = None,
    ties: Sequence[Tie] = (),
    nests: Sequence[Nest] = (),
    n_respondents: int | None = None,
) -> Numbers:
    """Lay out tables that are handed on together.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By name, ``"<subject>"`` or ``"<subject>_by_<strata>"``; columns stratum,
        value, n, base. A table named after strata counts their respondents.
    layouts : mapping of str to Layout, optional
        By subject.
    ties : sequence of Tie
    nests : sequence of Nest
    n_respondents : int, optional
        Of all respondents, if that is said anywhere.

    Raises
    ------
    ValueError
        If a number that the tables share has two values.
    """
    layouts = layouts or {}
    held = {name: _Held.of(name, table, layouts) for name, table in tables.items()}
    book = _Book()
    places = {}
    for name, table in tables.items():
        for column in ("n", "base"):
            places[name, column] = _entered(book, held[name], table, column)
        _enter_rests(book, held[name], table)
        _enter_sums(book, held[name], table)
    if n_respondents is not None:
        book.enter((_TOTAL,), n_respondents, fixed=True)
    zeros = _identities(list(held.values()), ties, nests, book)
    return book.closed(zeros, places)


@dataclass(frozen=True, eq=False)
class _Held:
    """What one table holds: its strata, and the cells of its values and bases."""

    space: str
    subject: str
    by: str
    strata: tuple[str, ...]
    group: pd.Series
    layout: Layout
    base_cells: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(
        cls, name: str, table: pd.DataFrame, layouts: Mapping[str, Layout]
    ) -> "_Held":
        subject, _, by = name.partition("_by_")
        layout = layouts.get(subject, Layout())
        group = (
            table["base_is"].astype(str)
            if "base_is" in table
            else pd.Series("", index=table.index)
        )
        strata = tuple(s for s in table["stratum"].unique() if s != EVERYBODY)
        by = by if strata else ""
        cells = {
            g: tuple(layout.bases.get(g) or _own_cells(table[group == g], g, layout))
            for g in group.unique()
        }
        return cls(layout.space or subject, subject, by, strata, group, layout, cells)

    def cells(self, stratum: str, names: Sequence[str]) -> tuple[Cell, ...]:
        """Return the cells of those names in one stratum."""
        by = "" if stratum == EVERYBODY else self.by
        return tuple((self.space, by, stratum, name) for name in names)


def _own_cells(table: pd.DataFrame, group: str, layout: Layout) -> list[str]:
    """Return the values that are cells, and a rest where they leave some of a base."""
    value = table["value"].astype(str)
    own = table[~value.isin(list(layout.parts))]
    sums = own.groupby("stratum").agg(n=("n", "sum"), base=("base", "max"))
    rest = [f"{_REST}{group}"] if (sums["n"] < sums["base"]).any() else []
    return [*dict.fromkeys(own["value"].astype(str)), *rest]


class _Book:
    """Takes numbers in; the same sum is one number wherever it stands."""

    def __init__(self) -> None:
        self._cells: dict[Cell, int] = {}
        self._sums: dict[frozenset[int], int] = {}
        # Of each number: count, printed, as a base, of everybody, fixed.
        self._facts: list[list[int]] = []

    def at(self, cell: Cell) -> int:
        """Return the place of a cell, a new one if it was not met before."""
        return self._cells.setdefault(cell, len(self._cells))

    def enter(
        self,
        cells: Sequence[Cell],
        count: int,
        *,
        printed: bool = True,
        base: bool = False,
        fixed: bool = False,
    ) -> int:
        """Enter a number, or find it where it was entered before."""
        place = self._sums.setdefault(frozenset(map(self.at, cells)), len(self._sums))
        whole = all(cell[2] == EVERYBODY for cell in cells)
        facts = [count, printed, base, whole, fixed]
        if place == len(self._facts):
            self._facts.append(facts)
        before = self._facts[place]
        if before[0] != count:
            message = (
                f"One number of the tables is {before[0]} in one place and {count} in "
                "another; give tables of the same respondents, one table per name."
            )
            raise ValueError(message)
        # What is printed anywhere is printed.
        self._facts[place] = [max(pair) for pair in zip(before, facts, strict=True)]
        return place

    def closed(
        self,
        zeros: Sequence[Mapping[int, int]],
        places: Mapping[tuple[str, str], IntArray],
    ) -> Numbers:
        """Return what was entered as arrays."""
        facts = np.array(self._facts, dtype=int).reshape(len(self._facts), 5)
        sums = [dict.fromkeys(key, 1) for key in self._sums]
        printed, is_base, everybody, fixed = facts[:, 1:].astype(bool).T
        return Numbers(
            sums=_sparse(sums, len(self._cells)),
            counts=facts[:, 0],
            printed=printed,
            is_base=is_base,
            everybody=everybody,
            fixed=fixed,
            zeros=_sparse(zeros, len(self._cells)),
            places=places,
        )


def _entered(book: _Book, held: _Held, table: pd.DataFrame, column: str) -> IntArray:
    """Enter the counts or the bases of a table; return the number in each row."""
    found = []
    rows = zip(table["stratum"], held.group, table["value"], table[column], strict=True)
    for stratum, group, value, number in rows:
        base = held.base_cells[group]
        names = base
        if column == "n":
            own = held.layout.parts.get(str(value), (str(value),))
            names = tuple(name for name in own if name in base)
        cells = held.cells(str(stratum), names)
        found.append(book.enter(cells, int(number), base=column == "base"))
    return np.array(found, dtype=int)


def _enter_rests(book: _Book, held: _Held, table: pd.DataFrame) -> None:
    """Enter what the bases leave unprinted: 97 of 100 tells of three others."""
    value = table["value"].astype(str)
    own = table[~value.isin(list(held.layout.parts))].assign(group=held.group)
    for (stratum, group), rows in own.groupby(["stratum", "group"], sort=False):
        name = f"{_REST}{group}"
        if name in held.base_cells[str(group)]:
            left = int(rows["base"].iloc[0]) - int(rows["n"].sum())
            book.enter(held.cells(str(stratum), (name,)), left, printed=False)


def _enter_sums(book: _Book, held: _Held, table: pd.DataFrame) -> None:
    """Enter the sums that readers form of several values."""
    value = table["value"].astype(str)
    for values in held.layout.sums:
        cells = [c for v in values for c in held.layout.parts.get(v, (v,))]
        added = table[value.isin(values)].groupby("stratum", sort=False)["n"].sum()
        for stratum, count in added.items():
            own = held.cells(str(stratum), cells)
            book.enter(own, int(count), printed=False)


def _identities(
    held: Sequence[_Held], ties: Sequence[Tie], nests: Sequence[Nest], book: _Book
) -> list[dict[int, int]]:
    """Return every sum of cells that is 0 by what the cells mean."""
    names: dict[str, dict[str, None]] = {}
    places: dict[str, dict[str, tuple[str, ...]]] = {}
    for one in held:
        found = [name for cells in one.base_cells.values() for name in cells]
        names.setdefault(one.space, {}).update(dict.fromkeys(found))
        own = places.setdefault(one.space, {"": (EVERYBODY,)})
        if one.by:
            own[one.by] = one.strata
    counted = {one.subject for one in held if not one.by}
    pairs: list[tuple[list[Cell], list[Cell]]] = []
    for space, cells in names.items():
        for by, strata in places[space].items():
            if by:
                pairs += [
                    ([(space, by, s, c) for s in strata], [(space, "", EVERYBODY, c)])
                    for c in cells
                ]
            if not by or by in counted:
                pairs += [
                    (
                        [(space, by, s, c) for c in (*cells, _UNANSWERED)],
                        [_respondents(by, s)],
                    )
                    for s in strata
                ]
    pairs += [
        (
            [(tie.space, by, s, c) for c in tie.cells],
            [(tie.other, by, s, c) for c in tie.other_cells],
        )
        for tie in ties
        for by, strata in places.get(tie.space, {}).items()
        if by in places.get(tie.other, {})
        for s in strata
    ]
    pairs += [
        (
            [(space, nest.inner, s, c) for s, o in nest.within.items() if o == stratum],
            [(space, nest.outer, stratum, c)],
        )
        for nest in nests
        for space, own in places.items()
        if {nest.inner, nest.outer} <= set(own)
        for stratum in own[nest.outer]
        for c in names[space]
    ]
    return [
        dict.fromkeys(map(book.at, one), 1) | dict.fromkeys(map(book.at, other), -1)
        for one, other in pairs
    ]


def _respondents(by: str, stratum: str) -> Cell:
    """Return the cell that counts everybody in a stratum, who answered or not."""
    if by == "":
        return _TOTAL
    return (by, "", EVERYBODY, _UNANSWERED if stratum == NO_STRATUM else stratum)


def _sparse(rows: Sequence[Mapping[int, int]], n_cells: int) -> sparse.csr_array:
    """Return rows given as {column: value} as one sparse array."""
    lengths = [len(row) for row in rows]
    columns = np.array([c for row in rows for c in row], dtype=int)
    entries = np.array([v for row in rows for v in row.values()], dtype=float)
    starts = np.concatenate([[0], np.cumsum(lengths, dtype=int)]).astype(int)
    return sparse.csr_array((entries, columns, starts), shape=(len(rows), n_cells))
