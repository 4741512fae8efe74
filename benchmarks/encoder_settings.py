"""Trains the encoder member on hospital surveys and tests it on other registers.

Home: two surveys of one charity and four sources like them. Away: a community trust
and sources in other registers. The lexical member stands beside for comparison.
Takes two to four minutes a setting on two cores.
"""

import argparse
import json
from dataclasses import asdict

import numpy as np
import pandas as pd
from scipy.special import softmax
from shared import store
from sklearn.metrics import cohen_kappa_score

from coprod_nlp.matching.corpus import survey_definitions, training_definitions
from coprod_nlp.matching.definition import load_definition
from coprod_nlp.matching.lexical import learn_lexical
from coprod_nlp.matching.targets import ACCURATE, N_LABELS, read_targets
from coprod_nlp.matching.tuned import TunedMember
from coprod_nlp.typing import FloatArray
from coprod_nlp.vectors.encoders import default_encoder
from coprod_nlp.vectors.upper_layers import FinetuneSettings

HOME = ("S1", "S2", "D1", "D2", "D3", "D4")
GRID = (
    {},
    {"layer_rate": 3e-4},
    {"layer_rate": 3e-4, "epochs": 10},
    {"layer_rate": 6e-4},
    {"layer_rate": 6e-4, "first_layer": 0},
    {"layer_rate": 6e-4, "epochs": 7, "token_dropout": 0.25},
    {"layer_rate": 1e-3},
)


def main() -> None:
    """Measure every setting of the grid, or the one that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--setting", type=json.loads, help="One setting, as JSON.")
    asked = parser.parse_args().setting
    corpus = pd.concat([training_definitions(), survey_definitions()])
    home = corpus["source"].isin(HOME).to_numpy()
    seen, unseen = corpus[home], corpus[~home]
    targets = read_targets(seen, load_definition())
    lexical = learn_lexical(seen["text"].tolist(), targets)
    said = lexical.scores(unseen["text"].tolist())
    rows = [{"member": "lexical", **_by_source(said, unseen)}]
    for setting in [asked] if asked is not None else GRID:
        settings = FinetuneSettings(**setting)
        member = TunedMember(default_encoder(), settings)
        member.fit(seen["text"].tolist(), targets)
        vectors = [read.vectors.mean(axis=0) for read in member.read(unseen["text"])]
        said = member.scores(np.stack(vectors))
        told = {k: asdict(settings)[k] for k in ("layer_rate", "epochs", "first_layer")}
        told["token_dropout"] = settings.token_dropout
        rows.append({"member": "encoder", **told, **_by_source(said, unseen)})
        # Stored after each, since all of them take half an hour.
        store("encoder_settings", rows)


def _by_source(scores: FloatArray, answers: pd.DataFrame) -> dict[str, float]:
    """Return kappa of *accurate* against the coder for each source, and their mean."""
    accurate = softmax(scores[:, :N_LABELS], axis=1)[:, ACCURATE] > 0.5
    right = (answers["label"] == "accurate").to_numpy()
    found = {}
    for source in sorted(answers["source"].unique()):
        own = (answers["source"] == source).to_numpy()
        kappa = cohen_kappa_score(right[own], accurate[own])
        found[f"{source} (n={own.sum()})"] = round(float(kappa), 3)
    return {**found, "mean": round(float(np.mean(list(found.values()))), 3)}


if __name__ == "__main__":
    main()
