"""Hidden counts stay hidden."""

import itertools

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from scipy.optimize import linprog

from coprod_nlp.tables import (
    KNOWLEDGE_BASES,
    KNOWLEDGE_PARTS,
    RULES,
    crosstab,
    knowledge_table,
    likert_parts,
    likert_table,
    suppress_small_counts,
)
from coprod_nlp.tables.suppression import cell_sums


def _table(grid):
    """Build a crosstab from counts, strata in rows and values in columns."""
    rows = [
        (f"s{i}", f"v{j}")
        for i, row in enumerate(grid)
        for j, n in enumerate(row)
        for _ in range(n)
    ]
    frame = pd.DataFrame(rows, columns=["by", "value"])
    order = [f"v{j}" for j in range(len(grid[0]))]
    return crosstab(frame["value"], frame["by"], order=order)


def _range_of(table, hidden, row, parts=None, bases=None):
    """Attack one hidden count: its smallest and largest value given the rest."""
    sums, _ = cell_sums(
        table.astype({"n": "Int64", "base": "Int64"}), parts or {}, bases or {}
    )
    shown = np.concatenate([hidden["n"].notna(), hidden["base"].notna()])
    truth = np.concatenate([table["n"], table["base"]]).astype(float)
    ends = [
        linprog(sign * sums[row], A_eq=sums[shown], b_eq=truth[shown])
        for sign in (1, -1)
    ]
    # An unbounded direction (status 3) leaves the count wide open.
    return [end.fun if end.status == 0 else np.inf for end in ends]


def test_none_hides_nothing():
    """A table for the team stays whole."""
    table = _table([[1, 2], [3, 4]])

    hidden = suppress_small_counts(table, "none")

    assert hidden["n"].tolist() == table["n"].tolist()
    assert (hidden["suppressed"] == "").all()


def test_a_lone_small_count_takes_a_second_with_it():
    """With one hole, the base less the rest would fill it."""
    hidden = suppress_small_counts(_table([[30, 20, 3]]), "threshold-5")

    own = hidden[hidden["stratum"] == "(all)"]
    assert own["n"].isna().sum() == 2
    assert set(own["suppressed"]) == {
        "",
        "small count",
        "would reveal a small count",
    }


def test_the_total_over_strata_reveals_nothing():
    """A cell hidden in one stratum is hidden in a second one, or in the total."""
    hidden = suppress_small_counts(
        _table([[30, 3, 9], [25, 40, 31], [20, 18, 22]]), "threshold-5"
    )

    column = hidden[hidden["value"] == "v1"]
    assert column["n"].isna().sum() >= 2


def test_the_nhs_rule_hides_1_to_7_and_rounds_the_rest_to_5():
    """0 is shown, 8 becomes 10, 12 becomes 10, 13 becomes 15."""
    values = pd.Series(["a"] * 8 + ["b"] * 12 + ["c"] * 13 + ["d"] * 7 + ["e"] * 6)

    hidden = suppress_small_counts(
        crosstab(values, order=list("abcdef")), "nhs-sub-national"
    ).set_index("value")

    assert hidden["n"].fillna(-1).tolist() == [10, 10, 15, -1, -1, 0]
    assert hidden["base"].unique().tolist() == [45]
    assert hidden.loc["a", "share"] == pytest.approx(10 / 45)


def test_a_hidden_count_has_no_share_and_no_interval():
    """A share with its base is the count in other words."""
    hidden = suppress_small_counts(_table([[30, 20, 3]]), "threshold-5")
    gone = hidden[hidden["n"].isna()]

    assert gone[["share", "share_low", "share_high"]].isna().all(axis=None)


def test_a_small_remainder_that_is_not_printed_is_safe_too():
    """97 of 100 tells that three did not; the printed count goes."""
    table = pd.DataFrame(
        {"stratum": ["(all)"], "value": ["yes"], "n": [97], "base": [100]}
    )

    hidden = suppress_small_counts(table, "threshold-5")

    assert hidden["n"].isna().tolist() == [True]


