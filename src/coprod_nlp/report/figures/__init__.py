"""Pictures of the report, as inline SVG with words that stand for them."""

from coprod_nlp.report.figures.bars import bars, scale_bars
from coprod_nlp.report.figures.canvas import Picture
from coprod_nlp.report.figures.dots import (
    MOST_THEMES,
    agreement_dots,
    change_dots,
    theme_sizes,
)
from coprod_nlp.report.figures.months import source_months
from coprod_nlp.report.figures.tree import drawn_links, in_rows, thematic_tree

__all__ = [
    "MOST_THEMES",
    "Picture",
    "agreement_dots",
    "bars",
    "change_dots",
    "drawn_links",
    "in_rows",
    "scale_bars",
    "source_months",
    "thematic_tree",
    "theme_sizes",
]
