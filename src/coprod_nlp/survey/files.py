"""Opens a survey file as a table of strings, whatever kind of file it is."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coprod_nlp.exceptions import SurveyReadError
from coprod_nlp.survey.delimited import read_delimited
from coprod_nlp.survey.problems import Problem
from coprod_nlp.survey.workbooks import read_workbook

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UNREADABLE = {
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF",
    b"$FL2": "an SPSS file",
    b"$FL3": "an SPSS file",
    b"<htm": "a web page",
    b"<!do": "a web page",
}
# What SurveyMonkey writes under its header.
_SECOND_HEADER = {"Open-Ended Response", "Response"}


@dataclass(frozen=True, eq=False)
class Table:
    """A file as it was found: one header, and rows of cells as typed.

    Parameters
    ----------
    header : tuple of str
        One per column; "" where the header is blank.
    rows : tuple of list of str
        Every row has as many cells as the header; no row is blank throughout.
    numbers : tuple of int
        Of each row, as a spreadsheet counts them (the header is row 1).
    problems : tuple of Problem
        What had to be decided to read it.
    sha256 : str
        Of the file's bytes.
    """

    header: tuple[str, ...]
    rows: tuple[list[str], ...]
    numbers: tuple[int, ...]
    problems: tuple[Problem, ...]
    sha256: str


def read_table(
    path: Path, *, encoding: str | None = None, sheet: str | None = None
) -> Table:
    """Read a CSV file or a workbook without guessing the type of any cell.

    Parameters
    ----------
    path : Path
        The kind is told from the content, not from the ending of the name.
    encoding : str, optional
        Of a CSV file, when it is not UTF-8, UTF-16 with its mark, or Windows' cp1252.
    sheet : str, optional
        Of a workbook; by default the first that holds anything.

    Raises
    ------
    SurveyReadError
        If the file is missing, empty, of another kind, or broken.
    """
    content = _content_of(path)
    if content.startswith(_WORKBOOKS):
        cells, problems = read_workbook(content, sheet=sheet)
        if encoding is not None:
            problems.append(_note("a workbook has no encoding", "encoding was ignored"))
        if path.suffix.casefold() in (".csv", ".txt", ".tsv"):
            action = "it was read as a workbook"
            problems.append(
                _note("the name says CSV, the content is a workbook", action)
            )
    else:
        cells, problems = read_delimited(content, encoding=encoding)
        if sheet is not None:
            problems.append(_note("a CSV file has no sheets", "sheet was ignored"))
    _refuse_second_header(cells)
    header, rows, numbers, more = _shaped(cells)
    return Table(
        header=header,
        rows=rows,
        numbers=numbers,
        problems=(*problems, *more),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _note(problem: str, action: str) -> Problem:
    return Problem(problem=problem, action=action)


def _content_of(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except IsADirectoryError as error:
        message = f"{path} is a folder; name the survey file in it."
        raise SurveyReadError(message) from error
    except OSError as error:
        message = f"{path} could not be read ({error.strerror}); check the path."
        raise SurveyReadError(message) from error
    if not content.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        message = f"{path.name} is empty; export the survey again, with its header row."
        raise SurveyReadError(message)
    kind = _UNREADABLE.get(content[:4].lower()) or _UNREADABLE.get(content[:4])
    if kind is not None:
        message = (
            f"{path.name} is {kind}; a survey is read from CSV or xlsx. Export or "
            "save it as one of these."
        )
        raise SurveyReadError(message)
    return content


def _refuse_second_header(cells: Sequence[Sequence[str]]) -> None:
    """Refuse header rows that would otherwise be read as respondents."""
    if sum(map(bool, map(str.strip, cells[0]))) < 2 <= max(map(len, cells)):
        message = (
            "Row 1 holds one cell only, a title rather than a header. Delete the rows "
            "above the row that names the columns."
        )
        raise SurveyReadError(message)
    for number, row in enumerate(cells[1:3], start=2):
        texts = {cell.strip() for cell in row}
        second = any(text.startswith('{"ImportId"') for text in texts)
        if second or texts & _SECOND_HEADER:
            message = (
                f"Row {number} continues the header (as Qualtrics and SurveyMonkey "
                "export it), it is no respondent. Keep one header row with one name "
                "per column, and delete the others."
            )
            raise SurveyReadError(message)


def _shaped(
    cells: Sequence[Sequence[str]],
) -> tuple[tuple[str, ...], tuple[list[str], ...], tuple[int, ...], list[Problem]]:
    """Give every row the width of the header, and leave blank rows out."""
    header = list(cells[0])
    while len(header) > 1 and not any(
        row[len(header) - 1].strip() for row in cells if len(row) >= len(header)
    ):
        header.pop()
    problems: list[Problem] = []
    rows: list[list[str]] = []
    numbers: list[int] = []
    blank = 0
    for number, row in enumerate(cells[1:], start=2):
        if not any(cell.strip() for cell in row):
            blank += 1
            continue
        rows.append(_fitted(row, header, number, problems))
        numbers.append(number)
    if blank:
        problems.append(_note(f"{blank} row(s) are blank throughout", "left out"))
    return tuple(header), tuple(rows), tuple(numbers), problems


def _fitted(
    row: Sequence[str], header: list[str], number: int, problems: list[Problem]
) -> list[str]:
    width = len(header)
    if any(cell.strip() for cell in row[width:]):
        message = (
            f"Row {number} has {len(row)} cells where the header has {width}: a "
            "separator or a quotation mark within an answer is not quoted, so answers "
            "would move to other questions. Correct that row, or save the file as xlsx."
        )
        raise SurveyReadError(message)
    if len(row) < width:
        problems.append(
            Problem(
                row=number,
                problem=f"the row has {len(row)} cells where the header has {width}",
                action="the missing cells at its end were read as blank",
            )
        )
    return [*row[:width], *[""] * (width - len(row))]
