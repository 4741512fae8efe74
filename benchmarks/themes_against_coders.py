"""Compares candidate themes with coders' codes, unit by unit.

A unit is what coder A marked; it counts where coder B marked the same answer. The
finder is not told how many themes there are; k-means is told.
"""

import sys

import numpy as np
import pandas as pd
from shared import bertopic_groups, store
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_mutual_info_score

from coprod_nlp.agreement import crosswalk
from coprod_nlp.coding import read_codings
from coprod_nlp.survey import example_paths, example_survey
from coprod_nlp.themes import RESIDUAL, ThemeFinder
from coprod_nlp.vectors.encoders import default_encoder

QUESTIONS = ("q7", "q9", "q12a", "q12b", "q13", "q14")
_MANY = 5


def main() -> None:
    """Measure every question in each survey and in all three together."""
    answers = example_survey().answers
    codings = read_codings(example_paths().theme_codings, answers=answers).themes
    with_bertopic = "--bertopic" in sys.argv
    rows = []
    for question in QUESTIONS:
        units = _units(codings, answers, question)
        for survey in ("S1", "S2", "S3", "all"):
            own = units if survey == "all" else units[units["survey"] == survey]
            rows.append(
                {"question": question, "survey": survey, **_measure(own, with_bertopic)}
            )
    store("themes_against_coders", rows)


def _units(codings: pd.DataFrame, answers: pd.DataFrame, question: str) -> pd.DataFrame:
    """Return the marked units with the one code that coder A gave each."""
    marked = codings[(codings["question"] == question) & (codings["coder"] == "A")]
    marked = marked.dropna(subset=["start", "end"])
    marked = marked.drop_duplicates(["respondent", "start", "end"])
    texts = [
        answers.loc[row.respondent, question][int(row.start) : int(row.end)]
        for row in marked.itertuples()
    ]
    survey = marked["respondent"].str.split("-").str[0]
    units = marked.assign(text=texts, survey=survey)
    return units[units["text"].str.strip() != ""]


def _measure(units: pd.DataFrame, with_bertopic: bool) -> dict[str, float]:
    texts, codes = units["text"].tolist(), units["code"].tolist()
    finder = ThemeFinder(segment=False).fit(texts)
    plain = ThemeFinder(segment=False, guide=None).fit(texts)
    vectors = default_encoder().encode(texts)
    told = KMeans(len(set(codes)), n_init=10, random_state=0).fit_predict(vectors)
    found = {
        "n_units": len(units),
        "n_codes": len(set(codes)),
        "n_themes": len(finder.themes_),
        "residual": round(float((finder.labels_ == RESIDUAL).mean()), 3),
        "ami": _ami(codes, finder.labels_),
        "ami_no_guide": _ami(codes, plain.labels_),
        "ami_kmeans_told": _ami(codes, told),
        "n_codes_of_five": sum(codes.count(c) >= _MANY for c in set(codes)),
        "kept_or_split": _kept_or_split(codes, finder.labels_),
        "kept_or_split_no_guide": _kept_or_split(codes, plain.labels_),
        "stability": _mean_stability(finder),
        "stability_no_guide": _mean_stability(plain),
    }
    if with_bertopic:
        found["ami_bertopic"] = _ami(codes, bertopic_groups(texts, np.asarray(vectors)))
    return found


def _kept_or_split(codes: list[str], labels: "np.ndarray") -> int:
    """Return how many codes of five units or more are neither merged nor missed."""
    given = pd.DataFrame({"unit": range(len(codes)), "code": codes})
    found = crosswalk(pd.Series(labels), given, n_permutations=20).codes
    found = found[found["n"] >= _MANY]
    return int(found["fate"].isin(["kept", "split"]).sum())


def _mean_stability(finder: ThemeFinder) -> float:
    values = [t.stability for t in finder.themes_ if t.stability is not None]
    return round(float(np.mean(values)), 2) if values else float("nan")


def _ami(codes: list[str], labels: "np.ndarray") -> float:
    return round(float(adjusted_mutual_info_score(codes, list(labels))), 3)


if __name__ == "__main__":
    main()
