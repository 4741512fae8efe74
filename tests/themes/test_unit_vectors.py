"""Rare words place a unit; what every unit says does not."""

import numpy as np
import pytest

from coprod_nlp.themes.weighting import unit_vectors
from coprod_nlp.vectors.encoders import default_encoder

pytestmark = pytest.mark.slow

TEXTS = [
    "the patient has no time",
    "the patient has no money",
    "the patient is far away",
    "we have no time at all",
]


def likeness(vectors):
    """Return the cosine of the first unit with each other one."""
    return (vectors @ vectors[0])[1:]


def test_shared_common_words_bring_units_together_less():
    """Two units that share all but the word that matters move apart."""
    ones = np.ones(len(TEXTS), dtype=int)
    weighted, _ = unit_vectors(default_encoder(), TEXTS, ones)

    assert likeness(weighted)[0] < likeness(default_encoder().encode(TEXTS))[0]


def test_vectors_have_length_one():
    """So that a product is a cosine."""
    vectors, _ = unit_vectors(default_encoder(), TEXTS, np.ones(4, dtype=int))

    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)


def test_the_same_unit_many_times_weighs_as_often():
    """A word that one much repeated unit holds is common."""
    once, _ = unit_vectors(default_encoder(), TEXTS, np.array([1, 1, 1, 1]))
    often, _ = unit_vectors(default_encoder(), TEXTS, np.array([1, 50, 1, 1]))

    assert not np.allclose(once, often)


def test_an_encoder_of_whole_texts_is_taken_as_it_is(bag_of_words):
    """Without tokens there is nothing to weigh."""
    vectors, _ = unit_vectors(bag_of_words, TEXTS, np.ones(4, dtype=int))

    assert np.array_equal(vectors, bag_of_words.encode(TEXTS))


def test_plain_vectors_come_from_the_same_reading():
    """The guide sets units beside its ideas without having them read again."""
    _, plain = unit_vectors(default_encoder(), TEXTS, np.ones(4, dtype=int))

    assert np.array_equal(plain, default_encoder().encode(TEXTS))
