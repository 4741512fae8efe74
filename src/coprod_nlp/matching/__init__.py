"""Judges whether definitions match the reference definition, and shows by what."""

from coprod_nlp.files.words import LABELS, Label
from coprod_nlp.matching.definition import (
    Element,
    ReferenceDefinition,
    load_definition,
)
from coprod_nlp.matching.foils import Foil, FoilFinder, load_foils
from coprod_nlp.matching.matcher import DefinitionMatcher, shipped_model_folder
from coprod_nlp.matching.reviewing import plan_coding, plan_review
from coprod_nlp.matching.verdicts import FAILING, Decision, Evidence, Thresholds

__all__ = [
    "FAILING",
    "LABELS",
    "Decision",
    "DefinitionMatcher",
    "Element",
    "Evidence",
    "Foil",
    "FoilFinder",
    "Label",
    "ReferenceDefinition",
    "Thresholds",
    "load_definition",
    "load_foils",
    "plan_coding",
    "plan_review",
    "shipped_model_folder",
]
