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
