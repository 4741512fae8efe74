"""Each kind of export is told by its header and read without its quirks."""

from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from coprod_nlp.exceptions import SettingsError, SurveyReadError, SurveySchemaError
from coprod_nlp.survey import load_instrument, read_survey
from coprod_nlp.survey.files import column_of, read_table


def said(survey):
    """Return everything that `problems` says."""
    return " ".join(survey.problems["problem"] + ": " + survey.problems["action"])


@pytest.mark.parametrize(
    ("name", "kind", "ids"),
    [
        ("qualtrics", "qualtrics", ["R_1a", "R_1b", "R_1c"]),
        ("qualtrics_two_rows", "qualtrics", ["R_1a", "R_1b", "R_1c"]),
        ("surveymonkey", "surveymonkey", [f"11800000000{i}" for i in (1, 2, 3)]),
        ("microsoft_forms", "microsoft-forms", ["1", "2", "3"]),
        ("redcap", "redcap", ["1", "2", "3"]),
        ("redcap_labels", "redcap", ["1", "2"]),
        ("google_forms", "google-forms", ["R0001", "R0002"]),
        ("jisc", "jisc", ["1001-1001-100001", "1001-1001-100002"]),
    ],
)
def test_an_export_is_told_by_its_header_and_names_its_respondents(
    exported, name, kind, ids
):
    """The kind is said, and respondents bear the export's own ids where it has any."""
    dictionary = exported("redcap_dictionary") if name == "redcap" else None
    survey = read_survey(exported(name), dictionary=dictionary)

    assert survey.origin.export == kind
    assert f"is an export of {survey.origin.title}" in said(survey)
    assert list(survey.answers.index) == ids


@pytest.mark.parametrize(
    "name",
    [
        *("qualtrics", "qualtrics_two_rows", "surveymonkey", "microsoft_forms"),
        *("redcap", "redcap_labels", "google_forms", "jisc"),
    ],
)
def test_both_definition_questions_are_found_and_none_is_lost(exported, name):
    """Who heard of it wrote one definition, who did not wrote "NA" or "None"."""
    dictionary = exported("redcap_dictionary") if name == "redcap" else None
    survey = read_survey(exported(name), dictionary=dictionary)
    definitions = survey.definitions()

    assert definitions.iloc[0].startswith("Planning care together")
    assert definitions.iloc[1] in ("NA", "None")
    assert survey.heard().iloc[:2].tolist() == [True, False]


def test_a_wording_goes_before_a_tag(exported):
    """Qualtrics counts its tags; here Q4 is question 4 by its wording, Q6 is 4a."""
    columns = read_survey(exported("qualtrics")).origin.columns

    assert (columns["q4"], columns["q4a"], columns["q6"]) == ("Q4", "Q6", "Q9")


def test_a_wording_that_is_not_known_is_shown_beside_its_tag(exported, tmp_path):
    """So that one can say which it is, by either."""
    path = tmp_path / "s.csv"
    text = exported("qualtrics").read_text("utf-8")
    path.write_text(text.replace("Have you heard of", "Are you aware of"), "utf-8")

    with pytest.raises(SurveySchemaError, match="'Q4: Are you aware of care co"):
        read_survey(path)
    assert read_survey(path, columns={"q4": "Q4"}).heard().tolist()[:2] == [True, False]


def test_previews_and_spam_are_no_respondents(exported):
    """They are left out and listed by their rows."""
    survey = read_survey(exported("qualtrics"))
    of_rows = survey.problems.dropna(subset="row")

    assert survey.origin.n_left_out == 2
    assert of_rows.loc[of_rows["action"] == "left out", "row"].tolist() == [4, 8]


def test_an_unfinished_response_is_kept_and_listed(exported):
    """It may hold answers; whether it counts is for people to say."""
    problems = read_survey(exported("qualtrics")).problems
    unfinished = problems[problems["problem"] == "the response is not finished"]

    assert unfinished[["row", "action"]].to_numpy().tolist() == [[7, "kept"]]


def test_a_file_of_previews_has_no_respondent(exported, tmp_path):
    """A survey that nobody has answered yet is said to be one."""
    text = exported("qualtrics").read_text("utf-8")
    path = tmp_path / "s.csv"
    path.write_text(text.replace(",IP Address,", ",Survey Test,"), "utf-8")

    with pytest.raises(SurveyReadError, match="5 left out"):
        read_survey(path)


def test_what_was_typed_under_other_goes_with_its_question(exported):
    """Qualtrics and SurveyMonkey give it a column of its own."""
    qualtrics = read_survey(exported("qualtrics"))
    monkey = read_survey(exported("surveymonkey"))

    assert qualtrics.answers["q1"].iloc[0] == "Other (please specify); Estates"
    assert monkey.answers["q1"].iloc[1] == "Estates"


