"""Summaries of what a test has in hand."""

from coprod_nlp.report import Findings, Showing, Summary, summarise


def summary_of(everything, **showing) -> Summary:
    """Summarise findings, a run and its provenance that stand in one dictionary."""
    beside = {
        name: everything[name] for name in ("run", "provenance") if name in everything
    }
    found = {name: value for name, value in everything.items() if name not in beside}
    return summarise(Findings(**found), **beside, showing=Showing(**showing))
