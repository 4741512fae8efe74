"""Joins the steps: a survey in, an analysis out."""

from coprod_nlp.pipeline.definitions.evaluating import (
    DefinitionEvaluation,
    evaluate_definitions,
)
from coprod_nlp.pipeline.run.analysis import Analysis, analyse
from coprod_nlp.pipeline.side_by_side.two_surveys import TwoSurveys, compare_surveys

__all__ = [
    "Analysis",
    "DefinitionEvaluation",
    "TwoSurveys",
    "analyse",
    "compare_surveys",
    "evaluate_definitions",
]
