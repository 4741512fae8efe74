"""A table of codings is text, cell by cell, whatever program wrote it."""

import pandas as pd
import pytest

from coprod_nlp.coding.tables import read_text_table
from coprod_nlp.exceptions import CodingsError, SurveyReadError


def read(path):
    """Return the table alone."""
    return read_text_table(path)[0]


@pytest.mark.parametrize("typed", ["NA", "None", "nan", "007", "1.0", "TRUE"])
def test_a_cell_stays_what_was_typed(write, typed):
    """A respondent called "NA" is a respondent, and "007" is not 7."""
    frame = read(write("codings.csv", f"respondent,code\n{typed},a\n"))

    assert frame["respondent"].tolist() == [typed]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_told_from_the_header(write, separator):
    """Excel writes semicolons where the comma parts decimals."""
    rows = [("respondent", "code"), ("R1", "a")]
    path = write("codings.csv", "\n".join(separator.join(row) for row in rows))

    assert list(read(path).columns) == ["respondent", "code"]


def test_names_and_cells_lose_outer_spaces_and_columns_their_case(write):
    """What a reader cannot see in a spreadsheet makes no difference."""
    frame = read(write("codings.csv", " Respondent , CODE\n R1 , A/b \n"))

    assert frame.to_dict("list") == {"respondent": ["R1"], "code": ["A/b"]}


@pytest.mark.parametrize("name", ["id", "ID", "respondent_id"])
def test_other_names_of_the_respondent_are_known(write, name):
    """Exports of surveys call the respondent an id."""
    frame = read(write("codings.csv", f"{name},code\nR1,a\n"))

    assert list(frame.columns) == ["respondent", "code"]


def test_an_excel_sheet_is_read_like_a_csv(tmp_path):
    """Whole numbers stay whole, and an empty cell is an empty text."""
    path = tmp_path / "codings.xlsx"
    rows = [["Id", "start"], [7, 0], ["NA", None]]
    pd.DataFrame(rows).to_excel(path, header=False, index=False)

    assert read(path).to_dict("list") == {
        "respondent": ["7", "NA"],
        "start": ["0", ""],
    }


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(write):
    """Blank rows are left out, and errors still name the row that a coder sees."""
    frame = read(write("codings.csv", "respondent,code\nR1,a\n\n,\nR2,b\n"))

    assert frame.index.tolist() == [2, 5]


def test_a_cell_over_two_lines_is_one_row(write):
    """A quoted line break belongs to its cell."""
    frame = read(write("codings.csv", 'respondent,code\n"R\n1",a\nR2,b\n'))

    assert frame["respondent"].tolist() == ["R\n1", "R2"]
    assert frame.index.tolist() == [2, 3]


def test_blank_cells_at_the_end_change_nothing(write):
    """A comma at the end of every row once moved each cell under its neighbour."""
    frame = read(write("codings.csv", "respondent,code\nR1,a,\nR2,b,\n"))

    assert frame.to_dict("list") == {"respondent": ["R1", "R2"], "code": ["a", "b"]}


def test_short_rows_end_in_blank_cells(write):
    """A program that drops trailing separators means that nothing was there."""
    frame = read(write("codings.csv", "respondent,code,start\nR1,a\n"))

    assert frame["start"].tolist() == [""]


def test_columns_without_name_and_cells_are_no_columns(write):
    """Spreadsheets leave them where somebody deleted a column."""
    frame = read(write("codings.csv", "respondent,,code\nR1,,a\n"))

    assert list(frame.columns) == ["respondent", "code"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_letters_are_read_as_those_of_a_survey_are(write, encoding):
    """Excel saves "CSV" in the code page of Windows."""
    path = write("codings.csv", "respondent,code\nJosé,a\n", encoding)

    assert read(path)["respondent"].tolist() == ["José"]


def test_a_guess_at_the_letters_is_told(write):
    """Nobody would look for it in ids."""
    path = write("codings.csv", "respondent,code\nJosé,a\n", "cp1252")
    (problem,) = read_text_table(path)[1]

    assert "read as Windows' cp1252" in problem.action


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("respondent,code\n", "holds no rows of codings. Expected a header"),
        ("code,code\na,b\n", r"two columns named \['code'\]. Keep one"),
        ("id,respondent\nR1,R1\n", r"two columns named \['respondent'\]. Keep one"),
        ("respondent,code,\nR1,a,\nR2,b,c\n", "row 3: a cell stands under a header"),
    ],
)
def test_a_faulty_table_says_what_is_wrong(write, text, message):
    """The error names the file and, where there is one, the row."""
    with pytest.raises(CodingsError, match=message) as caught:
        read(write("codings.csv", text))

    assert str(caught.value).startswith("codings.csv")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("respondent,code\nR1,a\nR2,b,c\n", "row 3 has 3 cells where the header has 2"),
        ('respondent,code\nR1,"a\n', "quotation marks of row 2"),
        ("Codings of May,\nrespondent,code\nR1,a\n", "a title rather than a header"),
    ],
)
def test_a_file_that_is_no_table_says_why_as_a_survey_would(write, text, message):
    """Of several files, the error names the one."""
    with pytest.raises(SurveyReadError, match=message) as caught:
        read(write("codings.csv", text))

    assert str(caught.value).startswith("codings.csv")


def test_two_equal_columns_of_a_sheet_are_refused(tmp_path):
    """Pandas would call the second ``equality.1`` and read it as an element."""
    path = tmp_path / "codings.xlsx"
    pd.DataFrame([["equality", "equality"], [1, 0]]).to_excel(
        path, header=False, index=False
    )

    with pytest.raises(CodingsError, match=r"two columns named \['equality'\]"):
        read(path)


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"%PDF-1.7"])
def test_a_file_of_another_kind_is_refused(tmp_path, content):
    """The error names it."""
    path = tmp_path / "codings.xls"
    path.write_bytes(content)

    with pytest.raises(SurveyReadError, match=r"codings\.xls"):
        read(path)


@pytest.mark.parametrize("name", ["none.csv", "none.xlsx", "."])
def test_a_missing_table_is_named(tmp_path, name):
    """The path that was tried is in the message, be it wrong or a folder."""
    with pytest.raises(SurveyReadError, match=tmp_path.name):
        read(tmp_path / name)
