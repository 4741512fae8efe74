"""Opens a codebook file, TOML or CSV, without judging its fields."""

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.files.titles import short_titles

_HEAD = ("title", "version", "other")
_LISTS = ("examples", "phrases", "questions", "also_in")


def read_codebook_table(path: Path) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Return a codebook's head (title, version, other) and its rows.

    Parameters
    ----------
    path : Path
        ``.toml`` with ``[[codes]]``, or ``.csv`` with a header row.

    Raises
    ------
    SettingsError
        If the file is missing, not UTF-8, of another kind or not well formed.
    """
    readers = {".toml": _read_toml, ".csv": _read_csv}
    if path.suffix.lower() not in readers:
        message = (
            f"A codebook is a .toml or a .csv file, got {path.name!r}. Save it as one."
        )
        raise SettingsError(message)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        message = f"There is no codebook {str(path)!r}. Check the path."
        raise SettingsError(message) from None
    except OSError as error:
        message = (
            f"The codebook {str(path)!r} could not be opened ({type(error).__name__}). "
            f"Expected a file that you may read."
        )
        raise SettingsError(message) from None
    except UnicodeDecodeError:
        message = f"{path.name} is not UTF-8. Save it as UTF-8 ('CSV UTF-8' in Excel)."
        raise SettingsError(message) from None
    return readers[path.suffix.lower()](text, path.name)


def _read_toml(text: str, name: str) -> tuple[dict[str, str], list[dict[str, Any]]]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"{name} is not valid TOML: {error}."
        raise SettingsError(message) from None
    unknown = sorted(set(table) - {*_HEAD, "codes"})
    codes = table.get("codes", [])
    rows = isinstance(codes, list) and all(isinstance(row, dict) for row in codes)
    if unknown or not rows:
        message = (
            f"{name} should hold title, version, other and [[codes]]; found "
            f"{sorted(table)!r}. Remove what is unknown, and write codes as [[codes]]."
        )
        raise SettingsError(message)
    return {key: _head(table[key], key, name) for key in _HEAD if key in table}, codes


def _head(value: object, key: str, name: str) -> str:
    # A version is often written as a number, and means its digits.
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        message = f"{name}: {key} must be text, got {value!r}. Put it in quotes."
        raise SettingsError(message)
    return str(value).strip()


def _read_csv(text: str, name: str) -> tuple[dict[str, str], list[dict[str, Any]]]:
    separator = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    try:
        records = [[cell.strip() for cell in record] for record in reader]
    except csv.Error as error:
        message = (
            f"{name} is not a well-formed CSV in line {reader.line_num}: {error}. Save "
            f"it anew from a spreadsheet."
        )
        raise SettingsError(message) from None
    header = _header(records[0] if records else [], name)
    rows: list[dict[str, Any]] = []
    for number, cells in enumerate(records[1:], start=2):
        if any(cells[len(header) :]):
            message = f"{name}, row {number}: more cells than columns. Quote the text."
            raise SettingsError(message)
        if any(cells):
            filled = [*cells, *[""] * len(header)]
            rows.append({c: _cell(c, v) for c, v in zip(header, filled, strict=False)})
    return {}, rows


def _header(cells: list[str], name: str) -> list[str]:
    # Spreadsheets leave blank columns at the end.
    last = max((i for i, cell in enumerate(cells, start=1) if cell), default=0)
    header = [cell.lower() for cell in cells[:last]]
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
