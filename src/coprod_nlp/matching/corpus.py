"""Reads the coded definitions that ship with the package, each with its source."""

from pathlib import Path

import pandas as pd

from coprod_nlp.files.shipped import shipped_data
from coprod_nlp.text.normalisation import normalise

FILES = ("definitions.csv", "definitions_elsewhere.csv")
"""Coded definitions by authors: staff answers first of all; other settings."""

UNSEEN = "definitions_unseen.csv"
"""Passages by ten more authors, a test of every matcher."""

FOLDS = {
    "D1": 0,
    "D2": 0,
    "M01": 0,
    "M07": 0,
    "M11": 0,
    "D3": 1,
    "D4": 1,
    "M03": 1,
    "M08": 1,
    "M09": 1,
    "D5": 2,
    "D7": 2,
    "E3": 2,
    "F4": 2,
    "F5": 2,
    "P6": 2,
    "P8": 2,
    "M10": 2,
    "M13": 2,
    "D6": 3,
    "E2": 3,
    "F1": 3,
    "F2": 3,
    "P1": 3,
    "P7": 3,
    "M06": 3,
    "M14": 3,
    "D8": 4,
    "F6": 4,
    "P3": 4,
    "P4": 4,
    "P5": 4,
    "M02": 4,
    "M05": 4,
    "D9": 5,
    "DA": 5,
    "E4": 5,
    "F3": 5,
    "P2": 5,
    "P9": 5,
    "M04": 5,
    "M12": 5,
}
"""Which sources are held out together: like with like, none lends to another."""


def corpus_folder() -> Path:
    """Locate the synthetic corpus inside the package."""
    return shipped_data("corpus")


def training_definitions() -> pd.DataFrame:
    """Return the coded definitions that the shipped matcher learns from. SYNTHETIC.

    Returns
    -------
    DataFrame
        Indexed by answer id: `source`, normalised `text`, `label`, and one column of
        "0" and "1" per element; answers without any text are left out.
    """
    written = [_read(corpus_folder() / name).set_index("id") for name in FILES]
    return _with_source(pd.concat(written))


def unseen_definitions() -> pd.DataFrame:
    """Return the passages kept out of training. SYNTHETIC.

    Returns
    -------
    DataFrame
        As `training_definitions`.
    """
    return _with_source(_read(corpus_folder() / UNSEEN).set_index("id"))


def survey_definitions() -> pd.DataFrame:
    """Return the definitions of the example survey, which no training sees. SYNTHETIC.

    Returns
    -------
    DataFrame
        As `training_definitions`, with coder A's codes; each survey is a source.
    """
    folder = shipped_data("example")
    survey = _read(folder / "survey.csv").set_index("id")
    codings = _read(folder / "definition_codings.csv").query("coder == 'A'")
    codings = codings.set_index("respondent")
    texts = survey["q4a"].where(survey["q4a"] != "", survey["q4b"])
    return _with_source(codings.assign(text=texts))


def _with_source(coded: pd.DataFrame) -> pd.DataFrame:
    coded = coded.assign(text=coded["text"].map(normalise))
    coded["source"] = coded.index.str.split("-").str[0]
    return coded[coded["text"] != ""]


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)
