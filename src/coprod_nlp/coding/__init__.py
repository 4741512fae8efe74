"""Reads codebooks and human codings, suggests codes, and hands answers to coders."""

from coprod_nlp.coding.codebook import Code, Codebook, load_codebook
from coprod_nlp.coding.codings import Codings, read_codings
from coprod_nlp.coding.suggester import CodeSuggester
from coprod_nlp.coding.workbook.cells import Status
from coprod_nlp.coding.workbook.reading import CodedWorkbook, read_workbook
from coprod_nlp.coding.workbook.writing import WrittenWorkbook, write_workbook

__all__ = [
    "Code",
    "CodeSuggester",
    "Codebook",
    "CodedWorkbook",
    "Codings",
    "Status",
    "WrittenWorkbook",
    "load_codebook",
    "read_codings",
    "read_workbook",
    "write_workbook",
]
