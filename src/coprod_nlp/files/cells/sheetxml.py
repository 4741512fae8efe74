"""Reads from an xlsx sheet what its values do not tell: formulas and errors."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

import regex

UNREADABLE = (
    ElementTree.ParseError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    LookupError,
    NotImplementedError,
    ValueError,
)
"""What is raised where a workbook that reads well otherwise is not as it should be."""

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_TEXTS = ("s", "str", "inlineStr")
# Most sheets hold neither, and are parsed no second time.
_MARK = regex.compile(rb"""<(?:\w+:)?f[\s/>]|\st\s*=\s*["']e["']""")
_REFERENCE = regex.compile(r"([A-Z]+)([0-9]+)")


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """A cell that holds a formula or an Excel error.

    Parameters
    ----------
    row, column : int
        Counted from 0.
    formula : str, optional
        As typed; "" where only another cell says it; None for an error alone.
    has_text : bool
        Whether the result is a text. It may be the empty one, which looks like none.
    error : str
        Such as ``#N/A``; "" where there is none.
    """

    row: int
    column: int
    formula: str | None
    has_text: bool
    error: str


def marked_cells(content: bytes, sheet: str) -> list[MarkedCell]:
    """Return the cells of a sheet that hold a formula or an Excel error.

    Parameters
    ----------
    content : bytes
        The workbook.
    sheet : str
        Its name.

    Raises
    ------
    Exception
        One of `UNREADABLE`, if the sheet cannot be found or parsed: in a workbook that
        is no xlsx, always.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        # The names of parts are the same in any case (ECMA-376, part 2).
        parts = {name.casefold(): name for name in archive.namelist()}
        book, relations = (
            ElementTree.fromstring(archive.read(parts[name]))
            for name in (_WORKBOOK, _RELATIONS)
        )
        xml = archive.read(parts[_part_of(book, relations, sheet).casefold()])
    return list(_marked(xml)) if _MARK.search(xml) else []


def _part_of(
    book: ElementTree.Element, relations: ElementTree.Element, sheet: str
) -> str:
    # The relation's namespace is another in files saved as "Strict".
    ids = {
        found.get("name"): value
        for found in book.iterfind("{*}sheets/{*}sheet")
        for key, value in found.items()
        if key.endswith("}id")
    }
    targets = {found.get("Id"): found.get("Target", "") for found in relations}
    return posixpath.normpath(posixpath.join("/xl", targets[ids[sheet]])).lstrip("/")


def _marked(xml: bytes) -> Iterator[MarkedCell]:
    row = -1
    for _, element in ElementTree.iterparse(io.BytesIO(xml)):
        if element.tag.rpartition("}")[2] != "row":
            continue
        row = int(element.get("r", row + 2)) - 1
        column = -1
        for cell in element.iterfind("{*}c"):
            place = _REFERENCE.fullmatch(cell.get("r", ""))
            row = int(place[2]) - 1 if place else row
            column = _number(place[1]) - 1 if place else column + 1
            if cell.get("t") == "e" or cell.find("{*}f") is not None:
                yield _marked_cell(cell, row, column)
        element.clear()


def _marked_cell(cell: ElementTree.Element, row: int, column: int) -> MarkedCell:
    formula, kind = cell.findtext("{*}f"), cell.get("t")
    return MarkedCell(
        row=row,
        column=column,
        formula=f"={formula}" if formula else formula,
        has_text=kind in _TEXTS,
        error=cell.findtext("{*}v", "") if kind == "e" else "",
    )


def _number(letters: str) -> int:
    """Return which column a spreadsheet calls so, counted from 1."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
