"""What is decided alone, and what goes to review."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_nlp.matching import Decision, Thresholds
from coprod_nlp.matching.crossfitting import choose_thresholds


def test_a_probability_between_the_thresholds_is_reviewed():
    """The matcher hands a doubtful answer to a human coder."""
    assert Thresholds(0.3, 0.7).decide(0.5) == Decision.REVIEW


@pytest.mark.parametrize(("lower", "upper"), [(0.7, 0.3), (0.5, 0.5), (-0.1, 0.5)])
def test_crossing_thresholds_are_refused(lower, upper):
    """A review region of no width is a mistake."""
    with pytest.raises(ValueError, match="lower < upper"):
        Thresholds(lower, upper)


def test_no_limit_suffices_when_the_surest_are_wrong():
    """Where even the surest decisions are wrong too often, all go to review."""
    chosen = choose_thresholds(
        np.array([0.9, 0.8, 0.2, 0.1]), np.array([0, 1, 0, 1]), target=0.95
    )

    assert chosen == Thresholds(0.0, 1.0)


def test_both_limits_lie_equally_far_from_one_half():
    """A doubt of one in five is reviewed on either side."""
    chosen = choose_thresholds(
        np.array([0.9, 0.8, 0.4, 0.1]), np.array([1, 1, 0, 0]), target=0.95
    )

    assert chosen == Thresholds(0.2, 0.8)


def test_a_side_that_is_never_sure_leaves_the_other_alone():
    """Where no match can be trusted, what does not match is still decided."""
    chosen = choose_thresholds(
        np.array([0.9, 0.8, 0.4, 0.1]), np.array([0, 1, 0, 0]), target=0.95
    )

    assert chosen == Thresholds(0.4, 1.0)


@pytest.mark.parametrize("order", [1, -1])
def test_equal_probabilities_are_decided_alike(order):
    """Where six of nine are right at one limit, their order does not raise it."""
    probability = np.array([0.9] * 3 + [0.7] * 6)[::order]
    right = np.array([1] * 4 + [0] * 5)[::order]

    assert choose_thresholds(probability, right, target=0.965).upper == 0.9


@given(
    st.lists(st.tuples(st.floats(0.0, 1.0), st.integers(0, 1)), min_size=1, max_size=60)
)
def test_decisions_on_the_data_they_were_chosen_on_reach_the_target(cases):
    """Among the matches, and among the others, at least the target share is right."""
    probability = np.array([round(p, 6) for p, _ in cases])
    accurate = np.array([y for _, y in cases])

    limits = choose_thresholds(probability, accurate, target=0.8)

    matched = (probability >= limits.upper) & (limits.upper < 1)
    other = (probability <= limits.lower) & (limits.lower > 0)
    assert accurate[matched].sum() >= 0.8 * matched.sum()
    assert (1 - accurate)[other].sum() >= 0.8 * other.sum()
