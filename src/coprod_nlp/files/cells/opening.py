"""Opens a file as rows of strings, whatever kind of file it is."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from coprod_nlp.exceptions import SurveyReadError, SurveySchemaError
from coprod_nlp.files.cells.delimited import read_delimited
from coprod_nlp.files.cells.spss import read_spss
from coprod_nlp.files.cells.workbooks import read_sheet
from coprod_nlp.files.problems import Problem
from coprod_nlp.files.titles import short_titles

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a workbook's bytes begin."""

ROW = "row"
"""Column of the numbers of the rows, where no column names them."""

_SPSS = (b"$FL2", b"$FL3")
_UNREADABLE = {
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF",
    b"<htm": "a web page",
    b"<!do": "a web page",
}

# What SurveyMonkey writes under its header.
_SECOND_HEADER = {"Open-Ended Response", "Response"}


@dataclass(frozen=True, eq=False)
class Cells:
    """A file as rows of cells, before anybody asked which of them are a header.

    Parameters
    ----------
    rows : sequence of sequence of str
        Every cell as typed.
    problems : tuple of Problem
        What had to be decided to read it.
    sha256 : str
        Of the file's bytes.
    is_spss : bool
        Whether it is an SPSS file, of which the first row holds the names of the
        variables and the second their labels.
    sheet : str
        Which of several sheets of a workbook it is; "" where there is one.
    """

    rows: Sequence[Sequence[str]]
    problems: tuple[Problem, ...]
    sha256: str
    is_spss: bool = False
    sheet: str = ""


@dataclass(frozen=True, eq=False)
class Shaped:
    """The rows of a file, parted into those of the header and those below.

    Parameters
    ----------
    headings : tuple of list of str
        One list for each row of the header, all of one length.
    rows : tuple of list of str
        As long as the headings; no row is blank throughout.
    numbers : tuple of int
        Of each row, as a spreadsheet counts them (the header begins in row 1); of an
        SPSS file, the number of the case.
    problems : tuple of Problem
        Rows that were completed or left out.
    """

    headings: tuple[list[str], ...]
    rows: tuple[list[str], ...]
    numbers: tuple[int, ...]
    problems: tuple[Problem, ...]


def read_cells(
    path: Path, *, encoding: str | None = None, sheet: str | None = None
) -> Cells:
    """Read a CSV file, a workbook or an SPSS file without guessing types.

    Parameters
    ----------
    path : Path
        The kind is told from the content, not from the ending of the name.
    encoding : str, optional
        Of a CSV file, when it is not UTF-8, UTF-16 with its mark, or Windows' cp1252;
        of an SPSS file that names the wrong one.
    sheet : str, optional
        Of a workbook; by default the first visible one that holds anything.

    Raises
    ------
    SurveyReadError
        If the file is missing, empty, of another kind, or broken.
    """
    content = _content_of(path)
    is_spss = content.startswith(_SPSS)
    read = ""
    if is_spss:
        rows, problems = read_spss(path, encoding=encoding)
    elif content.startswith(WORKBOOKS):
        with errors_named(path):
            rows, problems, read = read_sheet(content, sheet=sheet)
        if encoding is not None:
            problems.append(
                Problem("a workbook has no encoding", "encoding was ignored")
            )
        if path.suffix.casefold() in (".csv", ".txt", ".tsv"):
            action = "it was read as a workbook"
            problems.append(
                Problem("the name says CSV, the content is a workbook", action)
            )
    else:
        with errors_named(path):
            rows, problems = read_delimited(content, encoding=encoding)
        if sheet is not None:
            problems.append(Problem("a CSV file has no sheets", "sheet was ignored"))
    sha256 = hashlib.sha256(content).hexdigest()
    return Cells(rows, tuple(problems), sha256, is_spss, read)


def read_plain(path: Path) -> Shaped:
    """Read a table of one header row, whatever kind of file it is in.

    Raises
    ------
    SurveyReadError
        As `read_cells`; also if a title stands above the header, or a row has more
        cells than it.
    """
    cells = read_cells(path)
    with errors_named(path):
        refuse_title(cells.rows)
        body = shaped(cells, 2 if cells.is_spss else 1)
    return replace(body, problems=(*cells.problems, *body.problems))


@contextmanager
def errors_named(path: Path) -> Iterator[None]:
    """Put the name of the file before errors of what was read from its content."""
    try:
        yield
    except SurveyReadError as error:
        said = str(error)
        message = f"{path.name}: {said[0].lower()}{said[1:]}"
        raise SurveyReadError(message) from error


