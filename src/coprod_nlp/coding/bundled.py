"""What is known of the bundled codebook's codes before anybody has coded."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from coprod_nlp.coding.calibration import Calibration
from coprod_nlp.coding.codebook import Code, Codebook, load_codebook
from coprod_nlp.coding.learning import Learnt
from coprod_nlp.coding.scoring import CodeScorer
from coprod_nlp.vectors.idea_reader import IdeaReader, shipped_reader


@dataclass(frozen=True, slots=True)
class Shipped:
    """The trained encoder that travels with the package.

    Parameters
    ----------
    reader : IdeaReader
        Tells the codes of the bundled codebook.
    calibration : Calibration
        Fitted on authors whose answers another training had not seen.
    common : mapping of str to mapping of str to float
        How often each code was given under each question, "" for all together.
    """

    reader: IdeaReader
    calibration: Calibration
    common: Mapping[str, Mapping[str, float]]


@cache
def _shipped() -> Shipped:
    reader = shipped_reader()
    calibration = Calibration.from_json(reader.about["calibration"])
    return Shipped(reader, calibration, reader.about["common"])


def known_codes(
    codebook: Codebook, question: str | None, described: CodeScorer
) -> Learnt | None:
    """Return what is known of the codes of a question, if all are bundled ones.

    Parameters
    ----------
    codebook : Codebook
    question : str or None
    described : CodeScorer
        The scorer of the codebook alone, for this question.

    Returns
    -------
    Learnt or None
        None if a code is not in the bundled codebook, or means something else there.
    """
    bundled = load_codebook()
    if codebook is not bundled:
        for code in codebook.for_question(question):
            if code.code not in bundled or not _same(bundled[code.code], code):
                return None
    shipped = _shipped()
    shares = shipped.common.get(question or "", shipped.common[""])
    rare = min(shares.values())
    common = np.array([shares.get(name, rare) for name in described.names])
    return Learnt(described, (shipped.reader,), common, shipped.calibration)


def _same(one: Code, other: Code) -> bool:
    return (one.title, one.description) == (other.title, other.description)
