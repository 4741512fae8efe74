"""Reads a workbook's sheet as strings, so that "NA" and "None" stay what was typed."""

import datetime
import io

import python_calamine as calamine

from coprod_nlp.exceptions import SurveyReadError
from coprod_nlp.files.cells.sheetxml import UNREADABLE, MarkedCell, marked_cells
from coprod_nlp.files.problems import Problem
from coprod_nlp.files.titles import QUESTION, short_titles

_Cells = list[list[str]]


def read_sheet(
    content: bytes, *, sheet: str | None = None
) -> tuple[_Cells, list[Problem], str]:
    """Return the rows of one sheet, header first.

    Parameters
    ----------
    content : bytes
        The workbook (xlsx, xls, ods).
    sheet : str, optional
        Name of the sheet; by default the first that holds anything, those that
        are not hidden before the others.

    Returns
    -------
    cells : list of list of str
        Whole numbers without their ``.0``; dates in ISO form; "" for nothing.
    problems : list of Problem
        Which sheets were left out; merged cells; formulas; Excel errors.
    sheet : str
        Which of several sheets was read; "" where there is one.

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
    return cells, problems, name if others else ""


def _sheet_of(
    workbook: calamine.CalamineWorkbook, sheet: str | None
) -> tuple[str, calamine.CalamineSheet]:
    if sheet is not None and sheet not in workbook.sheet_names:
        message = (
            f"There is no sheet {sheet!r}; the workbook has {workbook.sheet_names!r}."
        )
        raise SurveyReadError(message)
    for name in _visible_first(workbook) if sheet is None else [sheet]:
        found = workbook.get_sheet_by_name(name)
        if found.height:
            return name, found
    what = "Every sheet of the workbook" if sheet is None else f"The sheet {sheet!r}"
    message = f"{what} is empty; export it again, with its header row."
    raise SurveyReadError(message)


def _visible_first(workbook: calamine.CalamineWorkbook) -> list[str]:
    shown = calamine.SheetVisibleEnum.Visible
    sheets = sorted(workbook.sheets_metadata, key=lambda each: each.visible != shown)
    return [each.name for each in sheets]


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
    typed into Excel would vanish. It sees one under an Excel error, too.
    """
    try:
        marked = marked_cells(content, sheet)
    except UNREADABLE:
        problem = "formulas and Excel errors could not be looked at"
        action = (
            "one without a stored result reads as blank; save the file as xlsx in "
            "Excel to have each listed"
        )
        return [Problem(problem=problem, action=action)]
    titles = short_titles(cells[0], kept=QUESTION)
    return [
        _error(cell, titles) if cell.formula is None else _formula(cell, cells)
        for cell in marked
    ]


def _error(cell: MarkedCell, titles: list[str]) -> Problem:
    title = titles[cell.column].strip() if cell.column < len(titles) else ""
    where = f"under {title!r}" if title and cell.row else f"in column {cell.column + 1}"
    return Problem(
        row=cell.row + 1,
        problem=f"an Excel error ({cell.error}) stands {where}",
        action="read as blank",
    )


def _formula(cell: MarkedCell, cells: _Cells) -> Problem:
    inside = cell.row < len(cells) and cell.column < len(cells[cell.row])
    action = "its result was read"
    if not cell.has_text and not (inside and cells[cell.row][cell.column]):
        action = "it has no stored result and was read as blank"
        if inside and cell.formula:
            cells[cell.row][cell.column] = cell.formula
            action = "read as the text of the formula"
    return Problem(row=cell.row + 1, problem="a cell holds a formula", action=action)
