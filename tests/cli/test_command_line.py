"""What all commands have in common, and those that judge and check."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

from coprod_nlp import __version__
from coprod_nlp.cli.console import print_table, say
from coprod_nlp.pipeline.theming import WRITTEN


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
    assert "tables.by[1]" in err


def test_an_empty_file_is_one_line(run, tmp_path):
    """Nothing is written when nothing was read."""
    survey = tmp_path / "empty.csv"
    survey.write_bytes(b"")
    code, _, err = run("run", survey, "--out", tmp_path / "out")

    assert (code, err.count("\n")) == (1, 1)
    assert not (tmp_path / "out").exists()


EXPORT = Path(__file__).parents[1] / "survey" / "exports" / "files" / "qualtrics.csv"


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
    print_table(["column"], [["Comment [Score]"]], console=console)

    assert "Comment [Score]" in screen.getvalue()


def test_what_is_said_is_printed_as_it_is(capsys):
    """A header such as ":warning: [b]Comment[/b]" is neither picture nor markup."""
    say(":warning: [b]Comment[/b]", "next")

    assert capsys.readouterr().out == ":warning: [b]Comment[/b]\nnext\n"


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
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(WRITTEN)


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
    arguments = ["--text", "what", "--out", out, "--fast"]
    code, said, _ = run("definitions", answers, *arguments)

    assert code == 0
    assert "2 wrote something: " in said
    assert "; 1 without an answer." in said
    assert "skimmed" in pd.read_csv(out).columns


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


@pytest.mark.parametrize(
    ("arguments", "read"),
    [
        (["definitions", "--text", "what"], "t_problems.csv"),
        (["definitions", "--text", "what"], "t.csv.parts/part-000000.csv"),
        (["codings", "--coder", "A"], "t_memos.csv"),
        (["learn", "--text", "what"], "t.csv/config.json"),
    ],
)
def test_no_command_writes_over_what_it_reads_beside_its_output(
    run, tmp_path, arguments, read
):
    """Problems, memos and finished parts are written without being named."""
    table = tmp_path / read
    table.parent.mkdir(exist_ok=True)
    table.write_text("who,what\na,no time\n")
    name, *options = arguments
    code, _, err = run(name, table, *options, "--out", tmp_path / "t.csv")

    assert (code, err.count("\n")) == (1, 1)
    assert "what is read" in err
    assert table.read_text() == "who,what\na,no time\n"


@pytest.mark.parametrize(
    ("arguments", "read"),
    [
        (["run", "READ"], "verdicts.csv"),
        (["run", "READ"], "tables/q4.csv"),
        (["run", "s.csv", "--codings", "READ"], "disagreements.csv"),
        (["run", "s.csv", "--dictionary", "READ"], "questions.csv"),
        (["compare", "s.csv", "READ"], "changes.csv"),
        (["triangulate", "r", "--month", "2024-05", "--audits", "READ"], "sources.csv"),
    ],
)
def test_no_file_that_is_read_is_renamed(run, tmp_path, arguments, read):
    """What a run did not write it would keep under another name, and replace."""
    table = tmp_path / read
    table.parent.mkdir(exist_ok=True)
    table.write_text("who,what\na,no time\n")
    given = [table if part == "READ" else part for part in arguments]
    code, out, err = run(*given, "--out", tmp_path)

    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "what is read" in err
    assert [path for path in tmp_path.rglob("*.csv") if path.is_file()] == [table]


def test_what_settings_name_is_not_renamed(run, tmp_path):
    """A codebook that bears the name of a table."""
    (tmp_path / "themes.csv").write_text("code\n")
    config = tmp_path / "project.toml"
    config.write_text('[themes]\ncodebook = "themes.csv"\n')
    code, _, err = run("run", "s.csv", "--config", config, "--out", tmp_path)

    assert code == 1
    assert "themes.csv is what is read" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["demo"],
        ["run", "none.csv"],
        ["compare", "none.csv", "none.csv"],
        ["triangulate", "none", "--audits", "none.csv", "--month", "2024-05"],
        ["themes", "none.csv", "--text", "what"],
        ["agreement", "none.csv"],
        ["learn", "none.csv", "--text", "what"],
        ["definitions", "none.csv", "--text", "what"],
        ["suggest", "none.csv", "--text", "what"],
        ["codings", "none.xlsx", "--coder", "A"],
        ["anchoring", "none.xlsx", "--coder", "A"],
        ["draw", "none.csv", "--text", "what"],
        ["workbook", "none.xlsx", "--text", "what", "--question", "q12b"],
        ["check", "none.csv"],
    ],
)
def test_an_output_that_cannot_be_written_is_told_before_any_work(
    run, tmp_path, arguments
):
    """Before anything is read: hours of work may lie between."""
    (tmp_path / "file").write_text("")
    endings = {"workbook": ".xlsx", "check": ".toml"}
    out = tmp_path / "file" / f"out{endings.get(arguments[0], '.csv')}"
    option = "--write-config" if arguments[0] == "check" else "--out"
    code, said, err = run(*arguments, option, out)

    assert (code, said, err.count("\n")) == (1, "", 1)
    assert "is no folder to write into" in err


@pytest.mark.parametrize("out", [".", "..", "verdicts"])
def test_verdicts_need_a_file_whose_ending_says_its_kind(run, answers, out):
    """A folder is none, whatever lies in it."""
    code, _, err = run("definitions", answers, "--text", "what", "--out", out)

    assert code == 1
    assert "needs one of the endings" in err


@pytest.mark.parametrize("option", ["--definition", "--model"])
def test_verdicts_are_not_written_over_what_judges(run, answers, tmp_path, option):
    """The definition, or a file of the matcher, would be gone."""
    mine = tmp_path / "mine.csv"
    mine.write_text("")
    options = ["--text", "what", option, mine, "--out", mine]
    code, _, err = run("definitions", answers, *options)

    assert code == 1
    assert "is what is read" in err


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


def test_a_pipe_that_nobody_reads_on_is_no_fault_of_the_survey():
    """``check FILE | head -1`` ends as other tools do, not as a refused file does."""
    end, pipe = os.pipe()
    os.close(end)
    run = subprocess.run(
        [sys.executable, "-m", "coprod_nlp", "check", EXPORT],
        stdout=pipe,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(pipe)

    assert (run.returncode, run.stderr) == (141, b"")
