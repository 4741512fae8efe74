"""Proposes candidate themes for open answers, and draws up their thematic map."""

from coprod_nlp.themes.carrier import as_bertopic
from coprod_nlp.themes.concepts import Guide, bundled_guide
from coprod_nlp.themes.finder import ThemeFinder
from coprod_nlp.themes.frames import set_aside_frame, themes_frame, units_frame
from coprod_nlp.themes.hierarchy import theme_hierarchy
from coprod_nlp.themes.map_parts import ThematicMap
from coprod_nlp.themes.results import RESIDUAL, CandidateTheme, Quotation
from coprod_nlp.themes.thematic import (
    thematic_map,
    thematic_map_from_set,
    thematic_map_of_both,
)
from coprod_nlp.themes.theme_set.describing import described_themes, theme_set_frame
from coprod_nlp.themes.theme_set.edits import ThemeSet
from coprod_nlp.themes.theme_set.entries import EditEntry, ThemeEntry

__all__ = [
    "RESIDUAL",
    "CandidateTheme",
    "EditEntry",
    "Guide",
    "Quotation",
    "ThematicMap",
    "ThemeEntry",
    "ThemeFinder",
    "ThemeSet",
    "as_bertopic",
    "bundled_guide",
    "described_themes",
    "set_aside_frame",
    "thematic_map",
    "thematic_map_from_set",
    "thematic_map_of_both",
    "theme_hierarchy",
    "theme_set_frame",
    "themes_frame",
    "units_frame",
]
