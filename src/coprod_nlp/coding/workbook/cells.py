"""Understands what a coder put into the cells of one row, and says what it cannot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Self

import regex

from coprod_nlp.coding.codebook import Code
from coprod_nlp.coding.workbook.layout import NONE
from coprod_nlp.files.words import NO_CODE
from coprod_nlp.text.normalisation import normalise

_LONGEST_SHOWN = 3
_NEAR = 0.75
_PARTED = regex.compile(r"[;,\n]")


class Status(StrEnum):
    """How far an answer of a workbook is coded."""

    CODED = "coded"
    NO_CODE = "no code"
    NOT_YET = "not yet coded"
    UNCLEAR = "unclear"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One cell that is not as it should be.

    Parameters
    ----------
    row : int or None
        As the spreadsheet counts; None where it is about no row.
    column : str
        Heading of the column.
    respondent : str
        Whose row it is; "" where that is not known.
    found, expected : str
        What is there, never an answer's text; what should be.
    """

    row: int | None
    column: str
    respondent: str
    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class CodedRow:
    """One row of the coding sheet, as it was found.

    Parameters
    ----------
    number : int
        Of the row, as the spreadsheet counts.
    respondent, answer, memo : str
        "" where the cell is blank.
    typed : mapping of str to str
        By heading, the cells of codes that are not blank.
    """

    number: int
    respondent: str
    answer: str
    memo: str
    typed: Mapping[str, str]

    def problem(self, column: str, found: str, expected: str) -> CellProblem:
        """Return a problem with one of its cells."""
        return CellProblem(self.number, column, self.respondent, found, expected)


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes that may be chosen, found whatever their case.

    Parameters
    ----------
    exact : mapping of str to str
        Code by its own spelling.
    folded : mapping of str to tuple of str
        Codes by their spelling without case.
    titles : mapping of str to tuple of str
        Codes by their title, and by their name without the section, without case.
    """

    exact: Mapping[str, str]
    folded: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, codes: Iterable[Code]) -> Self:
        """Take codes, other and `NONE` among them."""
        exact = {normalise(code.code): code for code in codes}
        folded: dict[str, tuple[str, ...]] = {NO_CODE: (NONE,)}
        titles: dict[str, tuple[str, ...]] = {}
        for typed, code in exact.items():
            key = typed.casefold()
            folded[key] = (*folded.get(key, ()), code.code)
            for title in {t.casefold() for t in _titles(code)}:
                titles[title] = (*titles.get(title, ()), code.code)
        return cls({t: code.code for t, code in exact.items()}, folded, titles)

    def find(self, typed: str) -> str | None:
        """Return the code that was meant, or None if none or several could be."""
        if typed in self.exact:
            return self.exact[typed]
        meant = self.folded.get(typed.casefold(), ())
        return meant[0] if len(meant) == 1 else None

    def titled(self, typed: str) -> str | None:
        """Return the code with this title or name, or None if none or several have."""
        meant = self.titles.get(typed.casefold(), ())
        return meant[0] if len(meant) == 1 else None

    def nearest(self, typed: str) -> tuple[str, ...]:
        """Return the code that is spelt most alike; several if case parts them."""
        near = get_close_matches(typed.casefold(), self.folded, n=1, cutoff=_NEAR)
        return self.folded[near[0]] if near else ()

    def several(self, typed: str) -> int:
        """Count the codes or titles that share a cell; 0 if other words do, too."""
        parts = [part for part in map(str.strip, _PARTED.split(typed)) if part]
        known = all(self.find(part) or self.titled(part) for part in parts)
        return len(parts) if known and len(parts) > 1 and not self.find(typed) else 0

    def expected(self, typed: str) -> str:
        """Say what should stand in place of what was typed."""
        if self.several(typed):
            return "one code in each cell: use the next code columns"
        titled = self.titled(typed)
        near = (titled,) if titled else self.nearest(typed)
        hint = f"; perhaps {' or '.join(map(repr, near))}" if near else ""
        return f"one code of the list in each cell{hint}"

    def _shaped(self, typed: str) -> bool:
        """Tell one word under a section of the codebook, as ``barriers/noise`` is."""
        sections = {code.rpartition("/")[0] for code in self.folded} - {""}
        section = typed.casefold().rpartition("/")[0]
        return section in sections and len(typed.split()) == 1

    def said(self, typed: str, row: CodedRow) -> str:
        """Quote what was typed if it was meant as a code; else it may be an answer."""
        if typed == row.answer:
            return "the answer itself"
        if n_codes := self.several(typed):
            return f"{n_codes} codes in one cell"
        if len(typed) <= _LONGEST_SHOWN or self._meant(typed):
            return repr(typed)
        return f"text that is no code ({len(typed)} characters)"

    def _meant(self, typed: str) -> bool:
        return bool(self.titled(typed) or self.nearest(typed)) or self._shaped(typed)


def _titles(code: Code) -> tuple[str, ...]:
    """Return what a coder may type for a code: its title, its name without section."""
    return tuple(
        normalise(t) for t in (code.title, code.name, code.name.replace("_", " ")) if t
    )


def understand(row: CodedRow, codes: CodeList) -> tuple[list[str], list[CellProblem]]:
    """Return the codes of a row in their order, and what could not be understood.

    `NONE` comes back as it is, and alone: beside anything else it contradicts it, and
    then nothing comes back.
    """
    found: list[str] = []
    problems: list[CellProblem] = []
    for column, typed in row.typed.items():
        code = codes.find(typed)
        if code is None:
            problems.append(
                row.problem(column, codes.said(typed, row), codes.expected(typed))
            )
        elif code in found:
            problems.append(
                row.problem(column, f"{code!r} a second time", "each code once")
            )
        else:
            found.append(code)
    n_unknown = sum(codes.find(typed) is None for typed in row.typed.values())
    if NONE in found and len(found) + n_unknown > 1:
        problems += [
            row.problem(
                column,
                f"{typed!r} in a row that also says {NONE!r}",
                f"codes, or {NONE!r} alone; the row is not counted",
            )
            for column, typed in row.typed.items()
            if codes.find(typed) is not None
        ]
        return [], problems
    return found, problems


def status(row: CodedRow, codes: Iterable[str]) -> Status:
    """Say how far a row is coded, from the codes that were understood."""
    given = list(codes)
    if given:
        return Status.NO_CODE if given == [NONE] else Status.CODED
    return Status.UNCLEAR if row.typed else Status.NOT_YET
