"""What a report says, as numbers and words."""

from coprod_nlp.report.summary.build import summarise
from coprod_nlp.report.summary.sections import Summary

__all__ = ["Summary", "summarise"]
