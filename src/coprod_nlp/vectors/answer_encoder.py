"""The encoder by which themes are found and codes suggested."""

from functools import cache

from coprod_nlp.files.shipped import shipped_folder
from coprod_nlp.vectors.encoders import SentenceEncoder
from coprod_nlp.vectors.trained_parts import load_part

SHIPPED_ENCODER = "answer-encoder"


@cache
def answer_encoder() -> SentenceEncoder:
    """Return the encoder that was trained on everyday ideas, read once a process.

    It places different wordings of one idea nearer than the published encoder does.
    """
    return load_part(shipped_folder(SHIPPED_ENCODER)).encoder
