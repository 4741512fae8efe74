"""Trained layers are stored with what stands above them."""

import json

import numpy as np
import pytest

from coprod_nlp.exceptions import ModelError
from coprod_nlp.vectors.answer_encoder import answer_encoder
from coprod_nlp.vectors.encoders import SentenceEncoder
from coprod_nlp.vectors.trained_parts import TrainedPart, load_part, save_part

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def part():
    """Return a part with one head and a word about it."""
    encoder = SentenceEncoder(overlay=answer_encoder().overlay)
    return TrainedPart(encoder, {"head": np.ones((2, 3))}, {"about": "a test"})


@pytest.fixture
def loaded(part, tmp_path):
    """Return it as its folder gives it back."""
    save_part(part, tmp_path / "one")
    return load_part(tmp_path / "one")


def test_what_stands_above_the_layers_comes_back(loaded):
    """And nothing of how the layers are packed."""
    assert loaded.tensors.keys() == {"head"}
    assert (loaded.tensors["head"] == 1).all()
    assert loaded.config["about"] == "a test"


def test_layers_come_back_to_the_last_digits(part, loaded):
    """They are stored in eight bits."""
    for name, value in part.encoder.overlay.items():
        np.testing.assert_allclose(loaded.encoder.overlay[name], value, atol=2e-3)


def test_a_part_that_was_read_can_be_written_again(loaded, tmp_path):
    """Format and base are those of the writing, not of the reading."""
    stale = TrainedPart(loaded.encoder, loaded.tensors, {**loaded.config, "format": 0})

    save_part(stale, tmp_path / "two")

    assert load_part(tmp_path / "two").tensors.keys() == {"head"}


def test_a_part_of_another_encoder_is_refused(part, tmp_path):
    """Its layers would fit none of the others."""
    save_part(part, tmp_path)
    path = tmp_path / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "base_sha256": "00"}))

    with pytest.raises(ModelError, match="Install the package again"):
        load_part(tmp_path)
