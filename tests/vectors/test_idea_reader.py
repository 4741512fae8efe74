"""A trained reader says which ideas a text voices."""

import json

import numpy as np
import pytest

from coprod_nlp.exceptions import ModelError
from coprod_nlp.vectors.encoders import default_encoder
from coprod_nlp.vectors.finetuning import Examples
from coprod_nlp.vectors.idea_reader import IdeaReader, shipped_reader
from coprod_nlp.vectors.upper_layers import FinetuneSettings

pytestmark = pytest.mark.slow

NAMES = ("time", "distance")
TEXTS = [f"no time on shift {i}" for i in range(8)] + [
    f"families live far away from ward {i}" for i in range(8)
]


@pytest.fixture(scope="module")
def reader():
    """Return a reader that learnt two ideas from sixteen texts."""
    given = np.repeat(np.eye(2), 8, axis=0)
    examples = Examples(TEXTS, np.zeros(16, dtype=int), given, np.ones_like(given))
    settings = FinetuneSettings(epochs=4)
    return IdeaReader.train(default_encoder(), examples, NAMES, settings=settings)


@pytest.fixture
def folder(reader, tmp_path):
    """Return where it was saved."""
    reader.save(tmp_path / "reader")
    return tmp_path / "reader"


def test_what_was_taught_is_told(reader):
    """Texts like those of the training get their idea."""
    time, distance = reader.probability(["never any time", "too far away"], NAMES).T

    assert time[0] > distance[0]
    assert distance[1] > time[1]


def test_ideas_come_in_the_order_asked_for(reader):
    """A question may offer some of the ideas, in an order of its own."""
    one = reader.probability(TEXTS, ["distance"])
    both = reader.probability(TEXTS, ["distance", "time"])

    assert one[:, 0] == pytest.approx(both[:, 0])


def test_no_text_is_no_row(reader):
    """A question that nobody answered is nothing special."""
    assert reader.probability([], NAMES).shape == (0, 2)


def test_a_stored_reader_says_nearly_the_same(reader, folder):
    """Weights are rounded for storage."""
    again = IdeaReader.load(folder)

    assert again.names == NAMES
    assert again.probability(TEXTS, NAMES) == pytest.approx(
        reader.probability(TEXTS, NAMES), abs=0.01
    )


def test_the_same_reader_is_stored_as_the_same_bytes(reader, folder, tmp_path):
    """A model can be known by its hash."""
    reader.save(tmp_path / "again")

    for file in folder.iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes()


@pytest.mark.parametrize("name", ["config.json", "weights.safetensors"])
def test_a_damaged_file_is_named_by_its_folder(folder, name):
    """What to do is said with it."""
    (folder / name).write_bytes(b"{")

    with pytest.raises(ModelError, match=r"reader is incomplete.*again"):
        IdeaReader.load(folder)


@pytest.mark.parametrize("change", [{"format": 99}, {"base_sha256": "0" * 64}])
def test_a_reader_for_something_else_is_refused(folder, change):
    """Layers upon another encoder would say anything."""
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | change))

    with pytest.raises(ModelError, match="belongs to an encoder"):
        IdeaReader.load(folder)


def test_the_shipped_reader_is_read_once():
    """Themes and suggestions share it, and what it has read."""
    assert shipped_reader() is shipped_reader()
