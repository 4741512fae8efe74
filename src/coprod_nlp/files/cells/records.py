"""Reads a delimited file row by row, and goes on after a row that is broken."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from coprod_nlp.exceptions import SurveyReadError
from coprod_nlp.files.cells.decoding import (
    decoded_lines,
    decoding_problems,
    encoding_of,
)
from coprod_nlp.files.cells.delimited import Separation, long_cells, separation_of
from coprod_nlp.files.cells.opening import continues_header, errors_named, refuse_title
from coprod_nlp.files.problems import Problem

_MOST_LINES, _MOST_CHARACTERS = 1000, 2**20
_MOST_BROKEN = 1000
_UNPAIRED = "its quotation marks do not pair"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a delimited file is laid out, and how many rows can be read.

    Parameters
    ----------
    path : Path
    encoding : str or None
        See `encoding_of`.
    separation : Separation
    header : tuple of str
    n_rows : int
        Rows that can be read and are not blank throughout.
    problems : tuple of Problem
        Rows that cannot be read, and what had to be decided.
    """

    path: Path
    encoding: str | None
    separation: Separation
    header: tuple[str, ...] = ()
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
    with errors_named(path):
        bare, problems = _laid_out(path)
    opening = [record for record in islice(_records(bare), 50) if record is not None]
    if not opening:
        message = f"{path.name} has no row that can be read. Export it again."
        raise SurveyReadError(message)
    _refuse_second_header(path, opening)
    header = tuple(opening[0])
    layout = replace(bare, header=header)
    n_rows = n_short = 0
    broken: list[Problem] = []
    for row in iterate_records(layout):
        if isinstance(row, Problem):
            broken.append(row)
        else:
            n_rows += 1
            n_short += len(row[1]) < len(header)
        if len(broken) > _MOST_BROKEN:
            message = (
                f"More than {_MOST_BROKEN:,} rows of {path.name} cannot be read, the "
                f"first of them row {broken[0].row}: {broken[0].problem}. Export "
                f"it again, or save it as Parquet."
            )
            raise SurveyReadError(message)
    problems += broken
    if n_short:
        problem = "rows have fewer cells than the header"
        action = f"the missing cells at the end of {n_short} were read as blank"
        problems.append(Problem(problem=problem, action=action))
    return replace(layout, n_rows=n_rows, problems=tuple(problems))


def _laid_out(path: Path) -> tuple[Layout, list[Problem]]:
    """Return encoding and separation of a file, and what is to be told of them."""
    with path.open("rb") as file:
        encoding = encoding_of(file)
    with path.open("rb") as file:
        lines = decoded_lines(file, encoding)
        separation = separation_of(text for text, _ in lines)
    with path.open("rb") as file:
        problems = decoding_problems(decoded_lines(file, encoding))
    layout = Layout(path, encoding, separation)
    return layout, [*problems, *separation.problems]


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
    separation = layout.separation
    with layout.path.open("rb") as file:
        texts = (text for text, _ in decoded_lines(file, layout.encoding))
        below = islice(texts, separation.offset, None)
        yield from parse_records(below, separation.delimiter)


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
