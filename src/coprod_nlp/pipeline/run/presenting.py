"""Puts what was found into the forms that are written: tables and facts in words."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from coprod_nlp.matching.verdicts import evidence_in_words
from coprod_nlp.report import Run
from coprod_nlp.vectors.answer_encoder import SHIPPED_ENCODER
from coprod_nlp.vectors.bundled_encoder import PACKAGE
from coprod_nlp.vectors.idea_reader import SHIPPED_READER


def verdicts_frame(
    definitions: pd.Series,
    questions: pd.Series,
    heard: pd.Series,
    verdicts: pd.DataFrame,
) -> pd.DataFrame:
    """Return verdicts as a spreadsheet shows them, the answer beside its evidence.

    Parameters
    ----------
    definitions : Series of str
        Indexed by respondent.
    questions : Series of str
        Same index; which question the definition answers.
    heard : Series of boolean
        Same index.
    verdicts : DataFrame
        Same index; see `DefinitionMatcher.judge`.

    Returns
    -------
    DataFrame
        One row per respondent; `evidence` as ``element [start:end] "words"``, joined
        by semicolons.
    """
    frame = verdicts.copy()
    frame.insert(0, "definition", definitions)
    words = heard.astype("object").map({True: "yes", False: "no"})
    frame.insert(0, "heard", words.fillna("").astype("str"))
    frame.insert(0, "question", questions)
    frame["evidence"] = evidence_in_words(definitions, verdicts["evidence"])
    return frame.rename_axis("respondent").reset_index()


def facts(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the main entries of a provenance record in words."""
    codings = ", ".join(coding["file"] for coding in record["codings"]) or "none"
    versions = ", ".join(f"{name} {v}" for name, v in record["versions"].items())
    return [
        ("Survey file", record["input"]["file"]),
        ("Survey file, SHA-256", record["input"]["sha256"]),
        ("Files of human codings", codings),
        ("Definition matcher, SHA-256", record["models"]["definition-matcher"]),
        ("Idea reader, SHA-256", record["models"][SHIPPED_READER]),
        ("Answer encoder, SHA-256", record["models"][SHIPPED_ENCODER]),
        ("Encoder, SHA-256", record["models"]["encoder"]),
        ("Seed", str(record["settings"]["seed"])),
        ("Software", versions),
        ("Hashes of every file", "manifest.json"),
    ]


def run_facts(record: Mapping[str, Any]) -> Run:
    """Return what the paragraphs on methods name, from a provenance record."""
    settings, models = record["settings"], record["models"]
    published = f"{PACKAGE} {record['versions'][PACKAGE]}"
    # A codebook of one's own was learned by nothing that ships.
    own = settings["themes"]["codebook"]
    return Run(
        software=f"coprod-nlp {record['versions']['coprod-nlp']}",
        model=f"the definition matcher {models['definition-matcher'][:12]}",
        encoder=(
            f"the answer encoder {models[SHIPPED_ENCODER][:12]}, {published} trained "
            "further"
        ),
        reader="" if own else f"the idea reader {models[SHIPPED_READER][:12]}",
        approach=settings["agreement"]["approach"],
        suppression=settings["tables"]["suppression"],
    )
