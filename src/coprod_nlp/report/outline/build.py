"""Puts the sections of a report in order."""

from coprod_nlp.files.words import plural
from coprod_nlp.report.outline import closing
from coprod_nlp.report.outline.agreement import agreement
from coprod_nlp.report.outline.blocks import Outline
from coprod_nlp.report.outline.domains import domain_section
from coprod_nlp.report.outline.knowledge import definitions, knowledge
from coprod_nlp.report.outline.opening import asked, in_short
from coprod_nlp.report.summary.definitions import RESPONDENTS
from coprod_nlp.report.summary.sections import Summary
from coprod_nlp.report.summary.sources import Sentence


def outline(summary: Summary) -> Outline:
    """Return the report as headings, sentences, tables, figures and quotations.

    Parameters
    ----------
    summary : Summary
        As `summarise` made it.

    Returns
    -------
    Outline
        What the page and the Word document both show; every table names its file and
        the row of each of its rows.
    """
    respondents = plural(summary.n_respondents, "respondent")
    lead = f"{respondents}, read from {summary.source}."
    mark = "SYNTHETIC EXAMPLE. " if summary.synthetic else ""
    return Outline(
        title=summary.title,
        lead=Sentence(lead, (RESPONDENTS,)),
        ending=f"{mark}Made by coprod-nlp from {summary.source}. No text left the "
        "machine.",
        is_synthetic=summary.synthetic,
        sections=(
            in_short(summary),
            asked(summary),
            knowledge(summary),
            definitions(summary),
            *map(domain_section, summary.domains),
            closing.map_section(summary),
            agreement(summary),
            closing.limits(summary),
            closing.methods(summary),
            closing.checklist(summary),
            closing.problems(summary),
            closing.provenance(summary),
        ),
    )
