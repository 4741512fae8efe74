import subprocess
import sys

import pandas as pd
import pytest

from coprod_nlp import __version__
from coprod_nlp.cli import main


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
