"""Writes the sheets of a coding workbook, so that Excel shows what was given."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

import pandas as pd

from coprod_nlp.coding.codebook import Code
from coprod_nlp.coding.workbook.layout import (
    ABOUT,
    ABOUT_COLUMNS,
    ANSWER,
    CODEBOOK,
    CODING,
    MEMO,
    NONE,
    RESPONDENT,
    SUGGESTION_COLUMNS,
    SUGGESTIONS,
    code_heading,
    fingerprint,
)
from coprod_nlp.files.excelcells import as_cell

_WIDTHS = {ANSWER: 70, "description": 70, "examples": 70, "evidence": 70, MEMO: 40}
_WIDTHS |= {"code": 30, "title": 30}
_NARROW = 16
_FONT = "Calibri"
_WARNING = (
    "Suggestions by software. Open this sheet after you have coded, so that they do "
    "not lead you; leave your codes as they are."
)


def new_workbook() -> Any:
    """Return an empty workbook of openpyxl, to be written row after row."""
    # Imported here: reading and suggesting do not need it, and it is slow to load.
    from openpyxl import Workbook

    return Workbook(write_only=True)


def write_coding(
    book: Any, answers: Mapping[str, str], n_codes: int, n_offered: int
) -> None:
    """Write the sheet that a person codes on: answers, and cells to choose codes in.

    Parameters
    ----------
    book : Workbook
    answers : mapping of str to str
        Text by respondent.
    n_codes : int
        Columns of codes.
    n_offered : int
        Codes that stand on the hidden sheet; see `write_about`.
    """
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    codes = [code_heading(i) for i in range(1, n_codes + 1)]
    headings = [RESPONDENT, ANSWER, *codes, MEMO]
    sheet = _sheet(book, CODING, headings)
    letters = [get_column_letter(headings.index(code) + 1) for code in codes]
    offered = get_column_letter(ABOUT_COLUMNS.index("code") + 1)
    choice = DataValidation(
        type="list",
        # By range: a list within the rule itself ends at 255 characters.
        formula1=f"{ABOUT}!${offered}$2:${offered}${n_offered + 1}",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Not a code of the list",
        error=f"Choose from the list; {NONE} if no code fits. Ideas go into the memo.",
    )
    choice.add(f"{letters[0]}2:{letters[-1]}{len(answers) + 1}")
    sheet.data_validations.append(choice)
    # Sorting by these buttons keeps rows whole.
    last = get_column_letter(len(headings))
    sheet.auto_filter.ref = f"A1:{last}{len(answers) + 1}"
    for row in answers.items():
        texts = [_cell(sheet, text) for text in row]
        # As text, or Excel would make a number of a code such as "1E5".
        empty = [_styled(sheet, None, number_format="@") for _ in codes]
        sheet.append([*texts, *empty, _styled(sheet, None)])


def write_codebook(book: Any, offered: Iterable[Code]) -> None:
    """Write what each code means."""
    sheet = _sheet(book, CODEBOOK, ["code", "title", "description", "examples"])
    for code in offered:
        texts = (code.code, code.title, code.description, "; ".join(code.examples))
        sheet.append([_cell(sheet, text) for text in texts])


def write_suggestions(book: Any, rows: pd.DataFrame) -> None:
    """Write suggested codes, under a line that asks to code first.

    Parameters
    ----------
    book : Workbook
    rows : DataFrame
        Columns `SUGGESTION_COLUMNS`.
    """
    sheet = _sheet(book, SUGGESTIONS, SUGGESTION_COLUMNS, note=_WARNING)
    for respondent, rank, code, score, evidence in rows.itertuples(index=False):
        who, what, why = (_cell(sheet, str(t)) for t in (respondent, code, evidence))
        sheet.append([who, int(rank), what, round(float(score), 3), why])


def write_about(
    book: Any,
    settings: Mapping[str, str],
    offered: Iterable[Code],
    answers: Mapping[str, str],
    withheld: Collection[str],
) -> None:
    """Write the hidden sheet, by which the workbook is read back and checked.

    Parameters
    ----------
    book : Workbook
    settings : mapping of str to str
        What the workbook was made from.
    offered : iterable of Code
        What the cells of the coding sheet let choose.
    answers : mapping of str to str
        Text by respondent, as on the coding sheet; its fingerprint is written.
    withheld : collection of str
        Respondents whose suggestions are left out.
    """
    sheet = _sheet(book, ABOUT, ABOUT_COLUMNS)
    sheet.sheet_state = "hidden"
    parts = (
        settings.items(),
        ((code.code,) for code in offered),
        ((r, fingerprint(t), "yes" * (r in withheld)) for r, t in answers.items()),
    )
    for setting, code, answer in zip_longest(*parts):
        row = (*(setting or ("", "")), *(code or ("",)), *(answer or ("", "", "")))
        sheet.append([_cell(sheet, text) for text in row])


def _sheet(book: Any, name: str, headings: Sequence[str], note: str = "") -> Any:
    """Return a new sheet with its headings, which stay in sight."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A3" if note else "A2"
    for i, heading in enumerate(headings, start=1):
        width = _WIDTHS.get(heading.partition(" ")[0], _NARROW)
        sheet.column_dimensions[get_column_letter(i)].width = width
    if note:
        warning = _cell(sheet, note, wrap=False)
        warning.font = Font(name=_FONT, size=11, bold=True, color="C00000")
        sheet.append([warning])
    cells = [_cell(sheet, heading) for heading in headings]
    for cell in cells:
        cell.font = Font(name=_FONT, size=11, bold=True)
    sheet.append(cells)
    return sheet


def _cell(sheet: Any, text: str, *, wrap: bool = True) -> Any:
    """Return a cell that shows `text`, whatever Excel would make of it."""
    if not text:
        return None
    said = as_cell(text)
    cell = _styled(sheet, said, wrap=wrap)
    # openpyxl takes "=1+1" for a formula and "#N/A" for an error.
    cell.data_type = "s"
    # Excel would otherwise take "=1+1" for a formula once the cell is edited.
    cell.quotePrefix = True
    return cell


def _styled(
    sheet: Any, value: str | None, *, wrap: bool = True, number_format: str = "General"
) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    cell = WriteOnlyCell(sheet, value)
    cell.alignment = Alignment(wrap_text=wrap, vertical="top")
    cell.number_format = number_format
    return cell
