"""How closely two things go together, with few respondents."""

from unittest import mock

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from scipy import stats
from statsmodels.stats.multitest import multipletests

from coprod_nlp.tables import association_table, cramers_v
from coprod_nlp.tables.association import (
    ALL_APART,
    NO_INTERVAL,
    ONE_LEVEL,
    chi_square,
    holm,
)


def _respondents(counts):
    """Turn a table of counts into a factor and an outcome, one row per respondent."""
    pairs = [
        (f"f{i}", f"o{j}")
        for i, row in enumerate(counts)
        for j, n in enumerate(row)
        for _ in range(n)
    ]
    frame = pd.DataFrame(pairs, columns=["years", "heard"])
    return frame["years"], frame["heard"]


def _row(counts, **options):
    factor, outcome = _respondents(counts)
    return association_table({"heard": outcome}, factor, **options).iloc[0]


def test_p_is_that_of_fishers_exact_test_on_the_lady_tasting_tea():
    """Fisher (1935): three of four right each way, p = 0.486 on both sides."""
    assert _row([[3, 1], [1, 3]])["p"] == pytest.approx(0.4857, abs=0.02)


def test_p_follows_every_table_with_the_same_margins():
    """With ten respondents all tables can be listed: p is exact but for the draws."""
    counts = np.array([[5, 0], [1, 4]])
    exact = stats.fisher_exact(counts).pvalue

    assert _row(counts)["p"] == pytest.approx(exact, abs=0.01)


@given(st.lists(st.lists(st.integers(1, 30), min_size=3, max_size=3), min_size=2))
def test_chi_square_is_pearsons(counts):
    """As scipy computes it, without a correction for continuity."""
    expected = stats.chi2_contingency(counts, correction=False).statistic

    assert chi_square(np.array(counts, dtype=float)) == pytest.approx(expected)


def test_two_things_that_are_one_have_v_1():
    """The correction takes nothing off a perfect association."""
    assert cramers_v(np.array([[50.0, 0], [0, 50]])) == pytest.approx(1)


def test_no_more_than_chance_gives_has_v_0():
    """A little association is what chance gives, and the correction takes it off."""
    plain = stats.contingency.association(np.array([[26, 24], [24, 26]]))

    assert plain == pytest.approx(0.04)
    assert cramers_v(np.array([[26.0, 24], [24, 26]])) == 0


@given(
    st.lists(st.lists(st.integers(0, 20), min_size=2, max_size=2), min_size=2).filter(
        lambda rows: all(map(sum, zip(*rows, strict=True))) and sum(map(any, rows)) > 1
    )
)
def test_v_lies_between_0_and_1(counts):
    """However odd the table."""
    assert 0 <= cramers_v(np.array(counts, dtype=float)) <= 1


def test_the_interval_holds_none_where_there_is_none():
    """Also in a table of many cells, where resamples add what chance gives."""
    rng = np.random.default_rng(0)
    lows = []
    for seed in range(30):
        own, other = (pd.Series(rng.integers(0, 6, 100), name="x") for _ in range(2))
        table = association_table({"y": other}, own, n_resamples=200, random_state=seed)
        lows.append(table["v_low"].iloc[0])

    assert np.mean(np.array(lows) == 0) >= 0.9


def test_the_interval_holds_an_association_that_is_there():
    """Seven in ten against three in ten of 100 each: V about 0.4."""
    row = _row([[70, 30], [30, 70]])

    assert row["v_low"] < 0.4 < row["v_high"]
    assert row["v_low"] > 0.2


def test_what_is_perfectly_associated_has_v_1_in_resamples_too():
    """Twice the chance is taken off the largest V there can be as well."""
    assert cramers_v(np.array([[15.0, 0], [0, 15]]), resampled=True) == pytest.approx(1)


@pytest.mark.parametrize("counts", [[[15, 0], [0, 15]], [[10, 0], [0, 10], [9, 0]]])
def test_where_one_tells_the_other_there_is_no_interval(counts):
    """Every resample says the same, from which nothing can be learnt."""
    row = _row(counts)

    assert row["v"] > 0.9
    assert np.isnan([row["v_low"], row["v_high"]]).all()
    assert row["note"] == NO_INTERVAL


def test_so_few_respondents_that_most_resamples_have_no_v_have_no_interval():
    """Five of them, once twice the chance is taken off."""
    row = _row([[1, 0], [1, 0], [0, 1], [1, 1]])

    assert not np.isnan(row["v"])
    assert row["note"] == NO_INTERVAL


def test_the_interval_holds_its_own_v():
    """Of 23 respondents; the quantiles end at 0.82, below their V of 0.83."""
    row = _row([[5, 0], [4, 0], [0, 9], [2, 3]], confidence=0.5)

    assert row["v_low"] <= row["v"] <= row["v_high"]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_holms_steps_are_those_of_statsmodels(p):
    """Smallest first, each times the number not yet rejected."""
    # Theirs collects garbage each time, which takes longer than all else.
    with mock.patch("gc.collect"):
        expected = multipletests(p, method="holm")[1]

    assert holm(np.array(p)) == pytest.approx(expected)


def test_p_is_adjusted_for_the_number_of_outcomes():
    """Two outcomes asked about: the smaller p is doubled."""
    factor, outcome = _respondents([[30, 10], [10, 30]])
    other = pd.Series((["a", "b"] * 40), index=factor.index)
    table = association_table({"heard": outcome, "other": other}, factor)

    assert table.loc[0, "p_holm"] == pytest.approx(2 * table.loc[0, "p"])


def test_an_outcome_that_all_share_is_not_tested():
    """Where everybody had heard of it, nothing can go together with it."""
    row = _row([[10, 0], [12, 0]])

    assert row["note"] == ONE_LEVEL
    assert np.isnan([row["v"], row["p"], row["p_holm"]]).all()


def test_respondents_who_are_all_apart_are_not_tested():
    """Two who share nothing: every table with their margins has the same chi-square."""
    row = _row([[1, 0], [0, 1]])

    assert row["note"] == ALL_APART
    assert np.isnan([row["v"], row["p"], row["p_holm"]]).all()


def test_a_missing_answer_leaves_one_outcome_only():
    """Each outcome has its own respondents."""
    factor, outcome = _respondents([[10, 5], [5, 10]])
    table = association_table(
        {"all": outcome, "some": outcome.where(outcome.index > 3)}, factor
    )

    assert table["n"].tolist() == [30, 26]


def test_the_same_seed_gives_the_same_figures():
    """A run can be repeated."""
    first, again = (_row([[12, 5], [8, 9]], random_state=3) for _ in range(2))

    assert first.equals(again)


def test_a_respondent_without_a_row_in_the_factor_is_refused():
    """Both are joined by respondent, never by position."""
    with pytest.raises(ValueError, match="same index"):
        association_table(
            {"heard": pd.Series(["y"], ["r2"])}, pd.Series(["x"], ["r1"], name="years")
        )
