"""Reads delimited text: delimiter, quotation marks, one record a row."""

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

import regex

from coprod_nlp.exceptions import SurveyReadError
from coprod_nlp.files.cells.decoding import (
    decoded_lines,
    decoding_problems,
    encoding_of,
)
from coprod_nlp.files.problems import Problem

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}

# Characters at the beginning of a file by which its delimiter is told.
_HEAD = 200_000
_DECLARED = regex.compile(r"sep=(.)\r?\n")
# The largest that fits the C long of every platform.
_LONGEST_CELL = 2**31 - 1


def read_delimited(
    content: bytes, *, encoding: str | None = None
) -> tuple[list[list[str]], list[Problem]]:
    """Return the records of a delimited file, header first, every cell as typed.

    Parameters
    ----------
    content : bytes
        The file.
    encoding : str, optional
        Its encoding; by default told from its bytes, and said where it is a guess.

    Raises
    ------
    SurveyReadError
        If it cannot be decoded, its quotation marks do not pair, or it has no row.
    """
    encoding = encoding_of(io.BytesIO(content), encoding)
    lines = list(decoded_lines(io.BytesIO(content), encoding))
    texts = [text for text, _ in lines]
    separation = separation_of(texts)
    records = _records(texts, separation)
    if not any(records):
        message = (
            "The file holds a line that names the separator, and no row below it; "
            "export it again, with its header row."
        )
        raise SurveyReadError(message)
    return records, [*decoding_problems(lines), *separation.problems]


@dataclass(frozen=True, slots=True)
class Separation:
    """How the cells of a file are parted.

    Parameters
    ----------
    delimiter : str
    offset : int
        Lines before the header: Excel's own about the delimiter, or none.
    """

    delimiter: str
    offset: int

    @property
    def problems(self) -> list[Problem]:
        """What a reader is told of it."""
        if self.delimiter == ",":
            return []
        name = DELIMITERS.get(self.delimiter, repr(self.delimiter))
        problem = f"columns are separated by {name}"
        return [Problem(problem=problem, action="read with it")]


def separation_of(lines: Iterable[str]) -> Separation:
    """Tell from the first lines of a file how its cells are parted."""
    head = io.StringIO(newline="")
    for line in lines:
        head.write(line)
        if head.tell() >= _HEAD:
            break
    text = head.getvalue()
    if declared := _DECLARED.match(text):
        return Separation(declared[1], 1)
    return Separation(_delimiter_of(text[:_HEAD]), 0)


def _delimiter_of(head: str) -> str:
    """Return the delimiter under which the first records agree best on a width."""

    def fit(delimiter: str) -> tuple[float, int]:
        with long_cells():
            reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
            widths = [len(record) for record in islice(reader, 30) if record]
        width = widths[0] if widths else 0
        alike = sum(other == width for other in widths)
        # A mark in the wording of a single question parts nothing.
        if width < 2 or (alike == 1 and max(widths[1:], default=width) == 1):
            return (0.0, 0)
        return (alike / len(widths), width)

    # max() keeps the first of equals: a file of one column is read with commas.
    return max(DELIMITERS, key=fit)


def _records(lines: Iterable[str], separation: Separation) -> list[list[str]]:
    records: list[list[str]] = []
    below = islice(lines, separation.offset, None)
    with long_cells():
        reader = csv.reader(below, delimiter=separation.delimiter, strict=True)
        try:
            records.extend(reader)
        except csv.Error as error:
            message = (
                f"The quotation marks of row {len(records) + 1} (which ends by line "
                f"{reader.line_num + separation.offset} of the file) do not pair: a "
                'mark within a quoted cell must be doubled (""). Correct that row, or '
                "save the file as xlsx."
            )
            raise SurveyReadError(message) from error
    return records


@contextmanager
def long_cells() -> Iterator[None]:
    """Lift the csv module's limit of 131,072 characters a cell for a while."""
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(limit)
