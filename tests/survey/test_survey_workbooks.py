import zipfile

import openpyxl
import pytest

from coprod_nlp.exceptions import SurveyReadError
from coprod_nlp.survey import read_survey


@pytest.mark.parametrize("typed", ["NA", "None", "n/a", "NULL", "nan", "1e5", "007"])
def test_what_was_typed_in_a_cell_survives(xlsx_file, typed):
    """Readers that guess types turn these into missing values or numbers."""
    survey = read_survey(xlsx_file(["1", "Yes", typed, None]))

    assert survey.answers.loc["1", "q4a"] == typed


def test_whole_numbers_lose_their_point(xlsx_file):
    """Excel holds 5 as 5.0; ids and codes are read as people see them."""
    header = ["id", "q4", "q4a", "q6"]

    survey = read_survey(xlsx_file([17, "Yes", 2.5, 5], header=header))

    assert survey.answers.loc["17", ["q4a", "q6"]].tolist() == ["2.5", "Very relevant"]


def test_the_first_sheet_that_holds_anything_is_read_and_said(xlsx_file):
    """An empty sheet before the answers is passed over, by name."""
    survey = read_survey(xlsx_file(["1", "Yes", "together", None], before="Cover"))

    assert len(survey) == 1
    assert "not read: ['Cover']" in survey.problems["action"].str.cat()


def test_a_sheet_can_be_named(xlsx_file):
    """An empty or missing sheet that the user names is an error."""
    path = xlsx_file(["1", "Yes", "together", None], before="Cover")

    assert len(read_survey(path, sheet="Answers")) == 1
    with pytest.raises(SurveyReadError, match="'Cover' is empty"):
        read_survey(path, sheet="Cover")
    with pytest.raises(SurveyReadError, match="no sheet 'Answer'"):
        read_survey(path, sheet="Answer")


def test_a_merged_header_is_refused(xlsx_file):
    """Under a merged header nobody can tell which column is which question."""
    path = xlsx_file(["1", "Yes", "together", None], merge="C1:D1")

    with pytest.raises(SurveyReadError, match=r"header \(row 1\) has merged cells"):
        read_survey(path)


def test_merged_cells_among_the_answers_are_listed(xlsx_file):
    """Only the first of merged cells holds the value."""
    path = xlsx_file(["1", "Yes", "a", None], ["2", "Yes", "b", None], merge="B2:B3")

    survey = read_survey(path)

    assert survey.answers["q4"].tolist() == ["Yes", ""]
    assert survey.problems["problem"].str.contains("merged").any()


def test_a_formula_without_a_result_is_read_as_its_text(xlsx_file):
    """An answer that begins with "=" must not vanish, and is never run."""
    survey = read_survey(xlsx_file(["1", "Yes", "=cmd|' /C calc'!A0", None]))

    assert survey.raw.loc["1", "q4a"] == "=cmd|' /C calc'!A0"
    assert survey.problems["problem"].str.contains("formula").any()


def test_an_empty_workbook_is_refused(tmp_path):
    """A workbook with nothing in any sheet."""
    path = tmp_path / "empty.xlsx"
    openpyxl.Workbook().save(path)

    with pytest.raises(SurveyReadError, match="empty"):
        read_survey(path)


def test_a_truncated_workbook_is_refused(xlsx_file):
    """A download that broke off is not read as far as it goes."""
    path = xlsx_file(["1", "Yes", "together", None])
    path.write_bytes(path.read_bytes()[:3000])

    with pytest.raises(SurveyReadError, match="not a workbook that can be read"):
        read_survey(path)


def test_a_workbook_named_csv_is_read_and_said(xlsx_file):
    """The content tells the kind of file, not its name."""
    path = xlsx_file(["1", "Yes", "together", None])
    path = path.rename(path.with_suffix(".csv"))

    survey = read_survey(path)

    assert len(survey) == 1
    assert survey.problems["problem"].str.contains("the name says CSV").any()


def test_a_formula_whose_result_is_empty_is_a_blank_cell(xlsx_file):
    """A sheet may be full of =IF(...; ""): nobody wrote these."""
    path = xlsx_file(["1", "Yes", "with patients", None], ["2", "Yes", '=""', None])
    # openpyxl stores no results; Excel stores the empty text.
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    stored = sheet.replace('<c r="C3"><f>""</f><v', '<c r="C3" t="str"><f>""</f><v')
    assert stored != sheet
    with zipfile.ZipFile(path, "w") as book:
        for name, part in {**parts, "xl/worksheets/sheet1.xml": stored}.items():
            book.writestr(name, part)

    assert read_survey(path).raw.loc["2", "q4a"] == ""