def test_options_spread_over_columns_are_put_together(exported):
    """A scale of five columns is one answer; the columns are said."""
    survey = read_survey(exported("surveymonkey"))

    assert survey.closed("q6").iloc[:2].tolist() == [
        "Very relevant",
        "Slightly irrelevant",
    ]
    assert survey.extra["What would help?"].iloc[0] == "More staff; More time"
    assert "spread over 5 columns" in said(survey)


@pytest.mark.parametrize("name", ["qualtrics", "surveymonkey"])
def test_boxes_for_years_and_months_are_parts_of_a_duration(exported, name):
    """Both write the question over each box, and its own name after it."""
    assert read_survey(exported(name)).strata["months_in_post"].iloc[0] == 40.0


def test_a_comment_beside_a_question_is_not_taken_for_it(exported):
    """It stands under the same title in the first row."""
    survey = read_survey(exported("surveymonkey"))

    assert survey.answers["q12"].tolist() == ["Yes", "No", "Don't know"]
    assert any(name.startswith("Please say more (") for name in survey.unmatched)


def test_microsoft_forms_ends_each_option_with_a_semicolon(exported):
    """It goes where every cell has it; in an answer it stays."""
    survey = read_survey(exported("microsoft_forms"))

    assert survey.answers["q12"].tolist() == ["Yes", "No", "Yes;No"]
    assert survey.answers["q4a"].iloc[0] == "Planning care together;"
    assert "every cell of 'Which activities do you take part in?'" in said(survey)


@pytest.mark.parametrize(("name", "row"), [("microsoft_forms", 4), ("google_forms", 3)])
def test_several_options_where_one_is_asked_for_are_named_so(exported, name, row):
    """Microsoft Forms joins them with a semicolon, Google Forms with a comma."""
    problems = read_survey(exported(name)).problems

    assert "several options" in problems.loc[problems["row"] == row, "problem"].item()


def test_microsoft_forms_is_read_from_its_workbook(exported, tmp_path):
    """Which is what it exports; ids are numbers there."""
    survey = read_survey(exported("microsoft_forms"))
    workbook = openpyxl.Workbook()
    header = [*survey.origin.about_response, "ID", *survey.origin.columns.values()]
    workbook.active.append(header)
    for number, row in enumerate(survey.answers.itertuples(index=False), start=1):
        workbook.active.append([None, None, None, number, str(number), *row])
    path = tmp_path / "s.xlsx"
    workbook.active.delete_cols(5)
    workbook.save(path)

    read = read_survey(path)

    assert read.origin.export == "microsoft-forms"
    assert read.answers["q4a"].tolist() == survey.answers["q4a"].tolist()


def test_a_dictionary_puts_codes_and_boxes_into_words(exported):
    """Codes that it does not have stay, and are counted."""
    survey = read_survey(exported("redcap"), dictionary=exported("redcap_dictionary"))

    assert survey.answers["q1"].tolist() == [
        "Ward A",
        "Ward A; Ward B, upstairs",
        "Prefer not to say",
    ]
    assert survey.answers["q6"].tolist() == ["Very relevant", "Slightly relevant", "7"]
    assert "cells of 'role_relevance' hold no code" in said(survey)


def test_without_its_dictionary_the_codes_of_redcap_stay_codes(exported):
    """The reader is told which file to give."""
    columns = {"q4": "heard", "q4a": "know"}
    survey = read_survey(exported("redcap"), columns=columns, lenient=True)

    assert survey.answers["q4"].tolist() == ["1", "0", "1"]
    assert survey.extra["dept"].tolist() == ["1", "1; 2", "_99"]
    assert "no data dictionary was given" in said(survey)


def test_an_identifier_that_answers_a_question_is_read_and_said(exported, tmp_path):
    """A project may flag the job title, without which nobody has a role type."""
    path = tmp_path / "dictionary.csv"
    flagged = exported("redcap_dictionary").read_text("utf-8")
    flagged = flagged.replace(
        "What is your job title?,,,,,,,", "What is your job title?,,,,,,y,"
    )
    path.write_text(flagged, "utf-8")

    survey = read_survey(exported("redcap"), dictionary=path)

    assert survey.answers["q2"].iloc[0] == "Nurse"
    assert "'job' is an identifier by the data dictionary" in said(survey)


