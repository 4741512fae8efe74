"""Opens a table that is too large to hold, to be read a part at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

import pandas as pd

from coprod_nlp.files.cells.opening import ROW, WORKBOOKS, place_named
from coprod_nlp.files.cells.records import Layout, iterate_records, scan_delimited
from coprod_nlp.files.parquetfiles import (
    MAGIC,
    blank_rows,
    column_names,
    count_rows,
    iterate_rows,
    parquet_files,
)
from coprod_nlp.files.problems import Problem
from coprod_nlp.files.titles import title_meant


class Stream(Protocol):
    """A table of two columns, what names the rows and their text, part by part."""

    @property
    def text(self) -> str:
        """Column of the texts."""
        ...

    @property
    def identifier(self) -> str | None:
        """Column that names the rows; None where they are numbered."""
        ...

    @property
    def files(self) -> tuple[Path, ...]:
        """What is read, in this order."""
        ...

    @property
    def n_rows(self) -> int:
        """How many rows there are to read."""
        ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Rows that cannot be read, and what had to be decided."""
        ...

    def blank(self) -> pd.DataFrame:
        """Return the columns of a part, without rows."""
        ...

    def parts(self, *, size: int, first: int = 0) -> Iterator[pd.DataFrame]:
        """Yield `size` rows at a time, the last time fewer, from row `first` on."""
        ...


@dataclass(frozen=True, slots=True)
class DelimitedStream:
    """The rows of a CSV file; see `Stream`."""

    layout: Layout
    text: str
    identifier: str | None

    @property
    def files(self) -> tuple[Path, ...]:
        """The one file."""
        return (self.layout.path,)

    @property
    def n_rows(self) -> int:
        """Rows that can be read and are not blank throughout."""
        return self.layout.n_rows

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was noticed when the file was read through."""
        return self.layout.problems

    def blank(self) -> pd.DataFrame:
        """Return the columns of a part, without rows."""
        return self._frame([])

    def parts(self, *, size: int, first: int = 0) -> Iterator[pd.DataFrame]:
        """Yield parts; text and identifiers as str, row numbers as whole numbers."""
        found = iterate_records(self.layout)
        rows = islice((r for r in found if not isinstance(r, Problem)), first, None)
        while part := list(islice(rows, size)):
            yield self._frame(part)

    def _frame(self, part: list[tuple[int, list[str]]]) -> pd.DataFrame:
        numbers = pd.Series([number for number, _ in part], dtype="int64")
        texts = self._column(part, self.text)
        if self.identifier is None:
            return pd.DataFrame({ROW: numbers, self.text: texts})
        names = self._column(part, self.identifier)
        return pd.DataFrame({self.identifier: names, self.text: texts})

    def _column(self, part: list[tuple[int, list[str]]], name: str) -> pd.Series:
        place = place_named(name, self.layout.header, self.layout.path)
        return pd.Series([_cell(cells, place) for _, cells in part], dtype="str")


def _cell(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


@dataclass(frozen=True, slots=True)
class ParquetStream:
    """The rows of one or more Parquet files; see `Stream`."""

    files: tuple[Path, ...]
    text: str
    identifier: str | None
    n_rows: int
    problems: tuple[Problem, ...] = ()

    def blank(self) -> pd.DataFrame:
        """Return the columns of a part, without rows."""
        return self._named(blank_rows(self.files[0], self._columns), 0)

    @property
    def _columns(self) -> list[str]:
        return [self.text] if self.identifier is None else [self.identifier, self.text]

    def parts(self, *, size: int, first: int = 0) -> Iterator[pd.DataFrame]:
        """Yield parts; identifiers keep their type, row numbers count from 1."""
        held = pd.DataFrame()
        for rows in iterate_rows(self.files, self._columns, first=first):
            held = pd.concat([held, rows], ignore_index=True) if len(held) else rows
            while len(held) >= size:
                yield self._named(held.iloc[:size], first)
                first += size
                held = held.iloc[size:].reset_index(drop=True)
        if len(held):
            yield self._named(held, first)

    def _named(self, rows: pd.DataFrame, first: int) -> pd.DataFrame:
        if self.identifier is not None:
            return rows
        named = rows.copy()
        named.insert(0, ROW, range(first + 1, first + 1 + len(rows)))
        return named


def is_parquet(path: Path) -> bool:
    """Say whether something is a Parquet file, or a folder, which may hold some."""
    return path.is_dir() or _opening(path).startswith(MAGIC)


def is_large_csv(path: Path, limit: int) -> bool:
    """Say whether something is no workbook and has at least `limit` bytes."""
    return path.stat().st_size >= limit and not _opening(path).startswith(WORKBOOKS)


def _opening(path: Path) -> bytes:
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(4)


def open_stream(
    path: Path, text: str, naming_column: Callable[[Sequence[str]], str | None]
) -> Stream:
    """Open a CSV file, a Parquet file or a folder of Parquet files.

    Parameters
    ----------
    path : Path
    text : str
        Column of the texts; see `title_meant`.
    naming_column : callable
        Given the header, says which column names the rows; None has them numbered,
        those of a CSV file as a spreadsheet does (the header is row 1), those of
        Parquet from 1.

    Raises
    ------
    SurveyReadError
        If the file cannot be read.
    SurveySchemaError
        If a column is missing, doubled, or of a type it cannot be of.
    """
    if is_parquet(path):
        files = parquet_files(path)
        header: Sequence[str] = column_names(files[0])
        text, identifier = _meant(text, naming_column(header), header)
        n_rows = count_rows(files, text, identifier)
        return ParquetStream(files, text, identifier, n_rows)
    layout = scan_delimited(path)
    header = layout.header
    text, identifier = _meant(text, naming_column(header), header)
    for name in filter(None, (text, identifier)):
        place_named(name, header, path)
    return DelimitedStream(layout, text, identifier)


def _meant(
    text: str, identifier: str | None, header: Sequence[str]
) -> tuple[str, str | None]:
    """Return the two columns as the header has them; see `title_meant`."""
    named_by = None if identifier is None else title_meant(identifier, header)
    return title_meant(text, header), named_by
