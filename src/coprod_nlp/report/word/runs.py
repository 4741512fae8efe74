"""Writes words into a paragraph: sentences with sources, quotations with marks."""

import unicodedata
from typing import Any

import regex
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from coprod_nlp.report.summary.parts import Quoted
from coprod_nlp.report.summary.sources import Sentence

SYNTHETIC = "SYNTHETIC EXAMPLE"
"""What every page and figure of invented answers says."""

QUIET_STYLE, SOURCE_STYLE = "Remark", "Source"
"""Styles of paragraphs and of words that step back; made for this report."""

# XML cannot hold these at all; a title from a settings file may.
_ILLEGAL = regex.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(words: str) -> str:
    """Return words with U+FFFD for each character that XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", words)


def add_text(paragraph: Any, words: str) -> Any:
    """Add words to a paragraph; return the run that holds them."""
    return paragraph.add_run(legal(words))


def add_said(paragraph: Any, sentence: Sentence) -> None:
    """Add a sentence, and in brackets where its figures can be looked up."""
    add_text(paragraph, sentence.text)
    if sentence.sources:
        add_text(paragraph, f" [{sentence.source_words}]").style = SOURCE_STYLE


def add_quoted(paragraph: Any, quoted: Quoted) -> None:
    """Add the words of a respondent, evidence highlighted, its element in brackets."""
    if is_right_to_left(quoted.text):
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for piece in quoted.pieces:
        run = add_text(paragraph, piece.text)
        if piece.elements:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        if piece.ending:
            add_text(paragraph, f" [{', '.join(piece.ending)}]").style = SOURCE_STYLE


def is_right_to_left(text: str) -> bool:
    """Say whether the first letter with a direction runs from right to left.

    Examples
    --------
    >>> is_right_to_left("1. العمل"), is_right_to_left("together")
    (True, False)
    """
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def field(paragraph: Any, code: str) -> None:
    """Add a field that Word fills in, such as the number of the page."""
    for kind, words in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()._r
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = words
        run.append(element)
