"""The face of the package: complete, sorted, quick."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import coprod_nlp
from coprod_nlp import pipeline

FACES = {"The names": coprod_nlp, "What the commands do": pipeline}
"""What is had from where, by the section of the docs that lists it."""


@pytest.mark.parametrize("face", FACES.values())
def test_public_names_are_sorted_and_there(face):
    """Every name in __all__ can be had."""
    assert sorted(face.__all__) == list(face.__all__)
    assert all(getattr(face, name) is not None for name in face.__all__)


@pytest.mark.parametrize(("section", "face"), FACES.items())
def test_every_public_name_is_in_the_table_of_the_docs(section, face):
    """Who looks for a name finds what it does."""
    page = Path(__file__).parents[1] / "docs" / "python.md"
    sections = re.split(r"^## ", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (found,) = [text for text in sections if text.startswith(f"{section}\n")]
    rows = re.findall(r"^\| (`.*?) \|", found, re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]

    assert sorted(named) == list(face.__all__)


def test_importing_the_package_loads_no_heavy_library():
    """A script that only wants the version does not wait for torch."""
    code = (
        "import sys, coprod_nlp.pipeline; "
        "print(sorted(m for m in ('torch', 'spacy', 'bertopic',"
        "'sentence_transformers', 'sklearn', 'pandas', 'matplotlib')"
        " if m in sys.modules))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout

    assert printed.strip() == "[]"
