"""Exports as survey tools write them; the answers in them are synthetic."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from coprod_nlp.survey import load_instrument

FILES = Path(__file__).parent / "files"


@pytest.fixture
def exported() -> Callable[[str], Path]:
    """Return the path of an export by its name."""
    return lambda name: FILES / f"{name}.csv"


@pytest.fixture
def spss_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a small SPSS file with labels and a user-missing value."""

    def write(
        heard: str = "Have you heard of care coproduction?", know: str = "together"
    ) -> Path:
        frame = pd.DataFrame(
            {
                "ResponseId": ["R_1", "R_2", "R_3"],
                "Q7": [1.0, 2.0, 9.0],
                "know": [know, "NA", ""],
                "relevance": [5.0, None, 2.5],
                "mail": ["a@example.org", "", ""],
            }
        )
        questions = load_instrument()
        path = tmp_path / "survey.sav"
        pyreadstat.write_sav(
            frame,
            str(path),
            column_labels=[
                "Response ID",
                heard,
                questions.question("q4a").text,
                questions.question("q6").text,
                "Your e-mail",
            ],
            variable_value_labels={
                "Q7": {1.0: "Yes", 2.0: "No", 9.0: "Prefer not to say"}
            },
            missing_ranges={"Q7": [9]},
        )
        return path

    return write
