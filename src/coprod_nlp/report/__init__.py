"""Shows what was found: a summary of numbers, its pictures, a page, a document."""

from coprod_nlp.report.figures import thematic_tree
from coprod_nlp.report.html import render
from coprod_nlp.report.pages.changes import render_changes
from coprod_nlp.report.pages.triangulation import render_triangulation
from coprod_nlp.report.summary import (
    Findings,
    Run,
    Showing,
    Summary,
    cautions,
    summarise,
)
from coprod_nlp.report.summary.change_page import ChangePage, change_page
from coprod_nlp.report.summary.triangulation_page import (
    TriangulationPage,
    triangulation_page,
)
from coprod_nlp.report.word import render_docx

__all__ = [
    "ChangePage",
    "Findings",
    "Run",
    "Showing",
    "Summary",
    "TriangulationPage",
    "cautions",
    "change_page",
    "render",
    "render_changes",
    "render_docx",
    "render_triangulation",
    "summarise",
    "thematic_tree",
    "triangulation_page",
]
