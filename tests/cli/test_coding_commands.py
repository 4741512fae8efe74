"""What commands for coders write, print and refuse."""

import openpyxl
import pandas as pd
import pytest

from coprod_nlp.coding import read_codings
from coprod_nlp.pipeline.codings.agreeing import WRITTEN
from coprod_nlp.survey import example_paths, example_survey


def test_a_workbook_is_written_blind(workbook):
    """No suggestion is in it, and what was left out is said."""
    path, out = workbook

    assert "143 answers to code; 181 blank ones left out." in out.splitlines()
    assert openpyxl.load_workbook(path).sheetnames == ["coding", "codebook", "about"]


def test_a_workbook_that_somebody_may_have_coded_in_is_not_replaced(run, workbook):
    """Writing it again is one line and exit 1."""
    options = ["--text", "q12b", "--question", "q12b", "--out", workbook[0]]
    code, _, err = run("workbook", example_paths().survey, *options)

    assert (code, err.count("\n")) == (1, 1)
    assert "exists already" in err


def test_withholding_needs_suggestions(run, answers, tmp_path):
    """A share that would do nothing is not passed over in silence."""
    options = ["--text", "what", "--question", "q12b", "--withhold", "0.2"]
    code, _, err = run("workbook", answers, *options, "--out", tmp_path / "c.xlsx")

    assert (code, err.count("\n")) == (1, 1)
    assert "--suggest" in err


def test_codings_come_back_from_the_workbook_to_the_survey(run, workbook, tmp_path):
    """What a coder chose is read by ``read_codings``, against the survey's answers."""
    path, out = workbook[0], tmp_path / "A.csv"
    book = openpyxl.load_workbook(path)
    sheet = book["coding"]
    sheet["C2"], sheet["D2"], sheet["C3"] = "barriers/distance", "other", "none"
    sheet["C4"], sheet["G4"] = "barriers/spacing", "what is this?"
    book.save(path)
    code, said, _ = run("codings", path, "--coder", "A", "--out", out)
    themes = read_codings(out, answers=example_survey().answers).themes
    third = sheet["A4"].value

    assert code == 0
    assert "1 coded, 1 no code, 140 not yet coded, 1 unclear, 0 missing" in said
    assert f"Row 4, code 1 ('{third}'): found 'barriers/spacing'; expected" in said
    assert themes["code"].tolist() == ["barriers/distance", "other", "no code"]
    assert set(themes["coder"]) == {"A"}
    assert len(pd.read_csv(tmp_path / "A_problems.csv")) == 141
    assert pd.read_csv(tmp_path / "A_memos.csv")["memo"].tolist() == ["what is this?"]


def test_files_of_codings_are_csv(run, workbook, tmp_path):
    """What is written is what ``run --codings`` reads."""
    code, _, err = run(
        "codings", workbook[0], "--coder", "A", "--out", tmp_path / "A.xlsx"
    )

    assert (code, err.count("\n")) == (1, 1)


@pytest.mark.slow
def test_suggestions_are_withheld_for_a_part(run, answers, tmp_path):
    """Suggestions come from the codebook, on a sheet of their own."""
    path = tmp_path / "coding.xlsx"
    options = ["--text", "what", "--question", "q12b", "--suggest", "--withhold", "0.5"]
    code, out, _ = run("workbook", answers, *options, "--out", path)
    book = openpyxl.load_workbook(path)
    shown = {row[0].value for row in book["suggestions"].iter_rows(min_row=3)}

    assert code == 0
    assert "Suggestions withheld for 1 answers." in out
    assert len(shown) == 1


def test_suggestions_of_a_column_are_written_as_a_table(run, answers, tmp_path):
    """One row for each answer and rank, and the screen says how rows are named."""
    out = tmp_path / "suggested.csv"
    options = ["--text", "what", "--question", "q12b", "--top", "2", "--out", out]
    code, said, _ = run("suggest", answers, *options)
    found = pd.read_csv(out)

    assert code == 0
    assert "2 answers with suggestions; 0 coded already, 1 without" in said
    assert "ids were made from the order of the rows: R0001" in said
    assert found["answer"].tolist() == ["R0001", "R0001", "R0002", "R0002"]
    assert found["rank"].tolist() == [1, 2, 1, 2]


@pytest.mark.slow
def test_a_coded_workbook_says_how_far_suggestions_pulled(run, answers, tmp_path):
    """One sentence on the screen, and a table whose rows are the measures."""
    path, out = tmp_path / "coding.xlsx", tmp_path / "anchoring.csv"
    options = ["--text", "what", "--question", "q12b", "--suggest", "--withhold", "0.5"]
    assert run("workbook", answers, *options, "--out", path)[0] == 0
    book = openpyxl.load_workbook(path)
    for row in (2, 3):
        book["coding"][f"C{row}"] = "barriers/distance"
    book.save(path)
    code, said, _ = run("anchoring", path, "--coder", "A", "--out", out)

    assert code == 0
    assert "overlap with the suggestions" in set(pd.read_csv(out)["measure"])
    assert f"Table: {out}" in said


def test_agreement_of_a_table_is_written_with_its_page(run, tmp_path):
    """Three files, and the figures on the screen."""
    table, out = tmp_path / "codes.csv", tmp_path / "out"
    rows = "".join(f"u{i},{'xy'[i % 2]},{'xyx'[i % 3]}\n" for i in range(30))
    table.write_text("unit,A,B\n" + rows)
    code, said, _ = run("agreement", table, "--out", out)

    assert code == 0
    assert "codes.csv was read as a wide table" in said
    assert "Codes, A with B: 30 units, kappa" in said
    assert "seed 0" in said
    assert sorted(path.name for path in out.iterdir()) == sorted(WRITTEN)


def test_a_table_of_one_coder_is_one_line(run, tmp_path):
    """What to do stands in the message; nothing is written."""
    table = tmp_path / "codes.csv"
    table.write_text("unit,coder,code\nu,A,x\n")
    code, _, err = run("agreement", table, "--out", tmp_path / "out")

    assert (code, err.count("\n")) == (1, 1)
    assert "second coder" in err
    assert not (tmp_path / "out").exists()


def test_somebodys_notes_beside_codings_are_not_removed(run, workbook, tmp_path):
    """They bear the name that memos get."""
    notes, out = tmp_path / "A_memos.csv", tmp_path / "A.csv"
    notes.write_text("my own notes")
    code, _, err = run("codings", workbook[0], "--coder", "A", "--out", out)

    assert code == 1
    assert "in the way" in err
    assert notes.read_text() == "my own notes"


def test_memos_of_an_earlier_reading_are_removed(run, workbook, tmp_path):
    """What they said no longer holds."""
    memos, out = tmp_path / "A_memos.csv", tmp_path / "A.csv"
    memos.write_text("respondent,question,coder,memo\nr,q12b,A,why?\n")
    code, _, _ = run("codings", workbook[0], "--coder", "A", "--out", out)

    assert code == 0
    assert not memos.exists()


def test_a_second_sheet_is_told(run, tmp_path):
    """Which one was read, so that nobody takes it for the whole."""
    book = openpyxl.Workbook()
    book.active.append(["what"])
    book.active.append(["no time"])
    book.create_sheet("2024").append(["what"])
    book["2024"].append(["too far"])
    book.save(tmp_path / "t.xlsx")
    options = ["--text", "what", "--question", "q12b", "--out", tmp_path / "c.xlsx"]
    code, out, _ = run("workbook", tmp_path / "t.xlsx", *options)

    assert code == 0
    assert "not read: ['2024']" in out
