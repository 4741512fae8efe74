"""Candidate themes of real answers from elsewhere, beside other ways to group them.

Adjusted mutual information with the codes that people gave; an answer with several
codes counts once with each. Each answer is one unit. The finder and BERTopic are not
told how many groups there are; k-means and Ward's tree are told, on the same vectors.

    python benchmarks/themes_elsewhere.py --data DIR

DIR holds napire2018.csv.gz (NaPiRE: causes and effects of problems in projects),
world_after_covid.csv.gz (World after Covid: interviews of a paragraph),
nhs_feedback_v6.csv.gz (patients' comments, those with one label) and
sight_double_coded.csv (comments on lectures, those with one code by the first coder);
they are not part of this repository. At most 700 answers of a set are drawn, by a
fixed seed.

    python benchmarks/themes_elsewhere.py --data DIR --draws

sets the answer encoder beside the published one, both without a guide: ten draws of 300
answers of each set (150 of SIGHT; six of 45 of each question of World after Covid), for
one draw moves the figure more than they differ. The mean over families of sets has
the standard error of drawing; draws of one set overlap.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from shared import bertopic_groups, store
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.metrics import adjusted_mutual_info_score

from coprod_nlp.themes import ThemeFinder
from coprod_nlp.vectors.answer_encoder import answer_encoder
from coprod_nlp.vectors.encoders import default_encoder

Coded = tuple[str, list[str], list[list[str]]]
"""Name of a set, its answers, the codes of each."""

MOST = 700
DRAWS = {"World after Covid": (6, 45), "SIGHT": (10, 150)}
ENCODERS = {"published": default_encoder, "answer encoder": answer_encoder}
_NHS, _SIGHT = "label: ", "c1: "


def main() -> None:
    """Measure every set, and print the mean of each family of sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="Folder of the CSVs.")
    parser.add_argument("--draws", action="store_true", help="Compare two encoders.")
    asked = parser.parse_args()
    folder = asked.data
    sets = (*_napire(folder), *_covid(folder), *_nhs(folder), *_sight(folder))
    if asked.draws:
        store("themes_elsewhere_draws", _encoders_on_draws(sets))
        return
    rows = [_measure(*_drawn(*each, seed=0, most=MOST)) for each in sets]
    table = pd.DataFrame(rows)
    ways = list(table.columns[3:])
    families = table[ways].groupby(table["set"].str.split(",").str[0])
    for name, row in families.mean().round(3).iterrows():
        rows.append({"set": f"mean of {name}", **row.to_dict()})
    rows.append({"set": "mean of all", **table[ways].mean().round(3).to_dict()})
    store("themes_elsewhere", rows)


def _encoders_on_draws(sets: tuple[Coded, ...]) -> list[dict[str, object]]:
    """Return mean figures of both encoders by family of sets, and over families."""
    found = []
    for each in sets:
        family = each[0] if each[0].startswith("NHS") else each[0].split(",")[0]
        n_draws, size = DRAWS.get(family, (10, 300))
        for seed in range(n_draws):
            _, texts, codes = _drawn(*each, seed=100 + seed, most=size)
            row: dict[str, object] = {"set": family}
            for name, encoder in ENCODERS.items():
                finder = ThemeFinder(segment=False, guide=None, encoder=encoder())
                row[name] = _ami(codes, finder.fit(texts).labels_)
            found.append(row)
    table = pd.DataFrame(found)
    table["difference"] = table["answer encoder"] - table["published"]
    families = table.groupby("set", sort=False)
    means = families[[*ENCODERS, "difference"]].mean()
    error = families["difference"].sem()
    means["standard_error"], means["n_draws"] = error, families.size()
    overall = means.mean()
    overall["standard_error"] = np.sqrt((error**2).sum()) / len(error)
    overall["n_draws"] = len(table)
    means.loc["mean of all"] = overall
    return means.round(4).reset_index().to_dict("records")


def _drawn(
    name: str, texts: list[str], codes: list[list[str]], *, seed: int, most: int
) -> Coded:
    chosen = np.random.default_rng(seed).permutation(len(texts))[:most]
    return name, [texts[i] for i in chosen], [codes[i] for i in chosen]


def _measure(name: str, texts: list[str], codes: list[list[str]]) -> dict[str, object]:
    vectors = np.asarray(default_encoder().encode(texts), dtype=float)
    n_codes = len({code for own in codes for code in own})
    told = min(n_codes, len(texts) - 1)
    found = {
        "with guide": ThemeFinder(segment=False).fit(texts).labels_,
        "without": ThemeFinder(segment=False, guide=None).fit(texts).labels_,
        "bertopic": bertopic_groups(texts, vectors),
        "kmeans, told": KMeans(told, n_init=10, random_state=0).fit_predict(vectors),
        "ward, told": AgglomerativeClustering(told).fit_predict(vectors),
    }
    return {
        "set": name,
        "n": len(texts),
        "n_codes": n_codes,
        **{way: _ami(codes, labels) for way, labels in found.items()},
    }


def _ami(codes: list[list[str]], labels: "np.ndarray") -> float:
    pairs = [
        (code, label) for own, label in zip(codes, labels, strict=True) for code in own
    ]
    given, found = zip(*pairs, strict=True)
    return round(float(adjusted_mutual_info_score(given, found)), 3)


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _napire(folder: Path) -> Iterator[Coded]:
    answers = _read(folder / "napire2018.csv.gz")
    for kind, own in answers[answers["text"].str.strip() != ""].groupby("kind"):
        yield f"NaPiRE, {kind}", own["text"].tolist(), _lists(own["codes"])


def _covid(folder: Path) -> Iterator[Coded]:
    for question, own in _read(folder / "world_after_covid.csv.gz").groupby(
        "question_id"
    ):
        texts = own["text"].tolist()
        yield f"World after Covid, {question}", texts, _lists(own["codes"])


def _lists(codes: "pd.Series[str]") -> list[list[str]]:
    return [value.split(" | ") for value in codes]


def _nhs(folder: Path) -> Iterator[Coded]:
    comments = _read(folder / "nhs_feedback_v6.csv.gz")
    comments = comments[comments["text"].str.len() > 3]
    single, codes = _single(comments, _NHS)
    for kind, own in comments[single].groupby("question_type"):
        if len(own) >= 100:
            yield f"NHS, {kind}", own["text"].tolist(), [[codes[i]] for i in own.index]


def _sight(folder: Path) -> Iterator[Coded]:
    comments = _read(folder / "sight_double_coded.csv")
    single, codes = _single(comments, _SIGHT)
    own = comments[single]
    yield "SIGHT", own["text"].tolist(), [[codes[i]] for i in own.index]


def _single(
    comments: pd.DataFrame, prefix: str
) -> tuple["pd.Series[bool]", "pd.Series[str]"]:
    """Return which rows have one code, and the first code of each row."""
    given = comments.filter(like=prefix).apply(pd.to_numeric, errors="coerce") > 0
    return given.sum(axis=1) == 1, given.idxmax(axis=1)


if __name__ == "__main__":
    main()