def test_a_small_base_is_hidden_with_all_its_counts():
    """A department of three is not shown."""
    hidden = suppress_small_counts(_table([[20, 20], [2, 1], [15, 12]]), "threshold-5")

    assert hidden.loc[hidden["stratum"] == "s1", "base"].isna().all()
    assert hidden.loc[hidden["stratum"] == "s1", "n"].isna().all()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=2, max_size=4
    ),
    st.sampled_from(["threshold-5", "threshold-10", "threshold-11"]),
)
def test_no_hidden_small_count_equals_a_combination_of_published_ones(grid, rule):
    """Linear algebra on the margins recovers no small count."""
    if not all(map(sum, grid)):
        return
    table = _table(grid)
    hidden = suppress_small_counts(table, rule)
    sums, _ = cell_sums(table.astype({"n": "Int64", "base": "Int64"}), {}, {})
    shown = np.concatenate([hidden["n"].notna(), hidden["base"].notna()])
    rank = np.linalg.matrix_rank(sums[shown]) if shown.any() else 0

    small = (table["n"] > 0) & (table["n"] < RULES[rule].smallest_shown)
    for row in np.flatnonzero(small):
        with_it = np.vstack([sums[shown], sums[row]])
        assert np.linalg.matrix_rank(with_it) == rank + 1


def test_a_linear_programme_cannot_pin_a_hidden_cell():
    """Even knowing that counts are not negative, a hidden count has a range."""
    table = _table([[30, 3, 19], [25, 40, 31], [20, 18, 22]])
    hidden = suppress_small_counts(table, "threshold-5")

    for row in np.flatnonzero(hidden["suppressed"] == "small count"):
        low, minus_high = _range_of(table, hidden, row)
        assert -minus_high - low >= 2


def test_both_bases_of_knowledge_together_reveal_no_small_count():
    """The difference between the bases is the number who wrote nothing."""
    heard = pd.Series([True] * 40 + [False] * 40 + [True, False, False])
    accurate = pd.Series([True, False] * 40 + [False] * 3)
    wrote = pd.Series([True] * 80 + [False] * 3)
    table = knowledge_table(heard, accurate, wrote=wrote)

    hidden = suppress_small_counts(
        table, "threshold-5", parts=KNOWLEDGE_PARTS, bases=KNOWLEDGE_BASES
    )

    row = int(np.flatnonzero(table["value"] == "no definition")[0])
    sums, _ = cell_sums(
        table.astype({"n": "Int64", "base": "Int64"}), KNOWLEDGE_PARTS, KNOWLEDGE_BASES
    )
    shown = np.concatenate([hidden["n"].notna(), hidden["base"].notna()])
    rank = np.linalg.matrix_rank(sums[shown])
    assert np.linalg.matrix_rank(np.vstack([sums[shown], sums[row]])) == rank + 1


def test_a_mean_goes_with_a_hidden_point():
    """A mean beside all points but one would give that one back."""
    scale = ["No", "Perhaps", "Yes"]
    answers = [a for a, n in zip(scale, [2, 20, 30], strict=True) for _ in range(n)]
    table = likert_table(
        pd.Series(answers).astype(pd.CategoricalDtype(scale, ordered=True)), positive=1
    )
    parts, bases = likert_parts(table)

    hidden = suppress_small_counts(table, "threshold-5", parts=parts, bases=bases)

    assert hidden["mean"].isna().all()


def test_knowledge_parts_describe_the_table_they_are_for():
    """Each count is the sum of its cells, for any respondents."""
    kinds = list(
        itertools.product([True, False, None], [True, False, None], [True, False])
    )
    kinds = [(h, a, w) for h, a, w in kinds if w or not a]
    heard, accurate, wrote = (
        pd.Series(x, dtype="boolean") for x in zip(*kinds, strict=True)
    )
    table = knowledge_table(heard, accurate, wrote=wrote)
    sums, _ = cell_sums(
        table.astype({"n": "Int64", "base": "Int64"}), KNOWLEDGE_PARTS, KNOWLEDGE_BASES
    )
    truth = np.concatenate([table["n"], table["base"]]).astype(float)

    cells = np.linalg.lstsq(sums, truth, rcond=None)[0]

    assert sums @ cells == pytest.approx(truth)


def test_an_unknown_rule_is_named_with_the_known_ones():
    """A misspelt rule never means no rule."""
    with pytest.raises(ValueError, match="threshold-10"):
        suppress_small_counts(_table([[1, 2]]), "treshold-5")


def test_a_table_without_base_is_refused():
    """What has no base cannot be checked for differencing."""
    with pytest.raises(ValueError, match="lacks the column"):
        suppress_small_counts(_table([[1, 2]]).drop(columns="base"), "threshold-5")
