"""Turns a SourcePage into one HTML page that needs nothing from outside."""

from importlib.resources import files

from markupsafe import Markup

from coprod_nlp.report.figures import source_months
from coprod_nlp.report.html import environment
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
    style = files("coprod_nlp.report").joinpath("templates", "style.css")
    drawn = (
        environment()
        .get_template("source_page.html.j2")
        .render(
            page=page,
            style=Markup(style.read_text(encoding="utf-8")),
            picture=Markup(source_months(page).svg),
        )
    )
    return drawn.strip() + "\n"
