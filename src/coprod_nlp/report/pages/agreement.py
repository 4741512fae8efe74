"""Turns an AgreementPage into one HTML page that needs nothing from outside."""

from coprod_nlp.report.figures import agreement_dots
from coprod_nlp.report.html import fill
from coprod_nlp.report.outline.agreement import agreement_rows
from coprod_nlp.report.summary.agreement_page import MOST_CODES, AgreementPage


def render_agreement(page: AgreementPage) -> str:
    """Return the page of agreement, self-contained and without scripts.

    Parameters
    ----------
    page : AgreementPage
        As `agreement_page` made it.

    Returns
    -------
    str
        HTML; everything a respondent or a coder wrote is escaped, and equal pages
        give equal bytes.
    """
    measured = [row for row in page.overall if row.is_measured]
    return fill(
        "agreement_page.html.j2",
        page=page,
        overall=agreement_rows(
            "All codes together", page.overall, not page.left_out, codes=False
        ),
        by_code=agreement_rows(
            "Code by code", page.by_code, not page.left_out, codes=True
        ),
        pictures=agreement_dots(measured, name="overall"),
        code_pictures=agreement_dots(page.drawn, name="codes", by_code=True),
        most_codes=MOST_CODES,
    )
