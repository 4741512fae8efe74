"""Suggested codes for patients' comments, against the people who coded them.

Real comments of two NHS trusts, in the split of their publishers; labels that fewer
than three comments of the training part have, and test rows whose text is in that
part, are left out. The codebook is their 33
definitions, and the bare label where they define none. Beside it the published encoder
in place of the one that ships, and a support vector machine on words, its threshold
chosen on a fifth of the training part.

    python benchmarks/comments_against_codes.py --data DIR

DIR holds nhs_feedback_v6.csv.gz, nhs_feedback_v6_split.csv and
nhs_feedback_codebook.csv of the Strategy Unit's pxtextmining; they are not part of
this repository.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import pandas as pd
from shared import mean_ratio, store
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from coprod_nlp.coding import Code, Codebook, CodeSuggester
from coprod_nlp.text.normalisation import comparison_key
from coprod_nlp.vectors.encoders import default_encoder

CODED = (0, 500, 1500, None)
"""Coded comments to learn from, the first of a random order; None is all."""
_PREFIX = "label: "
_FEWEST = 3


def main() -> None:
    """Measure the suggester and the baseline on the same rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="Folder of the CSVs.")
    folder = parser.parse_args().data
    comments = _read(folder)
    train = comments.index[comments["part"] == "train"]
    is_known = comments["text"].isin(set(comments.loc[train, "text"]))
    test = comments.index[(comments["part"] == "test") & ~is_known]
    given = comments.filter(like=_PREFIX).rename(columns=lambda c: c[len(_PREFIX) :])
    given = given.loc[:, given.loc[train].sum() >= _FEWEST]
    book = _codebook(folder, list(given.columns))
    order = train[np.random.default_rng(0).permutation(len(train))]
    rows = []
    for n_coded in CODED:
        coded = given.loc[order[:n_coded]]
        for what, suggester in _suggesters(book, len(coded)).items():
            started = time.perf_counter()
            if len(coded):
                suggester.fit(_codings(coded), comments)
            found = {
                "what": what,
                "n_coded": len(coded),
                "n_unique": _n_unique(comments.loc[coded.index, "comment"]),
                "fit_s": round(time.perf_counter() - started),
            }
            rows.append(found | _suggested(suggester, comments["comment"], given, test))
    found = {"what": "words and support vector machine", "n_coded": len(train)}
    said = _baseline(comments["comment"], given, order, test)
    rows.append(found | _measure(given.loc[test], said))
    store("comments_against_codes", rows)


def _suggesters(book: Codebook, n_coded: int) -> dict[str, CodeSuggester]:
    """Return the ways to suggest; none trains an encoder on fewer than a thousand."""
    published = CodeSuggester(book, encoder=default_encoder(), tune_from=None)
    ways = {
        "suggester": CodeSuggester(book, tune_from=None),
        "suggester, published encoder": published,
    }
    if n_coded >= 1000:
        ways["suggester, encoder trained"] = CodeSuggester(book, tune_from=1000)
    return ways


def _suggested(
    suggester: CodeSuggester,
    texts: "pd.Series[str]",
    given: pd.DataFrame,
    test: pd.Index,
) -> dict[str, float]:
    """Return how well the codes suggested for the test rows fit."""
    found = suggester.suggest(texts[test], "comment", top=given.shape[1])
    ticked = found[found["suggested"]]
    said = pd.crosstab(ticked["answer"], ticked["code"])
    said = said.reindex(index=test, columns=given.columns, fill_value=0)
    hit = [given.loc[row.answer, row.code] for row in found.itertuples()]
    ranked = found.assign(hit=np.array(hit, dtype=bool))
    return {
        **_measure(given.loc[test], said),
        **_share("first", ranked[ranked["rank"] == 1], test),
        **_share("within_three", ranked[ranked["rank"] <= 3], test),
    }


def _read(folder: Path) -> pd.DataFrame:
    comments = pd.read_csv(
        folder / "nhs_feedback_v6.csv.gz", dtype=str, keep_default_na=False
    )
    labels = [name for name in comments.columns if name.startswith(_PREFIX)]
    numbers = comments[labels].apply(pd.to_numeric, errors="coerce").fillna(0)
    comments[labels] = (numbers > 0).astype(int)
    split = pd.read_csv(folder / "nhs_feedback_v6_split.csv")
    comments = comments.merge(split.rename(columns={"split": "part"}), on="comment_id")
    comments = comments.assign(comment=comments["text"])
    return comments.set_index("R" + comments.index.astype(str))


def _codebook(folder: Path, labels: list[str]) -> Codebook:
    table = pd.read_csv(folder / "nhs_feedback_codebook.csv", dtype=str)
    said = dict(
        zip(table["label"].str.lower(), table["definition"].fillna(""), strict=True)
    )
    return Codebook(
        tuple(Code(name, name, said.get(name.lower(), "")) for name in labels)
    )


def _codings(given: pd.DataFrame) -> pd.DataFrame:
    rows, columns = np.nonzero(given.to_numpy())
    return pd.DataFrame(
        {
            "respondent": given.index[rows],
            "question": "comment",
            "code": given.columns[columns],
        }
    )


def _measure(given: pd.DataFrame, ticked: pd.DataFrame) -> dict[str, float]:
    truth, said = given.to_numpy() > 0, ticked.to_numpy() > 0
    both, either = 2.0 * (truth & said), 1.0 * truth + said
    sums = (part.sum(axis=1, keepdims=True) for part in (both, either))
    return {
        "n_test": len(truth),
        "n_codes": truth.shape[1],
        **mean_ratio("micro_f1", *sums),
        **mean_ratio("macro_f1", both, either),
    }


def _n_unique(texts: "pd.Series[str]") -> int:
    """Return how many texts nobody else gave: only these are held out."""
    return int((~texts.map(comparison_key).duplicated(keep=False)).sum())


def _share(name: str, ranked: pd.DataFrame, test: pd.Index) -> dict[str, float]:
    hit = ranked.groupby("answer")["hit"].any().reindex(test, fill_value=False)
    hits = hit.to_numpy(dtype=float)[:, None]
    return mean_ratio(name, hits, np.ones_like(hits))


def _baseline(
    texts: "pd.Series[str]", given: pd.DataFrame, order: pd.Index, test: pd.Index
) -> pd.DataFrame:
    fifth = len(order) // 5
    model = make_pipeline(
        TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2)),
        OneVsRestClassifier(CalibratedClassifierCV(LinearSVC(), cv=3)),
    )
    model.fit(texts[order[fifth:]], given.loc[order[fifth:]].to_numpy())
    held = model.predict_proba(texts[order[:fifth]])
    grid = np.arange(0.1, 0.91, 0.02)
    truth = given.loc[order[:fifth]].to_numpy()
    reached = [f1_score(truth, held >= t, average="micro") for t in grid]
    model.fit(texts[order], given.loc[order].to_numpy())
    said = model.predict_proba(texts[test]) >= grid[int(np.argmax(reached))]
    return pd.DataFrame(said.astype(int), index=test, columns=given.columns)


if __name__ == "__main__":
    main()
