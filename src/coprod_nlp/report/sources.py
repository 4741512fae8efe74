"""Turns a SourcePage into one HTML page that needs nothing from outside."""

from coprod_nlp.report.figures import source_months
from coprod_nlp.report.html import environment, style
from coprod_nlp.report.summary.source_page import SourcePage


def render_sources(page: SourcePage) -> str:
    """Return the page of three sources, self-contained and without scripts.

    Parameters
    ----------
    page : SourcePage
        As `source_page` made it.

    Returns
    -------
    str
        HTML; all words are escaped, and equal pages give equal bytes.
    """
    drawn = (
        environment()
        .get_template("source_page.html.j2")
        .render(
            page=page,
            style=style(),
            picture=source_months(page),
        )
    )
    return drawn.strip() + "\n"
