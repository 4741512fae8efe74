"""Training the upper layers: it learns, repeats itself, and leaves the base alone."""

from dataclasses import replace

import numpy as np
import pytest

from coprod_nlp.vectors.encoders import default_encoder
from coprod_nlp.vectors.finetuning import Examples, finetune
from coprod_nlp.vectors.upper_layers import FinetuneSettings

TEXTS = ["we decide together", "they sign the form"] * 8
LABELS = np.array([0, 1] * 8)
ELEMENTS = np.array([[1.0, 0.0], [0.0, 0.0]] * 8)
KNOWN = np.tile([1.0, 0.0], (16, 1))
SETTINGS = FinetuneSettings(first_layer=5, epochs=4, batch_size=4, copies=2)


@pytest.fixture(scope="module")
def learned():
    """Return what two sentences, many times over, teach the last layer."""
    examples = Examples(TEXTS, LABELS, ELEMENTS, KNOWN)
    return finetune(default_encoder(), examples, n_labels=2, settings=SETTINGS)


def test_it_tells_apart_what_it_was_taught(learned):
    """The two labels differ on the two sentences."""
    base = default_encoder()
    tuned = type(base)(base.folder, overlay=learned.overlay)
    scores = tuned.encode_mean(TEXTS[:2]) @ learned.weight.T + learned.bias

    assert scores[:, :2].argmax(axis=1).tolist() == [0, 1]


def test_the_same_training_gives_the_same_weights(learned):
    """Seeds decide, also with several copies."""
    examples = Examples(TEXTS, LABELS, ELEMENTS, KNOWN)
    again = finetune(default_encoder(), examples, n_labels=2, settings=SETTINGS)

    assert (again.weight == learned.weight).all()


def test_half_precision_learns_alike(learned):
    """It computes more coarsely and comes to the same heads, within a tenth."""
    examples = Examples(TEXTS, LABELS, ELEMENTS, KNOWN)
    half = finetune(
        default_encoder(), examples, n_labels=2, settings=replace(SETTINGS, half=True)
    )

    apart = np.linalg.norm(half.weight - learned.weight)
    assert 0 < apart < 0.1 * np.linalg.norm(learned.weight)


def test_only_the_layers_from_the_first_on_learn(learned):
    """Those below stay as published and are not stored."""
    assert {name.split(".")[2] for name in learned.overlay} == {"5"}


def test_progress_counts_the_steps_of_all_copies():
    """Two copies of four passes over four batches."""
    told = []
    finetune(
        default_encoder(),
        Examples(TEXTS, LABELS, ELEMENTS, KNOWN),
        n_labels=2,
        settings=SETTINGS,
        progress=lambda step, n_steps: told.append((step, n_steps)),
    )

    assert told[-1] == (32, 32)


def test_each_pass_reads_what_variation_gives():
    """It is asked once a pass and copy."""
    asked = []

    def vary(examples, rng):
        asked.append(rng.random())
        return examples

    finetune(
        default_encoder(),
        Examples(TEXTS, LABELS, ELEMENTS, KNOWN),
        n_labels=2,
        settings=SETTINGS,
        vary=vary,
    )

    assert len(set(asked)) == 8
