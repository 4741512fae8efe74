import io
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from rich.console import Console

from coprod_nlp import __version__
from coprod_nlp.cli import main
from coprod_nlp.cli.console import print_table
from coprod_nlp.coding import read_codings
from coprod_nlp.survey import example_paths, example_survey


@pytest.fixture
def run(monkeypatch, capsys):
    """Return a function that runs the command and gives exit code, output, errors."""

    def command(*arguments):
        monkeypatch.setattr("sys.argv", ["coprod-nlp", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return stopped.value.code, captured.out, captured.err

    return command


def test_version_is_that_of_the_package(run):
    """``--version`` prints one line."""
    assert run("--version") == (0, f"coprod-nlp {__version__}\n", "")


def test_a_missing_file_is_one_line(run, tmp_path):
    """A wrong path gives a sentence and exit 1, no traceback."""
    code, out, err = run("run", tmp_path / "none.csv", "--out", tmp_path)

    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "none.csv" in err


def test_a_wrong_setting_is_one_line(run, tmp_path):
    """The message names the file and the setting."""
    config = tmp_path / "project.toml"
    config.write_text("[tables]\nby = ['shoe size']\n")
    code, _, err = run("run", "x.csv", "--out", tmp_path, "--config", config)

    assert (code, err.count("\n")) == (1, 1)
    assert "project.toml" in err
    assert "tables.by.0" in err


def test_an_empty_file_is_one_line(run, tmp_path):
    """Nothing is written when nothing was read."""
    survey = tmp_path / "empty.csv"
    survey.write_bytes(b"")
    code, _, err = run("run", survey, "--out", tmp_path / "out")

    assert (code, err.count("\n")) == (1, 1)
    assert not (tmp_path / "out").exists()


EXPORT = Path(__file__).parent / "survey" / "exports" / "files" / "qualtrics.csv"


def test_a_check_prints_what_was_understood(run):
    """Plain and whole where nobody watches: one row a question, between tabs."""
    code, out, err = run("check", EXPORT)
    lines = out.splitlines()

    assert (code, err) == (0, "")
    assert lines[0] == "qualtrics.csv, read as: Qualtrics."
    assert "2 rows left out that are no respondents." in lines
    assert "IPAddress (IP Address)" in lines[2]
    assert "q1\tQ2 (Which department do you work in?)\tname\t3\t0\t0" in lines
    assert "Not found: q7, q8, q9, q10, q11, q12, q12a, q12b, q13, role_type" in out
    assert "Matches no question: Q1 (I agree to take part)" in lines


def test_a_table_on_a_terminal_shows_brackets_as_they_are():
    """A header such as "Comment [Score]" is no markup."""
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=60)
    print_table(console, ["column"], [["Comment [Score]"]])

    assert "Comment [Score]" in screen.getvalue()


def test_a_check_fails_where_a_run_would_stop(run, tmp_path):
    """And writes the settings to mend it with."""
    survey, config = tmp_path / "s.csv", tmp_path / "project.toml"
    survey.write_text("id,Aware?,q4a\n1,Yes,a\n", encoding="utf-8")
    code, out, _ = run("check", survey, "--write-config", config)

    assert code == 1
    assert "An analysis would stop: The file lacks the column(s) ['q4']" in out
    mended = config.read_text("utf-8").replace('# q4 = ""', 'q4 = "Aware?"')
    config.write_text(mended, encoding="utf-8")
    assert run("check", survey, "--config", config)[0] == 0


def test_a_check_does_not_replace_settings(run, tmp_path):
    """It says so before it reads anything."""
    config = tmp_path / "project.toml"
    config.write_text("", encoding="utf-8")
    code, out, err = run("check", EXPORT, "--write-config", config)

    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "exists already" in err


def test_a_check_names_the_question_that_was_decided_on(run, tmp_path):
    """Codes are read for two questions, and the lines differ."""
    survey = tmp_path / "s.csv"
    survey.write_text("id,q4,q4a,q6,q8\n1,Yes,a,5,4\n", encoding="utf-8")
    _, out, _ = run("check", survey)

    assert "- q6: answers are written as codes" in out
    assert "- q8: answers are written as codes" in out


def test_an_unknown_rule_for_small_counts_is_one_line(run, tmp_path):
    """It is refused before any file is read."""
    options = ["--audits", "a.csv", "--month", "2024-05", "--out", tmp_path]
    code, _, err = run("triangulate", tmp_path, *options, "--suppression", "five")

    assert (code, err.count("\n")) == (1, 1)
    assert "threshold-5" in err


@pytest.fixture
def answers(tmp_path):
    """Return a table of three definitions."""
    path = tmp_path / "answers.csv"
    path.write_text("who,what\na,Planning care together with patients\nb,=1+1\nc,\n")
    return path


def test_a_column_that_is_not_there_is_named(run, answers, tmp_path):
    """What was asked for stands in the message."""
    code, _, err = run(
        "definitions", answers, "--text", "w", "--out", tmp_path / "o.csv"
    )

    assert (code, err.count("\n")) == (1, 1)
    assert "0 columns named 'w'" in err


def test_an_unknown_kind_of_file_is_refused_before_any_work(run, answers, tmp_path):
    """A name that cannot be written is found out at once."""
    code, _, err = run("definitions", answers, "--text", "what", "--out", "o.json")

    assert code == 1
    assert ".parquet" in err


def test_too_few_answers_for_themes_are_a_result(run, answers, tmp_path):
    """The page is written, and the reason is printed."""
    code, out, _ = run("themes", answers, "--text", "what", "--out", tmp_path / "out")

    assert code == 0
    assert "Only 2 distinct unit(s)" in out
    assert (tmp_path / "out" / "themes.html").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_of_definitions_is_judged_row_by_row(answers, tmp_path, ending):
    """Each row keeps its name and place, and nothing in it is run as a formula."""
    out = tmp_path / f"verdicts.{ending}"
    arguments = ["definitions", answers, "--text", "what", "--id", "who", "--out", out]
    subprocess.run(
        [sys.executable, "-m", "coprod_nlp", *map(str, arguments)], check=True
    )
    read, engine = (
        (pd.read_csv, "c") if ending == "csv" else (pd.read_excel, "calamine")
    )
    verdicts = read(out, dtype=str, keep_default_na=False, engine=engine)

    assert verdicts["who"].tolist() == ["a", "b", "c"]
    assert verdicts["what"].iloc[1] == "'=1+1"
    assert verdicts["decision"].isin(["match", "no_match", "review"]).all()


def test_fast_says_which_answers_were_skimmed(run, answers, tmp_path):
    """The option reaches the matcher, and the table tells what it left unread."""
    out = tmp_path / "verdicts.csv"
    code, *_ = run("definitions", answers, "--text", "what", "--out", out, "--fast")

    assert code == 0
    assert "skimmed" in pd.read_csv(out).columns


@pytest.fixture
def workbook(run, tmp_path):
    """Return the path of a workbook of the example's barriers, and what was said."""
    path = tmp_path / "coding.xlsx"
    options = ["--text", "q12b", "--id", "id", "--question", "q12b", "--out", path]
    code, out, _ = run("workbook", example_paths().survey, *options)
    assert code == 0
    return path, out


def test_a_workbook_is_written_blind(workbook):
    """No suggestion is in it, and what was left out is said."""
    path, out = workbook

    assert out.startswith("143 answers to code; 181 blank ones left out.")
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

    assert code == 0
    assert "1 coded, 1 no code, 140 not yet coded, 1 unclear, 0 missing" in said
    assert "Row 4, code 1: found 'barriers/spacing'; expected one code" in said
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
    assert said.startswith("2 answers with suggestions; 0 coded already, 1 without")
    assert "named R0001" in said
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
    assert sorted(path.name for path in out.iterdir()) == [
        "agreement.csv",
        "agreement.html",
        "disagreements.csv",
    ]


def test_a_table_of_one_coder_is_one_line(run, tmp_path):
    """What to do stands in the message; nothing is written."""
    table = tmp_path / "codes.csv"
    table.write_text("unit,coder,code\nu,A,x\n")
    code, _, err = run("agreement", table, "--out", tmp_path / "out")

    assert (code, err.count("\n")) == (1, 1)
    assert "second coder" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["suggest", "--text", "what", "--question", "q12b"],
        ["themes", "--text", "what"],
        ["agreement"],
        ["anchoring", "--coder", "A"],
    ],
)
def test_no_command_writes_over_what_it_reads(run, tmp_path, arguments):
    """The answers, or the codes, would be gone."""
    name, *options = arguments
    to_folder = name in ("themes", "agreement")
    table = tmp_path / ("agreement.csv" if name == "agreement" else "units.csv")
    table.write_text("who,what\na,no time\n")
    out = tmp_path if to_folder else table
    code, _, err = run(name, table, *options, "--out", out)

    assert (code, err.count("\n")) == (1, 1)
    assert "is what is read" in err
    assert table.read_text() == "who,what\na,no time\n"


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


def test_a_file_without_a_header_is_not_told(run, tmp_path):
    """Its first row is an answer."""
    answer = "My mother was on that ward and nobody told us"
    table = tmp_path / "t.csv"
    table.write_text(f"u1,{answer},time,staff\nu2,x,time,time\n")
    for command in (["agreement", table, "--out", tmp_path / "o"], ["check", table]):
        code, out, err = run(*command)
        assert code == 1
        assert answer[:20] not in out + err


def test_a_letter_that_a_pipe_cannot_hold_is_no_error(tmp_path):
    """As on Windows, where output to a file has few letters."""
    table = tmp_path / "t.csv"
    table.write_text("id,الحواجز,what is coproduction\n1,x,y\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "coprod_nlp", "check", table],
        env={**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )

    assert run.returncode == 1
    assert b"Traceback" not in run.stderr


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
