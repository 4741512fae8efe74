"""Hidden counts stay hidden."""

import itertools

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from scipy.optimize import Bounds, LinearConstraint, milp

from attacks import bounds_of
from coprod_nlp.tables import (
    KNOWLEDGE_BASES,
    KNOWLEDGE_PARTS,
    RULES,
    Layout,
    crosstab,
    knowledge_table,
    likert_parts,
    likert_table,
    suppress_small_counts,
    suppress_together,
    wilson_interval,
)
from coprod_nlp.tables.numbers import lay_out


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


def _attacked(tables, hidden, **layout):
    """Return the bounds of each hidden number, its value, and whether it is small."""
    whole = {
        name: table.reset_index(drop=True).astype({"n": "Int64", "base": "Int64"})
        for name, table in tables.items()
    }
    numbers = lay_out(whole, **layout)
    gone = ~numbers.printed
    for (name, column), places in numbers.places.items():
        gone[places] |= hidden[name][column].isna().to_numpy()
    targets = np.flatnonzero(gone)
    return pd.DataFrame(
        dict(zip(("low", "high"), bounds_of(numbers, gone, targets), strict=True))
    ).assign(value=numbers.counts[targets])


def _grid_attack(grid, hidden):
    """Bound each small cell of a grid by whole numbers, from the printed table alone.

    Written apart from the package: cells are whole and not negative, a hidden number
    is at least 1, printed ones are exact, strata add up to everybody.
    """
    n_rows, n_columns = np.shape(grid)
    lines, low, high = [], [], []
    for row in hidden.to_dict("records"):
        inside = np.zeros((n_rows, n_columns))
        rows = slice(None) if row["stratum"] == "(all)" else int(row["stratum"][1:])
        for number, columns in (
            (row["n"], int(row["value"][1:])),
            (row["base"], slice(None)),
        ):
            line = inside.copy()
            line[rows, columns] = 1
            lines.append(line.ravel())
            low.append(1 if pd.isna(number) else number)
            high.append(np.inf if pd.isna(number) else number)
    known = LinearConstraint(np.array(lines), low, high)

    def end(place, sign):
        goal = np.zeros(n_rows * n_columns)
        goal[place] = sign
        found = milp(goal, constraints=known, integrality=1, bounds=Bounds(0, 10**4))
        return round(sign * found.fun)

    return lambda place: (end(place, 1), end(place, -1))


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
    assert set(own["suppressed"]) == {"", "hidden"}


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


def test_intervals_of_rounded_counts_keep_their_confidence():
    """Of 73 (rounded to 75), 33 (to 35): an 80 % interval stays one."""
    table = crosstab(pd.Series(["a"] * 33 + ["b"] * 40), confidence=0.8)

    row = suppress_small_counts(table, "nhs-sub-national").iloc[0]

    expected = wilson_interval(35, 75, 0.8)
    assert (row["share_low"], row["share_high"]) == pytest.approx(expected)


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


@settings(max_examples=25)
@given(
    st.lists(
        st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=2, max_size=4
    ).filter(lambda grid: all(map(sum, grid))),
    st.sampled_from(["threshold-5", "threshold-10", "threshold-11"]),
)
def test_no_hidden_small_cell_has_one_possible_value(grid, rule):
    """Whole-number programmes over the margins leave two values or more open."""
    hidden = suppress_small_counts(_table(grid), rule)
    attack = _grid_attack(grid, hidden)

    for place, n in enumerate(np.ravel(grid)):
        if 0 < n < RULES[rule].smallest_shown:
            low, high = attack(place)
            assert low < high
            assert low <= n <= high


def test_two_hidden_counts_that_add_up_to_two_are_not_given_away():
    """Since 0 is shown, each of them could only be 1; so the base goes too."""
    hidden = suppress_small_counts(_table([[30, 1, 1]]), "threshold-5")

    assert hidden["base"].isna().all() or hidden["n"].isna().all()


def test_zeros_are_shown_and_never_hidden_to_guard_others():
    """A reader knows that a hidden count is no 0, and the bounds allow for it."""
    grid = [[0, 3, 30], [20, 0, 25], [9, 8, 0]]
    hidden = suppress_small_counts(_table(grid), "threshold-5")

    assert hidden.loc[_table(grid)["n"] == 0, "n"].eq(0).all()


