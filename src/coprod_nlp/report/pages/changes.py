"""Turns a ChangePage into one HTML page that needs nothing from outside."""

from coprod_nlp.report.figures import change_dots
from coprod_nlp.report.html import fill
from coprod_nlp.report.summary.change_page import ChangePage


def render_changes(page: ChangePage) -> str:
    """Return the page of two surveys, self-contained and without scripts.

    Parameters
    ----------
    page : ChangePage
        As `change_page` made it.

    Returns
    -------
    str
        HTML; all words are escaped, and equal pages give equal bytes.
    """
    return fill(
        "change_page.html.j2",
        page=page,
        pictures={
            name: change_dots(rows, name=name)
            for name, rows in (("shares", page.shares), ("means", page.means))
            if any(row.difference is not None for row in rows)
        },
    )
