"""Personal data do not get into a survey unless somebody wishes so."""

import pytest

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.survey import read_survey


@pytest.mark.parametrize(
    ("name", "personal"),
    [
        (
            "qualtrics",
            [
                *("IPAddress", "RecipientLastName", "RecipientFirstName"),
                *("RecipientEmail", "ExternalReference"),
                *("LocationLatitude", "LocationLongitude", "Q13"),
            ],
        ),
        (
            "surveymonkey",
            [
                *("IP Address", "Email Address", "First Name", "Last Name"),
                "Custom Data 1",
            ],
        ),
        ("microsoft_forms", ["Email", "Name"]),
        ("redcap", ["redcap_survey_identifier", "work_email"]),
        ("google_forms", ["Email Address"]),
    ],
)
def test_personal_columns_are_left_out_and_named(exported, name, personal):
    """By the tool's names, by a wording, or by what the dictionary declares."""
    dictionary = exported("redcap_dictionary") if name == "redcap" else None
    survey = read_survey(exported(name), dictionary=dictionary)
    left_out = survey.problems["problem"].str.contains("looks like personal data")

    assert list(survey.origin.personal) == personal
    assert left_out.sum() == len(personal)
    assert not set(personal) & {*survey.extra, *survey.answers}


def test_a_column_is_kept_on_explicit_wish(exported):
    """By its header, and only that one."""
    survey = read_survey(exported("microsoft_forms"), keep_personal=["Email"])

    assert survey.extra["Email"].tolist() == ["anonymous"] * 3
    assert survey.origin.personal == ("Name",)


def test_a_wish_for_a_column_that_is_not_there_is_a_slip(exported):
    """It is not passed over."""
    with pytest.raises(SettingsError, match="keep_personal names"):
        read_survey(exported("microsoft_forms"), keep_personal=["E-mail"])


def test_a_number_behind_a_personal_name_changes_nothing(tmp_path):
    """Microsoft Forms calls a question Email2 where it has a column Email itself."""
    path = tmp_path / "forms.csv"
    path.write_text(
        "ID,Start time,Completion time,Email,Email2,Name,Name2,q4,q4a\n"
        "1,,,anonymous,a@example.org or by post,,Ada,Yes,together\n",
        "utf-8",
    )

    assert read_survey(path).origin.personal == ("Email", "Email2", "Name", "Name2")


@pytest.mark.parametrize(
    "header",
    [
        *("E-mail", "What is your email address?", "Phone number", "Your name"),
        *("surname", "latitude", "Date of birth", "NHS number", "Postcode"),
    ],
)
def test_any_table_is_looked_through(csv_file, header):
    """A table that somebody made by hand may hold such columns too."""
    path = csv_file(["1", "Yes", "a", "x"], header=["id", "q4", "q4a", header])

    assert read_survey(path).origin.personal == (header,)


@pytest.mark.parametrize(
    "header", ["Ward name", "Address form", "How do you name it?", "Mobility"]
)
def test_other_columns_are_kept(csv_file, header):
    """A word alone does not make a column personal."""
    path = csv_file(["1", "Yes", "a", "x"], header=["id", "q4", "q4a", header])

    assert read_survey(path).unmatched == (header,)


@pytest.mark.parametrize("cell", ["a.b@example.org", "192.0.2.1"])
def test_a_column_of_addresses_is_known_by_its_cells(csv_file, cell):
    """Whatever its header says."""
    path = csv_file(
        ["1", "Yes", "a", cell],
        ["2", "Yes", "a", ""],
        header=["id", "q4", "q4a", "Col 4"],
    )

    assert read_survey(path).origin.personal == ("Col 4",)


def test_a_column_that_answers_a_question_is_no_leftover(csv_file):
    """Who names the e-mail address as the id wishes to keep it."""
    path = csv_file(["a@b.org", "Yes", "a"], header=["Email", "q4", "q4a"])

    survey = read_survey(path, columns={"respondent": "Email"})

    assert list(survey.answers.index) == ["a@b.org"]
    assert survey.origin.personal == ()
