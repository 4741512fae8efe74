"""Joins the steps: a survey in, an analysis out."""

from coprod_nlp.pipeline.analysis import Analysis, analyse
from coprod_nlp.pipeline.evaluating import DefinitionEvaluation, evaluate_definitions
from coprod_nlp.pipeline.two_surveys import TwoSurveys, compare_surveys

__all__ = [
    "Analysis",
    "DefinitionEvaluation",
    "TwoSurveys",
    "analyse",
    "compare_surveys",
    "evaluate_definitions",
]
