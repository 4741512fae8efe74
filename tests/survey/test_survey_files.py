import csv

import pytest

from coprod_nlp.exceptions import SurveyReadError
from coprod_nlp.survey import read_survey
from coprod_nlp.survey.files import read_table


def said(survey):
    """Return everything that `problems` says about the whole file."""
    whole = survey.problems[survey.problems["row"].isna()]
    return " ".join(whole["problem"] + ": " + whole["action"])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(csv_file, delimiter):
    """Excel writes semicolons in much of Europe; answers hold the others."""
    path = csv_file(["1", "Yes", "a, b; c", ""], delimiter=delimiter)

    assert read_survey(path).answers.loc["1", "q4a"] == "a, b; c"


def test_excels_own_line_about_the_delimiter_is_no_header(tmp_path):
    """Excel writes "sep=;" above the header, and does not show it."""
    path = tmp_path / "s.csv"
    path.write_text("sep=;\nid;q4;q4a\n1;Yes;together\n", "utf-8")

    assert read_survey(path).answers.loc["1", "q4a"] == "together"


@pytest.mark.parametrize("below", ["", "\n"])
def test_a_line_about_the_delimiter_alone_is_no_table(tmp_path, below):
    """There is no header to look at."""
    path = tmp_path / "s.csv"
    path.write_text(f"sep=;\n{below}", "utf-8")

    with pytest.raises(SurveyReadError, match="no row below it"):
        read_survey(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_by_its_mark_or_as_utf_8(csv_file, encoding):
    """A byte order mark never ends up in the first header."""
    path = csv_file(["1", "Yes", "caf\u00e9", ""], encoding=encoding)

    survey = read_survey(path)

    assert survey.answers.loc["1", "q4a"] == "caf\u00e9"
    assert "read as Windows" not in said(survey)


def test_windows_text_is_read_and_said_to_be_a_guess(csv_file):
    """A cp1252 file is read, and the reader is told."""
    path = csv_file(["1", "Yes", "it\u2019s theirs", ""], encoding="cp1252")

    survey = read_survey(path)

    assert survey.answers.loc["1", "q4a"] == "it\u2019s theirs"
    assert "read as Windows' cp1252" in said(survey)


def test_text_that_was_misread_before_is_said(csv_file):
    """Curly apostrophes that became three letters are pointed out, not repaired."""
    broken = "it\u2019s".encode().decode("cp1252")

    survey = read_survey(csv_file(["1", "Yes", broken, ""]))

    assert survey.answers.loc["1", "q4a"] == broken
    assert "decoded wrongly" in said(survey)


def test_bytes_of_no_known_encoding_are_refused(tmp_path):
    """0x81 is neither UTF-8 nor cp1252."""
    path = tmp_path / "s.csv"
    path.write_bytes(b"id,q4,q4a\n1,Yes,\x81\n")

    with pytest.raises(SurveyReadError, match="line 2"):
        read_survey(path)


def test_utf_16_without_its_mark_is_recognised(csv_file):
    """Every second byte NUL: the message says which encoding to pass."""
    path = csv_file(["1", "Yes", "together", ""], encoding="utf-16-le")

    with pytest.raises(SurveyReadError, match="utf-16-le"):
        read_survey(path)
    assert read_survey(path, encoding="utf-16-le").answers.loc["1", "q4a"] == "together"


def test_an_encoding_that_asks_for_a_mark_needs_one(csv_file):
    """Without it "utf-16" does not say which of two bytes goes first."""
    path = csv_file(["1", "Yes", "together", ""], encoding="utf-16-le")

    with pytest.raises(SurveyReadError, match="is not utf-16 throughout"):
        read_survey(path, encoding="utf-16")


def test_a_wrong_encoding_named_by_the_user_is_refused(csv_file):
    """Passing utf-8 for a cp1252 file names the first line that does not fit."""
    path = csv_file(["1", "Yes", "caf\u00e9", ""], encoding="cp1252")

    with pytest.raises(SurveyReadError, match="line 2"):
        read_survey(path, encoding="utf-8")


def test_an_encoding_that_does_not_exist_is_a_wrong_argument(csv_file):
    """A slip in the argument is not blamed on the file."""
    with pytest.raises(ValueError, match="not known"):
        read_survey(csv_file(["1", "Yes", "a", ""]), encoding="utf8000")


@pytest.mark.parametrize("cell", ['"a "b" c"', '"never closed'])
def test_quotation_marks_that_do_not_pair_are_refused(tmp_path, cell):
    """Otherwise one answer would swallow the rows below it."""
    path = tmp_path / "s.csv"
    path.write_text(f"id,q4,q4a\n1,Yes,fine\n2,Yes,{cell}\n", "utf-8")

    with pytest.raises(SurveyReadError, match="row 3"):
        read_survey(path)


def test_a_row_that_is_too_long_is_refused(tmp_path):
    """An unquoted comma would move answers to other questions."""
    path = tmp_path / "s.csv"
    path.write_text("id,q4,q4a\n1,Yes,staff, patients\n", "utf-8")

    with pytest.raises(SurveyReadError, match="row 2 has 4 cells"):
        read_survey(path)


def test_a_row_that_is_too_short_is_completed_and_listed(tmp_path):
    """The missing cells at the end of a row count as blank."""
    path = tmp_path / "s.csv"
    path.write_text("id,q4,q4a,q4b\n1,No\n", "utf-8")

    problems = read_survey(path).problems

    assert "2 cells" in problems.loc[problems["row"] == 2, "problem"].item()


def test_line_breaks_within_an_answer_do_not_change_the_count_of_rows(csv_file):
    """Rows are counted as a spreadsheet counts them."""
    path = csv_file(["1", "Yes", "one\ntwo", ""], ["2", "No", "astray", ""])

    problems = read_survey(path).problems

    assert list(problems["row"].dropna()) == [3]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b" \r\n"])
