"""Reads delimited text: encoding, delimiter, quotation marks, one record a row."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

import regex

from coprod_nlp.exceptions import SettingsError, SurveyReadError
from coprod_nlp.files.problems import Problem

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""How a file's bytes begin that say their encoding themselves."""

# UTF-8 that somebody decoded as cp1252 and saved again.
_MISREAD = regex.compile(
    "\u00e2\u20ac[\u2122\u02dc\u0153\u009d\u201c]|\u00c3[\u00a0-\u00bf]"
)
_LISTED = 5
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
    text, problems = _decoded(content, encoding)
    offset = 0
    delimiter = None
    if declared := regex.match(r"sep=(.)\r?\n", text):
        # Excel's own line about the delimiter; rows are still counted from it.
        delimiter, text, offset = declared[1], text[declared.end() :], 1
    if delimiter is None:
        delimiter = delimiter_of(text)
    if delimiter != ",":
        name = DELIMITERS.get(delimiter, repr(delimiter))
        action = "read with it"
        problems.append(
            Problem(problem=f"columns are separated by {name}", action=action)
        )
    records = _records(text, delimiter, offset)
    if not any(records):
        message = (
            "The file holds a line that names the separator, and no row below it; "
            "export it again, with its header row."
        )
        raise SurveyReadError(message)
    return records, problems


def _decoded(content: bytes, encoding: str | None) -> tuple[str, list[Problem]]:
    if encoding is None:
        encoding = next(
            (name for mark, name in MARKS if content.startswith(mark)), None
        )
    if encoding is not None:
        return _decoded_as(content, encoding)
    if content.count(b"\x00") > len(content) / 5:
        message = (
            "The file looks like UTF-16 without a byte order mark. Save it as "
            "'CSV UTF-8'; of a survey, encoding='utf-16-le' can be given instead."
        )
        raise SurveyReadError(message)
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded_by_line(content)
    return text, _misread(text)


def _decoded_as(content: bytes, encoding: str) -> tuple[str, list[Problem]]:
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        message = f"encoding={encoding!r} is not known; 'utf-8' and 'cp1252' are usual."
        raise SettingsError(message) from error
    except UnicodeDecodeError as error:
        line = _line_at(content, error.start)
        message = (
            f"The file is not {encoding} throughout: line {line} holds bytes that are "
            "not. Save it as 'CSV UTF-8', or name its true encoding."
        )
        raise SurveyReadError(message) from error
    return text, _misread(text)


def _decoded_by_line(content: bytes) -> tuple[str, list[Problem]]:
    """Decode what is not UTF-8 throughout; a file pasted together may be so in part."""
    texts, windows, n_utf8 = [], [], 0
    for number, line in enumerate(content.split(b"\n"), start=1):
        try:
            texts.append(line.decode("utf-8"))
            n_utf8 += not line.isascii()
        except UnicodeDecodeError:
            texts.append(_windows_line(line, number))
            windows.append(number)
    problem = f"not UTF-8 (first seen in line {windows[0]})"
    action = "read as Windows' cp1252; save it as 'CSV UTF-8' if letters look wrong"
    if n_utf8:
        listed = ", ".join(map(str, windows[:_LISTED])) + "…" * (len(windows) > _LISTED)
        problem = f"two encodings are mixed: line(s) {listed} are not UTF-8, others are"
        action = (
            "those were read as Windows' cp1252; export again if letters look wrong"
        )
    text = "\n".join(texts)
    return text, [Problem(problem=problem, action=action), *_misread(text)]


def _windows_line(line: bytes, number: int) -> str:
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError as error:
        message = (
            f"The file is neither UTF-8 nor Windows' cp1252: line {number} is none of "
            "them. Save it as 'CSV UTF-8'; of a survey, encoding= can be given instead."
        )
        raise SurveyReadError(message) from error


def _line_at(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1


def _misread(text: str) -> list[Problem]:
    count = sum(1 for _ in _MISREAD.finditer(text))
    if not count:
        return []
    problem = f"{count} place(s) look like UTF-8 that was decoded wrongly before"
    action = "kept as they are; export again as UTF-8 if letters look wrong"
    return [Problem(problem=problem, action=action)]


def delimiter_of(text: str) -> str:
    """Return the delimiter under which the first records agree best on a width."""
    head = text[:200_000]

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


def _records(text: str, delimiter: str, offset: int) -> list[list[str]]:
    records: list[list[str]] = []
    with long_cells():
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=delimiter, strict=True
        )
        try:
            records.extend(reader)
        except csv.Error as error:
            message = (
                f"The quotation marks of row {len(records) + 1} (which ends by line "
                f"{reader.line_num + offset} of the file) do not pair: a mark within a "
                'quoted cell must be doubled (""). Correct that row, or save the file '
                "as xlsx."
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
