"""Counts, shares and intervals by stratum, fit to be handed on."""

from coprod_nlp.tables.intervals import wilson_interval, wilson_intervals
from coprod_nlp.tables.knowledge import (
    KNOWLEDGE_BASES,
    KNOWLEDGE_PARTS,
    knowledge_table,
)
from coprod_nlp.tables.likert import likert_parts, likert_table
from coprod_nlp.tables.shares import EVERYBODY, SHARE_COLUMNS, crosstab, share_table
from coprod_nlp.tables.suppression import RULES, suppress_small_counts

__all__ = [
    "EVERYBODY",
    "KNOWLEDGE_BASES",
    "KNOWLEDGE_PARTS",
    "RULES",
    "SHARE_COLUMNS",
    "crosstab",
    "knowledge_table",
    "likert_parts",
    "likert_table",
    "share_table",
    "suppress_small_counts",
    "wilson_interval",
    "wilson_intervals",
]
