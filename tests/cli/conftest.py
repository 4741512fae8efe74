"""The command as a function, and files to run it on."""

import pytest

from coprod_nlp.cli import main
from coprod_nlp.survey import example_paths


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


@pytest.fixture
def answers(tmp_path):
    """Return a table of three definitions."""
    path = tmp_path / "answers.csv"
    path.write_text("who,what\na,Planning care together with patients\nb,=1+1\nc,\n")
    return path


@pytest.fixture
def workbook(run, tmp_path):
    """Return the path of a workbook of the example's barriers, and what was said."""
    path = tmp_path / "coding.xlsx"
    options = ["--text", "q12b", "--id", "id", "--question", "q12b", "--out", path]
    code, out, _ = run("workbook", example_paths().survey, *options)
    assert code == 0
    return path, out
