import hashlib
import shutil

import pandas as pd
import pytest

from coprod_nlp.exceptions import SurveySchemaError
from coprod_nlp.survey import example_paths, example_survey, read_survey


def problems_of(survey, row):
    """Return the problems of one row of the file, as one text."""
    return survey.problems.loc[survey.problems["row"] == row, "problem"].str.cat(
        sep="; "
    )


def test_the_example_is_read_whole_and_marked_synthetic():
    """324 respondents, every question of the instrument, nothing unexpected."""
    survey = example_survey()

    assert (len(survey), survey.unmatched, survey.synthetic) == (324, (), True)
    assert survey.problems["row"].isna().all()


def test_a_copy_of_the_example_is_synthetic_too(tmp_path):
    """It is known by its content, so that no copy passes for real answers."""
    copy = shutil.copy(example_paths().survey, tmp_path / "trust.csv")

    assert read_survey(copy).synthetic


def test_a_users_file_is_not_synthetic_and_its_hash_is_kept(csv_file):
    """The manifest of a run names the file by its bytes."""
    path = csv_file(["1", "Yes", "together", ""])

    survey = read_survey(path)

    assert not survey.synthetic
    assert survey.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("typed", ["NA", "None", "n/a", "NULL", "  nan"])
def test_non_answers_survive_as_typed(csv_file, typed):
    """Raw is what was typed; the answer is its normalised text."""
    survey = read_survey(csv_file(["1", "Yes", typed, ""]))

    assert survey.raw.loc["1", "q4a"] == typed
    assert survey.answers.loc["1", "q4a"] == typed.strip()


@pytest.mark.parametrize(
    ("header", "lacking"),
    [
        (["id", "q4a", "q4b"], "'q4'"),
        (["id", "q4", "q6"], "'q4a or q4b'"),
    ],
)
def test_a_missing_column_that_definitions_need_is_refused(csv_file, header, lacking):
    """The message names what is missing and what was found."""
    path = csv_file(["1"] * len(header), header=header)

    with pytest.raises(SurveySchemaError, match=lacking) as caught:
        read_survey(path)
    assert header[-1] in str(caught.value)


def test_a_survey_without_a_definition_is_shown_the_commands_for_it(csv_file, tmp_path):
    """Its instrument is no mistake, and `check` may say what is understood of it."""
    own = tmp_path / "own.toml"
    own.write_text(
        'name = "Library"\n[[questions]]\nid = "why"\nnumber = "1"\nkind = "open"\n'
        'text = "Why?"\n',
        encoding="utf-8",
    )
    path = csv_file(["1", "quiet"], header=["id", "why"])

    with pytest.raises(SurveySchemaError, match="`themes`, `suggest` and `workbook`"):
        read_survey(path, instrument=own)
    lenient = read_survey(path, instrument=own, lenient=True)
    assert lenient.open_answers("why").tolist() == ["quiet"]


def test_codes_of_who_has_heard_are_refused_where_none_is_an_option(csv_file):
    """Otherwise nobody would have heard of it, with an interval."""
    path = csv_file(["1", "1", "", "a"], ["2", "2", "", "b"], ["3", "", "", "c"])

    with pytest.raises(SurveySchemaError, match=r"2 resp.* q4, .*'Yes', 'No'"):
        read_survey(path)


def test_one_answer_that_is_an_option_tells_who_has_heard(csv_file):
    """The others are listed and count as no answer."""
    survey = read_survey(csv_file(["1", "2", "", "a"], ["2", "No", "", "b"]))

    assert survey.heard().astype(object).tolist()[1] is False


def test_a_file_without_names_of_columns_is_told_so(csv_file):
    """The first row holds answers then, and a message never quotes those."""
    path = csv_file(["R2", "Working as equals"], header=["R1", "Doing it together"])

    with pytest.raises(SurveySchemaError, match="None of its 2 columns") as caught:
        read_survey(path)
    assert "together" not in str(caught.value)


def test_other_missing_questions_are_noted(csv_file):
    """A survey without question 13 is read, and question 13 is named."""
    survey = read_survey(csv_file(["1", "Yes", "together", ""]))

    missing = survey.problems["problem"] == "the question is not in the file"
    assert "q13" in set(survey.problems.loc[missing, "question"])


def test_columns_can_be_named_by_the_user(csv_file):
    """columns= maps a question to the header of the file."""
    path = csv_file(["1", "Yes", "together"], header=["id", "Heard of", "Tell us"])

    survey = read_survey(path, columns={"q4a": "Tell us"})

    assert survey.definitions().loc["1"] == "together"


def test_columns_of_no_question_are_kept_and_named(csv_file):
    """Nothing of the file is thrown away."""
    path = csv_file(
        ["1", "Yes", "a", "sunny", "x"], header=["id", "q4", "q4a", "Mood", ""]
    )

    survey = read_survey(path)

    assert survey.unmatched == ("Mood", "(column 5)")
    assert survey.extra.loc["1"].tolist() == ["sunny", "x"]


