import pytest

from coprod_nlp.survey import read_survey


@pytest.mark.parametrize(
    "text",
    [
        "working together \U0001f91d\U0001f3fd",
        "\u200f\u05d9\u05d7\u05d3 together",
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        "@SUM(A1)",
        'he said "with, not for"',
        "\u2018with\u2019 not \u2018for\u2019",
    ],
)
def test_an_odd_answer_comes_through_unchanged(csv_file, text):
    """Emoji, right-to-left text, markup and formulas are answers like others."""
    survey = read_survey(csv_file(["1", "Yes", text, ""]))

    assert survey.answers.loc["1", "q4a"] == text
    assert survey.raw.loc["1", "q4a"] == text


def test_nul_bytes_are_left_out_of_the_answer_and_said(csv_file):
    """Raw text keeps them; the answer can be shown and written anywhere."""
    survey = read_survey(csv_file(["1", "Yes", "with\x00 them", ""]))

    assert survey.answers.loc["1", "q4a"] == "with them"
    assert survey.raw.loc["1", "q4a"] == "with\x00 them"
    assert survey.problems["problem"].str.contains("NUL").any()


def test_ten_megabytes_in_one_cell_are_read_whole(csv_file):
    """The csv module's own limit is 131,072 characters."""
    text = "patients and staff " * 550_000

    survey = read_survey(csv_file(["1", "Yes", text, ""]))

    assert survey.raw.loc["1", "q4a"] == text
    assert survey.problems["problem"].str.contains("very long").any()


def test_a_cell_of_exactly_excels_limit_may_have_been_cut(csv_file):
    """Excel cuts at 32,767 characters without a word."""
    survey = read_survey(csv_file(["1", "Yes", "x" * 32_767, ""]))

    assert survey.problems["problem"].str.contains("cuts a cell off").any()


def test_letters_that_were_lost_before_are_said(csv_file):
    """The replacement character shows that an earlier program lost something."""
    survey = read_survey(csv_file(["1", "Yes", "caf\ufffd", ""]))

    assert survey.problems["problem"].str.contains("lost").any()
