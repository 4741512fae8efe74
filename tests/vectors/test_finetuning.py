"""Training the upper layers: it learns, repeats itself, and leaves the base alone."""

from dataclasses import replace

import numpy as np
import pytest

from coprod_nlp.vectors.encoders import default_encoder
from coprod_nlp.vectors.finetuning import Examples, finetune
from coprod_nlp.vectors.upper_layers import FinetuneSettings

pytestmark = pytest.mark.slow

TEXTS = ["we decide together", "they sign the form"] * 8
LABELS = np.array([0, 1] * 8)
ELEMENTS = np.array([[1.0, 0.0], [0.0, 0.0]] * 8)
KNOWN = np.tile([1.0, 0.0], (16, 1))
SETTINGS = FinetuneSettings(first_layer=5, epochs=4, batch_size=4, copies=2)


def trained(settings=SETTINGS, **options):
    """Return what two sentences, many times over, teach the last layer."""
    examples = Examples(TEXTS, LABELS, ELEMENTS, KNOWN)
    return finetune(
        default_encoder(), examples, n_labels=2, settings=settings, **options
    )


@pytest.fixture(scope="module")
def told():
    """Collect what the training tells of its steps."""
    return []


@pytest.fixture(scope="module")
def asked():
    """Collect what is drawn where the training asks for examples."""
    return []


@pytest.fixture(scope="module")
def learned(told, asked):
    """Train once, with all that looks on."""

    def vary(examples, rng):
        asked.append(rng.random())
        return examples

    return trained(vary=vary, progress=lambda *step: told.append(step))


def test_it_tells_apart_what_it_was_taught(learned):
    """The two labels differ on the two sentences."""
    base = default_encoder()
    tuned = type(base)(base.folder, overlay=learned.overlay)
    scores = tuned.encode_mean(TEXTS[:2]) @ learned.weight.T + learned.bias

    assert scores[:, :2].argmax(axis=1).tolist() == [0, 1]


def test_the_same_training_gives_the_same_weights(learned):
    """Seeds decide, also with several copies; who looks on does not."""
    assert (trained().weight == learned.weight).all()


def test_half_precision_learns_alike():
    """It computes more coarsely and comes to the same heads, within a tenth."""
    short = replace(SETTINGS, epochs=1, copies=1)
    full, half = trained(short), trained(replace(short, half=True))

    apart = np.linalg.norm(half.weight - full.weight)
    assert 0 < apart < 0.1 * np.linalg.norm(full.weight)


def test_only_the_layers_from_the_first_on_learn(learned):
    """Those below stay as published and are not stored."""
    assert {name.split(".")[2] for name in learned.overlay} == {"5"}


@pytest.mark.usefixtures("learned")
def test_progress_counts_the_steps_of_all_copies(told):
    """Two copies of four passes over four batches."""
    assert told[-1] == (32, 32)


@pytest.mark.usefixtures("learned")
def test_each_pass_reads_what_variation_gives(asked):
    """It is asked once a pass and copy."""
    assert len(set(asked)) == 8
