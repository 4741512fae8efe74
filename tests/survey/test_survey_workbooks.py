import zipfile

import openpyxl
import pytest

from coprod_nlp.exceptions import SurveyReadError, SurveySchemaError
from coprod_nlp.survey import read_survey
from coprod_nlp.survey.files import column_of, read_table


def edit_part(path, name, old, new):
    """Write a workbook again with one of its XML files changed."""
    with zipfile.ZipFile(path) as book:
        parts = {part: book.read(part).decode() for part in book.namelist()}
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new)
    with zipfile.ZipFile(path, "w") as book:
        for part, content in parts.items():
            book.writestr(part, content)


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
    edit_part(
        path,
        "xl/worksheets/sheet1.xml",
        '<c r="C3"><f>""</f><v',
        '<c r="C3" t="str"><f>""</f><v',
    )

    assert read_survey(path).raw.loc["2", "q4a"] == ""


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/styles.xml", "<fill><patternFill/></fill>", "<fill/>"),
        ("docProps/core.xml", "</cp:coreProperties>", ""),
    ],
)
def test_formulas_are_found_whatever_else_is_broken(xlsx_file, part, old, new):
    """Neither styles nor the author's name are needed to read answers."""
    path = xlsx_file(["1", "Yes", "=more staff", None])
    edit_part(path, part, old, new)

    assert read_survey(path).raw.loc["1", "q4a"] == "=more staff"


def test_formulas_that_cannot_be_looked_for_are_said(xlsx_file):
    """What is read without them is kept."""
    path = xlsx_file(["1", "Yes", "together", "=more staff"])
    edit_part(path, "xl/worksheets/sheet1.xml", "</worksheet>", "")

    survey = read_survey(path)

    assert survey.raw.loc["1", "q4a"] == "together"
    assert survey.problems["problem"].str.contains("could not be looked at").any()


ODS = """<document-content
 xmlns="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><body><spreadsheet>
 <table:table table:name="Answers">{rows}</table:table>
</spreadsheet></body></document-content>"""
CELL = """<table:table-cell office:value-type="string">
 <text:p>{}</text:p></table:table-cell>"""
MANIFEST = """<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
 xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
 <file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest>"""
ERROR = '<table:table-cell table:formula="of:=NA()" office:value-type="string" />'


def test_what_cannot_be_looked_at_in_other_formats_is_said(tmp_path):
    """Only xlsx tells an error from a blank cell."""
    path = tmp_path / "answers.ods"
    cells = [CELL.format(each) for each in ("id", "q4", "q4a", "1", "Yes")] + [ERROR]
    rows = [
        f"<table:table-row>{''.join(cells[i : i + 3])}</table:table-row>"
        for i in (0, 3)
    ]
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", MANIFEST)
        book.writestr("content.xml", ODS.format(rows="".join(rows)))

    survey = read_survey(path)

    assert survey.raw.loc["1", "q4a"] == ""
    assert survey.problems["action"].str.contains("save the file as xlsx").any()


def test_an_excel_error_is_a_blank_cell_that_is_listed(xlsx_file):
    """Such as #N/A, where a look-up failed before its results were pasted."""
    survey = read_survey(xlsx_file(["1", "Yes", "a", None], ["2", "Yes", "#N/A", None]))

    assert survey.raw.loc["2", "q4a"] == ""
    (found,) = survey.problems.query("problem.str.contains('#N/A')").itertuples()
    assert (found.row, found.action) == (3, "read as blank")
    assert "under 'q4a'" in found.problem


@pytest.fixture
def hidden_first(tmp_path):
    """Return a workbook whose first sheet, of options, is hidden."""
    workbook = openpyxl.Workbook()
    workbook.active.title = "Options"
    workbook.active.append(["Yes", "No"])
    workbook.active.sheet_state = "hidden"
    answers = workbook.create_sheet("Answers")
    answers.append(["id", "q4", "q4a"])
    answers.append(["1", "Yes", "together"])
    workbook.active = 1
    path = tmp_path / "hidden.xlsx"
    workbook.save(path)
    return path


def test_a_hidden_sheet_is_read_only_if_it_is_named(hidden_first):
    """Survey tools hide the options of a question in a sheet of their own."""
    assert read_survey(hidden_first).raw.loc["1", "q4a"] == "together"
    assert read_table(hidden_first, sheet="Options").header == ("Yes", "No")


def test_a_column_that_is_not_there_is_told_with_those_that_are(hidden_first):
    """Of several sheets, the message says which one was read."""
    table = read_table(hidden_first)

    with pytest.raises(SurveySchemaError, match=r"sheet 'Answers'.*'q4', 'q4a'"):
        column_of(table, "text", hidden_first)
