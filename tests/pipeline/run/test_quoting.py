"""Answers that may identify somebody are marked, and not quoted unless ticked."""

import dataclasses

import pandas as pd
import pytest

from coprod_nlp.config import Settings
from coprod_nlp.exceptions import SettingsError
from coprod_nlp.pipeline.run.quoting import kinds_in, quoting, withheld_definitions
from coprod_nlp.survey import example_survey


@pytest.fixture(scope="module")
def survey():
    """Return the example with two answers in which somebody is named."""
    survey = example_survey()
    answers = survey.answers.copy()
    answers.loc["S1-001", "q4a"] = "planning it with Dr Shah"
    answers.loc["S1-002", "q13"] = "ring 01604 555123 or see Ash Court"
    return dataclasses.replace(survey, answers=answers)


def _settings(rule="none", **report):
    return Settings(report=report, tables={"suppression": rule, "by": ["department"]})


def test_what_was_found_is_listed_without_its_words(survey):
    """Question, respondent, place and kind; the words stay in the answer."""
    found = quoting(survey, _settings()).identifiers
    row = found[(found["respondent"] == "S1-001") & (found["question"] == "q4a")]

    assert row["kind"].tolist() == ["title and name"]
    text = survey.answers.loc["S1-001", "q4a"]
    assert text[row["start"].item() : row["end"].item()] == "Dr Shah"
    assert not found.astype(str).apply(lambda c: c.str.contains("Shah")).any(axis=None)


def test_an_answer_that_holds_one_is_not_quoted(survey):
    """Of that respondent other answers may be."""
    found = quoting(survey, _settings())

    assert "S1-002" in found.withheld["q13"]
    assert "S1-002" not in found.withheld["q14"]
    assert "S1-001" in withheld_definitions(survey, found)


def test_a_ticked_respondent_may_be_quoted(survey):
    """Somebody has read the answer and cleared it; it is listed all the same."""
    plain = quoting(survey, _settings())
    ticked = quoting(survey, _settings(quote_anyway=["S1-002"]))

    assert "S1-002" not in ticked.withheld["q13"]
    assert ticked.n_identifying == plain.n_identifying - 1
    assert len(ticked.identifiers) == len(plain.identifiers)


def test_words_of_the_users_own_are_looked_for(survey):
    """A ward that everybody knows has no form that a pattern could find."""
    settings = _settings(own_identifiers=["ash court"])

    assert kinds_in("see Ash Court", settings) == "word of your own list"
    assert "word of your own list" in set(quoting(survey, settings).identifiers["kind"])


def test_a_tick_for_nobody_is_refused(survey):
    """A misspelt id would silently tick nobody."""
    with pytest.raises(SettingsError, match="quote_anyway names 1 respondent"):
        quoting(survey, _settings(quote_anyway=["S9-999"]))


def test_under_a_rule_nobody_of_a_small_stratum_is_quoted(survey):
    """Colleagues know the three people of a department by their words."""
    found = quoting(survey, _settings("threshold-5"))
    sizes = survey.strata["department"].value_counts()
    own = survey.strata["department"].map(sizes)

    few = set(own.index[(own < 5) & (survey.strata["department"] != "")])
    assert few
    assert found.withheld["q7"] >= few
    assert found.n_of_few == len(few)


def test_a_small_band_of_time_in_post_is_a_small_stratum(survey):
    """The two who are new are known too."""
    months = pd.Series([3.0] * 2 + [48.0] * (len(survey) - 2), survey.strata.index)
    strata = survey.strata.assign(months_in_post=months)
    tables = {"suppression": "threshold-5", "by": ["time_in_post"]}
    found = quoting(dataclasses.replace(survey, strata=strata), Settings(tables=tables))

    assert found.withheld["q7"] == {"S1-001", "S1-002"}


def test_the_manifest_names_nobody(survey):
    """Of the user's words and ticks it keeps the number."""
    record = _settings(own_identifiers=["Ash Court"], quote_anyway=["S1-002"])

    assert pd.Series(record.as_record()["report"])[
        ["own_identifiers", "quote_anyway"]
    ].tolist() == [1, 1]