def test_an_empty_file_is_refused(tmp_path, content):
    """Nothing, blank lines, or only a mark."""
    path = tmp_path / "s.csv"
    path.write_bytes(content)

    with pytest.raises(SurveyReadError, match="is empty"):
        read_survey(path)


def test_a_header_without_respondents_is_refused(csv_file):
    """A form that nobody has answered yet."""
    with pytest.raises(SurveyReadError, match="no respondent"):
        read_survey(csv_file())


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    """The path is named in both cases."""
    with pytest.raises(SurveyReadError, match="could not be read"):
        read_survey(tmp_path / "none.csv")
    with pytest.raises(SurveyReadError, match=tmp_path.name):
        read_survey(tmp_path)


@pytest.mark.parametrize(
    ("start", "kind"), [(b"PAR1", "Parquet"), (b"%PDF-1.7", "PDF")]
)
def test_another_kind_of_file_is_named(tmp_path, start, kind):
    """Whoever passes a PDF is told what can be read."""
    path = tmp_path / "survey.csv"
    path.write_bytes(start + b"\x00\x01")

    with pytest.raises(SurveyReadError, match=kind):
        read_survey(path)


def test_second_header_rows_are_refused(tmp_path):
    """Qualtrics writes three header rows; two are no respondents."""
    path = tmp_path / "s.csv"
    path.write_text(
        'id,q4,q4a\nResponse ID,Heard?,What\n"{""ImportId"":""_id""}",x,y\n1,Yes,a\n',
        "utf-8",
    )

    with pytest.raises(SurveyReadError, match="row 3 continues the header"):
        read_survey(path)


def test_a_title_above_the_header_is_refused(tmp_path):
    """A line such as "Staff survey 2024" is not a header of one column."""
    path = tmp_path / "s.csv"
    path.write_text("Staff survey,,\nid,q4,q4a\n1,Yes,a\n", "utf-8")

    with pytest.raises(SurveyReadError, match="title"):
        read_survey(path)


def test_reading_a_long_cell_does_not_change_the_csv_module(csv_file):
    """The limit of the csv module belongs to the whole process, so it is put back."""
    before = csv.field_size_limit()

    read_table(csv_file(["1", "Yes", "x" * 200_000, ""]))

    assert csv.field_size_limit() == before