def test_a_number_is_hidden_in_every_table_or_in_none():
    """Everybody's counts stand in the table of each strata too."""
    rng = np.random.default_rng(1)
    values = pd.Series(rng.choice(list("abc"), 120, p=[0.7, 0.27, 0.03]))
    ward, role = (pd.Series(rng.choice(list(names), 120)) for names in ("wxyz", "cn"))
    tables = {
        "q": crosstab(values),
        "q_by_ward": crosstab(values, ward),
        "q_by_role": crosstab(values, role),
    }
    hidden = suppress_together(tables, "threshold-5")
    everybody = [
        table.query("stratum == '(all)'").set_index("value")["suppressed"].to_dict()
        for table in hidden.values()
    ]

    assert everybody[0] == everybody[1] == everybody[2]
    assert (_attacked(tables, hidden).eval("high - low") >= 1).all()


def test_the_respondents_of_a_stratum_bound_what_is_hidden_in_another_table():
    """Six of eight said a; of the two others, in b and c, each would be one."""
    ward = pd.Series(["w"] * 8 + ["x"] * 40)
    values = pd.Series(list("aaaaaabc") + ["a", "b"] * 10 + ["c"] * 20)
    tables = {"ward": crosstab(ward), "q_by_ward": crosstab(values, ward)}

    hidden = suppress_together(tables, "threshold-5", n_respondents=48)

    attacked = _attacked(tables, hidden, n_respondents=48)
    assert (attacked.query("value < 5").eval("high - low") >= 1).all()


def test_tables_of_other_respondents_are_refused():
    """One number cannot have two values."""
    tables = {
        "q": crosstab(pd.Series(["a"] * 20 + ["b"] * 9)),
        "q_by_ward": crosstab(
            pd.Series(["a"] * 30 + ["b"] * 9), pd.Series(["w"] * 20 + ["x"] * 19)
        ),
    }
    with pytest.raises(ValueError, match="same respondents"):
        suppress_together(tables, "threshold-5")


def test_means_of_strata_go_where_any_count_of_the_table_is_hidden():
    """The mean of everybody and those of the others would give the one left out."""
    scale = pd.CategoricalDtype(["No", "Perhaps", "Yes"], ordered=True)
    answers = ["No"] * 2 + ["Perhaps"] * 9 + ["Yes"] * 9 + ["No", "Perhaps", "Yes"] * 20
    ward = pd.Series(["w"] * 20 + ["x"] * 60)
    table = likert_table(pd.Series(answers).astype(scale), ward, positive=1)
    parts, bases = likert_parts(table)

    hidden = suppress_small_counts(table, "threshold-5", parts=parts, bases=bases)

    assert hidden.query("stratum != '(all)'")["mean"].isna().all()


def test_both_bases_of_knowledge_together_reveal_no_small_count():
    """The difference between the bases is the number who wrote nothing."""
    heard = pd.Series([True] * 40 + [False] * 40 + [True, False, False])
    accurate = pd.Series([True, False] * 40 + [False] * 3)
    wrote = pd.Series([True] * 80 + [False] * 3)
    table = knowledge_table(heard, accurate, wrote=wrote)

    hidden = suppress_small_counts(
        table, "threshold-5", parts=KNOWLEDGE_PARTS, bases=KNOWLEDGE_BASES
    )

    layout = {"table": Layout(parts=KNOWLEDGE_PARTS, bases=KNOWLEDGE_BASES)}
    attacked = _attacked({"table": table}, {"table": hidden}, layouts=layout)
    assert (attacked.query("0 < value < 5").eval("high - low") >= 1).all()


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
    layout = {"table": Layout(parts=KNOWLEDGE_PARTS, bases=KNOWLEDGE_BASES)}
    numbers = lay_out({"table": table}, layout)

    cells = np.linalg.lstsq(numbers.sums.toarray(), numbers.counts, rcond=None)[0]

    assert numbers.sums @ cells == pytest.approx(numbers.counts)


def test_an_unknown_rule_is_named_with_the_known_ones():
    """A misspelt rule never means no rule."""
    with pytest.raises(ValueError, match="threshold-10"):
        suppress_small_counts(_table([[1, 2]]), "treshold-5")


def test_a_table_without_base_is_refused():
    """What has no base cannot be checked for differencing."""
    with pytest.raises(ValueError, match="lacks the column"):
        suppress_small_counts(_table([[1, 2]]).drop(columns="base"), "threshold-5")
