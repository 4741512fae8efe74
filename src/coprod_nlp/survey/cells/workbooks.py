"""Reads a workbook's sheet as strings, so that "NA" and "None" stay what was typed."""

import datetime
import io
import warnings
from collections.abc import Iterator
from typing import Any

import python_calamine as calamine

from coprod_nlp.exceptions import SurveyReadError
from coprod_nlp.survey.problems import Problem

_Cells = list[list[str]]


def read_workbook(
    content: bytes, *, sheet: str | None = None
) -> tuple[_Cells, list[Problem]]:
    """Return the rows of one sheet, header first.

    Parameters
    ----------
    content : bytes
        The workbook (xlsx, xls, ods).
    sheet : str, optional
        Name of the sheet; by default the first that holds anything.

    Returns
    -------
    cells : list of list of str
        Whole numbers without their ``.0``; dates in ISO form; "" for nothing.
    problems : list of Problem
        Which sheets were left out; merged cells; formulas.

    Raises
    ------
    SurveyReadError
        If it is no workbook, is locked, has no such sheet, has nothing in it, or its
        header is made of merged cells.
    """
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            name, found = _sheet_of(workbook, sheet)
            rows = found.to_python(skip_empty_area=False)
            merged = found.merged_cell_ranges or []
            others = [other for other in workbook.sheet_names if other != name]
    except calamine.PasswordError as error:
        message = "The workbook is locked by a password; save a copy without one."
        raise SurveyReadError(message) from error
    except calamine.CalamineError as error:
        message = (
            f"The file is not a workbook that can be read ({error}); save it again."
        )
        raise SurveyReadError(message) from error
    problems: list[Problem] = []
    if others and sheet is None:
        problem = f"the workbook has {len(others) + 1} sheets"
        action = f"read {name!r}; not read: {others!r}"
        problems.append(Problem(problem=problem, action=action))
    cells = [[_typed(value) for value in row] for row in rows]
    problems += _merged(merged)
    problems += _with_formulas(cells, content, name)
    return cells, problems


def _sheet_of(
    workbook: calamine.CalamineWorkbook, sheet: str | None
) -> tuple[str, calamine.CalamineSheet]:
    if sheet is not None and sheet not in workbook.sheet_names:
        message = (
            f"There is no sheet {sheet!r}; the workbook has {workbook.sheet_names!r}."
        )
        raise SurveyReadError(message)
    for name in workbook.sheet_names if sheet is None else [sheet]:
        found = workbook.get_sheet_by_name(name)
        if found.height:
            return name, found
    what = "Every sheet of the workbook" if sheet is None else f"The sheet {sheet!r}"
    message = f"{what} is empty; export the survey again, with its header row."
    raise SurveyReadError(message)


def _typed(value: object) -> str:
    """Write a cell's value as somebody would have typed it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    return str(value)


def _merged(ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> list[Problem]:
    header = sorted({start[0] + 1 for start, _ in ranges if start[0] == 0})
    if header:
        message = (
            "The header (row 1) has merged cells, so that a column's name is unclear. "
            "Unmerge them, keep one header row with one name per column, and save."
        )
        raise SurveyReadError(message)
    return [
        Problem(
            row=start[0] + 1,
            problem=f"cells of rows {start[0] + 1} to {end[0] + 1} are merged",
            action="only the first of them was read as filled",
        )
        for start, end in ranges
    ]


def _with_formulas(cells: _Cells, content: bytes, sheet: str) -> list[Problem]:
    """Put formulas that have no stored result into `cells`, as they were typed.

    A calamine reader sees an empty cell there, and an answer such as "=more staff"
    typed into Excel would vanish.
    """
    if not content.startswith(b"PK"):
        return []
    # Imported here: few workbooks hold formulas, and openpyxl is slow to read.
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
        if not any(
            b"<f" in archive.read(part) for part in parts if part.endswith(".xml")
        ):
            return []
    problems: list[Problem] = []
    for row, column, formula, has_result in _formulas(content, sheet):
        inside = row < len(cells) and column < len(cells[row])
        typed = inside and not cells[row][column] and not has_result
        if typed:
            cells[row][column] = formula
        action = "read as the text of the formula" if typed else "its result was read"
        problems.append(
            Problem(row=row + 1, problem="a cell holds a formula", action=action)
        )
    return problems


def _formulas(content: bytes, sheet: str) -> list[tuple[int, int, str, bool]]:
    """Return row, column and text of each formula, and whether its result is a text.

    Such a result may be the empty text, which looks like none at all.
    """
    found = {
        (cell.row, cell.column): str(cell.value)
        for cell in _typed_cells(content, sheet, data_only=False)
        if cell.data_type == "f"
    }
    results = {
        (cell.row, cell.column)
        for cell in (_typed_cells(content, sheet, data_only=True) if found else ())
        if cell.data_type in ("s", "str")
    }
    return [
        (row - 1, column - 1, formula, (row, column) in results)
        for (row, column), formula in found.items()
    ]


def _typed_cells(content: bytes, sheet: str, *, data_only: bool) -> Iterator[Any]:
    """Yield the cells of a sheet as openpyxl types them: formulas, or their results."""
    import openpyxl

    with warnings.catch_warnings():
        # openpyxl warns about parts it would lose in writing; nothing is written.
        warnings.simplefilter("ignore", UserWarning)
        workbook = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=data_only
        )
    try:
        for row in workbook[sheet].iter_rows():
            yield from (cell for cell in row if hasattr(cell, "row"))
    finally:
        workbook.close()
