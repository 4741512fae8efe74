"""Codes come back from a workbook to the answers that they were given for."""

import openpyxl
import pandas as pd
import pytest

from coprod_nlp.coding import read_codings
from coprod_nlp.pipeline.codings.workbooks import (
    codings_from_workbook,
    workbook_from_table,
)
from coprod_nlp.survey.files import column_of, read_table


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
