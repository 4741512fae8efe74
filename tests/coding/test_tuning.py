"""Where many answers are coded, the encoder itself is trained on them."""

import pickle

import numpy as np
import pandas as pd
import pytest

from coprod_nlp.coding import CodeSuggester
from coprod_nlp.coding.tuning import tune
from coprod_nlp.vectors.encoders import SentenceEncoder, default_encoder
from coprod_nlp.vectors.idea_reader import IdeaReader

pytestmark = pytest.mark.slow

TEXTS = pd.Series({"A": "there is no time at all", "B": "families live so far away"})


@pytest.fixture(scope="module")
def told():
    """Collect what the training tells of its steps."""
    return []


@pytest.fixture(scope="module")
def published():
    """Return what the published encoder gives before anything was trained."""
    return default_encoder().encode(["no time"]).copy()


@pytest.fixture(scope="module")
def trained(small_codebook, many_answers, many_codings, told, published):
    """Return a suggester that trained its encoder on thirty coded answers."""
    suggester = CodeSuggester(small_codebook, tune_from=30)
    return suggester.fit(
        many_codings, many_answers, progress=lambda *step: told.append(step)
    )


@pytest.fixture(scope="module")
def tuned(trained):
    """Return the reader that the training gave."""
    (reader,) = trained.learnt_["q1"].readers
    return reader


@pytest.fixture(scope="module")
def many_answers():
    """Return thirty answers to q1, half of them on time."""
    texts = [f"no time on shift {i}" for i in range(15)]
    texts += [f"families live far away from ward {i}" for i in range(15)]
    names = pd.Index([f"R{i:02d}" for i in range(30)], name="respondent")
    return pd.DataFrame({"q1": texts}, index=names)


@pytest.fixture(scope="module")
def many_codings(many_answers):
    """Return their codes, without marked words."""
    codes = ["barriers/time"] * 15 + ["barriers/distance"] * 15
    return pd.DataFrame(
        {"respondent": many_answers.index, "question": "q1", "code": codes}
    )


def test_one_answer_in_four_is_held_out(trained, monkeypatch):
    """Trust is measured on answers that the encoder has not seen."""
    monkeypatch.setattr(
        IdeaReader, "train", lambda encoder, examples, *_, **__: examples
    )
    coded, names = trained.learnt_["q1"].coded, trained.learnt_["q1"].scorer.names
    seen, held_out = tune(coded, names, default_encoder())
    rest = [text for text, out in zip(coded.texts, held_out, strict=True) if not out]

    assert held_out.sum() == 8
    assert seen.texts == rest


def test_the_trained_layers_tell_codes_apart(tuned):
    """What was taught is what a like answer gets."""
    time, distance = tuned.probability(
        list(TEXTS), ["barriers/time", "barriers/distance"]
    ).T

    assert time[0] > distance[0]
    assert distance[1] > time[1]


def test_a_code_that_nobody_gave_gets_little(tuned):
    """Its head has learnt that it was never right."""
    whole = tuned.probability(list(TEXTS), tuned.names)

    assert (whole[:, tuned.names.index("other")] < whole.max(axis=1)).all()


def test_the_trained_scores_are_weighed_with_the_others(trained):
    """Two readings of the trained encoder stand beside the five of the others."""
    assert trained.learnt_["q1"].calibration.weights.shape == (7,)


def test_training_tells_how_far_it_is(trained, told):
    """A progress bar needs the number of steps, and the last one."""
    steps, totals = zip(*told, strict=True)

    assert list(steps) == list(range(1, totals[0] + 1))


def test_a_trained_suggester_can_be_kept(trained):
    """Training again for each script would take minutes."""
    again = pickle.loads(pickle.dumps(trained))

    pd.testing.assert_frame_equal(
        again.suggest(TEXTS, "q1"), trained.suggest(TEXTS, "q1")
    )


def test_the_published_encoder_stays_as_it_was(tuned, published):
    """Others read with it in the same process, and only the copy has learnt."""
    afresh = SentenceEncoder(default_encoder().folder)

    assert np.array_equal(default_encoder().encode(["no time"]), published)
    # Weights that lie elsewhere in memory may be summed in another order.
    assert np.allclose(afresh.encode(["no time"]), published, atol=1e-6)
    assert not np.allclose(tuned.encoder.encode(["no time"]), published)


@pytest.mark.parametrize("tune_from", [31, None], ids=["too few", "never"])
def test_fewer_answers_leave_the_encoder_alone(
    small_codebook, many_codings, many_answers, tune_from
):
    """What is learnt from few answers is quick."""
    suggester = CodeSuggester(small_codebook, tune_from=tune_from)

    assert suggester.fit(many_codings, many_answers).learnt_["q1"].readers == ()


def test_another_encoder_is_not_trained(
    small_codebook, many_codings, many_answers, bag_of_words
):
    """Only the layers of a sentence encoder can learn."""
    suggester = CodeSuggester(small_codebook, encoder=bag_of_words, tune_from=30)

    assert suggester.fit(many_codings, many_answers).learnt_["q1"].readers == ()
