import pytest

from coprod_nlp.exceptions import SettingsError, SurveySchemaError
from coprod_nlp.survey import load_instrument
from coprod_nlp.survey.columns import Naming, match_columns
from coprod_nlp.survey.headers import split_number


@pytest.mark.parametrize(
    ("header", "question"),
    [
        ("q4a", "q4a"),
        ("Q4A", "q4a"),
        ("4a.", "q4a"),
        ("Q4a: describe what you know", "q4a"),
        ("Question 4 (a)", "q4a"),
        ("<p>Q4a</p>", "q4a"),
        ("job_title", "q2"),
        ("2. Job title", "q2"),
        ("years", "q3_years"),
        ("3. Time here (months)", "q3_months"),
        ("3. Time here (years and months)", "q3"),
        ("What are we doing well in care coproduction?", "q13"),
        ("14 - What are we doing well in care coproduction?", "q13"),
        ("What do we need to improve", "q14"),
        ("What is your job title? (as in your contract)", "q2"),
        ("ID", "respondent"),
        ("Q4. 5.5 days or more?", "q4"),
        ("role type", "role_type"),
    ],
)
def test_a_header_is_understood(header, question):
    """By id, known header, number or wording; wording goes before number."""
    assert dict(match_columns([header], load_instrument()).positions) == {question: 0}


@pytest.mark.parametrize(
    "header",
    [
        *("", "4 wards", "Q4_TEXT", "Why do you feel", "Q99", "12 months here?"),
        *("12.b.i. If you selected Other:", "6.1. Comment"),
        "Why do you feel that care coproduction is, or is not, relevant",
    ],
)
def test_a_header_that_could_mean_anything_is_left_alone(header):
    """The beginnings of questions 7 and 9 are the same, so they name neither."""
    assert match_columns([header], load_instrument()).unmatched == (0,)


def test_a_column_told_by_its_number_is_said():
    """Another questionnaire may number its questions otherwise."""
    (problem,) = match_columns(["Q4: aware?"], load_instrument()).problems

    assert problem.question == "q4"
    assert "number" in problem.problem


def test_the_user_decides_before_anything_else():
    """A header that the user names wins over one that looks right."""
    header = ["q4a", "Tell us"]

    found = match_columns(header, load_instrument(), {"q4a": "Tell us"})

    assert dict(found.positions) == {"q4a": 1}
    assert found.unmatched == (0,)


def test_a_header_alike_to_the_one_the_user_names_is_taken_and_said():
    """A settings file of last year may spell it in another case."""
    found = match_columns(
        ["ID", "heard of it"], load_instrument(), {"q4": "Heard of it?"}
    )

    assert found.positions["q4"] == 1
    assert any("like the one in the settings" in p.problem for p in found.problems)


def test_two_columns_for_one_question_are_refused():
    """The message names both, and how to say which is meant."""
    with pytest.raises(SurveySchemaError, match=r"'q4a', 'Q4a\. Text'.*columns="):
        match_columns(["q4a", "Q4a. Text"], load_instrument())


def test_a_duration_in_one_column_and_in_parts_is_refused():
    """One of them would be ignored otherwise."""
    with pytest.raises(SurveySchemaError, match="q3_years"):
        match_columns(["q3", "years"], load_instrument())


def test_a_header_that_the_user_names_must_be_there():
    """A slip in columns= is not passed over."""
    with pytest.raises(SurveySchemaError, match="0 such columns"):
        match_columns(["q4a"], load_instrument(), {"q4a": "Tell us"})


def test_one_column_cannot_answer_two_questions():
    """Naming a column twice in columns= is a slip."""
    with pytest.raises(SurveySchemaError, match="two questions"):
        match_columns(["x"], load_instrument(), {"q4a": "x", "q4b": "x"})


def test_an_unknown_question_in_columns_is_a_wrong_argument():
    """The message lists what could have been meant."""
    with pytest.raises(SettingsError, match="'q4b'"):
        match_columns(["x"], load_instrument(), {"q44": "x"})


def test_a_letter_belongs_to_a_number_only_if_it_stands_alone():
    """Q4 with a word after it is question 4; "Q4ab" is no question number."""
    assert split_number("Q4 a thing").number == "4"
    assert split_number("Q4ab").number == ""


def test_a_wording_decides_where_an_export_gives_name_and_wording():
    """The name may count otherwise than the questionnaire does."""
    naming = Naming(wordings=("Your age", "What is your job title?"))

    found = match_columns(["q2", "q1"], load_instrument(), naming=naming)

    assert dict(found.positions) == {"q2": 1}
    assert found.unmatched == (0,)


def test_a_name_under_an_unknown_wording_is_taken_and_said():
    """Somebody named the column so; but not where the tool counts."""
    naming = Naming(wordings=("Aware?",), given_names=r"Q\d+")

    by_hand = match_columns(["q4"], load_instrument(), naming=naming)
    by_tool = match_columns(["Q4"], load_instrument(), naming=naming)

    assert dict(by_hand.positions) == {"q4": 0}
    assert "under another wording" in by_hand.problems[0].problem
    assert dict(by_tool.positions) == {}


def test_the_id_of_an_export_goes_before_another_column_that_looks_like_one():
    """Unless the user names that one."""
    naming = Naming(identifier=1)
    header = ["participant", "ResponseId"]

    found = match_columns(header, load_instrument(), naming=naming)
    said = {"respondent": "participant"}
    named = match_columns(header, load_instrument(), said, naming=naming)

    assert (dict(found.positions), found.unmatched) == ({"respondent": 1}, (0,))
    assert dict(named.positions) == {"respondent": 0}


def test_columns_about_the_response_answer_no_question():
    """Their headers may repeat a question's."""
    naming = Naming(about_response=frozenset({1}))
    header = ["q4", "Have you heard of care coproduction? [Score]"]

    assert dict(match_columns(header, load_instrument(), naming=naming).positions) == {
        "q4": 0
    }


def test_two_columns_for_one_question_can_be_left_to_a_check():
    """Both are unmatched then, and the fault is told."""
    found = match_columns(["q4a", "Q4a. Text"], load_instrument(), lenient=True)

    assert (dict(found.positions), found.unmatched) == ({}, (0, 1))
    assert found.faults["q4a"].startswith("2 columns answer q4a")
