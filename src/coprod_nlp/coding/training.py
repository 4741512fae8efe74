"""Trains and stores the encoder that tells the bundled codebook's codes.

Run ``python -m coprod_nlp.coding.training --out models/idea-reader``: about an hour
on two cores. How good it is on surveys that it has not seen,
``python benchmarks/suggestions_against_coders.py`` measures; how good a second training
is on the authors that it leaves out is stored beside the weights.
"""

import argparse
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from rich.progress import Progress

from coprod_nlp.coding.calibration import Calibration, frequency, score_features
from coprod_nlp.coding.codebook import Codebook, load_codebook
from coprod_nlp.coding.corpus import HELD_OUT, OpenAnswers, open_answers
from coprod_nlp.coding.describing import prior_of, statements_of
from coprod_nlp.coding.learning import read_scores
from coprod_nlp.coding.scoring import AnswerUnits, CodeScorer
from coprod_nlp.typing import FloatArray
from coprod_nlp.vectors.answer_encoder import answer_encoder
from coprod_nlp.vectors.encoders import default_encoder
from coprod_nlp.vectors.finetuning import Examples
from coprod_nlp.vectors.idea_reader import IdeaReader
from coprod_nlp.vectors.upper_layers import FinetuneSettings

SETTINGS = FinetuneSettings(
    epochs=6, layer_rate=3e-4, head_rate=5e-3, copies=4, half=True
)
"""Decision 11 says where they come from."""


def main() -> None:
    """Train, and write weights, calibration and what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    out: Path = parser.parse_args().out
    codebook, answers = load_codebook(), open_answers()
    with Progress() as bar:

        def shown(what: str) -> Callable[[int, int], None]:
            task = bar.add_task(what)
            return lambda done, total: bar.update(task, completed=done, total=total)

        reader = train_reader(codebook, answers, shown("all authors"))
        taught = answers.by(HELD_OUT, others=True)
        trial = train_reader(codebook, taught, shown("all but six"))
    calibration = calibrated(codebook, trial, taught, answers.by(HELD_OUT))
    apart = {author: answers.by((author,)) for author in HELD_OUT}
    about = {
        "calibration": calibration.to_json(),
        "common": {
            "": _shares(codebook, None, answers),
            **{q: _shares(codebook, q, answers) for q in codebook.questions},
        },
        "n_answers": len(answers.texts),
        "held_out": {
            who: count_right(codebook, trial, own) for who, own in apart.items()
        },
        "settings": asdict(SETTINGS),
    }
    replace(reader, about=about).save(out)


def train_reader(
    codebook: Codebook,
    answers: OpenAnswers,
    progress: Callable[[int, int], None] | None = None,
) -> IdeaReader:
    """Train a reader on coded answers, the words marked, and the codebook itself."""
    names = [code.code for code in codebook.codes]
    return IdeaReader.train(
        default_encoder(),
        training_examples(codebook, answers),
        names,
        settings=SETTINGS,
        progress=progress,
    )


def training_examples(codebook: Codebook, answers: OpenAnswers) -> Examples:
    """Return texts and codes; of codes that a question does not offer nothing is said.

    A whole answer has its codes, the words that a coder marked in it have one, and so
    have the statements of the codebook.
    """
    names = [code.code for code in codebook.codes]
    offered = {
        question: np.isin(names, [c.code for c in codebook.for_question(question)])
        for question in codebook.questions
    }
    texts: list[str] = []
    given: list[FloatArray] = []
    known: list[FloatArray] = []

    def add(text: str, codes: FloatArray, asked: FloatArray) -> None:
        texts.append(text)
        given.append(codes)
        known.append(np.maximum(asked, codes))

    one = np.eye(len(names))
    for question in codebook.questions:
        coded = answers.coded(question, names)
        asked = offered[question].astype(float)
        for text, codes in zip(coded.texts, coded.given, strict=True):
            add(text, codes, asked)
        for words, code, owner in zip(
            coded.statements, coded.codes, coded.owner, strict=True
        ):
            if words != coded.texts[owner]:
                add(words, one[names.index(code)], asked)
    for number, own in enumerate(codebook.codes):
        asked = np.maximum.reduce([offered[q] for q in own.questions]).astype(float)
        for statement in own.statements:
            add(statement, one[number], asked)
    labels = np.zeros(len(texts), dtype=int)
    return Examples(texts, labels, np.array(given), np.array(known))


def calibrated(
    codebook: Codebook, reader: IdeaReader, taught: OpenAnswers, held_out: OpenAnswers
) -> Calibration:
    """Fit the calibration on authors that the reader has not seen, all questions."""
    found, given = [], []
    for question in codebook.questions:
        described = CodeScorer.learn(
            *statements_of(codebook, question),
            prior_of(codebook, question),
            answer_encoder(),
        )
        coded = held_out.coded(question, described.names)
        units = AnswerUnits.of(coded.texts)
        alone = described.score(units)
        common = frequency(taught.coded(question, described.names).given)
        read = [read_scores(reader, units, described.names)]
        features = score_features(alone, alone, read, common)
        found.append(features.reshape(-1, features.shape[-1]))
        given.append(coded.given.ravel())
    fitted = Calibration.fit(np.concatenate(found), np.concatenate(given))
    if fitted is None:
        message = "The answers held out have every code or none."
        raise RuntimeError(message)
    return fitted


def count_right(
    codebook: Codebook, reader: IdeaReader, answers: OpenAnswers
) -> dict[str, list[int]]:
    """Count the coded answers whose likeliest code is right, and whose three hold one.

    Returns
    -------
    dict of str to [int, int]
        "first" and "one of three": right, and of how many. By the reader alone.
    """
    ranks = []
    for question in codebook.questions:
        names = [code.code for code in codebook.for_question(question)]
        coded = answers.coded(question, names)
        score = read_scores(reader, AnswerUnits.of(coded.texts), names).mean
        best = np.argsort(-score, axis=1, kind="stable")
        given = np.take_along_axis(coded.given, best, axis=1)
        ranks.append(given.argmax(axis=1)[given.any(axis=1)])
    rank = np.concatenate(ranks)
    return {
        name: [int((rank < top).sum()), len(rank)]
        for name, top in (("first", 1), ("one of three", 3))
    }


def _shares(
    codebook: Codebook, question: str | None, answers: OpenAnswers
) -> dict[str, float]:
    names = [code.code for code in codebook.for_question(question)]
    asked = codebook.questions if question is None else (question,)
    given = np.concatenate([answers.coded(q, names).given for q in asked])
    return {
        name: round(float(share), 6)
        for name, share in zip(names, frequency(given), strict=True)
    }


if __name__ == "__main__":
    main()
