"""Judges whether definitions match the reference definition, and shows by what."""

from coprod_nlp.matching.definition import (
    Element,
    ReferenceDefinition,
    load_definition,
)
from coprod_nlp.matching.matcher import DefinitionMatcher, shipped_model_folder
from coprod_nlp.matching.reviewing import plan_review
from coprod_nlp.matching.verdicts import LABELS, Decision, Evidence, Label, Thresholds

__all__ = [
    "LABELS",
    "Decision",
    "DefinitionMatcher",
    "Element",
    "Evidence",
    "Label",
    "ReferenceDefinition",
    "Thresholds",
    "load_definition",
    "plan_review",
    "shipped_model_folder",
]
