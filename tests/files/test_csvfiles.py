import pandas as pd
import pytest

from coprod_nlp.files.csvfiles import as_typed, neutralise_formulas, write_csv


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"])
def test_a_text_that_excel_would_run_gets_an_apostrophe(sign):
    """Every sign that begins a formula in Excel is neutralised."""
    frame = pd.DataFrame({"answer": [f"{sign}cmd|' /C calc'!A0"]})

    assert neutralise_formulas(frame).loc[0, "answer"].startswith(f"'{sign}")


@pytest.mark.parametrize("number", ["-3", "+3.5", "-1,5", "-1e-5", "-12%"])
def test_a_number_held_as_text_stays_a_number(number):
    """A negative number is no formula, and an apostrophe would make it a text."""
    frame = pd.DataFrame({"n": [number]})

    assert neutralise_formulas(frame).loc[0, "n"] == number


def test_numbers_missing_values_and_the_frame_itself_are_left_alone():
    """Only texts change, and only in the copy."""
    frame = pd.DataFrame({"n": [-1.5, None], "text": ["=1+1", None]})

    safe = neutralise_formulas(frame)

    assert safe["n"].equals(frame["n"])
    assert pd.isna(safe.loc[1, "text"])
    assert frame.loc[0, "text"] == "=1+1"


def test_index_and_headers_are_neutralised_too():
    """A respondent id or a column name can be hostile as well."""
    frame = pd.DataFrame({"=h": ["a"]}, index=pd.Index(["@id"], name="respondent"))

    safe = neutralise_formulas(frame)

    assert (list(safe.columns), list(safe.index)) == (["'=h"], ["'@id"])
    assert safe.index.name == "respondent"


def test_two_columns_of_one_name_are_both_neutralised():
    """Columns are visited by position, so a repeated name hides none."""
    frame = pd.DataFrame([["=a", "=b"]], columns=["x", "x"])

    assert neutralise_formulas(frame).iloc[0].tolist() == ["'=a", "'=b"]


def test_the_file_begins_with_the_mark_that_excel_needs(tmp_path):
    """Excel on Windows reads UTF-8 only with a byte order mark."""
    path = tmp_path / "table.csv"

    write_csv(pd.DataFrame({"answer": ["caf\u00e9", None]}), path)

    assert path.read_bytes() == b'\xef\xbb\xbfanswer\ncaf\xc3\xa9\n""\n'


def test_evidence_in_tuples_can_be_written(tmp_path):
    """Cells that hold tuples are written as their text."""
    path = tmp_path / "table.csv"

    write_csv(pd.DataFrame({"span": [("=a", 1)]}, index=["S1"]), path, index=True)

    assert "S1" in path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    "typed", ["@x", "=1+1", "-ward", "'@x", "''=1", "'tis", "-3", "'-3", "x", "'", ""]
)
def test_reading_takes_away_exactly_what_writing_added(typed):
    """An id such as "@x" is the same before and after."""
    written = neutralise_formulas(pd.DataFrame({"id": [typed]})).loc[0, "id"]

    assert as_typed(written) == typed
