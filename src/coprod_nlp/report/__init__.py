"""Shows what was found: a summary of numbers, its pictures, one HTML page."""

from coprod_nlp.report.html import render
from coprod_nlp.report.summary import Summary, cautions, summarise

__all__ = ["Summary", "cautions", "render", "summarise"]
