"""Reads a delimited file row by row, and goes on after a row that is broken."""

import codecs
import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import regex

from coprod_nlp.exceptions import SurveyReadError
from coprod_nlp.files.cells.delimited import MARKS, delimiter_of, long_cells
from coprod_nlp.files.cells.opening import continues_header, errors_named, refuse_title
from coprod_nlp.files.problems import Problem

_BLOCK = 2**20
_MOST_LINES, _MOST_CHARACTERS = 1000, 2**20
_MOST_BROKEN = 1000
_UNPAIRED = "its quotation marks do not pair"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a delimited file is laid out, and how many rows can be read.

    Parameters
    ----------
    path : Path
    encoding, delimiter : str
    offset : int
        Lines before the header.
    header : tuple of str
    n_rows : int
        Rows that can be read and are not blank throughout.
    problems : tuple of Problem
        Rows that cannot be read, and what had to be decided.
    """

    path: Path
    encoding: str
    delimiter: str
    offset: int
    header: tuple[str, ...]
    n_rows: int = 0
    problems: tuple[Problem, ...] = ()


def scan_delimited(path: Path) -> Layout:
    """Read a file through once, to know what awaits; its rows are not kept.

    Raises
    ------
    SurveyReadError
        If it cannot be decoded, has no header row of its own, or more than a
        thousand rows are broken.
    """
    encoding, problems = _encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        head = file.read(_BLOCK)
    declared = regex.match(r"sep=(.)\r?\n", head)
    body = head[declared.end() :] if declared else head
    delimiter = declared[1] if declared else delimiter_of(body)
    bare = Layout(path, encoding, delimiter, 1 if declared else 0, ())
    opening = [record for record in islice(_records(bare), 50) if record is not None]
    if not opening:
        message = f"{path.name} has no row that can be read. Export it again."
        raise SurveyReadError(message)
    _refuse_second_header(path, opening)
    header = tuple(opening[0])
    layout = Layout(path, encoding, delimiter, bare.offset, header)
    n_rows = n_short = 0
    for row in iterate_records(layout):
        if isinstance(row, Problem):
            problems.append(row)
        else:
            n_rows += 1
            n_short += len(row[1]) < len(header)
        if len(problems) > _MOST_BROKEN:
            message = (
                f"More than {_MOST_BROKEN:,} rows of {path.name} cannot be read, the "
                f"first of them row {problems[0].row}: {problems[0].problem}. Export "
                f"it again, or save it as Parquet."
            )
            raise SurveyReadError(message)
    if n_short:
        problem = "rows have fewer cells than the header"
        action = f"the missing cells at the end of {n_short} were read as blank"
        problems.append(Problem(problem=problem, action=action))
    return Layout(
        path, encoding, delimiter, bare.offset, header, n_rows, tuple(problems)
    )


def _refuse_second_header(path: Path, opening: Sequence[Sequence[str]]) -> None:
    with errors_named(path):
        refuse_title(opening)
    for number, row in enumerate(opening[1:3], start=2):
        if continues_header(row):
            message = (
                f"Row {number} of {path.name} continues the header, as some exports "
                f"do, and a file of this size is read a part at a time, with one row "
                f"of header. Keep the row that names the columns, delete the others."
            )
            raise SurveyReadError(message)


def iterate_records(layout: Layout) -> Iterator[tuple[int, list[str]] | Problem]:
    """Yield the number and the cells of every row, or why it cannot be read.

    Rows are numbered as a spreadsheet does (the header is row 1); those that are
    blank throughout are left out. After a row whose quotation marks do not pair,
    reading goes on with the next line.
    """
    width = len(layout.header)
    for number, record in enumerate(_records(layout), start=1):
        if number == 1:
            continue
        if record is None:
            yield Problem(row=number, problem=_UNPAIRED, action="left out")
        elif any(cell.strip() for cell in record[width:]):
            problem = f"it has {len(record)} cells where the header has {width}"
            yield Problem(row=number, problem=problem, action="left out")
        elif any(cell.strip() for cell in record):
            yield number, record


def _records(layout: Layout) -> Iterator[list[str] | None]:
    with layout.path.open(encoding=layout.encoding, newline="") as file:
        lines = islice(file, layout.offset, None)
        yield from parse_records(lines, layout.delimiter)


def parse_records(lines: Iterable[str], delimiter: str) -> Iterator[list[str] | None]:
    r"""Yield the records of delimited lines; None for a line that begins no record.

    Examples
    --------
    >>> lines = ['1,"a "b" c"\n', '2,"d"\n', '3,"e\n', '4,"f"\n']
    >>> list(parse_records(lines, ","))
    [None, ['2', 'd'], None, ['4', 'f']]
    """
    source = iter(lines)
    ahead: deque[str] = deque()
    taken: list[str] = []

    def feed() -> Iterator[str]:
        length = 0
        while (line := ahead.popleft() if ahead else next(source, None)) is not None:
            length = length + len(line) if taken else 0
            taken.append(line)
            # A mark that is never closed would swallow the rest of the file.
            if len(taken) > _MOST_LINES or length > _MOST_CHARACTERS:
                raise csv.Error
            yield line

    ended = False
    while not ended:
        try:
            with long_cells():
                for record in csv.reader(feed(), delimiter=delimiter, strict=True):
                    taken.clear()
                    yield record
            ended = True
        except csv.Error:
            ahead.extendleft(reversed(taken[1:]))
            taken.clear()
            yield None


def _encoding_of(path: Path) -> tuple[str, list[Problem]]:
    with path.open("rb") as file:
        head = file.read(_BLOCK)
    for mark, encoding in (*MARKS, (codecs.BOM_UTF8, "utf-8-sig")):
        if head.startswith(mark):
            _check_decodes(path, encoding)
            return encoding, []
    if head.count(b"\x00") <= len(head) / 5:
        for encoding in ("utf-8", "cp1252"):
            if _first_undecodable(path, encoding) is None:
                return encoding, [] if encoding == "utf-8" else [_GUESSED]
    message = (
        f"{path.name} is neither UTF-8 nor Windows' cp1252 throughout. Save it as "
        f"'CSV UTF-8'."
    )
    raise SurveyReadError(message)


_GUESSED = Problem(
    problem="not UTF-8",
    action="read as Windows' cp1252; save it as 'CSV UTF-8' if letters look wrong",
)


def _check_decodes(path: Path, encoding: str) -> None:
    if (position := _first_undecodable(path, encoding)) is not None:
        message = (
            f"{path.name} is not {encoding} throughout: about byte {position:,} it "
            f"holds bytes that are not. Save it as 'CSV UTF-8'."
        )
        raise SurveyReadError(message)


def _first_undecodable(path: Path, encoding: str) -> int | None:
    """Return about where a file stops being what it seems, None if it never does."""
    decoder = codecs.getincrementaldecoder(encoding)()
    position = 0
    with path.open("rb") as file:
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
                position += len(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            return position + error.start
    return None
