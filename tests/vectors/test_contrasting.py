"""Training that brings texts of one idea together."""

import numpy as np
import pytest

from coprod_nlp.vectors.contrasting import SameIdeas, _batches, _shifted, contrast
from coprod_nlp.vectors.encoders import SentenceEncoder, default_encoder
from coprod_nlp.vectors.upper_layers import FinetuneSettings, UpperLayers

pytestmark = pytest.mark.slow

TEXTS = [
    *("no time at all", "always rushed off our feet", "the shift is too full"),
    *("far from home", "hours on the train to visit", "families live miles off"),
]
SAME = SameIdeas(TEXTS * 2, np.repeat([0, 1], 6), np.repeat([0, 1, 2, 3], 3))
SETTINGS = FinetuneSettings(first_layer=4, epochs=8, batch_size=6, copies=2)


@pytest.fixture(scope="module")
def told():
    """Collect what the training tells of its steps."""
    return []


@pytest.fixture(scope="module")
def overlay(told):
    """Return what two ideas, in two inventories, teach the last layers."""
    return contrast(
        default_encoder(),
        SAME,
        settings=SETTINGS,
        progress=lambda *step: told.append(step),
    )


def margin(encoder):
    """Return by how much texts of one idea are nearer than those of two."""
    vectors = encoder.encode(TEXTS)
    likeness = vectors @ vectors.T
    own = np.kron(np.eye(2), np.ones((3, 3))).astype(bool)
    return likeness[own & ~np.eye(6, dtype=bool)].mean() - likeness[~own].mean()


def test_texts_of_one_idea_come_nearer_than_others(overlay):
    """They share no words."""
    trained = SentenceEncoder(overlay=overlay)

    assert margin(trained) > margin(default_encoder()) + 0.2


def test_the_mean_of_all_texts_comes_half_the_way_to_zero():
    """The other half keeps cosines where the published encoder has them."""
    published = UpperLayers(default_encoder(), SETTINGS, 0, n_steps=1).overlay()

    shifted = SentenceEncoder(overlay=_shifted(default_encoder(), published, TEXTS))

    before = default_encoder().encode_mean(TEXTS).mean(axis=0)
    after = shifted.encode_mean(TEXTS).mean(axis=0)
    assert np.abs(after - before / 2).max() < 1e-5


def test_the_same_training_gives_the_same_weights(overlay):
    """Seeds decide."""
    again = contrast(default_encoder(), SAME, settings=SETTINGS)

    assert all((again[name] == value).all() for name, value in overlay.items())


@pytest.mark.usefixtures("overlay")
def test_progress_counts_the_steps_of_all_copies(told):
    """Two copies of eight passes over two inventories."""
    assert told[-1] == (32, 32)


@pytest.mark.parametrize("size", [1, 5, 100])
def test_a_batch_holds_whole_ideas_of_one_inventory(size):
    """Every text is in one batch."""
    inventory = np.repeat([0, 1], [30, 20])
    idea = np.r_[np.repeat(np.arange(6), 5), np.repeat(np.arange(6, 11), 4)]
    same = SameIdeas(["a"] * 50, inventory, idea)

    batches = _batches(same, size, np.random.default_rng(0))

    assert sorted(np.concatenate(batches).tolist()) == list(range(50))
    for batch in batches:
        assert len(set(inventory[batch])) == 1
        assert np.isin(idea, idea[batch]).sum() == len(batch)
