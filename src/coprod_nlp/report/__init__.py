"""Shows what was found: a summary of numbers, its pictures, one HTML page."""

from coprod_nlp.report.changes import render_changes
from coprod_nlp.report.html import render
from coprod_nlp.report.sources import render_sources
from coprod_nlp.report.summary import Summary, cautions, summarise
from coprod_nlp.report.summary.change_page import ChangePage, change_page
from coprod_nlp.report.summary.source_page import SourcePage, source_page

__all__ = [
    "ChangePage",
    "SourcePage",
    "Summary",
    "cautions",
    "change_page",
    "render",
    "render_changes",
    "render_sources",
    "source_page",
    "summarise",
]
