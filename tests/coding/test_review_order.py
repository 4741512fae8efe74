"""Answers are put in an order for the coder, doubtful ones first."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coprod_nlp.coding.ordering import review_order

APART = np.eye(4)
ALIKE = np.ones((4, 1))


def test_the_answer_nearest_to_the_threshold_comes_first():
    """A code that is as likely suggested as not is the one to ask about."""
    score = np.array([[0.99], [0.3], [0.05], [0.6]])

    assert review_order(score, 0.3, APART).positions.tolist() == [1, 3, 2, 0]


def test_one_code_in_doubt_is_enough():
    """An answer is as doubtful as its most doubtful code."""
    order = review_order(np.array([[0.99, 0.01], [0.99, 0.5]]), 0.5, APART[:2])

    assert order.positions.tolist() == [1, 0]
    assert order.code.tolist() == [1, 0]
    assert order.uncertainty[0] == pytest.approx(1)


def test_a_near_copy_waits_until_others_were_seen():
    """The same doubt twice in a row teaches a coder nothing new."""
    score = np.array([[0.5], [0.5], [0.7]])
    vectors = np.array([[1.0, 0.0], [0.999, 0.045], [0.0, 1.0]])
    order = review_order(score, 0.5, vectors)

    assert order.positions.tolist() == [0, 2, 1]
    assert order.novelty.tolist() == pytest.approx([1, 1, 0.002])


def test_answers_that_are_somewhat_alike_count_in_full():
    """Only near copies wait; what is on one subject is not all the same."""
    score = np.array([[0.5], [0.6], [0.7]])
    vectors = np.array([[1.0, 0.0], [0.5, 0.75**0.5], [0.0, 1.0]])

    assert review_order(score, 0.5, vectors).novelty[1] == pytest.approx(1)


def test_answers_like_coded_ones_come_last():
    """What coders said of a like answer is known already."""
    score = np.array([[0.5], [0.7]])
    order = review_order(score, 0.5, APART[:2], known=APART[:1])

    assert order.positions.tolist() == [1, 0]


def test_ties_keep_the_order_of_the_answers():
    """Equal answers come as they were given."""
    order = review_order(np.full((4, 1), 0.4), 0.3, ALIKE)

    assert order.positions.tolist() == [0, 1, 2, 3]


def test_as_many_as_asked_are_ranked():
    """The first of a long list are the first of the whole."""
    score = np.array([[0.99], [0.3], [0.05], [0.6]])

    assert review_order(score, 0.3, APART, top=2).positions.tolist() == [1, 3]


@given(arrays(float, (5, 3), elements=st.floats(0, 1)), st.floats(0.01, 0.99))
def test_every_answer_is_ranked_once(score, threshold):
    """Nothing is lost, and both reasons lie in [0, 1]."""
    order = review_order(score, threshold, np.eye(5))

    assert sorted(order.positions) == list(range(5))
    assert ((order.uncertainty >= 0) & (order.uncertainty <= 1)).all()
    assert ((order.novelty >= 0) & (order.novelty <= 1)).all()


def test_the_table_says_why(suggester):
    """A coder sees which code is in doubt, and its score is that of suggest."""
    texts = pd.Series({"R1": "no time", "R2": "parents live far off", "R3": "n/a"})
    order = suggester.review_order(texts, "q1")
    scores = suggester.suggest(texts, "q1", top=9).set_index(["answer", "code"])

    assert list(order.columns) == [
        *("answer", "rank", "uncertainty", "novelty", "code", "score"),
    ]
    assert sorted(order["answer"]) == ["R1", "R2"]
    assert order["rank"].tolist() == [1, 2]
    for answer, code, score in zip(
        order["answer"], order["code"], order["score"], strict=True
    ):
        assert score == scores.loc[(answer, code), "score"]


def test_copies_of_an_answer_do_not_follow_it(suggester):
    """Twenty people who say the same need one decision first."""
    texts = ["no time"] * 20 + ["parents live far off", "teach staff"]
    order = suggester.review_order(texts, "q1")

    assert set(order["answer"][:3]) == {0, 20, 21}


def test_coded_answers_come_last(fitted, answers):
    """After fit, what was coded needs no code again."""
    new = "trains are slow and families give up"
    order = fitted.review_order([*answers["q1"][:5], new], "q1")

    assert order["answer"].iloc[0] == 5
    assert order["novelty"][1:].tolist() == pytest.approx([0] * 5, abs=1e-6)


@settings(max_examples=20)
@given(st.lists(st.sampled_from(["no time", "far", "my job", "n/a", ""]), max_size=6))
def test_the_order_is_the_same_again(suggester, texts):
    """The same answers give the same table, with or without a limit."""
    order = suggester.review_order(texts, "q1")

    pd.testing.assert_frame_equal(order, suggester.review_order(texts, "q1"))
    first = suggester.review_order(texts, "q1", top=2)
    pd.testing.assert_frame_equal(order[:2], first)


@pytest.mark.parametrize("empty", [[], ["n/a", ""]])
def test_nothing_to_code_is_an_empty_table(suggester, fitted, empty):
    """A question that nobody answered stops nothing."""
    assert suggester.review_order(empty, "q1").empty
    assert fitted.review_order(empty, "q1").empty
    assert fitted.suggest(empty, "q1").empty


def test_a_limit_below_one_is_refused(suggester):
    """No answers at all is no order."""
    with pytest.raises(ValueError, match="top must be 1 or more"):
        suggester.review_order(["no time"], "q1", top=0)
