"""Turns a Summary into a Word document that says what the page says."""

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from coprod_nlp.report.figures.canvas import INK, QUIET
from coprod_nlp.report.outline import Outline, outline
from coprod_nlp.report.summary.sections import Summary
from coprod_nlp.report.word.archive import EARLIEST, dateless
from coprod_nlp.report.word.blocks import add_block
from coprod_nlp.report.word.runs import (
    QUIET_STYLE,
    SOURCE_STYLE,
    SYNTHETIC,
    add_said,
    add_text,
    field,
    legal,
)

_LANGUAGE = "en-GB"
_LONGEST_PROPERTY = 255


def render_docx(summary: Summary) -> bytes:
    """Return the report as a Word document.

    Parameters
    ----------
    summary : Summary
        As `summarise` made it.

    Returns
    -------
    bytes
        A ``.docx`` on A4 paper: headings, tables whose header row repeats on every
        page, pictures with their words as alternative text. What folds away on the
        page is named with its file. Equal summaries give equal bytes.
    """
    report = outline(summary)
    document = Document()
    _prepare(document, report)
    document.add_heading("", 0)
    add_text(document.paragraphs[-1], report.title)
    add_said(document.add_paragraph(), report.lead)
    for section in report.sections:
        document.add_heading(section.title, 1)
        for block in section.blocks:
            add_block(block, document, report.is_synthetic)
    stream = io.BytesIO()
    document.save(stream)
    return dateless(stream.getvalue())


def _prepare(document: Any, report: Outline) -> None:
    """Set paper, styles, the properties of the file, header and footer."""
    _page(document)
    _styles(document)
    properties = document.core_properties
    properties.title = legal(report.title)[:_LONGEST_PROPERTY]
    properties.author = "coprod-nlp"
    properties.comments = SYNTHETIC if report.is_synthetic else ""
    properties.language = _LANGUAGE
    # Equal summaries give equal files, so the file cannot say when it was written.
    properties.created = properties.modified = datetime(*EARLIEST)
    section = document.sections[0]
    if report.is_synthetic:
        above = section.header.paragraphs[0]
        above.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_text(above, SYNTHETIC).bold = True
    below = section.footer.paragraphs[0]
    add_text(below, f"{report.ending} Page ")
    field(below, "PAGE")


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)


def _styles(document: Any) -> None:
    """Set the template's styles so that all text has contrast and one language."""
    styles = document.styles
    styles["Normal"].font.size = Pt(10.5)
    ink = RGBColor.from_string(INK.lstrip("#").upper())
    quiet = RGBColor.from_string(QUIET.lstrip("#").upper())
    names = ("Title", "Heading 1", "Heading 2", "Heading 3", "Caption")
    for name in (*names, "Quote", "Intense Quote"):
        styles[name].font.color.rgb = ink
    for name, kind, size in ((QUIET_STYLE, 1, 9.5), (SOURCE_STYLE, 2, 8)):
        style = styles.add_style(name, kind)
        style.font.color.rgb = quiet
        style.font.size = Pt(size)
    defaults = styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    defaults.set(qn("w:val"), _LANGUAGE)
