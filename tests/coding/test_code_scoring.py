"""An answer is scored by its best unit and as a whole."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coprod_nlp.coding.scoring import AnswerUnits, CodeScorer

STATEMENTS = ["no time", "never any time", "live far away", "far off", "teach staff"]
CODES = ["time", "time", "distance", "distance", "training"]
EVEN = {"time": 1.0, "distance": 1.0, "training": 1.0}


@pytest.fixture(scope="module")
def scorer(bag_of_words):
    """Return a scorer of three codes that are equally common."""
    return CodeScorer.learn(STATEMENTS, CODES, EVEN, bag_of_words)


def test_units_know_their_answer():
    """Two ideas are two units of one answer."""
    units = AnswerUnits.of(["no time; families live far away", "as always"])

    assert units.unit_texts == ["no time", "families live far away", "as always"]
    assert units.owner.tolist() == [0, 0, 1]


def test_an_answer_without_a_word_is_one_unit():
    """Every answer has evidence to show, if only itself."""
    assert AnswerUnits.of(["?!"]).unit_texts == ["?!"]


def test_each_code_is_shown_by_the_unit_that_says_it(scorer):
    """The evidence of a code is the unit in which it is most probable."""
    units = AnswerUnits.of(["as always", "no time; families live far away"])
    (_, evidence) = scorer.score(units).evidence
    distance, time = evidence[:2]

    assert units.unit_texts[time] == "no time"
    assert units.unit_texts[distance] == "families live far away"


def test_the_score_is_the_mean_of_both_readings(scorer):
    """An idea in passing and an answer about it both count."""
    scores = scorer.score(AnswerUnits.of(["no time; families live far away"]))

    assert scores.mean == pytest.approx((scores.best_unit + scores.whole) / 2)


def test_a_code_that_is_more_common_is_more_probable(bag_of_words, scorer):
    """Words that fit two codes alike go to the one that coders give more often."""
    common = CodeScorer.learn(STATEMENTS, CODES, {**EVEN, "time": 9.0}, bag_of_words)
    units = AnswerUnits.of(["something else"])
    time = list(scorer.likeness.classes_).index("time")

    assert common.score(units).whole[0, time] > scorer.score(units).whole[0, time]


@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
@settings(max_examples=30)
def test_every_score_is_a_probability(scorer, texts):
    """Whatever was typed, the codes of an answer share one."""
    scores = scorer.score(AnswerUnits.of(texts))

    assert scores.whole.sum(axis=1) == pytest.approx(1)
    assert np.all((scores.best_unit >= 0) & (scores.best_unit <= 1))
    assert scores.evidence.shape == scores.best_unit.shape == (len(texts), 3)
