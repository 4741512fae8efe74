"""How far the machinery carries: short answers judged against a reference answer.

SciEntsBank and Beetle (SemEval-2013 task 7), official splits, real answers of pupils
and students. The encoder member reads answer and reference answer in one pass and is
trained as the matcher's is; beside it what two likenesses and the most frequent class
reach.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from shared import store
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from coprod_nlp.vectors.encoders import SentenceEncoder, default_encoder
from coprod_nlp.vectors.finetuning import Examples, finetune
from coprod_nlp.vectors.upper_layers import FinetuneSettings

WAYS = {"2-way": "label_2way", "3-way": "label_3way"}
SETTINGS = FinetuneSettings(epochs=4)


def main() -> None:
    """Train on each corpus and test on its unseen answers, questions and domains."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="Folder of the CSVs.")
    folder = parser.parse_args().data
    rows = []
    for corpus in ("scientsbank", "beetle"):
        answers = pd.read_csv(
            folder / f"{corpus}.csv.gz", dtype=str, keep_default_na=False
        )
        seen = answers[answers["split"] == "train"]
        ours = _learn(seen)
        for split in sorted(set(answers["split"]) - {"train"}):
            test = answers[answers["split"] == split]
            for ways, column in WAYS.items():
                found = {
                    "ours": ours(test, ways),
                    "embedding cosine": _by_feature(_cosine, seen, test, column),
                    "TF-IDF cosine": _by_feature(_overlap, seen, test, column),
                    "most frequent": _most_frequent(seen, test, column),
                }
                figures = {
                    name: round(f1_score(test[column], said, average="macro"), 3)
                    for name, said in found.items()
                }
                rows.append(
                    {"corpus": corpus, "test": split, "ways": ways, "n": len(test)}
                    | figures
                )
        store("short_answers", rows)


def _pairs(answers: pd.DataFrame) -> list[str]:
    """Write each answer and its reference as one text, parted as the encoder knows."""
    return [
        f"{answer} [SEP] {reference}"
        for answer, reference in zip(
            answers["student_answer"], answers["reference_answer"], strict=True
        )
    ]


def _learn(seen: pd.DataFrame):
    names = sorted(seen["label_3way"].unique())
    labels = seen["label_3way"].map(names.index).to_numpy()
    correct = (seen["label_2way"] == "correct").to_numpy(dtype=float)[:, None]
    examples = Examples(_pairs(seen), labels, correct, np.ones_like(correct))
    learned = finetune(
        default_encoder(), examples, n_labels=len(names), settings=SETTINGS
    )
    encoder = SentenceEncoder(overlay=learned.overlay)

    def judge(test: pd.DataFrame, ways: str) -> list[str]:
        means = encoder.encode_mean(_pairs(test))
        scores = means @ learned.weight.T + learned.bias
        if ways == "2-way":
            return ["correct" if said > 0 else "incorrect" for said in scores[:, -1]]
        return [names[best] for best in scores[:, : len(names)].argmax(axis=1)]

    return judge


def _by_feature(feature, seen: pd.DataFrame, test: pd.DataFrame, column: str):
    model = LogisticRegression(class_weight="balanced", max_iter=1000)
    model.fit(feature(seen, seen), seen[column])
    return model.predict(feature(test, seen))


def _cosine(answers: pd.DataFrame, _: pd.DataFrame) -> np.ndarray:
    encoder = default_encoder()
    said = encoder.encode(answers["student_answer"].tolist())
    wanted = encoder.encode(answers["reference_answer"].tolist())
    return (said * wanted).sum(axis=1, keepdims=True)


def _overlap(answers: pd.DataFrame, seen: pd.DataFrame) -> np.ndarray:
    counter = TfidfVectorizer(sublinear_tf=True)
    counter.fit([*seen["student_answer"], *seen["reference_answer"]])
    said = counter.transform(answers["student_answer"])
    wanted = counter.transform(answers["reference_answer"])
    return np.asarray(said.multiply(wanted).sum(axis=1))


def _most_frequent(seen: pd.DataFrame, test: pd.DataFrame, column: str):
    model = DummyClassifier(strategy="most_frequent")
    model.fit(np.zeros((len(seen), 1)), seen[column])
    return model.predict(np.zeros((len(test), 1)))


if __name__ == "__main__":
    main()
