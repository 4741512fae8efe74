"""Counts, shares and intervals by stratum, fit to be handed on."""

from coprod_nlp.files.words import EVERYBODY, NO_STRATUM
from coprod_nlp.tables.association import association_table, cramers_v
from coprod_nlp.tables.changes import change_table
from coprod_nlp.tables.contrasts import contrast_table
from coprod_nlp.tables.intervals import (
    newcombe_intervals,
    wilson_interval,
    wilson_intervals,
)
from coprod_nlp.tables.knowledge import (
    KNOWLEDGE_BASES,
    KNOWLEDGE_PARTS,
    knowledge_table,
)
from coprod_nlp.tables.layout import Layout, Nest, Tie
from coprod_nlp.tables.likert import likert_parts, likert_table
from coprod_nlp.tables.shares import (
    SHARE_COLUMNS,
    crosstab,
    share_table,
    subgroup_table,
)
from coprod_nlp.tables.suppression import (
    RULES,
    suppress_small_counts,
    suppress_together,
)
from coprod_nlp.tables.triangulation import source_table

__all__ = [
    "EVERYBODY",
    "KNOWLEDGE_BASES",
    "KNOWLEDGE_PARTS",
    "NO_STRATUM",
    "RULES",
    "SHARE_COLUMNS",
    "Layout",
    "Nest",
    "Tie",
    "association_table",
    "change_table",
    "contrast_table",
    "cramers_v",
    "crosstab",
    "knowledge_table",
    "likert_parts",
    "likert_table",
    "newcombe_intervals",
    "share_table",
    "source_table",
    "subgroup_table",
    "suppress_small_counts",
    "suppress_together",
    "wilson_interval",
    "wilson_intervals",
]