def test_respondents_without_a_column_of_ids_are_counted(csv_file):
    """Ids are made from the order of rows, and that is said."""
    survey = read_survey(csv_file(["Yes", "a"], ["Yes", "b"], header=["q4", "q4a"]))

    assert list(survey.answers.index) == ["R0001", "R0002"]
    assert survey.problems["action"].str.contains("R0001").any()


def test_a_blank_id_is_replaced_and_listed(csv_file):
    """One respondent without an id gets one, others keep theirs."""
    survey = read_survey(csv_file(["R0002", "Yes", "a", ""], ["", "Yes", "b", ""]))

    assert list(survey.answers.index) == ["R0002", "R0002x"]
    assert "no id" in problems_of(survey, 3)


def test_duplicate_ids_are_refused_with_their_rows(csv_file):
    """The rows are named, not the ids, which may be e-mail addresses."""
    path = csv_file(
        ["a@b", "Yes", "x", ""], ["2", "No", "", "y"], ["a@b ", "Yes", "z", ""]
    )

    with pytest.raises(SurveySchemaError, match="rows 2, 4") as caught:
        read_survey(path)
    assert "a@b" not in str(caught.value)


def test_one_respondent_is_a_survey(csv_file):
    """Nothing needs two."""
    survey = read_survey(csv_file(["1", "Yes", "together", ""]))

    assert survey.heard().tolist() == [True]


def test_a_survey_of_blank_answers_is_read_and_said(csv_file):
    """Respondents who answered nothing are still respondents."""
    survey = read_survey(csv_file(["1", "", "", ""], ["2", " ", "", ""]))

    assert survey.definitions().tolist() == ["", ""]
    assert survey.heard().isna().all()
    assert "every answer is blank" in set(survey.problems["problem"])


def test_a_question_that_nobody_answered_is_listed(csv_file):
    """An export may have lost the column's cells; others of the survey have theirs."""
    survey = read_survey(csv_file(["1", "", "a", ""], ["2", " ", "b", ""]))

    unanswered = survey.problems["problem"] == "nobody answered it"
    assert "q4" in set(survey.problems.loc[unanswered, "question"])


def test_a_response_without_an_answer_is_kept_and_listed(csv_file):
    """Whoever opened the form and left has an id, and nothing else."""
    survey = read_survey(csv_file(["1", "Yes", "a", ""], ["2", "", "", ""]))

    assert list(survey.answers.index) == ["1", "2"]
    assert "no answer at all" in problems_of(survey, 3)


def test_blank_rows_are_left_out_and_counted(csv_file):
    """A blank row is no respondent; the row numbers below it stay right."""
    survey = read_survey(csv_file(["", "", "", ""], ["2", "No", "astray", ""]))

    assert list(survey.answers.index) == ["2"]
    assert "answered though" in problems_of(survey, 3)
    assert survey.problems["problem"].str.contains("1 row").any()


def test_a_value_outside_the_scale_is_kept_listed_and_not_counted(csv_file):
    """It stays in the answers as typed, and closed() has <NA> for it."""
    path = csv_file(["1", "Yes", "a", "7"], header=["id", "q4", "q4a", "q6"])

    survey = read_survey(path)

    assert survey.answers.loc["1", "q6"] == "7"
    assert survey.closed("q6").isna().all()
    assert "not one of the question's options" in problems_of(survey, 2)


def test_codes_read_as_wording_are_said_with_the_scale(csv_file):
    """An export that counts the other way round can be noticed."""
    path = csv_file(["1", "Yes", "a", "5.0"], header=["id", "q4", "q4a", "q6"])

    survey = read_survey(path)

    assert survey.answers.loc["1", "q6"] == "Very relevant"
    assert survey.problems["action"].str.contains("1 = Very irrelevant").any()


@pytest.mark.parametrize(
    ("heard", "know", "think", "question"),
    [
        ("No", "astray", "", "q4a"),
        ("Yes", "", "astray", "q4b"),
        ("", "astray", "", "q4a"),
    ],
)
def test_an_answer_on_the_wrong_branch_is_kept_and_listed(
    csv_file, heard, know, think, question
):
    """The answer that was given counts, whichever box it was typed in."""
    survey = read_survey(csv_file(["1", heard, know, think]))

    (row,) = survey.problems.dropna(subset="row").itertuples()
    assert (row.row, row.respondent, row.question) == (2, "1", question)
    assert survey.definitions().loc["1"] == "astray"


