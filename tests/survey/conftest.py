"""Small survey files, written as exports write them."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

HEADER = ("id", "q4", "q4a", "q4b")


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    """Write rows (header first) as a CSV file and return its path."""

    def write(
        *rows: Sequence[str],
        header: Sequence[str] = HEADER,
        delimiter: str = ",",
        encoding: str = "utf-8",
    ) -> Path:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter).writerows([header, *rows])
        path = tmp_path / "survey.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return write


@pytest.fixture
def xlsx_file(tmp_path: Path) -> Callable[..., Path]:
    """Write rows (header first) as a workbook, merge cells, and return its path."""

    def write(
        *rows: Sequence[object],
        header: Sequence[object] = HEADER,
        merge: str = "",
        before: str = "",
    ) -> Path:
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        if before:
            sheet.title = before
            sheet = workbook.create_sheet("Answers")
        for row in (header, *rows):
            sheet.append(list(row))
        if merge:
            sheet.merge_cells(merge)
        path = tmp_path / "survey.xlsx"
        workbook.save(path)
        return path

    return write
