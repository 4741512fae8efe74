"""A share counted by machine is corrected, and says how sure it is."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from coprod_nlp.agreement import corrected_share
from coprod_nlp.exceptions import CodingsError, NotEnoughDataError


def answers(n=400, n_coded=100, seed=0, right=0.8):
    """Return machine labels and a coded part; the true share is two fifths."""
    random = np.random.default_rng(seed)
    true = random.random(n) < 0.4
    machine = np.where(random.random(n) < right, true, ~true).astype(float)
    coded = random.permutation(n) < n_coded
    return machine, np.where(coded, true, np.nan)


def test_a_machine_that_is_always_wrong_is_corrected():
    """A share of three quarters where people say one half."""
    machine = np.tile([1, 1, 1, 0], 100)
    manual = np.where(np.arange(400) < 200, np.tile([1, 1, 0, 0], 100), np.nan)
    found = corrected_share(machine, manual)

    assert found.naive == 0.75
    assert found.share == pytest.approx(0.5)


def test_when_everybody_is_coded_the_share_is_theirs():
    """With every answer coded, the machine adds nothing to the estimate."""
    machine, _ = answers()
    true = np.tile([1.0, 0.0], 200)

    assert corrected_share(machine, true).share == pytest.approx(0.5)


def test_a_constant_machine_leaves_the_coded_share():
    """A machine that says the same of all answers is not heard."""
    _, manual = answers()
    found = corrected_share(np.ones(400), manual)

    assert found.share == pytest.approx(np.nanmean(manual))


def test_unequal_chances_are_weighed():
    """Answers twice as likely to be drawn count half as much."""
    manual = np.full(400, np.nan)
    manual[:40], manual[200:220] = 1, 0
    chance = np.where(np.arange(400) < 200, 0.2, 0.1)
    found = corrected_share(np.ones(400), manual, sampling_probability=chance)

    assert found.share == pytest.approx(0.5)


def test_no_error_in_few_answers_is_no_perfect_machine():
    """Ten right answers leave room for errors in the others."""
    machine = np.tile([1.0, 0.0], 500)
    manual = np.where(np.arange(1000) < 10, machine, np.nan)
    found = corrected_share(machine, manual)

    assert found.high - found.low > 2 * (found.naive_high - found.naive_low)


def test_the_interval_covers_where_the_naive_one_does_not():
    """Over 400 surveys, 93 to 98 of 100 corrected intervals hold the true share."""
    found = [corrected_share(*answers(1000, seed=seed)) for seed in range(400)]

    assert 0.93 <= np.mean([f.low <= 0.4 <= f.high for f in found]) <= 0.98
    assert np.mean([f.naive_low <= 0.4 <= f.naive_high for f in found]) < 0.6


@given(st.integers(10, 60), st.integers(0, 1000), st.floats(0.5, 1))
def test_the_corrected_share_lies_in_its_interval(n_coded, seed, right):
    """Ends are ordered and between 0 and 1."""
    found = corrected_share(*answers(120, n_coded, seed, right))

    assert 0 <= found.low <= found.share <= found.high <= 1


@pytest.mark.parametrize(("n", "n_coded"), [(108, 108), (108, 80), (400, 300)])
def test_the_interval_covers_where_most_are_coded(n, n_coded):
    """Over 400 surveys, 93 to 98 of 100 intervals hold the true share."""
    found = [corrected_share(*answers(n, n_coded, seed, 0.95)) for seed in range(400)]

    assert 0.93 <= np.mean([f.low <= 0.4 <= f.high for f in found]) <= 0.98


def test_when_everybody_is_coded_the_interval_is_that_of_a_share():
    """Wald's for 54 of 108, with Student's quantile and two answers each way."""
    true = np.tile([1.0, 0.0], 54)
    found = corrected_share(true, true)

    assert found.high - found.low == pytest.approx(2 * 1.9824 / 2 / 108**0.5, abs=1e-4)


def test_answers_known_to_be_zero_are_part_of_the_share_and_of_its_interval():
    """Forty blank cells that nobody coded tell as much as forty coded ones."""
    written = np.tile([1.0, 1.0, 0.0], 20)
    everybody = np.concatenate([written, np.zeros(40)])
    found = corrected_share(written, written, n_known_zeros=40)
    coded = corrected_share(everybody, everybody)

    assert found.n_answers == coded.n_answers
    assert [found.share, found.low, found.high] == pytest.approx(
        [coded.share, coded.low, coded.high], abs=0.005
    )


def test_answers_known_to_be_one_are_part_of_the_share_and_of_its_interval():
    """Forty answers that were coded before tell as much as forty coded now."""
    coded = np.tile([1.0, 1.0, 0.0], 20)
    everybody = np.concatenate([coded, np.ones(40)])
    found = corrected_share(coded, coded, n_known_ones=40)
    together = corrected_share(everybody, everybody)

    assert [found.naive, found.share, found.low, found.high] == pytest.approx(
        [together.naive, together.share, together.low, together.high], abs=0.005
    )


def test_the_interval_covers_where_as_many_were_learned():
    """Over 400 surveys in which 40 of 108 are known and 40 coded, 93 to 98 of 100."""
    random = np.random.default_rng(0)
    inside = []
    for _ in range(400):
        true = (random.random(108) < 0.4).astype(float)
        machine = np.where(random.random(108) < 0.85, true, 1 - true)
        manual = np.where(np.arange(108) < 80, true, np.nan)
        n_ones = int(true[:40].sum())
        found = corrected_share(
            machine[40:], manual[40:], n_known_ones=n_ones, n_known_zeros=40 - n_ones
        )
        inside.append(found.low <= 0.4 <= found.high)

    assert 0.93 <= np.mean(inside) <= 0.98


def test_the_interval_of_written_and_blank_answers_covers():
    """Where six in ten write, over 400 surveys, 93 to 98 of 100 hold the share."""
    random = np.random.default_rng(0)
    inside = []
    for _ in range(400):
        n = random.binomial(108, 0.6)
        true = (random.random(n) < 0.7).astype(float)
        found = corrected_share(true, true, n_known_zeros=108 - n)
        inside.append(found.low <= 0.42 <= found.high)

    assert 0.93 <= np.mean(inside) <= 0.98


def test_few_answers_that_stand_for_many_widen_the_interval():
    """What the machine counts was drawn three times less often than the rest."""
    random = np.random.default_rng(0)
    inside = []
    for _ in range(400):
        true = random.random(500) < 0.2
        machine = np.where(random.random(500) < 0.9, true, ~true).astype(float)
        chance = np.where(machine == 1, 1.0, 3.0)
        chance *= 60 / chance.sum()
        drawn = random.random(500) < chance
        found = corrected_share(
            machine, np.where(drawn, true, np.nan), sampling_probability=chance
        )
        inside.append(found.low <= 0.2 <= found.high)

    assert np.mean(inside) >= 0.9


def test_the_naive_interval_has_a_width_where_all_are_counted():
    """Wilson's for 40 of 40, not one without width."""
    found = corrected_share(np.ones(40), np.ones(40))

    assert found.naive_low == pytest.approx(0.9124, abs=1e-4)


