"""Turns a ThemesPage into one HTML page that needs nothing from outside."""

from coprod_nlp.report.figures import in_rows, thematic_tree
from coprod_nlp.report.html import fill
from coprod_nlp.report.summary.theme_page import ThemesPage


def render_themes(page: ThemesPage) -> str:
    """Return the page of candidate themes, self-contained and without scripts.

    Parameters
    ----------
    page : ThemesPage
        As `themes_page` made it.

    Returns
    -------
    str
        HTML; everything a respondent or an editor wrote is escaped, and equal pages
        give equal bytes.
    """
    themes = [node for node in page.map.nodes if node.kind != "domain"]
    return fill(
        "theme_page.html.j2",
        page=page,
        picture=thematic_tree(page.map) if themes else None,
        nodes=[node for node, _ in in_rows(page.map)],
        node_names={"": "", **{node.id: node.name for node in page.map.nodes}},
    )
