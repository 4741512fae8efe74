"""Proposes candidate themes for open answers, and draws up their thematic map."""

from coprod_nlp.themes.concepts import Guide, bundled_guide
from coprod_nlp.themes.finder import ThemeFinder
from coprod_nlp.themes.frames import themes_frame, units_frame
from coprod_nlp.themes.results import RESIDUAL, CandidateTheme, Quotation
from coprod_nlp.themes.thematic import (
    ThematicMap,
    thematic_map,
    thematic_map_from_codings,
)

__all__ = [
    "RESIDUAL",
    "CandidateTheme",
    "Guide",
    "Quotation",
    "ThematicMap",
    "ThemeFinder",
    "bundled_guide",
    "thematic_map",
    "thematic_map_from_codings",
    "themes_frame",
    "units_frame",
]
