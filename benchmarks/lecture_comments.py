"""Suggested codes for comments on lectures, beside the published figures of GPT-3.5.

SIGHT: comments under filmed lectures, ten codes, two coders. Cohen's kappa of each
code between the first coder and what is suggested: from a codebook alone, whose
wording is ours, and, learnt from the other four fifths of that coder's comments, for
each fifth. Beside them the published kappas of the coders with each other and of
GPT-3.5 without examples (a mean over both coders).

    python benchmarks/lecture_comments.py --data DIR

DIR holds sight_double_coded.csv and sight_published_kappas.csv; they are not part of
this repository.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from shared import store
from sklearn.metrics import cohen_kappa_score

from coprod_nlp.coding import Code, Codebook, CodeSuggester

_FIRST = "c1: "
_N_FOLDS = 5
_SAID = {
    "general": "An opinion of the lecture, the course or the lecturer as a whole",
    "confusion": "Does not understand something, asks a question about the subject",
    "pedagogy": "How it is taught: examples, proofs, pictures, explanations",
    "setup": "Blackboard, chalk, camera, sound or subtitles of the film",
    "gratitude": "Thanks somebody for the lecture",
    "personal_experience": "The writer's own life, studies or work",
    "clarification": "Answers another viewer's question or corrects a mistake",
    "bookmark": "A time in the film, or a note where the writer stopped",
    "non_english": "Written in a language other than English",
    "na": "A joke or something that has nothing to do with the lecture",
}


def main() -> None:
    """Compare every code with the first coder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="Folder of the CSVs.")
    folder = parser.parse_args().data
    comments = pd.read_csv(folder / "sight_double_coded.csv", dtype=str)
    texts = comments["text"].fillna("").rename(index=lambda i: f"R{i:03d}")
    given = comments.filter(like=_FIRST).apply(pd.to_numeric, errors="coerce") > 0
    given = given.rename(columns=lambda c: c[len(_FIRST) :]).set_axis(texts.index)
    published = pd.read_csv(folder / "sight_published_kappas.csv", index_col="label")
    book = Codebook(tuple(Code(code, code, said) for code, said in _SAID.items()))
    ways = {
        "from the codebook": _ticked(CodeSuggester(book), texts, given),
        "learnt": _learnt(book, texts, given),
    }
    rows = []
    for code in given.columns:
        row: dict[str, object] = {"code": code, "n_given": int(given[code].sum())}
        for way, said in ways.items():
            row[way] = round(float(cohen_kappa_score(given[code], said[code])), 3)
        for name, column in (
            ("gpt-3.5, no examples", "gpt35_avg_kappa_human_model_zero_shot"),
            ("coders", "published_kappa_H1_H2"),
        ):
            row[name] = round(float(published.loc[code, column]), 3)
        rows.append(row)
    compared = pd.DataFrame(rows).dropna().drop(columns=["code", "n_given"])
    mean = compared.mean().round(3).to_dict()
    rows.append({"code": "mean of codes with all four", "n_given": len(texts), **mean})
    store("lecture_comments", rows)


def _learnt(
    book: Codebook, texts: "pd.Series[str]", given: pd.DataFrame
) -> pd.DataFrame:
    fold = np.random.default_rng(0).permutation(len(texts)) % _N_FOLDS
    parts = []
    for held in range(_N_FOLDS):
        known = given[fold != held]
        rows, columns = np.nonzero(known.to_numpy())
        codings = pd.DataFrame(
            {
                "respondent": known.index[rows],
                "question": "comment",
                "code": known.columns[columns],
            }
        )
        suggester = CodeSuggester(book).fit(codings, texts.to_frame("comment"))
        parts.append(_ticked(suggester, texts[fold == held], given))
    return pd.concat(parts).loc[texts.index]


def _ticked(
    suggester: CodeSuggester, texts: "pd.Series[str]", given: pd.DataFrame
) -> pd.DataFrame:
    found = suggester.suggest(texts, "comment", top=given.shape[1])
    said = found[found["suggested"]]
    ticked = pd.crosstab(said["answer"], said["code"]) > 0
    # A comment without words gets no suggestion, and counts as given none.
    return ticked.reindex(index=texts.index, columns=given.columns, fill_value=False)


if __name__ == "__main__":
    main()
