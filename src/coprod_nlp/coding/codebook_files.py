"""Opens a codebook file, TOML or CSV, without judging its fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coprod_nlp.exceptions import SettingsError, SurveyReadError
from coprod_nlp.files.cells.opening import read_plain
from coprod_nlp.files.problems import Problem, told_of_file
from coprod_nlp.files.titles import short_titles
from coprod_nlp.files.tomlfiles import parse_toml

_HEAD = ("title", "version", "other")
_LISTS = ("examples", "phrases", "questions", "also_in")


@dataclass(frozen=True, slots=True)
class CodebookTable:
    """What a codebook file holds, before its fields are judged.

    Parameters
    ----------
    head : mapping of str to str
        title, version, other, as far as the file says.
    rows : sequence of mapping
        Fields of each code.
    problems : tuple of Problem
        What had to be decided to read it.
    """

    head: Mapping[str, str]
    rows: Sequence[Mapping[str, Any]]
    problems: tuple[Problem, ...] = ()


def read_codebook_table(path: Path) -> CodebookTable:
    """Return a codebook's head and its rows.

    Parameters
    ----------
    path : Path
        ``.toml`` with ``[[codes]]``, or ``.csv`` with a header row; see `read_plain`.

    Raises
    ------
    SettingsError
        If the file is missing, of another kind or not well formed.
    """
    readers = {".toml": _read_toml, ".csv": _read_csv}
    if path.suffix.lower() not in readers:
        message = (
            f"A codebook is a .toml or a .csv file, got {path.name!r}. Save it as one."
        )
        raise SettingsError(message)
    if not path.exists():
        message = f"There is no codebook {str(path)!r}. Check the path."
        raise SettingsError(message)
    return readers[path.suffix.lower()](path)


def _read_toml(path: Path) -> CodebookTable:
    name = path.name
    table = parse_toml(path)
    unknown = sorted(set(table) - {*_HEAD, "codes"})
    codes = table.get("codes", [])
    rows = isinstance(codes, list) and all(isinstance(row, dict) for row in codes)
    if unknown or not rows:
        message = (
            f"{name} should hold title, version, other and [[codes]]; found "
            f"{sorted(table)!r}. Remove what is unknown, and write codes as [[codes]]."
        )
        raise SettingsError(message)
    head = {key: _head(table[key], key, name) for key in _HEAD if key in table}
    return CodebookTable(head, codes)


def _head(value: object, key: str, name: str) -> str:
    # A version is often written as a number, and means its digits.
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        message = f"{name}: {key} must be text, got {value!r}. Put it in quotes."
        raise SettingsError(message)
    return str(value).strip()


def _read_csv(path: Path) -> CodebookTable:
    try:
        table = read_plain(path)
    except SurveyReadError as error:
        raise SettingsError(str(error)) from error
    header = _header(table.headings[0], path.name)
    rows = [
        {
            name: _cell(name, cell.strip())
            for name, cell in zip(header, row, strict=True)
        }
        for row in table.rows
    ]
    return CodebookTable({}, rows, told_of_file(path.name, table.problems))


def _header(cells: list[str], name: str) -> list[str]:
    header = [cell.strip().lower() for cell in cells]
    if "code" not in header:
        found = short_titles(header)
        message = f"{name} has no column 'code'; found {found!r}. Add it."
        raise SettingsError(message)
    twice = sorted({column for column in header if header.count(column) > 1})
    if twice:
        message = f"{name} has two columns named {twice!r}. Keep one of each."
        raise SettingsError(message)
    return header


def _cell(column: str, value: str) -> str | list[str]:
    if column in _LISTS:
        return [part.strip() for part in value.split("|") if part.strip()]
    return value
