"""The bundled example, once through every step, as a user runs it."""

import hashlib
import json
import subprocess
import sys

import pandas as pd
import pytest

from coprod_nlp.pipeline.run.analysis import WRITTEN
from coprod_nlp.pipeline.run.writing import MANIFEST
from coprod_nlp.survey import example_paths

pytestmark = pytest.mark.slow

# Stands before the command: whoever opens a socket stops the run.
OFFLINE = """
import socket, sys
def refuse(*args, **kwargs):
    raise AssertionError("a socket was opened")
socket.socket.connect = socket.getaddrinfo = refuse
from coprod_nlp.cli import main
sys.argv[0] = "coprod-nlp"
main()
"""


def run(*arguments):
    """Run the command offline in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", OFFLINE, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def read(path):
    """Read a table that was written, every cell as text."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Return the folder of a demo run and what the command printed."""
    folder = tmp_path_factory.mktemp("demo")
    done = run("demo", "--out", folder)
    assert done.returncode == 0, done.stderr
    return folder, done


def test_it_says_where_the_report_is(demo):
    """The last line is the path, and nothing but it is on the way to standard error."""
    folder, done = demo

    assert done.stdout.splitlines()[-1] == f"Report: {folder / 'report.html'}"
    assert done.stderr == ""


def test_every_promised_file_is_there(demo):
    """Report, tables and manifest."""
    folder, _ = demo
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*.csv")}

    assert {
        "verdicts.csv",
        "themes.csv",
        "units.csv",
        "suggestions.csv",
        "agreement.csv",
        "problems.csv",
        "tables/knowledge.csv",
        "tables/knowledge_by_role_type.csv",
        "tables/q6_by_department.csv",
    } <= names


def test_every_file_is_one_that_is_known_before_a_run(demo):
    """Else it could be one that the run reads."""
    folder, _ = demo

    assert {path.name for path in folder.iterdir()} == {*WRITTEN, MANIFEST}


def test_the_manifest_lists_every_file_with_its_hash(demo):
    """What is sent on can be checked against the manifest."""
    folder, _ = demo
    manifest = json.loads((folder / "manifest.json").read_text())
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }

    assert manifest["outputs"] == {name: h.hexdigest() for name, h in found.items()}
    assert manifest["synthetic"] is True


def test_every_respondent_has_a_verdict(demo):
    """None of the 324 is lost."""
    folder, _ = demo
    verdicts = read(folder / "verdicts.csv")

    assert len(verdicts) == verdicts["respondent"].nunique() == 324
    assert set(verdicts["decision"]) == {"match", "no_match", "review"}


def test_the_report_says_that_it_is_synthetic_and_needs_no_network(demo):
    """One file: no script, style or picture comes from elsewhere."""
    folder, _ = demo
    page = (folder / "report.html").read_text()

    assert "SYNTHETIC" in page or "synthetic" in page
    assert 'src="http' not in page
    assert "@import" not in page


def test_the_same_survey_gives_the_same_bytes(demo, tmp_path):
    """A run is repeated exactly, in another process and by another command."""
    folder, _ = demo
    paths = example_paths()
    coded = ["--codings", paths.definition_codings, "--codings", paths.theme_codings]
    done = run("run", paths.survey, "--out", tmp_path, *coded)
    assert done.returncode == 0, done.stderr

    files = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    differing = [
        path.as_posix()
        for path in sorted(files)
        if (tmp_path / path).read_bytes() != (folder / path).read_bytes()
    ]
    assert differing == []
