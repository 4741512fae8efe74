"""Summaries of what a test has in hand, and the reports made of them."""

from functools import cache

from coprod_nlp.report import (
    Findings,
    Showing,
    Summary,
    render,
    render_docx,
    summarise,
)

page_of, document_of = cache(render), cache(render_docx)
"""The reports of a summary; tests whose summaries are equal share one rendering."""


def summary_of(everything, **showing) -> Summary:
    """Summarise findings, a run and its provenance that stand in one dictionary."""
    beside = {
        name: everything[name] for name in ("run", "provenance") if name in everything
    }
    found = {name: value for name, value in everything.items() if name not in beside}
    return summarise(Findings(**found), **beside, showing=Showing(**showing))