def shaped(cells: Cells, n_headings: int) -> Shaped:
    """Give every row the width of the header, and leave blank rows out.

    Parameters
    ----------
    cells : Cells
        The whole file.
    n_headings : int
        How many of its rows are the header.

    Raises
    ------
    SurveyReadError
        If a row has more cells than the header.
    """
    rows = cells.rows
    width = max(map(len, rows[:n_headings]))
    while width > 1 and not any(
        row[width - 1].strip() for row in rows if len(row) >= width
    ):
        width -= 1
    headings = tuple(_padded(row, width) for row in rows[:n_headings])
    problems: list[Problem] = []
    kept: list[list[str]] = []
    numbers: list[int] = []
    blank = 0
    # SPSS counts cases from 1, and shows no header among them.
    first = 1 if cells.is_spss else n_headings + 1
    last = first + len(rows) - n_headings - 1
    for number, row in enumerate(rows[n_headings:], start=first):
        if not any(cell.strip() for cell in row):
            blank += 1
            continue
        kept.append(_fitted(row, width, number, problems, last=number == last))
        numbers.append(number)
    if blank:
        problems.append(Problem(f"{blank} row(s) are blank throughout", "left out"))
    return Shaped(headings, tuple(kept), tuple(numbers), tuple(problems))


def _content_of(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except IsADirectoryError as error:
        message = f"{path} is a folder; name the file in it."
        raise SurveyReadError(message) from error
    except OSError as error:
        message = f"{path} could not be read ({error.strerror}); check the path."
        raise SurveyReadError(message) from error
    if not content.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        message = f"{path.name} is empty; export it again, with its header row."
        raise SurveyReadError(message)
    kind = _UNREADABLE.get(content[:4].lower()) or _UNREADABLE.get(content[:4])
    if kind is not None:
        message = (
            f"{path.name} is {kind}; a table is read from CSV or xlsx. Export or "
            "save it as one of these."
        )
        raise SurveyReadError(message)
    return content


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*row[:width], *[""] * (width - len(row))]


def _fitted(
    row: Sequence[str],
    width: int,
    number: int,
    problems: list[Problem],
    *,
    last: bool,
) -> list[str]:
    if any(cell.strip() for cell in row[width:]):
        message = (
            f"Row {number} has {len(row)} cells where the header has {width}: a "
            "separator or a quotation mark within a cell is not quoted, so cells would "
            "move to other columns. Correct that row, or save the file as xlsx."
        )
        raise SurveyReadError(message)
    if len(row) < width:
        cut = "; the file may have been cut off here: export it again" if last else ""
        problems.append(
            Problem(
                row=number,
                problem=f"the row has {len(row)} cells where the header has {width}",
                action=f"the missing cells at its end were read as blank{cut}",
            )
        )
    return _padded(row, width)


def place_named(
    name: str, header: Sequence[str], path: Path, *, sheet: str = ""
) -> int:
    """Return which column bears a name.

    Parameters
    ----------
    name : str
    header : sequence of str
    path : Path
        Of the file, which the message names.
    sheet : str, default=""
        Which of several sheets was read.

    Raises
    ------
    SurveySchemaError
        If none does, or several do.
    """
    places = [i for i, title in enumerate(header) if title.strip() == name]
    if len(places) != 1:
        where = f"The sheet {sheet!r} of {path.name}" if sheet else path.name
        message = (
            f"{where} has {len(places)} columns named {name!r}; name one of its "
            f"{len(header)} columns, each named once: {short_titles(header)!r}."
        )
        raise SurveySchemaError(message)
    return places[0]


def continues_header(row: Sequence[str]) -> bool:
    """Tell whether a row is a second or third row of the header of an export."""
    texts = {cell.strip() for cell in row}
    marked = any(text.startswith('{"ImportId"') for text in texts)
    return marked or bool(texts & _SECOND_HEADER)


def refuse_title(rows: Sequence[Sequence[str]]) -> None:
    """Refuse a file whose first row is a title rather than a header.

    Raises
    ------
    SurveyReadError
        If the first row holds one cell only, and others hold more.
    """
    if sum(map(bool, map(str.strip, rows[0]))) < 2 <= max(map(len, rows)):
        message = (
            "Row 1 holds one cell only, a title rather than a header. Delete the rows "
            "above the row that names the columns; or, if it names the only column, "
            "put answers that hold the separator in quotation marks, or save as xlsx. "
            "Columns are parted by comma, semicolon or tab."
        )
        raise SurveyReadError(message)
