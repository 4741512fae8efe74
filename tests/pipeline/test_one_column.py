"""One column of a table, and what names its rows."""

import pytest

from coprod_nlp.exceptions import SurveySchemaError
from coprod_nlp.pipeline.one_column import naming_column, read_answers, read_column
from coprod_nlp.survey import read_survey
from coprod_nlp.survey.example import example_paths


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a table and returns its path."""

    def written(text):
        path = tmp_path / "answers.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.mark.parametrize("title", ["ResponseId", "Respondent ID", "id"])
def test_the_column_that_a_run_would_take_names_the_rows(write, title):
    """Nobody needs to name it."""
    column = read_column(write(f"{title},said\nR_7,no time\n"), "said")

    assert (column.identifier, column.names) == (title, ("R_7",))


def test_which_column_was_taken_is_said(write):
    """It may be another than was meant."""
    column = read_column(write("id,said\nR_7,no time\n"), "said")

    assert column.notes == ("Respondents are named by the column 'id'.",)


def test_a_column_that_was_asked_for_comes_first(write):
    """And needs no note."""
    column = read_column(write("id,who,said\n1,R_7,no time\n"), "said", "who")

    assert (column.names, column.notes) == (("R_7",), ())


@pytest.mark.parametrize("typed", ["what is it?", "What is it", "WHAT  IS IT"])
def test_a_heading_that_nobody_can_type_is_read_where_it_alone_is_meant(write, typed):
    """Alt and Enter break a heading of Excel; which column it was is said."""
    path = write('Ref No,"What is\nit? "\nR_7,no time\n')
    column = read_column(path, typed, "ref no")

    assert (column.text, column.texts) == ("What is\nit?", ("no time",))
    assert column.names == ("R_7",)
    assert column.notes == (
        f"The column {column.text!r} was read for {typed!r}.",
        "The column 'Ref No' was read for 'ref no'.",
    )


def test_of_headings_alike_none_is_guessed(write):
    """The message names them; each can be typed as it is."""
    path = write("Said,SAID\nno time,x\n")

    with pytest.raises(SurveySchemaError, match=r"'Said', 'SAID'"):
        read_column(path, "said")
    assert read_column(path, "SAID").texts == ("x",)


def test_one_column_under_two_spellings_does_not_name_its_own_rows(write):
    """It is still one column."""
    with pytest.raises(SurveySchemaError, match="cannot both"):
        read_column(write("Said,other\nno time,x\n"), "said", "SAID")


def test_without_such_a_column_rows_are_numbered(write):
    """As a spreadsheet does: the header is row 1, and blank rows count."""
    rows = read_column(write("who,said\na,x\n,\nb,y\n"), "said").rows()

    assert rows.to_dict("list") == {"row": [2, 4], "said": ["x", "y"]}


def test_answers_have_the_names_that_a_run_gives_them():
    """Codes and themes of one column join the answers of a survey."""
    path = example_paths().survey

    assert [*read_answers(path, "q12b").answers.index] == [
        *read_survey(path).answers.index
    ]


def test_answers_without_ids_are_named_in_their_order_and_it_is_said(write):
    """As a run names them."""
    read = read_answers(write("who,said\na,x\nb,y\n"), "said")

    assert [*read.answers.index] == ["R0001", "R0002"]
    assert "ids were made from the order of the rows" in read.notes[-1]


def test_two_columns_that_could_name_the_rows_are_refused():
    """The message says how to choose."""
    with pytest.raises(SurveySchemaError, match=r"'participant'.*--id"):
        naming_column(["id", "participant", "said"], "said")


@pytest.mark.parametrize("identifier", [None, "id"])
def test_a_column_does_not_name_its_own_rows(identifier):
    """Whether it was asked for or found."""
    with pytest.raises(SurveySchemaError, match="another column with --id"):
        naming_column(["id", "said"], "id", identifier)
