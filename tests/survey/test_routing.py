"""Whoever was not asked a question was not asked the one that waits for it."""

import pytest

from coprod_nlp.survey import (
    Condition,
    Instrument,
    Option,
    Purposes,
    Question,
    questions_asked,
    read_survey,
)


def _yes_or_no(name, after=None):
    return Question(
        id=name,
        number=name,
        text=f"Is it {name}?",
        kind="single",
        options=(Option("Yes"), Option("No")),
        asked_if=None if after is None else Condition(after, "Yes"),
    )


@pytest.fixture
def survey(csv_file):
    """Return a survey of three questions in a row; the second person went astray."""
    text = Question(id="what", number="0", text="What is it?", kind="open")
    chain = _yes_or_no("a"), _yes_or_no("b", "a"), _yes_or_no("c", "b")
    path = csv_file(
        ["1", "x", "Yes", "Yes", "No"],
        ["2", "x", "No", "Yes", "Yes"],
        ["3", "x", "No", "", ""],
        header=["respondent", "what", "a", "b", "c"],
    )
    purposes = Purposes(definitions=("what",), heard=Condition("c", "No"))
    return read_survey(path, instrument=Instrument("Own", purposes, (text, *chain)))


def test_only_those_led_to_a_question_count_as_asked(survey):
    """The gate of a gate leads too."""
    asked = questions_asked(survey).set_index("question")["asked"]

    assert asked[["a", "b", "c"]].tolist() == [3, 1, 1]


def test_an_answer_to_what_waits_for_a_question_not_asked_is_astray(survey):
    """It is listed beside the answer that led there."""
    problems = survey.problems.set_index("question")["problem"]

    assert problems["c"] == "answered though b was not asked either (asked if 'Yes')"


def test_answers_astray_are_not_counted(survey):
    """They stay among the answers."""
    assert survey.answers["c"].tolist() == ["No", "Yes", ""]
    assert survey.counted("c").astype(object).fillna("").tolist() == ["No", "", ""]
    assert survey.heard().notna().tolist() == [True, False, False]
