"""The commands and scripts of README and docs are the ones that run."""

import json
import re
import shlex
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from shutil import copyfile

import pandas as pd
import pytest

from command_page import commands
from coprod_nlp.config import Settings, load_settings
from coprod_nlp.matching import load_definition
from coprod_nlp.matching.variation import Variation
from coprod_nlp.pipeline.definitions.own_definition import sheet_to_code
from coprod_nlp.survey import example_paths, example_survey
from coprod_nlp.vectors.upper_layers import FinetuneSettings

ROOT = Path(__file__).parents[1]
DATA = ROOT / "src" / "coprod_nlp" / "data"
PAGES = [
    "README.md",
    *sorted(
        path.relative_to(ROOT).as_posix()
        for folder in ("docs", "models", "src", "benchmarks")
        for path in (ROOT / folder).rglob("*.md")
    ),
]
GUIDES = [page for page in PAGES if page.startswith("docs/")]
LEFT_OUT = {
    "own-files": "reads files of one's own; runs below, where they are made",
    "cluster": "needs Dask or Spark; see pipeline/definitions/test_judging_on_clusters",
}
"""Tags behind the language of a block that does not run as it stands, and why."""


def read(page):
    """Return the text of a page."""
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(language, page="README.md"):
    """Return the fenced blocks of a page in a language."""
    fenced = re.findall(r"^```(.*?)\n(.*?)^```$", read(page), re.DOTALL | re.MULTILINE)
    return [block for found, block in fenced if found == language]


def guided(language):
    """Return the blocks of all guides in a language, each with its page."""
    return [
        pytest.param(block, id=f"{page}-{number}")
        for page in GUIDES
        for number, block in enumerate(blocks(language, page))
    ]


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
    astray = []
    for path, anchor in re.findall(r"\]\(([^)#:]*)(?:#([^)]+))?\)", read(page)):
        aim = (ROOT / page).parent / path if path else ROOT / page
        there = aim.exists()
        if not there or (anchor and anchor not in anchors(aim.read_text("utf-8"))):
            astray.append(f"{path}#{anchor}")

    assert astray == []


def test_every_page_that_the_code_names_is_there():
    """A settings file that was written must not name a page that is gone."""
    code = [p.read_text(encoding="utf-8") for p in (ROOT / "src").rglob("*.py")]
    named = {name for text in code for name in re.findall(r"docs/[\w/-]+\.md", text)}

    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def console_lines(page):
    """Return the lines of a page that call the command line, as words."""
    for block in (*blocks("console", page), *blocks("", page)):
        for line in re.split(r"\n|&&", block):
            words = shlex.split(line)
            if words and Path(words[0]).name == "coprod-nlp":
                yield words[1:]


@pytest.mark.parametrize("page", PAGES)
def test_every_console_line_can_be_parsed(page):
    """Commands, options and what they need are those of the command line."""
    for name, *words in console_lines(page):
        if name != "--version":
            commands()[name].make_context(name, words)


@pytest.mark.parametrize("page", [page for page in PAGES if "commands" not in page])
def test_every_command_named_in_a_sentence_is_there(page):
    """With its options; a sentence need not name all that it needs."""
    for line in re.findall(r"(?<!`)`(?:\.venv/bin/)?coprod-nlp ([^`]+)`", read(page)):
        name, *words = line.split()
        if name.startswith("--"):
            assert name in {"--version", "--help"}
            continue
        known = {
            option
            for part in commands()[name].params
            for option in (*part.opts, *part.secondary_opts)
        }
        assert {word for word in words if word.startswith("--")} <= known


@pytest.mark.slow
def test_the_script_runs(tmp_path, monkeypatch, capsys):
    """On every sixth respondent: the lines are tested; the whole has its own test."""
    monkeypatch.chdir(tmp_path)
    few = replace(example_paths(), survey=tmp_path / "survey.csv")
    whole = pd.read_csv(example_paths().survey, dtype=str, keep_default_na=False)
    whole.iloc[::6].to_csv(few.survey, index=False)
    monkeypatch.setattr("coprod_nlp.survey.reading.example_paths", lambda: few)
    (script,) = blocks("python")
    exec(compile(script, "README.md", "exec"), {})

    assert "accurate" in capsys.readouterr().out
    assert (tmp_path / "report" / "report.html").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("script", guided("python"))
def test_each_block_of_a_guide_runs_alone(script, tmp_path, monkeypatch):
    """A block is copied without those before it."""
    monkeypatch.chdir(tmp_path)
    exec(compile(script, "guide", "exec"), {})


@pytest.fixture
def own_files(tmp_path, monkeypatch):
    """Stand where a definition, answers and a coded sheet of one's own lie."""
    monkeypatch.chdir(tmp_path)
    text, answers = "In your own words", example_survey().definitions()
    definition, table = tmp_path / "my_definition.toml", tmp_path / "answers.csv"
    copyfile(DATA / "definition.toml", definition)
    answers.rename(text).to_csv(table, index_label="id")
    sheet, _ = sheet_to_code(table, text, load_definition(definition), n_answers=80)
    codes = pd.read_csv(DATA / "example" / "definition_codings.csv", dtype=str)
    codes = codes[codes["coder"] == "A"].set_index("respondent")
    coded = [column for column in sheet if column in codes]
    sheet[coded] = codes.loc[sheet["id"], coded].to_numpy()
    sheet.to_csv(tmp_path / "to_code.csv", index=False)


@pytest.mark.slow
@pytest.mark.usefixtures("own_files")
@pytest.mark.parametrize("script", guided("python own-files"))
def test_each_block_on_own_files_runs_on_such_files(script, monkeypatch, capsys):
    """One pass of training in place of five: the lines are tested, not the matcher."""
    once = partial(FinetuneSettings, epochs=1)
    monkeypatch.setattr("coprod_nlp.matching.tuned.FinetuneSettings", once)
    exec(compile(script, "guide", "exec"), {})

    assert "n_coded" in capsys.readouterr().out


def test_a_block_that_does_not_run_says_why():
    """No script leaves the tests unseen."""
    tags = {
        tag
        for page in PAGES
        for tag in re.findall(r"^```python ?(.*)$", read(page), re.MULTILINE)
    }

    assert tags - {""} == set(LEFT_OUT)
    elsewhere = [
        page for page in PAGES if page not in GUIDES and blocks("python", page)
    ]
    assert elsewhere == ["README.md"]


def test_the_settings_shown_are_the_defaults(tmp_path):
    """What the page on settings shows as a file changes nothing."""
    path = tmp_path / "project.toml"
    path.write_text(*blocks("toml", "docs/settings.md"), encoding="utf-8")

    assert load_settings(path) == Settings()


@pytest.mark.parametrize("block", guided("toml"))
def test_all_settings_shown_are_settings(block, tmp_path):
    """A part of a settings file is one too."""
    path = tmp_path / "project.toml"
    path.write_text(block, encoding="utf-8")

    assert isinstance(load_settings(path), Settings)


def test_the_method_says_how_the_shipped_matcher_was_trained():
    """A matcher trained anew in another way is described anew."""
    page = read("docs/method/definitions.md")
    metrics = json.loads(read("models/definition-matcher/metrics.json"))
    copies = metrics["settings"]["copies"]
    times = {1: "once", 2: "twice", 3: "three times", 4: "four times"}[copies]
    (removed,) = [f.default for f in fields(Variation) if f.name == "removed"]

    assert f"{times} from one start" in page
    assert f"in {100 * removed:.0f} % of the accurate answers" in page
