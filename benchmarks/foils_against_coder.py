"""Compares the foils named for failing answers with what a reader made of them.

200 failing answers of the corpus, drawn with seed 5, were read before anything was
predicted, and after the examples in foils.toml were written. The first 100 choose the
limit (the lowest with seven in ten of the named right), the other 100 give the figures.
An answer without a named foil counts as "other".
"""

from pathlib import Path
from typing import Any

import pandas as pd
from shared import store
from sklearn.metrics import cohen_kappa_score

from coprod_nlp.matching.corpus import corpus_folder, survey_definitions
from coprod_nlp.matching.foils import LIMIT, FoilFinder, load_foils
from coprod_nlp.matching.matcher import shipped_model_folder
from coprod_nlp.matching.persistence import load_matcher
from coprod_nlp.text.normalisation import normalise

CODINGS = Path(__file__).parent / "data" / "foil_codings.csv"
N_CHOOSING = 100
LIMITS = (0.0, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8)


def main() -> None:
    """Try every limit on the first half; measure the chosen one on the second."""
    coded = pd.read_csv(CODINGS, dtype=str).set_index("id")["foil"]
    texts = _answers().loc[coded.index]
    # The matcher's own encoder, as in its verdicts.
    encoder = load_matcher(shipped_model_folder()).members.tuned.encoder
    finder = FoilFinder(encoder).fit(load_foils())
    halves = {
        "choosing": slice(None, N_CHOOSING),
        "reported": slice(N_CHOOSING, None),
    }
    rows = []
    for part, half in halves.items():
        for limit in LIMITS if part == "choosing" else (LIMIT,):
            found = finder.set_params(limit=limit).predict(texts.iloc[half].tolist())
            said = pd.Series(found, index=texts.index[half])
            rows.append(_overall(part, limit, coded.iloc[half], said))
    for foil in load_foils():
        rows.append(_of_one(foil.id, coded.iloc[N_CHOOSING:], said))
    store("foils_against_coder", rows)


def _answers() -> pd.Series:
    """Return every definition of the corpus by its id."""
    path = corpus_folder() / "definitions.csv"
    written = pd.read_csv(path, dtype=str, keep_default_na=False).set_index("id")
    return pd.concat([written["text"].map(normalise), survey_definitions()["text"]])


def _overall(
    part: str, limit: float, coded: pd.Series, said: pd.Series
) -> dict[str, Any]:
    named = ~said.isin(["", "other"])
    right = said == coded
    return {
        "part": part,
        "limit": limit,
        "foil": "(all)",
        "n_coded": len(coded),
        "n_named": int(named.sum()),
        "kappa": round(float(cohen_kappa_score(coded, said.replace("", "other"))), 3),
        "share_right": round(float((said.replace("", "other") == coded).mean()), 3),
        "share_named": round(float(named.mean()), 3),
        "right_of_named": round(float(right[named].mean()), 3),
        "found_of_coded": round(float(right[coded != "other"].mean()), 3),
    }


def _of_one(foil: str, coded: pd.Series, said: pd.Series) -> dict[str, Any]:
    said = said.replace("", "other")
    n_coded, n_named = int((coded == foil).sum()), int((said == foil).sum())
    both = int(((coded == foil) & (said == foil)).sum())
    return {
        "part": "reported",
        "limit": LIMIT,
        "foil": foil,
        "n_coded": n_coded,
        "n_named": n_named,
        "right_of_named": round(both / n_named, 3) if n_named else None,
        "found_of_coded": round(both / n_coded, 3) if n_coded else None,
    }


if __name__ == "__main__":
    main()