def test_too_few_coded_answers_are_refused():
    """Nine answers say too little."""
    with pytest.raises(NotEnoughDataError, match="found 9 of 400"):
        corrected_share(*answers(n_coded=9))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"machine": [2.0] * 400}, r"\[0, 1\]"),
        ({"manual": [0.5] * 400}, "0, 1 or nan"),
        ({"manual": [1.0] * 3}, "one value per answer"),
        ({"sampling_probability": [0.0] * 400}, "could not be drawn"),
    ],
)
def test_values_out_of_range_are_refused(change, message):
    """The message says which argument, and what it needs."""
    machine, manual = answers()
    with pytest.raises(CodingsError, match=message):
        corrected_share(**{"machine": machine, "manual": manual, **change})


def test_a_share_lies_between_0_and_1_and_in_its_interval():
    """A line through the coded answers can leave [0, 1] where the others lie."""
    machine = np.r_[0.3, np.full(9, 0.7), np.ones(90)]
    manual = np.r_[0, np.ones(9), np.full(90, np.nan)]

    found = corrected_share(machine, manual)

    assert found.low <= found.share == found.high == 1


@pytest.mark.parametrize("n", [-5, 0.5])
@pytest.mark.parametrize("known", ["n_known_zeros", "n_known_ones"])
def test_fewer_answers_than_none_are_refused(known, n):
    """A count of blank cells is a count."""
    with pytest.raises(ValueError, match=f"{known} counts answers"):
        corrected_share(*answers(), **{known: n})
