"""What a report says, as numbers and words."""

from coprod_nlp.report.summary.build import summarise
from coprod_nlp.report.summary.given import Findings, Showing
from coprod_nlp.report.summary.run import Run
from coprod_nlp.report.summary.sections import Summary
from coprod_nlp.report.summary.words import cautions

__all__ = ["Findings", "Run", "Showing", "Summary", "cautions", "summarise"]
