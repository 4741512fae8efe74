"""Finds the synthetic survey that ships with the package."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from coprod_nlp.files.checksums import file_sha256
from coprod_nlp.files.shipped import shipped_data


@dataclass(frozen=True)
class ExamplePaths:
    """Files of the example; everything in them is synthetic.

    Parameters
    ----------
    survey : Path
        Answers of 324 invented respondents.
    definition_codings, theme_codings : Path
        Codes by two coders.
    """

    survey: Path
    definition_codings: Path
    theme_codings: Path


def example_paths() -> ExamplePaths:
    """Return where the files of the synthetic example are.

    Examples
    --------
    >>> example_paths().survey.name
    'survey.csv'
    """
    folder = shipped_data("example")
    return ExamplePaths(
        survey=folder / "survey.csv",
        definition_codings=folder / "definition_codings.csv",
        theme_codings=folder / "theme_codings.csv",
    )


@cache
def example_sha256() -> str:
    """Return the hash by which a copy of the example survey is known as synthetic."""
    return file_sha256(example_paths().survey)
