"""Opens a codebook file, TOML or CSV, without judging its fields."""

import csv
import tomllib
from pathlib import Path
from typing import Any

from coprod_nlp.exceptions import SettingsError

_HEAD = ("title", "version", "other")
_LISTS = ("examples", "questions", "also_in")


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
    if unknown or not all(isinstance(row, dict) for row in codes):
        message = (
            f"{name} should hold title, version, other and [[codes]]; found "
            f"{sorted(table)!r}."
        )
        raise SettingsError(message)
    return {key: str(table[key]) for key in _HEAD if key in table}, codes


def _read_csv(text: str, name: str) -> tuple[dict[str, str], list[dict[str, Any]]]:
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter)
    header = [(column or "").strip().lower() for column in reader.fieldnames or []]
    if "code" not in header:
        message = f"{name} has no column 'code'; found {header!r}. Add it."
        raise SettingsError(message)
    reader.fieldnames = header
    rows: list[dict[str, Any]] = []
    for number, row in enumerate(reader, start=2):
        if None in row:
            message = f"{name}, row {number}: more cells than columns. Quote the text."
            raise SettingsError(message)
        rows.append({key: _cell(key, value or "") for key, value in row.items()})
    return {}, rows


def _cell(column: str, value: str) -> str | list[str]:
    if column in _LISTS:
        return [part.strip() for part in value.split("|") if part.strip()]
    return value.strip()
