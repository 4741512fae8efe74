import zlib
from collections.abc import Sequence

import numpy as np
import pytest


class BagOfWords:
    """An encoder without a model: one hashed dimension for each word."""

    def encode(self, sentences: Sequence[str]):
        """Return one unit-length vector for each sentence."""
        vectors = np.zeros((len(sentences), 64), dtype=np.float32)
        for row, sentence in enumerate(sentences):
            for word in sentence.lower().split():
                vectors[row, zlib.crc32(word.encode()) % 64] += 1
        norm = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.maximum(norm, 1e-12)


@pytest.fixture
def bag_of_words():
    """Return an encoder that needs no model."""
    return BagOfWords()


@pytest.fixture
def barriers():
    """Return twelve short answers about three barriers, and three non-answers."""
    return [
        "no time at all",
        "no time to sit",
        "time is short",
        "never any time",
        "families live far away",
        "parents live far off",
        "relatives live far away",
        "far away from family",
        "agency staff every night",
        "agency staff again",
        "too many agency staff",
        "staff shortage and agency staff",
        "n/a",
        "",
        "don't know",
    ]
