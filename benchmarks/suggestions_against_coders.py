"""Compares suggested codes with coder A's, leaving each survey out in turn.

With codings the suggester has 10, 30, 60 or all coded answers of the two other surveys,
for each question; 30 also as `review_order` puts them. Rows without the reader say what
likeness to the codebook alone reaches, as with a codebook of one's own. Coder B stands
beside as the ceiling.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from shared import mean_ratio, store

from coprod_nlp.coding import CodeSuggester, read_codings
from coprod_nlp.survey import example_paths, example_survey
from coprod_nlp.vectors.answer_encoder import answer_encoder

QUESTIONS = ("q7", "q9", "q12a", "q12b", "q13", "q14")
CODED = (0, 10, 30, 60, None)
"""Coded answers of the other surveys, for each question; None is all of them."""
_IN_ORDER = "30, in review order"
_WAYS = [
    *((True, n) for n in (*CODED, _IN_ORDER)),
    *((False, n) for n in (0, 30, _IN_ORDER, None)),
]
_CELL = ["reader", "codings", "left_out", "question"]


class Alone:
    """The answer encoder, without the reader that goes with it."""

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Return unit-length vectors."""
        return answer_encoder().encode(sentences)


def main() -> None:
    """Measure every question, each survey left out in turn."""
    answers = example_survey().answers
    codings = read_codings(example_paths().theme_codings, answers=answers).themes
    survey = codings["respondent"].str.split("-").str[0]
    compared = []
    for left_out in ("S1", "S2", "S3"):
        others = codings[survey != left_out]
        suggesters = {
            (reader, "all" if n is None else str(n)): _learnt(
                CodeSuggester(encoder=None if reader else Alone()), others, answers, n
            )
            for reader, n in _WAYS
        }
        for question in QUESTIONS:
            own = codings[(survey == left_out) & (codings["question"] == question)]
            truth = _sets(own[own["coder"] == "A"])
            other = _sets(own[own["coder"] == "B"])
            texts = answers.loc[list(truth), question]
            for (reader, name), suggester in suggesters.items():
                found = suggester.suggest(texts, question=question, top=10)
                cell = dict(zip(_CELL, (reader, name, left_out, question), strict=True))
                compared.append(_compare(found, truth, other).assign(**cell))
    table = pd.concat(compared)
    rows = [
        dict(zip(_CELL, cell, strict=True)) | _mean(part)
        for cell, part in table.groupby(_CELL)
    ]
    for (reader, name), part in table.groupby(["reader", "codings"]):
        mean = {"reader": reader, "codings": name, "left_out": "mean"}
        rows.append({**mean, **_mean(part)})
    store("suggestions_against_coders", rows)


def _learnt(
    suggester: CodeSuggester,
    codings: pd.DataFrame,
    answers: pd.DataFrame,
    n_answers: int | str | None,
) -> CodeSuggester:
    """Return the suggester, having seen so many coded answers to each question."""
    if n_answers == _IN_ORDER:
        return suggester.fit(_in_order(suggester, codings, answers, 30), answers)
    if n_answers == 0:
        return suggester
    if n_answers is None:
        return suggester.fit(codings, answers)
    pairs = codings[["question", "respondent"]].drop_duplicates()
    pairs = pairs.sample(frac=1, random_state=0).groupby("question").head(n_answers)
    return suggester.fit(codings.merge(pairs), answers)


def _in_order(
    suggester: CodeSuggester, codings: pd.DataFrame, answers: pd.DataFrame, n: int
) -> pd.DataFrame:
    """Return the codings of the answers that should be coded first."""
    chosen = []
    for question, own in codings.groupby("question"):
        texts = answers.loc[own["respondent"].unique(), question]
        first = suggester.review_order(texts, question, top=n)["answer"]
        chosen.append(own[own["respondent"].isin(first)])
    return pd.concat(chosen)


def _sets(codings: pd.DataFrame) -> dict[str, set[str]]:
    return codings.groupby("respondent")["code"].agg(set).to_dict()


def _compare(
    found: pd.DataFrame, truth: dict[str, set[str]], other: dict[str, set[str]]
) -> pd.DataFrame:
    """Return one row for each respondent: hits, and what an F1 is the ratio of."""
    ticked = _sets(found[found["suggested"]].rename(columns={"answer": "respondent"}))
    offered = found.groupby("answer")["code"].agg(list).to_dict()
    rows = [
        {
            "respondent": name,
            "first": bool(codes & set(offered[name][:1])),
            "within_three": bool(codes & set(offered[name][:3])),
            "both": 2 * len(ticked.get(name, set()) & codes),
            "either": len(ticked.get(name, set())) + len(codes),
            "both_b": 2 * len(other.get(name, set()) & codes),
            "either_b": len(other.get(name, set())) + len(codes),
            "answers": 1,
        }
        for name, codes in truth.items()
    ]
    return pd.DataFrame(rows)


def _mean(compared: pd.DataFrame) -> dict[str, float]:
    """Return the mean over surveys and questions, with intervals over respondents."""
    cells = compared.pivot_table(
        index="respondent",
        columns=["left_out", "question"],
        values=[
            "first",
            "within_three",
            "both",
            "either",
            "both_b",
            "either_b",
            "answers",
        ],
        aggfunc="sum",
        fill_value=0,
    )
    found: dict[str, float] = {"n_answers": len(compared)}
    for name, part, whole in (
        ("first", "first", "answers"),
        ("within_three", "within_three", "answers"),
        ("f1", "both", "either"),
        ("f1_coder_b", "both_b", "either_b"),
    ):
        found |= mean_ratio(name, cells[part].to_numpy(), cells[whole].to_numpy())
    return found


if __name__ == "__main__":
    main()
