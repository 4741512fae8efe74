"""The commands and scripts of README and docs are the ones that run."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from coprod_nlp.config import Settings, load_settings
from coprod_nlp.matching.variation import Variation

ROOT = Path(__file__).parents[1]
PAGES = [
    "README.md",
    *sorted(
        path.relative_to(ROOT).as_posix()
        for folder in ("docs", "models", "src", "benchmarks")
        for path in (ROOT / folder).rglob("*.md")
    ),
]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDES = [
    (ROOT / "docs" / name).read_text(encoding="utf-8")
    for name in ("settings.md", "python.md", "agreement.md")
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


def anchors(page):
    """Return the names by which a page's headings can be linked to."""
    outside = re.sub(r"```.*?```", "", page, flags=re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", outside, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    """A page or a section that was moved is noticed."""
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]*)(?:#([^)]+))?\)", text)
    astray = []
    for path, anchor in links:
        aim = (ROOT / page).parent / path if path else ROOT / page
        there = aim.exists()
        if not there or (anchor and anchor not in anchors(aim.read_text("utf-8"))):
            astray.append(f"{path}#{anchor}")

    assert astray == []


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
    exec(compile(script, "guide", "exec"), {})


def test_the_settings_shown_are_the_defaults(tmp_path):
    """What the page on settings shows as a file changes nothing."""
    path = tmp_path / "project.toml"
    path.write_text(*blocks("toml", GUIDES[0]), encoding="utf-8")

    assert load_settings(path) == Settings()


def test_the_method_says_how_the_shipped_matcher_was_trained():
    """A matcher trained anew in another way is described anew."""
    page = (ROOT / "docs" / "method" / "definitions.md").read_text(encoding="utf-8")
    stored = ROOT / "models" / "definition-matcher" / "metrics.json"
    copies = json.loads(stored.read_text(encoding="utf-8"))["settings"]["copies"]
    times = {1: "once", 2: "twice", 3: "three times", 4: "four times"}[copies]
    (removed,) = [f.default for f in fields(Variation) if f.name == "removed"]

    assert f"{times} from one start" in page
    assert f"in {100 * removed:.0f} % of the accurate answers" in page
