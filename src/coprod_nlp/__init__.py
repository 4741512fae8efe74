"""Reads open survey answers about coproduction, offline and by stated rules.

The names below are loaded on first use, so that ``import coprod_nlp`` is quick.
"""

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coprod_nlp.agreement import agreement_table
    from coprod_nlp.coding import Codebook, CodeSuggester, read_codings
    from coprod_nlp.config import (
        AgreementSettings,
        DefinitionSettings,
        ReportSettings,
        Settings,
        SurveySettings,
        TableSettings,
        ThemeSettings,
        load_settings,
    )
    from coprod_nlp.exceptions import CoprodNLPError
    from coprod_nlp.matching import DefinitionMatcher, plan_coding, plan_review
    from coprod_nlp.pipeline import Analysis, analyse, evaluate_definitions
    from coprod_nlp.survey import Survey, example_survey, read_survey
    from coprod_nlp.tables import crosstab
    from coprod_nlp.themes import ThemeFinder

__version__ = version("coprod-nlp")

_HOMES = {
    "AgreementSettings": "config",
    "Analysis": "pipeline",
    "CodeSuggester": "coding",
    "Codebook": "coding",
    "CoprodNLPError": "exceptions",
    "DefinitionMatcher": "matching",
    "DefinitionSettings": "config",
    "ReportSettings": "config",
    "Settings": "config",
    "Survey": "survey",
    "SurveySettings": "config",
    "TableSettings": "config",
    "ThemeFinder": "themes",
    "ThemeSettings": "config",
    "agreement_table": "agreement",
    "analyse": "pipeline",
    "crosstab": "tables",
    "evaluate_definitions": "pipeline",
    "example_survey": "survey",
    "load_settings": "config",
    "plan_coding": "matching",
    "plan_review": "matching",
    "read_codings": "coding",
    "read_survey": "survey",
}

__all__ = [
    "AgreementSettings",
    "Analysis",
    "CodeSuggester",
    "Codebook",
    "CoprodNLPError",
    "DefinitionMatcher",
    "DefinitionSettings",
    "ReportSettings",
    "Settings",
    "Survey",
    "SurveySettings",
    "TableSettings",
    "ThemeFinder",
    "ThemeSettings",
    "agreement_table",
    "analyse",
    "crosstab",
    "evaluate_definitions",
    "example_survey",
    "load_settings",
    "plan_coding",
    "plan_review",
    "read_codings",
    "read_survey",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
