"""Networks are put together from torch's layers where they can be, to start quickly."""

import subprocess
import sys

import numpy as np
import pytest

from coprod_nlp.exceptions import ModelError
from coprod_nlp.vectors.bundled_encoder import bundled_encoder_folder
from coprod_nlp.vectors.encoders import SentenceEncoder
from coprod_nlp.vectors.networks import load_network, windows

pytestmark = pytest.mark.slow

TEXTS = ["Working together with patients", "no time", "plain words " * 300]


@pytest.fixture(scope="module")
def small_model(tmp_path_factory):
    """Return a function that stores an untrained model with an activation."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules
    from transformers import BertConfig, BertModel, BertTokenizerFast

    def make(activation):
        folder = tmp_path_factory.mktemp(activation)
        config = BertConfig(
            hidden_size=24,
            num_hidden_layers=2,
            num_attention_heads=3,
            intermediate_size=48,
            hidden_act=activation,
        )
        BertModel(config).save_pretrained(folder / "bert")
        tokenizer = BertTokenizerFast.from_pretrained(bundled_encoder_folder())
        tokenizer.save_pretrained(folder / "bert")
        first = modules.Transformer(str(folder / "bert"), max_seq_length=64)
        model = SentenceTransformer(
            modules=[first, modules.Pooling(24), modules.Normalize()], device="cpu"
        )
        model.save(str(folder / "model"))
        return folder / "model", model

    return make


@pytest.mark.parametrize("activation", ["gelu", "relu"])
def test_a_model_of_ones_own_reads_as_sentence_transformers_does(
    small_model, activation
):
    """Put together from torch's layers, or loaded by sentence-transformers."""
    folder, theirs = small_model(activation)

    ours = SentenceEncoder(folder).encode(TEXTS[:2])

    assert ours == pytest.approx(theirs.encode(TEXTS[:2]), abs=1e-5)


def test_the_window_of_a_model_is_its_own(small_model):
    """A model that was taught on short texts gets no long ones."""
    folder, _ = small_model("gelu")
    cut = windows(load_network(folder).tokenizer, TEXTS)

    assert max(len(window.ids) for window in cut) == 64


def test_judging_loads_no_sentence_transformers():
    """Its import takes longer than the verdicts on a hundred answers."""
    code = (
        "import sys; from coprod_nlp.vectors.encoders import default_encoder;"
        "default_encoder().encode(['plan']); print('sentence_transformers' in"
        " sys.modules, 'transformers' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert said.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("activation", ["gelu", "relu"])
def test_weights_of_another_model_are_refused(small_model, activation):
    """Nothing is left out in silence."""
    folder, _ = small_model(activation)
    other = {"encoder.layer.9.output.dense.bias": np.zeros(24, dtype=np.float32)}

    with pytest.raises(ModelError, match="another model"):
        load_network(folder, other)


def test_loading_draws_no_random_number():
    """Who fixed a seed keeps it."""
    import torch

    torch.manual_seed(0)
    expected = torch.rand(1)
    torch.manual_seed(0)
    load_network(None)

    assert torch.rand(1) == expected


def test_every_window_says_whose_it_is():
    """The parts of a long text come in order, after those of the texts before it."""
    cut = windows(load_network(None).tokenizer, TEXTS)

    assert [(w.text, w.order) for w in cut] == [(0, 0), (1, 0), (2, 0), (2, 1), (2, 2)]
