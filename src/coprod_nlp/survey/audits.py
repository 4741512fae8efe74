"""Reads what stands beside a staff survey: audits of care plans, patients' answers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import regex

from coprod_nlp.exceptions import SurveySchemaError
from coprod_nlp.files.titles import header_key
from coprod_nlp.survey.files import Table, read_table
from coprod_nlp.survey.spellings import one_spelling
from coprod_nlp.text.normalisation import normalise

CRITERIA = ("patient_involved", "carer_involved", "voice_conveyed", "copy_given")
"""What is asked of each audited care plan."""

_MONTH = regex.compile(r"((?:19|20)\d{2}-(?:0[1-9]|1[0-2]))(?:-\d{2})?(?:[T ].*)?")
_WORDS = {
    **dict.fromkeys(("yes", "y", "1", "true"), True),
    **dict.fromkeys(("no", "n", "0", "false"), False),
}


def read_audits(path: Path) -> pd.DataFrame:
    """Read audits of care plans, one row per plan.

    Parameters
    ----------
    path : Path
        CSV or workbook with the columns month (2024-05, or a day of it), department,
        and those of `CRITERIA` (yes, no, or blank).

    Returns
    -------
    DataFrame
        month and department (str, each in one spelling), the criteria (boolean, <NA>
        where blank).

    Raises
    ------
    SurveyReadError
        If the file is no table.
    SurveySchemaError
        If a column is missing, or a cell is none of what it may be.
    """
    return _read(path, CRITERIA)


def read_patient_survey(path: Path) -> pd.DataFrame:
    """Read a survey in which patients say whether they were involved themselves.

    Parameters
    ----------
    path : Path
        As for `read_audits`, with the one column involved in place of the criteria;
        one row per patient.

    Returns
    -------
    DataFrame
        month and department (str), involved (boolean).

    Raises
    ------
    SurveyReadError, SurveySchemaError
        As for `read_audits`.
    """
    return _read(path, ("involved",))


def month_of(text: str) -> str:
    """Return the month that a text names, itself or a day of it; "" for none.

    Examples
    --------
    >>> month_of("2024-05-14"), month_of("05/2024")
    ('2024-05', '')
    """
    found = _MONTH.fullmatch(text)
    return found.group(1) if found else ""


def _read(path: Path, flags: Sequence[str]) -> pd.DataFrame:
    table = read_table(path)
    names = ("month", "department", *flags)
    places = {header_key(title): place for place, title in enumerate(table.header)}
    missing = [name for name in names if header_key(name) not in places]
    if missing:
        message = (
            f"{path.name} lacks the column(s) {missing!r}; it needs {list(names)!r}. "
            "Name the columns so, in the first row."
        )
        raise SurveySchemaError(message)
    cells = {
        name: [normalise(row[places[header_key(name)]]) for row in table.rows]
        for name in names
    }
    months = [month_of(cell) for cell in cells["month"]]
    _refuse(table, path, "month", "2024-05", [not month for month in months])
    _refuse(table, path, "department", "a name", [not c for c in cells["department"]])
    read: dict[str, Any] = {
        "month": months,
        "department": one_spelling(cells["department"]),
    }
    for name in flags:
        meant = [_WORDS.get(cell.casefold()) for cell in cells[name]]
        unknown = [
            cell != "" and found is None
            for cell, found in zip(cells[name], meant, strict=True)
        ]
        _refuse(table, path, name, "yes, no or blank", unknown)
        read[name] = pd.array(meant, dtype="boolean")
    return pd.DataFrame(read)


def _refuse(
    table: Table, path: Path, column: str, expected: str, wrong: Sequence[bool]
) -> None:
    """Name the rows in which a column holds something else than it may."""
    rows = [n for n, bad in zip(table.numbers, wrong, strict=True) if bad]
    if rows:
        message = (
            f"{path.name}: the column {column!r} holds {expected}; something else is "
            f"in {len(rows)} row(s), such as {rows[:5]!r}. Correct them."
        )
        raise SurveySchemaError(message)
