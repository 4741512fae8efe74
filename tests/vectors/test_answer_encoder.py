"""The shipped encoder by which themes are found and codes suggested."""

import numpy as np
import pytest

from coprod_nlp.vectors.answer_encoder import answer_encoder
from coprod_nlp.vectors.encoders import default_encoder
from coprod_nlp.vectors.training import everyday_ideas

pytestmark = pytest.mark.slow

SAME = (
    ("Two hours sat in the corridor before anyone called us", "waited ages"),
    ("she had a smile for everybody on the bay", "lovely kind nurses"),
    ("had to remortgage to pay for it", "far too dear"),
)


def margin(encoder):
    """Return by how much a wording is nearer to its like than to the others."""
    one, other = (encoder.encode(list(texts)) for texts in zip(*SAME, strict=True))
    likeness = one @ other.T
    return np.diag(likeness).mean() - likeness[~np.eye(3, dtype=bool)].mean()


def test_other_words_for_the_same_are_nearer_than_to_the_published_encoder():
    """That is what it learnt."""
    assert margin(answer_encoder()) > margin(default_encoder())


def test_it_is_read_once():
    """Themes of several questions share it, and what it has read."""
    assert answer_encoder() is answer_encoder()


def test_every_idea_of_the_inventories_has_several_wordings():
    """One alone would teach nothing."""
    same = everyday_ideas()

    assert np.bincount(same.idea).min() > 1
    assert len(set(same.inventory)) == 31


def test_an_author_who_is_measured_on_teaches_nothing():
    """Nor does another teach the same statements."""
    taught, left_out = everyday_ideas(), everyday_ideas(held_out=True)

    assert len(left_out.texts) > 700
    assert not set(left_out.texts) & set(taught.texts)