def test_of_two_filled_branches_the_one_asked_for_is_the_definition(csv_file):
    """Answers are not joined: an offset must refer to one answer."""
    survey = read_survey(
        csv_file(["1", "No", "know", "think"], ["2", "No", "know", "n/a"])
    )

    assert survey.definitions().tolist() == ["think", "know"]
    assert survey.definition_questions().tolist() == ["q4b", "q4a"]


def test_barriers_given_by_those_who_said_yes_are_listed(csv_file):
    """Question 12b is checked like 4a and 4b."""
    header = ["id", "q4", "q4a", "q12", "q12a", "q12b"]

    survey = read_survey(
        csv_file(["1", "Yes", "a", "Yes", "", "no time"], header=header)
    )

    assert "q12 is 'Yes'" in problems_of(survey, 2)


def test_no_answer_stands_in_problems_or_errors(csv_file):
    """Problems may be printed or sent to a help desk."""
    path = csv_file(["1", "secret", "secret", "secret"])

    survey = read_survey(path, lenient=True)

    assert "secret" not in survey.problems.to_csv()
    assert "secret" not in "".join(survey.origin.faults)


def test_given_role_types_are_read_in_any_spelling(csv_file):
    """A blank is derived from the job title; who is both is unknown, and listed."""
    path = csv_file(
        ["1", "Yes", "a", "Non clinical", "Nurse"],
        ["2", "Yes", "a", "", "Nurse"],
        ["3", "Yes", "a", "both", "Nurse"],
        header=["id", "q4", "q4a", "role_type", "job_title"],
    )

    survey = read_survey(path)

    assert survey.strata["role_type"].tolist() == [
        "non-clinical",
        "clinical",
        "unknown",
    ]
    assert "neither clinical nor non-clinical" in problems_of(survey, 4)
    assert survey.problems["problem"].str.contains("1 respondent").any()


def test_a_job_title_that_no_rule_knows_is_unknown_and_listed(csv_file):
    """So that the user can add it to the list."""
    path = csv_file(
        ["1", "Yes", "a", "Zookeeper"], header=["id", "q4", "q4a", "job_title"]
    )

    survey = read_survey(path)

    assert survey.strata.loc["1", "role_type"] == "unknown"
    assert "cannot be told" in problems_of(survey, 2)


def test_time_in_post_is_counted_in_months(csv_file):
    """Years without months, months without years, neither, and nonsense."""
    path = csv_file(
        ["1", "Yes", "a", "3", ""],
        ["2", "Yes", "a", "", "7"],
        ["3", "Yes", "a", "", ""],
        ["4", "Yes", "a", "ages", "1"],
        header=["id", "q4", "q4a", "years", "months"],
    )

    survey = read_survey(path)

    months = survey.strata["months_in_post"]
    assert months.iloc[:2].tolist() == [36.0, 7.0]
    assert months.iloc[2:].isna().all()
    assert "time cannot be read" in problems_of(survey, 5)


def test_the_survey_is_a_stratum_only_where_the_file_says(csv_file):
    """It is never cut out of the ids."""
    path = csv_file(["S1-1", "Yes", "a", "North"], header=["id", "q4", "q4a", "site"])

    assert read_survey(path).strata["survey"].tolist() == ["North"]
    assert "survey" not in example_survey().strata


def test_reading_does_not_depend_on_the_order_of_rows(csv_file):
    """Each respondent's row is read by itself."""
    rows = [["1", "Yes", "a", ""], ["2", "No", "b", "c"], ["3", "", "", ""]]

    there = read_survey(csv_file(*rows)).definitions()
    back = read_survey(csv_file(*rows[::-1])).definitions()

    pd.testing.assert_series_equal(there.sort_index(), back.sort_index())


def test_open_and_closed_questions_are_not_confused():
    """Each method says which to use instead."""
    survey = example_survey()

    with pytest.raises(ValueError, match="use closed"):
        survey.open_answers("q6")
    with pytest.raises(ValueError, match="use open_answers"):
        survey.closed("q14")
    with pytest.raises(KeyError, match="q99"):
        survey.closed("q99")


def test_closed_answers_are_in_the_order_of_the_scale():
    """From not at all to very; options apart come last."""
    confidence = example_survey().closed("q11")

    assert confidence.cat.ordered
    assert confidence.cat.categories[0] == "Not at all confident"
    assert confidence.cat.categories[-1] == "Not applicable"


def test_open_answers_are_those_of_who_wrote():
    """Blank cells are left out, non-answers are not."""
    survey = example_survey()

    answers = survey.open_answers("q12b")

    assert len(answers) == 143
    assert (answers != "").all()


def test_a_file_without_role_and_job_title_is_said_once(csv_file):
    """One sentence about the file, not one for every respondent."""
    survey = read_survey(csv_file(["1", "Yes", "a", ""], ["2", "Yes", "b", ""]))

    assert survey.strata["role_type"].tolist() == ["unknown", "unknown"]
    assert (survey.problems["question"] == "role_type").sum() == 1
