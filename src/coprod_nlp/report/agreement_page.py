"""Turns an AgreementPage into one HTML page that needs nothing from outside."""

from collections.abc import Sequence
from importlib.resources import files

from markupsafe import Markup

from coprod_nlp.report.figures import agreement_dots
from coprod_nlp.report.html import environment
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
    style = files("coprod_nlp.report").joinpath("templates", "style.css")
    measured = [
        row
        for row in page.overall
        if any(c.value is not None for c in row.coefficients)
    ]
    drawn = (
        environment()
        .get_template("agreement_page.html.j2")
        .render(
            page=page,
            style=Markup(style.read_text(encoding="utf-8")),
            pictures=_pictures(measured, "overall", by_code=False),
            code_pictures=_pictures(page.drawn, "codes", by_code=True),
            most_codes=MOST_CODES,
        )
    )
    return drawn.strip() + "\n"


def _pictures(
    rows: Sequence[AgreementRow], name: str, *, by_code: bool
) -> list[tuple[str, Markup]]:
    """Draw one picture for each subject."""
    subjects: dict[str, list[AgreementRow]] = {}
    for row in rows:
        subjects.setdefault(row.subject, []).append(row)
    return [
        (subject, Markup(agreement_dots(own, name=f"{name}-{i}", by_code=by_code).svg))
        for i, (subject, own) in enumerate(subjects.items(), start=1)
    ]
