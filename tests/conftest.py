"""What every test may use: settings, and an encoder without a model."""

import zlib
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import settings

# A slow machine is no failure, and the same examples every time make a failure ours.
settings.register_profile("coprod", deadline=None, derandomize=True)
settings.load_profile("coprod")


class BagOfWords:
    """An encoder without a model: one hashed dimension for each word."""

    def encode(self, sentences: Sequence[str]):
        """Return unit vectors that count hashed words."""
        vectors = np.zeros((len(sentences), 64), dtype=np.float32)
        for row, sentence in enumerate(sentences):
            for word in sentence.lower().split():
                vectors[row, zlib.crc32(word.encode()) % 64] += 1
        norm = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.maximum(norm, 1e-12)


@pytest.fixture(scope="session")
def bag_of_words():
    """Return an encoder that needs no model."""
    return BagOfWords()
