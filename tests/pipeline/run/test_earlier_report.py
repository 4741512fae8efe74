"""A second report beside the first is warned of where it would tell of a few."""

import dataclasses
import json

import pandas as pd
import pytest

from coprod_nlp.config import Settings, SurveySettings, TableSettings
from coprod_nlp.pipeline.run.earlier_report import earlier_report, with_warning
from coprod_nlp.pipeline.run.provenance import made_with, survey_record
from coprod_nlp.survey import example_survey

GUARDED = Settings(tables=TableSettings(suppression="threshold-5"))
MODEL = "a" * 64


@pytest.fixture(scope="module")
def survey():
    """Return the example survey."""
    return example_survey()


def _left_out(survey, n):
    """Return the survey as a file without its last respondents would give it."""
    return dataclasses.replace(
        survey,
        answers=survey.answers.iloc[: len(survey) - n],
        sha256="00" * 32,
    )


def _record(survey, settings=GUARDED, model=MODEL):
    """Return what a run with these settings is made from."""
    return {"input": survey_record(survey), **made_with(model, settings)}


@pytest.fixture
def folder(survey, tmp_path):
    """Return a folder that holds the record and the verdicts of a run."""
    (tmp_path / "manifest.json").write_text(json.dumps(_record(survey)))
    ids = pd.DataFrame({"respondent": survey.answers.index, "label": "partial"})
    ids.to_csv(tmp_path / "verdicts.csv", index=False)
    return tmp_path


def test_an_empty_folder_gives_nothing_away(survey, tmp_path):
    """The first report stands alone."""
    assert earlier_report(tmp_path, survey, _record(survey)) == ""


def test_the_same_run_again_gives_nothing_away(survey, folder):
    """It writes the same numbers."""
    assert earlier_report(folder, survey, _record(survey)) == ""


def test_another_rule_on_the_same_file_is_warned_of(survey, folder):
    """What one report hides the other may show."""
    warning = earlier_report(folder, survey, _record(survey, Settings()))

    assert warning.endswith("the same file that differs in suppression")


def test_other_job_titles_on_the_same_file_are_warned_of(survey, folder, tmp_path):
    """They move people from one stratum to another."""
    roles = tmp_path / "roles.toml"
    roles.write_text("", encoding="utf-8")
    settings = GUARDED.model_copy(update={"survey": SurveySettings(roles=roles)})
    warning = earlier_report(folder, survey, _record(survey, settings))

    assert warning.endswith("differs in the contents of roles.toml")


def test_another_column_for_a_question_is_warned_of(survey, folder):
    """It moves people from one answer to another."""
    origin = dataclasses.replace(survey.origin, columns={"q4": "other"})
    other = dataclasses.replace(survey, origin=origin)

    assert earlier_report(folder, other, _record(other)).endswith("differs in columns")


def test_another_model_on_the_same_file_is_warned_of(survey, folder):
    """It moves people from one verdict to another."""
    warning = earlier_report(folder, survey, _record(survey, model="b" * 64))

    assert warning.endswith("differs in definition-matcher")


def test_a_few_respondents_more_or_less_are_warned_of(survey, folder):
    """The difference of two counts is what those few said."""
    warning = earlier_report(folder, _left_out(survey, 2), _record(survey))

    assert warning.endswith("the same respondents but for 2")


def test_many_respondents_more_or_less_are_no_few(survey, folder):
    """What forty said together tells of none of them."""
    assert earlier_report(folder, _left_out(survey, 40), _record(survey)) == ""


def test_another_survey_is_none_of_its_business(survey, folder):
    """Respondents who are not the same are not compared."""
    other = dataclasses.replace(
        survey, answers=survey.answers.set_axis(range(len(survey))), sha256="11" * 32
    )
    assert earlier_report(folder, other, _record(other)) == ""


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"input": 3}'])
def test_a_manifest_of_something_else_is_passed_over(survey, folder, content):
    """A file that happens to bear the name stops no run."""
    (folder / "manifest.json").write_text(content)

    assert earlier_report(folder, survey, _record(survey)) == ""


def test_the_warning_stands_first_among_the_problems(survey):
    """Whoever reads problems.csv meets it at once, and nothing else is changed."""
    problems = with_warning(survey.problems, "the folder held a report")

    assert problems["problem"].iloc[0] == "the folder held a report"
    assert problems.dtypes.equals(survey.problems.dtypes)
    assert len(problems) == len(survey.problems) + 1
