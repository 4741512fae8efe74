"""Writes a theme set as TOML with its units as CSV, and reads both back exactly."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from coprod_nlp.exceptions import SettingsError, SurveyReadError
from coprod_nlp.files.cells.decoding import encoding_of
from coprod_nlp.files.cells.opening import read_plain
from coprod_nlp.files.csvfiles import as_typed, write_csv
from coprod_nlp.files.tomlfiles import (
    FromToml,
    checked_against,
    parse_toml,
    toml_lines,
)
from coprod_nlp.themes.theme_set.entries import EditEntry, ThemeEntry
from coprod_nlp.themes.theme_set.units import UNIT_FIELDS, typed_units

THEMES, UNITS = "themes.toml", "units.csv"
_TEXTS = ("question", "text")
_FLAGGED = ("by_human", "current")
_FLAGS = {"yes": True, "no": False}
_NEEDED = tuple(name for name in UNIT_FIELDS if name != "unit")
_LAST = 10**9
_HEAD = """\
# A theme set of coprod-nlp: the themes of one question, with their units beside it.
#
# To edit it by hand: change a name or a note; set state to "adopted" to accept a
# candidate theme; set parent to the id of the theme that it belongs under. To move a
# unit, change its theme in the table of units, and write yes under by_human, so that
# no later run moves it; "residual" is the theme of units that fit none. Keep every id,
# and what stands under proposed: by it a later run sees that you gave a name.
"""


@dataclass(frozen=True, slots=True)
class _SetFile(FromToml):
    format: Literal[1]
    question: str
    fingerprint: str
    units: str
    themes: tuple[ThemeEntry, ...] = ()
    edits: tuple[EditEntry, ...] = ()


def write_set(
    path: Path,
    question: str,
    themes: Sequence[ThemeEntry],
    units: pd.DataFrame,
    edits: Sequence[EditEntry],
    fingerprint: str,
) -> Path:
    """Write a theme set, and return the path of its TOML file.

    Parameters
    ----------
    path : Path
        A folder, made if missing, or the name of a file that ends in ``.toml``.
    question, themes, units, edits, fingerprint
        The parts of a `ThemeSet`.
    """
    named = path.suffix.lower() == ".toml"
    toml = path if named else path / THEMES
    table = toml.with_name(f"{toml.stem}_{UNITS}" if named else UNITS)
    head: dict[str, str | float] = {
        "format": 1,
        "question": question,
        "fingerprint": fingerprint,
        "units": table.name,
    }
    parts = [_HEAD + toml_lines(head)]
    parts += [f"[[themes]]\n{toml_lines(_filled(theme))}" for theme in themes]
    parts += [f"[[edits]]\n{toml_lines(_filled(edit))}" for edit in edits]
    toml.parent.mkdir(parents=True, exist_ok=True)
    toml.write_text("\n".join(parts), encoding="utf-8", newline="\n")
    flags = {name: units[name].map({True: "yes", False: "no"}) for name in _FLAGGED}
    write_csv(units.assign(**flags), table)
    return toml


def read_set(path: Path) -> dict[str, Any]:
    """Read the parts of a theme set from its TOML file or the folder it is in.

    Raises
    ------
    SettingsError
        If a file is missing or is not what `write_set` writes, whoever changed it.
    """
    toml = path / THEMES if path.is_dir() else path
    content = checked_against(_SetFile, parse_toml(toml), toml.name)
    if Path(content.units).name != content.units:
        message = (
            f"{toml.name}: units must name a file beside it, got {content.units!r}."
        )
        raise SettingsError(message)
    return {
        "question": content.question,
        "themes": content.themes,
        "units": _read_units(toml.with_name(content.units)),
        "edits": content.edits,
        "fingerprint": content.fingerprint,
    }


def _filled(entry: ThemeEntry | EditEntry) -> dict[str, Any]:
    values = {field.name: getattr(entry, field.name) for field in fields(entry)}
    return {name: value for name, value in values.items() if value is not None}


def _read_units(path: Path) -> pd.DataFrame:
    if not path.exists():
        message = f"There are no units at {str(path)!r}; keep both files of a set."
        raise SettingsError(message)
    try:
        _refuse_guessed(path)
        table = read_plain(path)
    except SurveyReadError as error:
        raise SettingsError(str(error)) from error
    header = [title.strip() for title in table.headings[0]]
    faulty = [name for name in _NEEDED if header.count(name) != 1]
    if faulty:
        message = (
            f"{path.name} lacks the column(s) {faulty!r}, or has more of one. Keep "
            f"one of each."
        )
        raise SettingsError(message)
    read = [_unit(dict(zip(header, row, strict=True))) for row in table.rows]
    wrong = [n for n, unit in zip(table.numbers, read, strict=True) if unit is None]
    if wrong:
        message = (
            f"{path.name}: {len(wrong)} row(s) do not hold whole numbers from 0 to "
            f"{_LAST:,} in start and end, the end not before the start, a number or "
            f"nothing in score, yes or no in by_human and current; the first is row "
            f"{wrong[0]}. Correct them."
        )
        raise SettingsError(message)
    return typed_units(pd.DataFrame(read, columns=list(_NEEDED)))


def _refuse_guessed(path: Path) -> None:
    """Refuse letters that had to be guessed: a unit is known by its words."""
    with path.open("rb") as file:
        told = encoding_of(file)
    try:
        path.read_text(told or "utf-8")
    except UnicodeDecodeError as error:
        message = f"{path.name} is not UTF-8. Save it as UTF-8 ('CSV UTF-8' in Excel)."
        raise SettingsError(message) from error


def _unit(cells: Mapping[str, str]) -> dict[str, Any] | None:
    try:
        start, end = int(cells["start"]), int(cells["end"])
        score = float(cells["score"].replace(",", ".") or "nan")
        flags = {name: _FLAGS[cells[name].strip().lower()] for name in _FLAGGED}
    except (KeyError, ValueError):
        return None
    if not 0 <= start <= end <= _LAST or math.isinf(score):
        return None
    return {
        **{name: as_typed(cells[name]) for name in _TEXTS},
        "answer": _answer(cells, start),
        "theme": as_typed(cells["theme"]).strip(),
        "start": start,
        "end": end,
        "score": score,
        **flags,
    }


def _answer(cells: Mapping[str, str], start: int) -> str:
    # A spreadsheet turns the answer 001 into 1, and leaves the unit 001#0 as it is.
    answer, _, at = as_typed(cells.get("unit", "")).rpartition("#")
    return answer if at == str(start) else as_typed(cells["answer"])
