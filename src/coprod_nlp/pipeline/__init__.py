"""Joins the steps: what a person has in hand in, what is found in it out.

The names below are loaded on first use: judging one column needs no report.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coprod_nlp.pipeline.check.understanding import check_survey
    from coprod_nlp.pipeline.codings.agreeing import compare_codings
    from coprod_nlp.pipeline.codings.anchoring import anchoring_from_workbook
    from coprod_nlp.pipeline.codings.suggesting import suggest_for_table
    from coprod_nlp.pipeline.codings.workbooks import (
        codings_from_workbook,
        workbook_from_table,
    )
    from coprod_nlp.pipeline.definitions.clusters import judge_dask, judge_spark
    from coprod_nlp.pipeline.definitions.evaluating import (
        DefinitionEvaluation,
        evaluate_definitions,
    )
    from coprod_nlp.pipeline.definitions.own_definition import (
        learn_matcher,
        sheet_to_code,
    )
    from coprod_nlp.pipeline.definitions.streaming import judge_file
    from coprod_nlp.pipeline.run.analysis import Analysis, analyse
    from coprod_nlp.pipeline.side_by_side.triangulating import triangulate
    from coprod_nlp.pipeline.side_by_side.two_surveys import TwoSurveys, compare_surveys
    from coprod_nlp.pipeline.theming import propose_themes

_HOMES = {
    "Analysis": "run.analysis",
    "DefinitionEvaluation": "definitions.evaluating",
    "TwoSurveys": "side_by_side.two_surveys",
    "analyse": "run.analysis",
    "anchoring_from_workbook": "codings.anchoring",
    "check_survey": "check.understanding",
    "codings_from_workbook": "codings.workbooks",
    "compare_codings": "codings.agreeing",
    "compare_surveys": "side_by_side.two_surveys",
    "evaluate_definitions": "definitions.evaluating",
    "judge_dask": "definitions.clusters",
    "judge_file": "definitions.streaming",
    "judge_spark": "definitions.clusters",
    "learn_matcher": "definitions.own_definition",
    "propose_themes": "theming",
    "sheet_to_code": "definitions.own_definition",
    "suggest_for_table": "codings.suggesting",
    "triangulate": "side_by_side.triangulating",
    "workbook_from_table": "codings.workbooks",
}

__all__ = [
    "Analysis",
    "DefinitionEvaluation",
    "TwoSurveys",
    "analyse",
    "anchoring_from_workbook",
    "check_survey",
    "codings_from_workbook",
    "compare_codings",
    "compare_surveys",
    "evaluate_definitions",
    "judge_dask",
    "judge_file",
    "judge_spark",
    "learn_matcher",
    "propose_themes",
    "sheet_to_code",
    "suggest_for_table",
    "triangulate",
    "workbook_from_table",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
