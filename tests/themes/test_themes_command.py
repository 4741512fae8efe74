"""The command says what an edited set remembers without counting it."""

from typer.testing import CliRunner

from coprod_nlp.cli import app
from coprod_nlp.themes.theme_set import placing


def test_decisions_that_are_only_remembered_are_told(
    adopted, bag_of_words, monkeypatch, tmp_path
):
    """Of a set whose texts a spreadsheet changed, they would drop off in silence."""
    monkeypatch.setattr(placing, "answer_encoder", lambda: bag_of_words)
    table = tmp_path / "answers.csv"
    table.write_text("who,what\nR00,no time at all\nR01,no time to sit\n")
    adopted.save(tmp_path / "edited")
    options = ["--text", "what", "--id", "who", "--edited", tmp_path / "edited"]
    arguments = ["themes", table, *options, "--out", tmp_path / "out"]
    done = CliRunner().invoke(app, list(map(str, arguments)))

    assert done.exit_code == 0
    assert "remembered, not counted (current is no in units.csv): 10." in done.output
