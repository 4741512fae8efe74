"""Reads a survey export against an instrument, losing nothing in silence."""

from coprod_nlp.survey.asked import questions_asked
from coprod_nlp.survey.audits import (
    CRITERIA,
    month_of,
    read_audits,
    read_patient_survey,
)
from coprod_nlp.survey.example import ExamplePaths, example_paths
from coprod_nlp.survey.instrument import (
    Condition,
    Domain,
    Instrument,
    Option,
    Purposes,
    Question,
)
from coprod_nlp.survey.instrument_file import load_instrument
from coprod_nlp.survey.reading import example_survey, read_survey
from coprod_nlp.survey.roles import UNKNOWN_ROLE, RoleList, RoleRule, load_roles
from coprod_nlp.survey.survey import Origin, Survey

__all__ = [
    "CRITERIA",
    "UNKNOWN_ROLE",
    "Condition",
    "Domain",
    "ExamplePaths",
    "Instrument",
    "Option",
    "Origin",
    "Purposes",
    "Question",
    "RoleList",
    "RoleRule",
    "Survey",
    "example_paths",
    "example_survey",
    "load_instrument",
    "load_roles",
    "month_of",
    "questions_asked",
    "read_audits",
    "read_patient_survey",
    "read_survey",
]
