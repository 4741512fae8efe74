"""The report as a Word document, which is what colleagues edit."""

from coprod_nlp.report.word.document import render_docx

__all__ = ["render_docx"]
