"""Turns an AgreementPage into one HTML page that needs nothing from outside."""

from collections.abc import Sequence

from coprod_nlp.report.figures import Picture, agreement_dots
from coprod_nlp.report.html import fill
from coprod_nlp.report.outline.agreement import agreement_rows
from coprod_nlp.report.summary.agreement_page import MOST_CODES, AgreementPage
from coprod_nlp.report.summary.parts import AgreementRow


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
    measured = [
        row
        for row in page.overall
        if any(c.value is not None for c in row.coefficients)
    ]
    return fill(
        "agreement_page.html.j2",
        page=page,
        overall=agreement_rows(
            "All codes together", page.overall, not page.left_out, codes=False
        ),
        by_code=agreement_rows(
            "Code by code", page.by_code, not page.left_out, codes=True
        ),
        pictures=_pictures(measured, "overall", by_code=False),
        code_pictures=_pictures(page.drawn, "codes", by_code=True),
        most_codes=MOST_CODES,
    )


def _pictures(
    rows: Sequence[AgreementRow], name: str, *, by_code: bool
) -> list[tuple[str, Picture]]:
    """Draw one picture for each subject."""
    subjects: dict[str, list[AgreementRow]] = {}
    for row in rows:
        subjects.setdefault(row.subject, []).append(row)
    return [
        (subject, agreement_dots(own, name=f"{name}-{i}", by_code=by_code))
        for i, (subject, own) in enumerate(subjects.items(), start=1)
    ]
