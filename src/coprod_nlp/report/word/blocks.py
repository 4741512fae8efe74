"""Writes one block of the report into a Word document."""

import io
from functools import singledispatch
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from coprod_nlp.report.outline.blocks import (
    Bullets,
    Cards,
    Figure,
    Folded,
    Gallery,
    Heading,
    Numbers,
    Paragraph,
    Quotation,
    Table,
    Terms,
    files_of,
)
from coprod_nlp.report.word.runs import (
    QUIET_STYLE,
    SOURCE_STYLE,
    SYNTHETIC,
    add_quoted,
    add_said,
    add_text,
    legal,
)

_NARROW, _WIDE = Mm(120), Mm(168)
_QUIET = ("quiet", "keywords", "question")


@singledispatch
def add_block(block: Any, document: Any, is_synthetic: bool) -> None:
    """Write one block at the end of a document.

    Parameters
    ----------
    block : Block
    document : docx.document.Document
    is_synthetic : bool
        Whether every figure has to say so.

    Raises
    ------
    TypeError
        For anything that is no block of an outline.
    """
    message = f"{type(block).__name__} is no block of an outline."
    raise TypeError(message)


@add_block.register
def _heading(block: Heading, document: Any, is_synthetic: bool) -> None:
    # The title of a section is the first level, as the page's is the second.
    document.add_heading("", block.level - 1)
    add_text(document.paragraphs[-1], block.text)


@add_block.register
def _paragraph(block: Paragraph, document: Any, is_synthetic: bool) -> None:
    paragraph = document.add_paragraph(
        style=QUIET_STYLE if block.style in _QUIET else None
    )
    if block.opening:
        add_text(paragraph, f"{block.opening} ").bold = True
    add_said(paragraph, block.said)


@add_block.register
def _bullets(block: Bullets, document: Any, is_synthetic: bool) -> None:
    for number, item in enumerate(block.items, start=1):
        if block.style == "notes":
            # Word would count on from the list before, and rows name these numbers.
            paragraph = document.add_paragraph(style=QUIET_STYLE)
            add_text(paragraph, f"{number}. ")
        else:
            paragraph = document.add_paragraph(style="List Bullet")
        add_said(paragraph, item)


@add_block.register
def _numbers(block: Numbers, document: Any, is_synthetic: bool) -> None:
    for words, value in block.items:
        paragraph = document.add_paragraph(style="List Bullet")
        add_text(paragraph, f"{value} ").bold = True
        add_said(paragraph, words)


@add_block.register
def _terms(block: Terms, document: Any, is_synthetic: bool) -> None:
    for term, meaning in block.items:
        paragraph = document.add_paragraph()
        add_text(paragraph, f"{term}: ").bold = True
        add_text(paragraph, meaning)


@add_block.register
def _quotation(block: Quotation, document: Any, is_synthetic: bool) -> None:
    style = "Intense Quote" if block.style == "reference" else "Quote"
    add_quoted(document.add_paragraph(style=style), block.quoted)
    if block.quoted.note:
        add_text(document.add_paragraph(style=QUIET_STYLE), block.quoted.note)


@add_block.register
def _table(block: Table, document: Any, is_synthetic: bool) -> None:
    caption = document.add_paragraph(style="Caption")
    add_text(caption, block.caption)
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(len(block.rows) + 1, len(block.header), "Table Grid")
    titles = tuple(column.title for column in block.header)
    lines = [titles, *map(block.line, block.rows)]
    for number, (line, row) in enumerate(zip(lines, table.rows, strict=True)):
        _mark(row, "w:cantSplit")
        if not number:
            _mark(row, "w:tblHeader")
        for words, cell, column in zip(line, row.cells, block.header, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            run = add_text(paragraph, words)
            run.font.size = Pt(8.5)
            run.bold = not number
            if column.is_number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    # A line of space, since tables that touch are one table to Word.
    document.add_paragraph(style=QUIET_STYLE)


def _mark(row: Any, name: str) -> None:
    """Say of a row that it repeats on every page, or that no page may cut it."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


@add_block.register
def _figure(block: Figure, document: Any, is_synthetic: bool) -> None:
    caption = document.add_paragraph(style="Caption")
    add_text(caption, f"{block.title} {SYNTHETIC}" if is_synthetic else block.title)
    caption.paragraph_format.keep_with_next = True
    picture = document.add_picture(
        io.BytesIO(block.picture.png), width=_WIDE if block.is_wide else _NARROW
    )
    words = picture._inline.docPr
    words.set("title", legal(block.picture.title))
    words.set("descr", legal(block.picture.description))
    for remark in block.remarks:
        add_said(document.add_paragraph(style=QUIET_STYLE), remark)
    if block.table is not None:
        add_block(block.table, document, is_synthetic)


@add_block.register
def _gallery(block: Gallery, document: Any, is_synthetic: bool) -> None:
    for figure in block.figures:
        add_block(figure, document, is_synthetic)


@add_block.register
def _cards(block: Cards, document: Any, is_synthetic: bool) -> None:
    for card in block.cards:
        for inner in card:
            add_block(inner, document, is_synthetic)


@add_block.register
def _folded(block: Folded, document: Any, is_synthetic: bool) -> None:
    if block.is_open:
        for inner in block.blocks:
            add_block(inner, document, is_synthetic)
        return
    paragraph = document.add_paragraph(style=QUIET_STYLE)
    add_text(paragraph, f"{block.title}: ")
    add_text(paragraph, f"[{', '.join(files_of(block.blocks))}]").style = SOURCE_STYLE
