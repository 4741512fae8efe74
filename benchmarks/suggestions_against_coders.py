"""Compares suggested codes with coder A's, leaving each survey out in turn.

Without codings the suggester reads the codebook alone; with codings it has 10, 30, 60
or all coded answers of the two other surveys, for each question. Coder B stands beside
as the ceiling.
"""

import numpy as np
import pandas as pd
from shared import store

from coprod_nlp.coding import CodeSuggester, read_codings
from coprod_nlp.survey import example_paths, example_survey

QUESTIONS = ("q7", "q9", "q12a", "q12b", "q13", "q14")
CODED = (0, 10, 30, 60, None)
"""Coded answers of the other surveys, for each question; None is all of them."""


def main() -> None:
    """Measure every question, each survey left out in turn."""
    answers = example_survey().answers
    codings = read_codings(example_paths().theme_codings, answers=answers).themes
    survey = codings["respondent"].str.split("-").str[0]
    rows = []
    for left_out in ("S1", "S2", "S3"):
        others = codings[survey != left_out]
        suggesters = {
            "all" if n is None else str(n): _learnt(others, answers, n) for n in CODED
        }
        for question in QUESTIONS:
            own = codings[(survey == left_out) & (codings["question"] == question)]
            truth = _sets(own[own["coder"] == "A"])
            other = _sets(own[own["coder"] == "B"])
            texts = answers.loc[list(truth), question]
            for name, suggester in suggesters.items():
                found = suggester.suggest(texts, question=question, top=10)
                rows.append(
                    {
                        "left_out": left_out,
                        "question": question,
                        "codings": name,
                        "n_answers": len(truth),
                        **_measure(found, truth),
                        "f1_coder_b": _f1(other, truth),
                    }
                )
    table = pd.DataFrame(rows)
    means = table.groupby("codings")[["first", "within_three", "f1", "f1_coder_b"]]
    for name, row in means.mean().round(3).iterrows():
        rows.append({"left_out": "mean", "codings": name, **row.to_dict()})
    store("suggestions_against_coders", rows)


def _learnt(
    codings: pd.DataFrame, answers: pd.DataFrame, n_answers: int | None
) -> CodeSuggester:
    """Return a suggester that has seen so many coded answers to each question."""
    suggester = CodeSuggester()
    if n_answers == 0:
        return suggester
    if n_answers is None:
        return suggester.fit(codings, answers)
    pairs = codings[["question", "respondent"]].drop_duplicates()
    pairs = pairs.sample(frac=1, random_state=0).groupby("question").head(n_answers)
    return suggester.fit(codings.merge(pairs), answers)


def _sets(codings: pd.DataFrame) -> dict[str, set[str]]:
    return codings.groupby("respondent")["code"].agg(set).to_dict()


def _measure(found: pd.DataFrame, truth: dict[str, set[str]]) -> dict[str, float]:
    hits = np.array(
        [row.code in truth[row.answer] for row in found.itertuples()], dtype=bool
    )
    ranked = found.assign(hit=hits)
    ticked = _sets(ranked[ranked["suggested"]].rename(columns={"answer": "respondent"}))
    first = ranked[ranked["rank"] == 1].groupby("answer")["hit"].any()
    three = ranked[ranked["rank"] <= 3].groupby("answer")["hit"].any()
    return {
        "first": round(float(first.sum() / len(truth)), 3),
        "within_three": round(float(three.sum() / len(truth)), 3),
        "f1": _f1(ticked, truth),
    }


def _f1(said: dict[str, set[str]], truth: dict[str, set[str]]) -> float:
    """Return micro-averaged F1 over answers."""
    both = sum(len(said.get(key, set()) & codes) for key, codes in truth.items())
    total = sum(len(said.get(key, set())) + len(codes) for key, codes in truth.items())
    return round(2 * both / total, 3) if total else float("nan")


if __name__ == "__main__":
    main()
