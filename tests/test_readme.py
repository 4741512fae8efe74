"""The commands and scripts of README and docs are the ones that run."""

import re
from pathlib import Path

import pytest

from coprod_nlp.config import Settings, load_settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDES = [
    (ROOT / "docs" / name).read_text(encoding="utf-8")
    for name in ("getting-started.md", "agreement.md")
]


def blocks(language, page=README):
    """Return the fenced blocks of a page in a language."""
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


def test_the_checks_use_the_test_command_of_the_readme():
    """What is checked is what a newcomer is told to run."""
    command = blocks("")[1].strip()

    assert command.endswith("pytest")
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_each_command_is_one_line():
    """A command is copied as a whole."""
    assert [block.count("\n") for block in blocks("")] == [1, 1]


@pytest.mark.parametrize(
    "page",
    ["README.md", *(str(p.relative_to(ROOT)) for p in ROOT.glob("docs/**/*.md"))],
)
def test_every_link_leads_somewhere(page):
    """A page that was moved is noticed."""
    path = ROOT / page
    links = re.findall(r"\]\(([^)#:]+)", path.read_text(encoding="utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.slow
def test_the_script_runs(tmp_path, monkeypatch, capsys):
    """The lines are copied as they stand, and write the report."""
    monkeypatch.chdir(tmp_path)
    (script,) = blocks("python")
    exec(compile(script, "README.md", "exec"), {})

    assert "accurate" in capsys.readouterr().out
    assert (tmp_path / "report" / "report.html").is_file()


@pytest.mark.slow
@pytest.mark.parametrize(
    "script", [script for guide in GUIDES for script in blocks("python", guide)]
)
def test_each_block_of_a_guide_runs_alone(script, tmp_path, monkeypatch):
    """A block is copied without those before it."""
    monkeypatch.chdir(tmp_path)
    exec(compile(script, "getting-started.md", "exec"), {})


def test_the_settings_shown_are_the_defaults(tmp_path):
    """What getting-started shows as a settings file changes nothing."""
    path = tmp_path / "project.toml"
    path.write_text(*blocks("toml", GUIDES[0]), encoding="utf-8")

    assert load_settings(path) == Settings()
