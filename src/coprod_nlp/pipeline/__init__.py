"""Joins the steps: a survey in, an analysis out.

The names below are loaded on first use: judging one column needs no report.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coprod_nlp.pipeline.definitions.evaluating import (
        DefinitionEvaluation,
        evaluate_definitions,
    )
    from coprod_nlp.pipeline.run.analysis import Analysis, analyse
    from coprod_nlp.pipeline.side_by_side.two_surveys import TwoSurveys, compare_surveys

_HOMES = {
    "Analysis": "run.analysis",
    "DefinitionEvaluation": "definitions.evaluating",
    "TwoSurveys": "side_by_side.two_surveys",
    "analyse": "run.analysis",
    "compare_surveys": "side_by_side.two_surveys",
    "evaluate_definitions": "definitions.evaluating",
}

__all__ = [
    "Analysis",
    "DefinitionEvaluation",
    "TwoSurveys",
    "analyse",
    "compare_surveys",
    "evaluate_definitions",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
