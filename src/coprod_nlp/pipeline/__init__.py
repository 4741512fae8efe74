"""Joins the steps: a survey in, an analysis out."""

from coprod_nlp.pipeline.analysis import Analysis, analyse
from coprod_nlp.pipeline.evaluating import DefinitionEvaluation, evaluate_definitions

__all__ = ["Analysis", "DefinitionEvaluation", "analyse", "evaluate_definitions"]
