"""Decodes a file line by line, so that it reads alike at once and part by part."""

import codecs
import io
from collections.abc import Iterable, Iterator
from functools import partial
from typing import BinaryIO

import regex

from coprod_nlp.exceptions import SettingsError, SurveyReadError
from coprod_nlp.files.problems import Problem

_BLOCK = 2**20
_ASCII, _UTF_8, _WINDOWS = "ascii", "utf-8", "cp1252"
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# UTF-8 that somebody decoded as cp1252 and saved again.
_MISREAD = regex.compile(
    "\u00e2\u20ac[\u2122\u02dc\u0153\u009d\u201c]|\u00c3[\u00a0-\u00bf]"
)
_LISTED = 5


def encoding_of(file: BinaryIO, encoding: str | None = None) -> str | None:
    """Return the encoding of a whole file, None where each line tells its own.

    Parameters
    ----------
    file : binary file
        Read from its start.
    encoding : str, optional
        Said by the user; by default the one that a byte order mark says.

    Raises
    ------
    SurveyReadError
        If the file is of another encoding than it or the user says, or is UTF-16 and
        does not say so.
    SettingsError
        If the user's encoding is not known.
    """
    file.seek(0)
    head = file.read(_BLOCK)
    if encoding is None:
        encoding = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if encoding is not None:
        _check_decodes(file, encoding)
    elif head.count(b"\x00") > len(head) / 5:
        message = (
            "The file looks like UTF-16 without a byte order mark. Save it as "
            "'CSV UTF-8'; of a survey, encoding='utf-16-le' can be given instead."
        )
        raise SurveyReadError(message)
    return encoding


def _check_decodes(file: BinaryIO, encoding: str) -> None:
    try:
        # Only a codec of texts encodes one.
        "".encode(encoding)
        decoder = codecs.getincrementaldecoder(encoding)()
    except (LookupError, UnicodeError) as error:
        message = f"encoding={encoding!r} is not known; 'utf-8' and 'cp1252' are usual."
        raise SettingsError(message) from error
    line = 1
    file.seek(0)
    try:
        for block in iter(partial(file.read, _BLOCK), b""):
            decoder.decode(block)
            line += block.count(b"\n")
        decoder.decode(b"", final=True)
    except UnicodeError as error:
        if isinstance(error, UnicodeDecodeError):
            line += error.object.count(b"\n", 0, error.start)
        message = (
            f"The file is not {encoding} throughout: line {line} holds bytes that are "
            "not. Save it as 'CSV UTF-8', or name its true encoding."
        )
        raise SurveyReadError(message) from error


def decoded_lines(file: BinaryIO, encoding: str | None) -> Iterator[tuple[str, str]]:
    r"""Yield each line of a file, with its end, and the encoding that it was in.

    Parameters
    ----------
    file : binary file
        Read from its start, and closed at the end.
    encoding : str, optional
        Of the whole file; see `encoding_of`. Without one a line that is not UTF-8 is
        Windows' cp1252: a file pasted together may be so in part.

    Raises
    ------
    SurveyReadError
        If a line is neither.

    Examples
    --------
    >>> list(decoded_lines(io.BytesIO(b"caf\xc3\xa9\ncaf\xe9"), None))
    [('café\n', 'utf-8'), ('café', 'cp1252')]
    """
    file.seek(0)
    # What is not UTF-8 comes as lone surrogates, which give the bytes back.
    errors = "surrogateescape" if encoding is None else "strict"
    with io.TextIOWrapper(file, encoding or _UTF_8, errors, newline="") as texts:
        for number, text in enumerate(texts, start=1):
            line = text.removeprefix("\ufeff") if number == 1 else text
            yield _told(line, number) if encoding is None else (line, encoding)


def _told(line: str, number: int) -> tuple[str, str]:
    if line.isascii():
        return line, _ASCII
    content = line.encode(_UTF_8, "surrogateescape")
    try:
        return content.decode(_UTF_8), _UTF_8
    except UnicodeDecodeError:
        pass
    try:
        return content.decode(_WINDOWS), _WINDOWS
    except UnicodeDecodeError as error:
        message = (
            f"The file is neither UTF-8 nor Windows' cp1252: line {number} is none of "
            "them. Save it as 'CSV UTF-8'; of a survey, encoding= can be given instead."
        )
        raise SurveyReadError(message) from error


def decoding_problems(lines: Iterable[tuple[str, str]]) -> list[Problem]:
    """Say which of `decoded_lines` were guessed, and what looks wrong in them."""
    windows: list[int] = []
    n_utf8 = n_misread = 0
    for number, (text, encoding) in enumerate(lines, start=1):
        n_utf8 += encoding == _UTF_8
        if encoding == _WINDOWS and len(windows) <= _LISTED:
            windows.append(number)
        if encoding != _ASCII:
            n_misread += sum(1 for _ in _MISREAD.finditer(text))
    problems = []
    if windows:
        problems.append(_mixed(windows) if n_utf8 else _guessed(windows[0]))
    if n_misread:
        problem = (
            f"{n_misread} place(s) look like UTF-8 that was decoded wrongly before"
        )
        action = "kept as they are; export again as UTF-8 if letters look wrong"
        problems.append(Problem(problem=problem, action=action))
    return problems


def _guessed(line: int) -> Problem:
    return Problem(
        problem=f"not UTF-8 (first seen in line {line})",
        action="read as Windows' cp1252; save it as 'CSV UTF-8' if letters look wrong",
    )


def _mixed(lines: list[int]) -> Problem:
    listed = ", ".join(map(str, lines[:_LISTED])) + "…" * (len(lines) > _LISTED)
    return Problem(
        problem=f"two encodings are mixed: line(s) {listed} are not UTF-8, others are",
        action="those were read as Windows' cp1252; export again if letters look wrong",
    )
