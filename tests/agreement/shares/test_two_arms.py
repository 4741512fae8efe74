"""A share is compared between two groups of respondents."""

import numpy as np
import pytest

from coprod_nlp.agreement import compare_arms
from coprod_nlp.tables import newcombe_intervals


@pytest.fixture
def arms():
    """Return 200 respondents, half of them in each group."""
    random = np.random.default_rng(0)
    whole = random.integers(1, 4, 200).astype(float)
    first = np.arange(200) < 100
    part = random.binomial(whole.astype(int), np.where(first, 0.7, 0.4)).astype(float)
    return part, whole, first


def test_each_share_is_a_ratio_of_sums(arms):
    """Whoever adds more to the denominator counts for more."""
    part, whole, first = arms
    found = compare_arms(*arms, n_resamples=50)

    assert float(found.first) == pytest.approx(part[first].sum() / whole[first].sum())
    assert float(found.difference) == float(found.first) - float(found.second)


def test_the_interval_covers_the_difference_that_was_put_in(arms):
    """The groups were drawn with 0.7 and 0.4."""
    gap = compare_arms(*arms, n_resamples=500).difference

    assert gap.low < 0.3 < gap.high


def test_for_one_thing_each_the_interval_is_like_newcombes():
    """Two roads to the same: the bootstrap and the formula."""
    part = np.r_[np.ones(56), np.zeros(14), np.ones(48), np.zeros(32)]
    first = np.arange(150) < 70
    gap = compare_arms(part, np.ones(150), first).difference
    low, high = newcombe_intervals([56], [70], [48], [80])

    assert (gap.low, gap.high) == pytest.approx((low[0], high[0]), abs=0.02)


def test_a_group_of_one_respondent_has_no_interval(arms):
    """Nor has the difference from it, though its share is known."""
    part, whole, _ = arms
    found = compare_arms(part, whole, np.arange(200) > 0, n_resamples=50)

    assert found.second.defined
    assert np.isnan([found.second.high, found.difference.high]).all()
    assert found.first.low < found.first.high


def test_an_empty_group_has_no_share(arms):
    """Nothing is made up where nobody is."""
    part, whole, _ = arms
    found = compare_arms(part, whole, np.ones(200, dtype=bool), n_resamples=50)

    assert not found.second.defined
    assert not found.difference.defined
    assert found.first.defined


def test_a_group_in_which_all_are_alike_has_no_interval():
    """Nor has the difference from it: 20 of 20 is not known to be everybody."""
    part = np.r_[np.ones(20), np.tile([1.0, 0.0], 10)]
    found = compare_arms(part, np.ones(40), np.arange(40) < 20, n_resamples=50)

    assert float(found.difference) == pytest.approx(0.5)
    assert np.isnan([found.first.low, found.difference.low]).all()
    assert found.second.low < found.second.high
