"""Codes come back from a workbook to the answers that they were given for."""

import openpyxl
import pandas as pd
import pytest

from coprod_nlp.coding import read_codings
from coprod_nlp.exceptions import SurveySchemaError
from coprod_nlp.pipeline.codings.workbooks import (
    codings_from_workbook,
    corrections,
    workbook_from_table,
)
from coprod_nlp.survey.files import column_of, read_table


@pytest.mark.parametrize("title", ["ResponseId", "Respondent ID", "id"])
def test_respondents_have_the_names_that_a_run_gives_them(tmp_path, title):
    """Without being told the column; which one was taken is said."""
    table = tmp_path / "answers.csv"
    table.write_text(f"{title},q12b\nR_7,no time\nR_3,too far\n")

    written, notes = workbook_from_table(table, "q12b", "q12b", tmp_path / "A.xlsx")

    assert list(written.respondents) == ["R_7", "R_3"]
    assert notes[-1] == f"Respondents are named by the column {title!r}."


def test_what_was_guessed_of_the_codebook_is_told(tmp_path):
    """Beside what was guessed of the table."""
    table, book = tmp_path / "answers.csv", tmp_path / "book.csv"
    table.write_text("id,said\nR_7,no time\n")
    book.write_text("code;title\ntime;Zeit für\nstaff;Staff\n", "cp1252")

    _, notes = workbook_from_table(
        table, "said", "q1", tmp_path / "A.xlsx", codebook=book
    )

    assert any(note.startswith("In book.csv, not UTF-8") for note in notes)


def test_two_columns_that_could_name_respondents_are_refused(tmp_path):
    """Neither is taken in silence; the message says how to choose."""
    table = tmp_path / "answers.csv"
    table.write_text("id,participant,q12b\n1,R_7,no time\n2,R_3,too far\n")

    with pytest.raises(SurveySchemaError, match=r"2 columns answer respondent.*--id"):
        workbook_from_table(table, "q12b", "q12b", tmp_path / "A.xlsx")


@pytest.mark.parametrize("name", ["@x", "=7", "-ward", "'@x", "+44", "-3", "R 1"])
def test_an_id_survives_the_way_there_and_back(tmp_path, name):
    """Whatever Excel would make of it, the codes join the respondent again."""
    table, out = tmp_path / "answers.csv", tmp_path / "A.csv"
    pd.DataFrame({"who": [name, "R2"], "q12b": ["no time", "too far"]}).to_csv(
        table, index=False
    )
    workbook_from_table(table, "q12b", "q12b", tmp_path / "A.xlsx", identifier="who")
    book = openpyxl.load_workbook(tmp_path / "A.xlsx")
    book["coding"]["C2"] = "barriers/time_workload"
    book.save(tmp_path / "A.xlsx")
    codings_from_workbook(tmp_path / "A.xlsx", "A", out)
    names = column_of(read_table(table), "who", table)
    answers = pd.DataFrame({"q12b": ["no time", "too far"]}, index=names)

    themes = read_codings(out, answers=answers).themes

    assert themes["respondent"].tolist() == [name]


def test_what_is_to_be_corrected_says_whose_it_is(tmp_path):
    """On the screen, too: four rows that are gone are four people."""
    table = tmp_path / "answers.csv"
    table.write_text("id,said\nR_7,no time\nR_3,too far\n")
    workbook_from_table(table, "said", "q12b", tmp_path / "A.xlsx")
    book = openpyxl.load_workbook(tmp_path / "A.xlsx")
    book["coding"]["C2"] = "?"
    book["coding"].delete_rows(3)
    book.save(tmp_path / "A.xlsx")
    written = codings_from_workbook(tmp_path / "A.xlsx", "A", tmp_path / "A.csv")

    assert corrections(written.coded) == [
        "Sheet, respondent ('R_3'): found no row; expected one row for each "
        "respondent.",
        "Row 2, code 1 ('R_7'): found '?'; expected one code of the list in each cell.",
    ]