def test_a_dictionary_of_another_export_is_ignored_and_said(exported):
    """Only REDCap has one."""
    survey = read_survey(
        exported("jisc"), export="jisc", dictionary=exported("redcap_dictionary")
    )

    assert "the dictionary was ignored" in said(survey)


def test_a_file_that_is_no_dictionary_is_refused(exported):
    """Passing the answers twice is a slip."""
    path = exported("redcap")

    with pytest.raises(SurveyReadError, match="no REDCap data dictionary"):
        read_survey(path, dictionary=path)


def test_columns_of_one_name_are_told_apart(exported):
    """Google Forms lets two questions bear one title."""
    survey = read_survey(exported("google_forms"))

    assert survey.extra[["Comments", "Comments (2)"]].iloc[0].tolist() == ["a", "b"]
    assert "2 columns are called 'Comments'" in said(survey)


def test_what_a_tool_adds_is_kept_beside_the_answers(exported):
    """Times and scores answer no question, and are not called unmatched either."""
    survey = read_survey(exported("google_forms"))

    assert "Timestamp" in survey.origin.about_response
    assert "Timestamp" in survey.extra
    assert "Timestamp" not in survey.unmatched
    assert "2 column(s) are about the response" in said(survey)


def test_values_of_spss_are_read_in_words(spss_file):
    """Numbers without a label stay numbers, and nothing typed goes missing."""
    survey = read_survey(spss_file())

    assert survey.origin.export == "spss"
    assert survey.answers["q4"].tolist() == ["Yes", "No", "Prefer not to say"]
    assert survey.answers["q4a"].tolist() == ["together", "NA", ""]
    assert survey.answers["q6"].tolist() == ["Very relevant", "", "2.5"]


def test_what_spss_counts_as_missing_is_said_and_kept(spss_file):
    """SPSS would leave the value out in silence."""
    assert "'Q7' has 1 value(s) that SPSS counts as missing" in said(
        read_survey(spss_file())
    )


@pytest.mark.parametrize(
    ("others", "export", "ids"),
    [
        ({"StartDate": "2024-03-04"}, "qualtrics", ["R_2", "R_3"]),
        ({"age": "40"}, "spss", ["R_1", "R_2", "R_3"]),
    ],
)
def test_the_rules_of_qualtrics_hold_for_its_spss_files_only(
    tmp_path, others, export, ids
):
    """Elsewhere a variable named status may say anything."""
    frame = pd.DataFrame({"ResponseId": ["R_1", "R_2", "R_3"], "Status": [1, 0, 0]})
    frame = frame.assign(q4="Yes", q4a="together", **others)
    path = tmp_path / "survey.sav"
    pyreadstat.write_sav(frame, str(path))

    survey = read_survey(path)

    assert survey.origin.export == export
    assert list(survey.answers.index) == ids


def test_cases_of_spss_are_counted_as_spss_does(spss_file):
    """The third case has a value that is no option."""
    problems = read_survey(spss_file()).problems
    not_options = problems[problems["problem"].str.contains("not one of")]

    assert not_options["row"].tolist() == [3, 3]


def test_the_user_decides_which_export_it_is(exported, tmp_path):
    """A plain table may have a column of that name; a header may have been edited."""
    survey = read_survey(exported("microsoft_forms"), export="plain")

    assert survey.origin.export == "plain"
    assert "Start time" in survey.unmatched

    edited = exported("qualtrics").read_text("utf-8").replace("ResponseId", "id")
    path = tmp_path / "s.csv"
    path.write_text(edited.replace("StartDate", "Begun"), "utf-8")
    with pytest.raises(SurveyReadError, match="row 3 continues the header"):
        read_survey(path, export="plain")
    assert len(read_survey(path, export="qualtrics")) == 3


def test_a_kind_of_export_that_there_is_not_is_refused(exported):
    """The message lists those there are."""
    with pytest.raises(SettingsError, match="'microsoft-forms'"):
        read_survey(exported("jisc"), export="forms")


def test_one_column_of_an_export_can_be_named_by_tag_or_wording(exported):
    """So that a command on one column takes the same file as a whole run."""
    table = read_table(exported("qualtrics"))
    by_tag = column_of(table, "Q7", Path("s.csv"))
    by_wording = column_of(table, load_instrument().question("q4b").text, Path("s.csv"))

    assert by_tag == by_wording == ["", "NA", ""]


def test_ids_that_excel_shortened_are_recognised(csv_file):
    """Two of SurveyMonkey's long ids become one, and no row is to blame."""
    path = csv_file(["1.18E+11", "Yes", "a", ""], ["1.18E+11", "No", "", "b"])

    with pytest.raises(ValueError, match="Excel has shortened"):
        read_survey(path)
