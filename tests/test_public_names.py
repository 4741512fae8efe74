"""The face of the package: complete, sorted, quick."""

import re
import subprocess
import sys
from pathlib import Path

import coprod_nlp


def test_public_names_are_sorted_and_there():
    """Every name in __all__ can be had."""
    assert sorted(coprod_nlp.__all__) == list(coprod_nlp.__all__)
    assert all(getattr(coprod_nlp, name) is not None for name in coprod_nlp.__all__)


def test_every_public_name_is_in_the_table_of_the_docs():
    """Who looks for a name finds what it does."""
    page = Path(__file__).parents[1] / "docs" / "python.md"
    rows = re.findall(r"^\| (`.*?) \|", page.read_text(encoding="utf-8"), re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]

    assert sorted(named) == list(coprod_nlp.__all__)


def test_importing_the_package_loads_no_heavy_library():
    """A script that only wants the version does not wait for torch."""
    code = (
        "import sys, coprod_nlp; print(sorted(m for m in ('torch', 'spacy', 'bertopic',"
        "'sentence_transformers', 'sklearn', 'pandas', 'matplotlib')"
        " if m in sys.modules))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout

    assert printed.strip() == "[]"
