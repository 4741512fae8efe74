"""The run of words that stands out is found."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_nlp.matching.evidence import best_window, evidence_span
from coprod_nlp.matching.measuring import starts_beside
from coprod_nlp.text.spans import Span


def test_the_strong_phrase_is_chosen_whole():
    """Neighbouring strong words are shown together."""
    assert best_window(np.array([0.0, 0.0, 1.0, 1.0, 1.0, 0.0])) == (2, 5)


def test_evidence_is_given_in_characters():
    """The span runs from the first word's start to the last word's end."""
    words = [Span(0, 4), Span(5, 8), Span(9, 16)]

    assert evidence_span(np.array([0.0, 0.0, 3.0]), words) == Span(9, 16)


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=40))
def test_a_window_lies_within_the_answer(credit):
    """Whatever the credits are, the window is a run of one to twelve words."""
    start, end = best_window(np.array(credit))

    assert 0 <= start < end <= len(credit)
    assert end - start <= 12


@pytest.mark.parametrize("n_words", [1, 2, 30])
def test_equal_words_give_the_first(n_words):
    """Where nothing stands out the first word is taken, always the same."""
    assert best_window(np.ones(n_words)) == (0, 1)


def test_what_is_deleted_for_comparison_stands_beside_the_words_shown():
    """Before them or behind them, up to the last character."""
    assert starts_beside(Span(3, 5), 8).tolist() == [0, 1, 5, 6]
