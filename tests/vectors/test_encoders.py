"""The encoder is the published one, read from the environment, and deterministic."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch

from coprod_nlp.exceptions import ModelError
from coprod_nlp.vectors import bundled_encoder
from coprod_nlp.vectors.encoders import SentenceEncoder, default_encoder

TEXTS = ["Working together with patients", "no time", "Working together with patients"]


def test_a_folder_that_is_no_model_is_refused(tmp_path):
    """The error says what was looked for and where."""
    with pytest.raises(ModelError, match=r"modules\.json"):
        SentenceEncoder(tmp_path).encode(["x"])


def test_an_altered_model_is_refused(monkeypatch):
    """Weights with another content are never used in silence."""
    monkeypatch.setitem(bundled_encoder.SHA256, "tokenizer.json", "0" * 64)

    with pytest.raises(ModelError, match="not the published model"):
        bundled_encoder.bundled_encoder_folder()


@pytest.mark.slow
def test_vectors_have_unit_length():
    """Cosine likeness is a product."""
    vectors = default_encoder().encode(TEXTS)

    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(3), abs=1e-6)


@pytest.mark.slow
def test_equal_texts_get_equal_vectors():
    """To the last bit, wherever they stand in the batch."""
    vectors = default_encoder().encode(TEXTS)

    assert vectors[0].tolist() == vectors[2].tolist()


@pytest.mark.slow
def test_vectors_are_those_of_sentence_transformers():
    """Our batching by windows changes nothing."""
    from sentence_transformers import SentenceTransformer

    folder = str(bundled_encoder.bundled_encoder_folder())
    theirs = SentenceTransformer(folder, device="cpu").encode(TEXTS)

    assert default_encoder().encode(TEXTS) == pytest.approx(theirs, abs=1e-5)


@pytest.mark.slow
def test_a_long_text_is_read_to_its_end():
    """Words beyond the model's window still count."""
    long = "plain words " * 300
    tokens = default_encoder().encode_tokens([long + "coproduction"])[0]

    assert max(span.end for span in tokens.spans) == len(long) + len("coproduction")


@pytest.mark.slow
def test_no_texts_give_no_vectors():
    """An empty batch has the right width."""
    assert default_encoder().encode([]).shape == (0, 384)


@pytest.mark.slow
def test_a_pickle_holds_no_model():
    """An estimator that was fitted travels without ninety megabytes of torch."""
    encoder = SentenceEncoder().load()
    stored = pickle.dumps(encoder)

    assert len(stored) < 1000
    assert (pickle.loads(stored).encode(["plan"]) == encoder.encode(["plan"])).all()


@pytest.mark.slow
def test_half_precision_reads_a_text_alike_whatever_is_read_with_it():
    """A window that fills its shape stands beside one that does not."""
    full, shorter = " ".join(["plan"] * 14), "plan"
    alone = default_encoder().encode_tokens([full], half=True)[0]
    beside = default_encoder().encode_tokens([full, shorter], half=True)[0]

    assert len(alone.offsets) == 16
    assert np.array_equal(alone.vectors, beside.vectors)


@pytest.mark.slow
def test_texts_read_from_several_threads_are_read_as_from_one():
    """And torch's settings are then what they were."""
    texts = [f"answer number {n} of many" for n in range(40)]
    before = torch.backends.mkldnn.enabled

    with ThreadPoolExecutor(4) as threads:
        halved = [n % 2 == 0 for n in range(8)]
        read = threads.map(
            lambda half: SentenceEncoder().encode_tokens(texts, half=half), halved
        )
        means = [[text.mean for text in one] for one in read]

    assert torch.backends.mkldnn.enabled == before
    assert np.array_equal(means[1], means[-1])
    assert np.array_equal(means[0], means[-2])
