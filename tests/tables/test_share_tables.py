"""Shares, bases and intervals of the tables."""

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from statsmodels.stats.proportion import proportion_confint

from coprod_nlp.exceptions import NotEnoughDataError
from coprod_nlp.tables import (
    crosstab,
    knowledge_table,
    likert_table,
    share_table,
    subgroup_table,
    wilson_interval,
)


@pytest.mark.parametrize(
    ("count", "base", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_newcombes_published_intervals(count, base, low, high):
    """Newcombe (1998), Stat. Med. 17:857-872, table I, method 3."""
    assert wilson_interval(count, base) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_equals_statsmodels_and_holds_the_share(pair):
    """The interval is statsmodels' and contains the share it belongs to."""
    count, base = pair
    low, high = wilson_interval(count, base)

    expected = proportion_confint(count, base, method="wilson")
    assert (low, high) == pytest.approx(expected, abs=1e-9)
    assert 0 <= low <= count / base <= high <= 1


def test_an_empty_base_has_no_interval():
    """Nothing asked means nothing known, not a share of 0."""
    assert np.isnan(wilson_interval(0, 0)).all()


def test_a_count_above_its_base_is_refused():
    """A share above 1 is a mistake in the counts."""
    with pytest.raises(ValueError, match="found 5 of 4"):
        wilson_interval(5, 4)


def test_crosstab_gives_the_articles_shares_of_those_who_had_heard():
    """Webb et al. (2021): 48.8 % of 80 clinical, 40.7 % of 27 non-clinical staff."""
    heard = pd.Series(["Yes"] * 39 + ["No"] * 41 + ["Yes"] * 11 + ["No"] * 16)
    role = pd.Series(["clinical"] * 80 + ["non-clinical"] * 27)

    table = crosstab(heard, role).query("value == 'Yes'").set_index("stratum")

    assert table["share"].mul(100).round(1)["clinical"] == 48.8
    assert table["share"].mul(100).round(1)["non-clinical"] == 40.7
    assert table["base"].tolist() == [107, 80, 27]


def test_a_missing_value_is_no_part_of_the_base():
    """Each share has the base of those who answered."""
    table = crosstab(pd.Series(["a", None, "b", "a"]))

    assert table[["value", "n", "base"]].to_numpy().tolist() == [
        ["a", 2, 3],
        ["b", 1, 3],
    ]


def test_a_respondent_without_a_stratum_is_shown_under_not_known():
    """Strata add up to everybody."""
    values = pd.Series(["a", "b", "a"], index=["r1", "r2", "r3"])
    by = pd.Series(["x", None, "x"], index=["r3", "r2", "r1"])

    table = crosstab(values, by)

    assert table.groupby("stratum", sort=False)["n"].sum().to_dict() == {
        "(all)": 3,
        "x": 2,
        "(not known)": 1,
    }


def test_a_value_that_nobody_gave_is_a_row_of_0():
    """The categories of a closed question all show."""
    values = pd.Series(["yes", "yes"]).astype(pd.CategoricalDtype(["yes", "no"]))

    assert crosstab(values)["n"].tolist() == [2, 0]


@pytest.mark.parametrize(
    ("values", "by", "words"),
    [
        (pd.Series(["a"], ["r1"]), pd.Series(["x"], ["r2"]), "same index"),
        (pd.Series(["a", "b"], ["r1", "r1"]), None, "names 1 respondent"),
    ],
)
def test_respondents_that_do_not_match_are_refused(values, by, words):
    """Strata are joined by respondent, never by position."""
    with pytest.raises(ValueError, match=words):
        crosstab(values, by)


def test_a_table_of_nothing_is_refused():
    """An empty question is left out, not shown as a table of zeros."""
    with pytest.raises(NotEnoughDataError, match="all missing"):
        crosstab(pd.Series([None, None], dtype="str"))


def test_an_order_that_leaves_a_value_out_is_refused():
    """No answer disappears because a list of options was too short."""
    with pytest.raises(ValueError, match="leaves out 1"):
        crosstab(pd.Series(["a", "b"]), order=["a"])


def test_the_order_of_rows_changes_nothing():
    """A shuffled survey gives the same table."""
    values = pd.Series(list("aabbc"), index=list("12345"), name="v")
    by = pd.Series(list("xyxyx"), index=list("12345"))

    pd.testing.assert_frame_equal(crosstab(values, by), crosstab(values[::-1], by))


def test_a_share_is_of_truth_values_only():
    """Text where True or False is meant is refused."""
    with pytest.raises(ValueError, match="neither True nor"):
        share_table(pd.Series(["yes", "no"]))


def test_share_table_has_one_row_per_stratum():
    """Able: clinical 68 of 80 is 85 %, non-clinical 11 of 20 is 55 %, all 79 %."""
    able = pd.Series([True] * 68 + [False] * 12 + [True] * 11 + [False] * 9)
    role = pd.Series(["clinical"] * 80 + ["non-clinical"] * 20)

    table = share_table(able, role, value="able").set_index("stratum")

    assert table["share"].round(3).to_dict() == {
        "(all)": 0.79,
        "clinical": 0.85,
        "non-clinical": 0.55,
    }


def test_numbers_are_in_order_of_size():
    """Months 10 and 11 do not stand between 1 and 2."""
    table = crosstab(pd.Series([1, 2, 10, 11]))

    assert table["value"].tolist() == [1, 2, 10, 11]


def test_a_gap_changes_no_strata():
    """One missing value makes a column of whole numbers one of floats."""
    table = crosstab(pd.Series(["yes"] * 3), pd.Series([1, 2, None]))

    assert table["stratum"].tolist() == ["(all)", "1", "2", "(not known)"]


def test_strata_that_would_share_a_name_are_refused():
    """1 and "1" are the same to whoever reads the table."""
    with pytest.raises(ValueError, match="differ in their type or"):
        crosstab(pd.Series(["yes", "no"]), pd.Series([1, "1"], dtype=object))


YES = pd.Series([True, False])
POINTS = pd.Series(["No", "Yes"]).astype(pd.CategoricalDtype(["No", "Yes"], True))
BY_STRATA = [
    lambda by: crosstab(YES, by),
    lambda by: share_table(YES, by),
    lambda by: subgroup_table(YES, YES | True, by, bases=("some", "all")),
    lambda by: knowledge_table(YES, YES, by),
    lambda by: likert_table(POINTS, by, positive=1),
]


@pytest.mark.parametrize("table_by", BY_STRATA)
@pytest.mark.parametrize("by", [["a", "b"], np.array(["a", "b"]), "ward"])
def test_strata_that_do_not_say_whose_they_are_are_refused(table_by, by):
    """Respondents are found by the index of a Series, never by their order."""
    with pytest.raises(TypeError, match="Series indexed by respondent, got"):
        table_by(by)


@pytest.mark.parametrize("table_by", BY_STRATA)
def test_strata_may_be_numbers_and_text(table_by):
    """A column with 1 and "A" is read as it stands."""
    table = table_by(pd.Series([1, "A"]))

    assert table["stratum"].unique().tolist() == ["(all)", "1", "A"]


def test_a_subgroup_takes_truth_values_of_any_dtype():
    """Booleans beside None come as objects."""
    how = pd.Series(["daily", None, None])
    asked = pd.Series([True, True, None], dtype=object)

    table = subgroup_table(how, asked, bases=("involved", "asked"))

    assert table["base"].tolist() == [1, 2]
