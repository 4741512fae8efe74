"""Reads the coded definitions that ship with the package, each with its source."""

from importlib import resources
from pathlib import Path

import pandas as pd

from coprod_nlp.text.normalisation import normalise

FOLDS = {
    "S1": 0,
    "D1": 0,
    "S2": 1,
    "D2": 1,
    "S3": 2,
    "D8": 2,
    "D3": 3,
    "D4": 3,
    "D5": 4,
    "D7": 4,
    "D6": 5,
    "D9": 6,
    "DA": 6,
}
"""Which sources are held out together: like with like, none lends to another."""

HOME = frozenset({"S1", "S2", "D1", "D2", "D3", "D4"})
"""Hospital staff surveys; the other sources stand for everywhere else."""


def corpus_folder() -> Path:
    """Locate the synthetic corpus inside the package."""
    return Path(str(resources.files("coprod_nlp"))) / "data" / "example"


def coded_definitions(folder: Path | None = None) -> pd.DataFrame:
    """Return every coded definition of the corpus that holds any text.

    Parameters
    ----------
    folder : Path, optional
        Folder with definitions.csv, survey.csv and definition_codings.csv.

    Returns
    -------
    DataFrame
        Indexed by answer id: `source`, normalised `text`, `label`, and one column of
        0 and 1 per element. Survey answers carry coder A's codes. SYNTHETIC.
    """
    folder = folder or corpus_folder()
    written = _read(folder / "definitions.csv").rename(columns={"id": "answer"})
    survey = _read(folder / "survey.csv").set_index("id")
    codings = _read(folder / "definition_codings.csv").query("coder == 'A'")
    texts = survey["q4a"].where(survey["q4a"] != "", survey["q4b"])
    codings = codings.assign(text=codings["respondent"].map(texts))
    codings = codings.rename(columns={"respondent": "answer"})
    elements = [c for c in codings.columns if c in written.columns]
    both = pd.concat([written[elements], codings[elements]]).set_index("answer")
    both["text"] = both["text"].map(normalise)
    both["source"] = both.index.str.split("-").str[0]
    return both[both["text"] != ""]


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)
