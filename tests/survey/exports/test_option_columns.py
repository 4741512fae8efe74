"""Columns of one question are put together, and no others."""

import pytest

from coprod_nlp.survey.exports.columns import (
    put_together,
    qualtrics_columns,
    redcap_columns,
    surveymonkey_columns,
)


def read(columns_of, headings, *rows):
    """Return what each column says in each row, by its name."""
    columns = columns_of(headings, rows)
    cells = zip(*put_together(columns, rows), strict=True)
    return dict(zip([column.name for column in columns], map(list, cells), strict=True))


def test_qualtrics_can_give_each_option_a_column():
    """Each cell repeats the option, and what was typed under "Other" goes with them."""
    headings = [
        ["Q5_1", "Q5_2", "Q5_2_TEXT"],
        ["Which? - Selected Choice - A", "Which? - Selected Choice - Other", "Which?"],
    ]

    read_by_name = read(qualtrics_columns, headings, ["A", "Other", "c"], ["", "", ""])

    assert read_by_name == {"Q5": ["A; Other; c", ""]}


@pytest.mark.parametrize(
    "names", [("Q4", "Q4_1"), ("wave_1", "wave_2"), ("Q4", "Q4a"), ("Q3_1", "Q4_1")]
)
def test_tags_that_only_look_alike_stay_apart(names):
    """A sub-question that somebody numbered so is no option of the question."""
    headings = [list(names), ["Heard of it?", "What is it? - Please describe"]]

    columns = read(qualtrics_columns, headings, ["Yes", "working together"])

    assert columns == {names[0]: ["Yes"], names[1]: ["working together"]}


def test_boxes_of_figures_stay_apart():
    """Years and months are no options, whatever is in them."""
    headings = [["Q5_1", "Q5_2"], ["How long? - Years", "How long? - Months"]]

    assert read(qualtrics_columns, headings, ["1", "1"]) == {
        "Q5_1": ["1"],
        "Q5_2": ["1"],
    }


def test_the_boxes_of_redcap_hold_marks():
    """0 and "Unchecked" say that an option was not chosen."""
    headings = [["a___1", "a___2"], ["Which? (choice=X)", "Which? (choice=Y)"]]

    columns = read(
        redcap_columns, headings, ["1", "0"], ["Unchecked", "Checked"], ["", ""]
    )

    assert columns == {"a": ["X", "Y", ""]}


def test_two_questions_of_surveymonkey_under_one_title_stay_apart():
    """Each begins where the first row has a title."""
    headings = [["Why?", "Why?"], ["Open-Ended Response", "Open-Ended Response"]]
    columns = surveymonkey_columns(headings, [["a", "b"]])

    assert [column.places for column in columns] == [(0,), (1,)]


def test_a_cell_of_one_column_is_left_as_typed():
    """Spaces and line breaks belong to the answer."""
    headings = [["Q1", "Q2_1", "Q2_2"], ["What?", "Which? - A", "Which? - B"]]

    columns = read(qualtrics_columns, headings, [" a\n b: ", "A", "B"])

    assert columns == {"Q1": [" a\n b: "], "Q2": ["A; B"]}
