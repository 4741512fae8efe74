"""Strata that are told by closed questions."""

import math

import pytest

from coprod_nlp.survey import Instrument, Option, Purposes, Question, read_survey


def test_a_closed_department_is_one_stratum_however_it_was_typed(csv_file):
    """Code, wording and both are the same option, as among the answers."""
    ward = Question(
        id="q1",
        number="1",
        text="Where do you work?",
        kind="single",
        options=(Option("Ward A", code="1"), Option("Ward B", code="2")),
    )
    text = Question(id="what", number="2", text="What is it?", kind="open")
    path = csv_file(
        *(["x", cell] for cell in ("1", "Ward A", "ward a", "2 - Ward B")),
        header=["what", "q1"],
    )
    purposes = Purposes(definitions=("what",), department="q1")
    survey = read_survey(path, instrument=Instrument("Own", purposes, (ward, text)))

    assert survey.strata["department"].tolist() == ["Ward A"] * 3 + ["Ward B"]


@pytest.mark.parametrize(
    ("typed", "role"),
    [
        ("Clinical staff", "clinical"),
        ("CLINICAL", "clinical"),
        ("Non clinical", "non-clinical"),
        ("Non-clinical staff", "non-clinical"),
        ("Not clinical", "non-clinical"),
    ],
)
def test_a_role_type_is_read_with_the_words_that_forms_add(csv_file, typed, role):
    """What the file says goes before the job title."""
    path = csv_file(
        ["1", "Yes", "a", typed, "Zookeeper"],
        header=["id", "q4", "q4a", "role_type", "job_title"],
    )

    assert read_survey(path).strata["role_type"].tolist() == [role]


def test_a_role_type_that_is_not_read_leaves_the_job_title_to_tell(csv_file):
    """The problem says that it was so."""
    path = csv_file(
        ["1", "Yes", "a", "?", "Nurse"],
        header=["id", "q4", "q4a", "role_type", "job_title"],
    )
    survey = read_survey(path)

    assert survey.strata["role_type"].tolist() == ["clinical"]
    assert "derived from the job title" in survey.problems["action"].tolist()


def test_a_time_over_two_bands_is_not_known_and_listed(csv_file):
    """As is one that cannot be read at all; neither is guessed."""
    path = csv_file(
        ["1", "Yes", "a", "1-2 years"],
        ["2", "Yes", "a", "5-10 years"],
        ["3", "Yes", "a", "ages"],
        header=["id", "q4", "q4a", "q3"],
    )
    survey = read_survey(path)
    of_time = survey.problems[survey.problems["question"] == "q3"]

    assert survey.strata["months_in_post"].fillna(-1).tolist() == [24, -1, -1]
    assert of_time["problem"].tolist() == [
        "the time reaches over more than one band of the tables",
        "the time cannot be read",
    ]


def test_years_and_months_in_two_columns_may_be_bands(csv_file):
    """Only their sum says in which band of the tables somebody is."""
    path = csv_file(
        ["1", "Yes", "a", "3", "0-6"],
        ["2", "Yes", "a", "2", "6-12"],
        header=["id", "q4", "q4a", "q3_years", "q3_months"],
    )
    months = read_survey(path).strata["months_in_post"].tolist()

    assert months[0] == 39.5
    assert math.isnan(months[1])


def test_spellings_of_a_department_are_one_stratum(csv_file):
    """The commonest stands for all; the answers stay as typed, and it is said."""
    typed = ["oak ward", "Oak Ward", "OAK  WARD.", "Oak Ward", "Elm Ward"]
    path = csv_file(
        *([str(n), "Yes", "a", ward] for n, ward in enumerate(typed)),
        header=["id", "q4", "q4a", "department"],
    )
    survey = read_survey(path)
    (action,) = survey.problems.loc[survey.problems["question"] == "q1", "action"]

    assert survey.strata["department"].tolist() == ["Oak Ward"] * 4 + ["Elm Ward"]
    assert survey.answers["q1"].tolist()[0] == "oak ward"
    assert action.startswith("2 cell(s) counted under the commonest spelling of 1 name")


def test_of_equally_common_spellings_the_first_is_taken(csv_file):
    """So that the same file gives the same names."""
    path = csv_file(
        ["1", "Yes", "a", "st john's"],
        ["2", "Yes", "a", "St John\u2019s"],
        header=["id", "q4", "q4a", "department"],
    )

    assert set(read_survey(path).strata["department"]) == {"st john's"}


def test_names_with_other_numbers_stay_apart(csv_file):
    """As do blanks, which are no name."""
    typed = ["Ward 1", "Ward 11", "Ward 1.1", "", "?"]
    path = csv_file(
        *([str(n), "Yes", "a", ward] for n, ward in enumerate(typed)),
        header=["id", "q4", "q4a", "department"],
    )

    assert read_survey(path).strata["department"].tolist() == typed
