"""Turns a TriangulationPage into one HTML page that needs nothing from outside."""

from coprod_nlp.report.figures import source_months
from coprod_nlp.report.html import fill
from coprod_nlp.report.summary.triangulation_page import TriangulationPage


def render_triangulation(page: TriangulationPage) -> str:
    """Return the page of three sources, self-contained and without scripts.

    Parameters
    ----------
    page : TriangulationPage
        As `triangulation_page` made it.

    Returns
    -------
    str
        HTML; all words are escaped, and equal pages give equal bytes.
    """
    return fill(
        "triangulation_page.html.j2",
        page=page,
        picture=source_months(page),
    )
