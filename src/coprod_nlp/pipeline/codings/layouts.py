"""Reads one file of codings in whatever layout it has."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from coprod_nlp.exceptions import CodingsError
from coprod_nlp.files.csvfiles import as_typed
from coprod_nlp.files.titles import short_titles
from coprod_nlp.files.words import SEPARATOR
from coprod_nlp.survey.files import Table, column_of

UNIT_NAMES = ("unit", "respondent", "id")
"""Headers that name units, where none is given."""

CODES = "codes"
"""Subject of codings that no column parts by question."""

_SPAN = ("start", "end")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what, where the headers do not say it.

    Parameters
    ----------
    unit : str, optional
        What was coded; by default the first of `UNIT_NAMES` that there is.
    coders : tuple of str, default=()
        One column, which names the coder of each row; or one column per coder, which
        holds that coder's codes. By default ``coder``, if there is such a column,
        else every column that is nothing else.
    code : str, optional
        By default ``code``.
    by : str, optional
        Stratum of each unit.
    text : str, optional
        Words of each unit.
    """

    unit: str | None = None
    coders: tuple[str, ...] = ()
    code: str | None = None
    by: str | None = None
    text: str | None = None


@dataclass(frozen=True, eq=False)
class CodingFile:
    """One file of codings, which knows its layout.

    Parameters
    ----------
    path : Path
    table : Table
        Its cells.
    columns : Columns
        What was said of the columns.
    """

    path: Path
    table: Table
    columns: Columns

    @cached_property
    def header(self) -> list[str]:
        """Names of the columns."""
        return [title.strip() for title in self.table.header]

    @property
    def is_long(self) -> bool:
        """Whether each row names its coder and holds a code."""
        return self._coder in self.header and self._code in self.header

    @cached_property
    def _titles(self) -> dict[str, str]:
        """Headers by their names in small letters; of two alike, the first."""
        return {title.lower(): title for title in reversed(self.header)}

    @property
    def _coder(self) -> str:
        named = self.columns.coders
        return named[0] if len(named) == 1 else self._titles.get("coder", "coder")

    @property
    def _code(self) -> str:
        return self.columns.code or self._titles.get("code", "code")

    @property
    def _question(self) -> str | None:
        """The column that parts the codings by question, unless it is named else."""
        chosen = self.columns
        named = {chosen.unit, *chosen.coders, chosen.code, chosen.by, chosen.text}
        title = self._titles.get("question")
        return None if title in named else title

    def long(self) -> tuple[pd.DataFrame, str]:
        """Read a table with a row per code; return it, and how it was read."""
        read_as = (
            f"{self.path.name} was read as a long table: units in “{self._unit}”, "
            f"coders in “{self._coder}”, codes in “{self._code}”."
        )
        return self._frame(self._names(self._coder), self._cells(self._code)), read_as

    def of_one(self) -> tuple[pd.DataFrame, str]:
        """Read the codes of one coder, named as the file is."""
        code = self._code if self._code in self.header else self._only_other()
        read_as = (
            f"{self.path.name} was read as the codes of {self.path.stem}: units in "
            f"“{self._unit}”, codes in “{code}”."
        )
        coder = [self.path.stem] * len(self.table.rows)
        return self._frame(coder, self._cells(code)), read_as

    def wide(self) -> tuple[pd.DataFrame, str]:
        """Read a table with a column per coder."""
        if self._code in self.header and not self.columns.coders:
            message = (
                f"{self.path.name} has the codes of nobody in particular: no column "
                f"{self._coder!r}. Name the column with --coder, or give one file for "
                f"each coder."
            )
            raise CodingsError(message)
        coders = list(self.columns.coders) or self._others()
        if len(coders) < 2:
            message = (
                f"{self.path.name} has codes of fewer than two coders: beside units "
                f"there are the column(s) {short_titles(coders)!r}. Name the columns "
                f"with --coder, or give one file for each coder."
            )
            raise CodingsError(message)
        read_as = (
            f"{self.path.name} was read as a wide table: units in “{self._unit}”, "
            f"codes of {', '.join(coders)}."
        )
        n_rows = len(self.table.rows)
        codes = [self._frame([coder] * n_rows, self._cells(coder)) for coder in coders]
        self._refuse_twice(codes[0][["unit", "subject"]])
        return pd.concat(codes, ignore_index=True), read_as

    def _frame(self, coder: list[str], code: list[str]) -> pd.DataFrame:
        """Set codes beside what else is known of each row."""
        question, kept = self._question, self.columns
        columns = {
            "subject": self._names(question) if question else [CODES] * len(code),
            "unit": self._names(self._unit),
            "coder": coder,
            "code": code,
            "by": self._known(kept.by),
            "text": self._known(kept.text),
        }
        respondent = self._titles.get("respondent", self._unit)
        if respondent != self._unit:
            columns["respondent"] = self._cells(respondent)
        frame = pd.DataFrame(columns, dtype="object")
        for name in _SPAN:
            if name in self._titles:
                frame[name] = self._offsets(self._titles[name])
        return frame

    def _refuse_twice(self, units: pd.DataFrame) -> None:
        twice = units.duplicated()
        if twice.any():
            message = (
                f"{self.path.name}: {int(twice.sum())} row(s) name a unit that another "
                f"row names, first row {self.table.numbers[int(twice.argmax())]}. Give "
                f"each unit one row, with its codes parted by {SEPARATOR!r}."
            )
            raise CodingsError(message)

    def has(self, name: str) -> bool:
        """Tell whether a column of that name is there."""
        return name in self.header

    def _known(self, name: str | None) -> list[str]:
        """Return what one file may know of units, and another not."""
        if name is None or not self.has(name):
            return [""] * len(self.table.rows)
        return self._cells(name)

    def _names(self, column: str) -> list[str]:
        """Return cells that name something, so that none may be blank."""
        cells = self._cells(column)
        rows = zip(self.table.numbers, cells, strict=True)
        blank = [number for number, cell in rows if not cell]
        if blank:
            message = (
                f"{self.path.name}: {len(blank)} cell(s) under {column!r} are blank, "
                f"first in row {blank[0]}. Fill them in (of merged cells only the "
                f"first holds anything), or remove the rows."
            )
            raise CodingsError(message)
        return cells

    def _cells(self, name: str) -> list[str]:
        cells = column_of(self.table, name, self.path)
        return [as_typed(cell.strip()) for cell in cells]

    def _offsets(self, name: str) -> pd.Series:
        cells = pd.Series(self._cells(name), dtype="str")
        wrong = ~cells.str.fullmatch(r"[0-9]{0,9}")
        if wrong.any():
            message = (
                f"{self.path.name}: {name!r} should be a whole number or blank; "
                f"{int(wrong.sum())} cell(s) are not, first in row "
                f"{self.table.numbers[int(wrong.argmax())]}. Correct them."
            )
            raise CodingsError(message)
        return pd.to_numeric(cells.replace("", None)).astype("Int64")

    @cached_property
    def _unit(self) -> str:
        """Return the column that names units: the one said, or a usual one."""
        if self.columns.unit:
            return self.columns.unit
        for name in UNIT_NAMES:
            if name in self._titles:
                return self._titles[name]
        message = (
            f"{self.path.name} has no column named {', '.join(UNIT_NAMES)}; found "
            f"{short_titles(self.header)!r}. Name the column of the units with --unit."
        )
        raise CodingsError(message)

    def _others(self) -> list[str]:
        """Return the columns that are nothing else."""
        kept = self.columns
        taken = {self._unit, kept.by, kept.text, self._question, ""}
        known = {"respondent", *_SPAN}
        return [t for t in self.header if t not in taken and t.lower() not in known]

    def _only_other(self) -> str:
        others = self._others()
        if len(others) != 1:
            message = (
                f"{self.path.name} has no column {self._code!r}, and beside units it "
                f"holds {short_titles(others)!r}. Name the column of the codes with "
                f"--code."
            )
            raise CodingsError(message)
        return others[0]
