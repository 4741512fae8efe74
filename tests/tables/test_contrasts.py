"""How far strata differ on a scale."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind
from statsmodels.stats.proportion import confint_proportions_2indep

from coprod_nlp.tables import (
    contrast_table,
    likert_parts,
    likert_table,
    newcombe_intervals,
    suppress_small_counts,
)

SCALE = ["Not at all", "Slightly", "Neither", "Moderately", "Very"]


def _scale(**counts):
    """Make a Likert table from the counts of each point by stratum."""
    rows = [
        (stratum, point)
        for stratum, own in counts.items()
        for point, n in zip(SCALE, own, strict=True)
        for _ in range(n)
    ]
    frame = pd.DataFrame(rows, columns=["by", "answer"])
    by = frame["by"].where(frame["by"] != "unknown")
    kind = pd.CategoricalDtype(SCALE, ordered=True)
    return likert_table(frame["answer"].astype(kind), by)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_newcombes_published_intervals(counts, low, high):
    """Newcombe (1998), Stat. Med. 17:873-890, table II, method 10."""
    found = newcombe_intervals(*([n] for n in counts))

    assert [float(end[0]) for end in found] == pytest.approx([low, high], abs=5e-5)


def test_newcombes_interval_is_that_of_statsmodels():
    """On other counts too."""
    found = newcombe_intervals([63], [78], [10], [20])
    expected = confint_proportions_2indep(63, 78, 10, 20, method="newcomb")

    assert [float(end[0]) for end in found] == pytest.approx(expected)


def test_the_articles_difference_in_confidence():
    """Clinical 63 of 78, non-clinical 10 of 20; means 319/78 and 65/20."""
    table = contrast_table(
        _scale(clinical=[2, 3, 10, 34, 29], other=[3, 3, 4, 6, 4])
    ).set_index("kind")

    assert table.loc["positive", "difference"] == pytest.approx(63 / 78 - 0.5)
    assert table.loc["mean", "difference"] == pytest.approx(319 / 78 - 65 / 20)
    assert table.loc["mean", "low"] < 319 / 78 - 65 / 20 < table.loc["mean", "high"]


def test_the_interval_of_means_is_welchs():
    """As scipy has it, from the answers themselves."""
    counts = {"a": [2, 3, 4, 6, 5], "b": [4, 5, 4, 0, 0]}
    row = contrast_table(_scale(**counts)).set_index("kind").loc["mean"]
    a, b = (np.repeat(np.arange(1, 6), own) for own in counts.values())
    expected = ttest_ind(a, b, equal_var=False).confidence_interval()

    assert [row["low"], row["high"]] == pytest.approx([expected.low, expected.high])


@pytest.mark.parametrize("few", [[0, 0, 0, 0, 1], [0, 0, 0, 0, 6]])
def test_answers_that_do_not_vary_give_no_interval(few):
    """One respondent, or six who said the same, do not tell how others vary."""
    table = contrast_table(_scale(a=few, b=[3, 3, 3, 3, 3]))
    row = table.set_index("kind").loc["mean"]

    assert row["difference"] == 2
    assert row[["low", "high"]].isna().all()


def test_those_of_no_known_stratum_are_not_among_the_others():
    """They may belong to the very stratum that is set against the others."""
    table = contrast_table(
        _scale(
            a=[0, 0, 0, 0, 10],
            b=[10, 0, 0, 0, 0],
            c=[0, 0, 0, 0, 10],
            unknown=[40, 0, 0, 0, 0],
        )
    )
    row = table.query("kind == 'positive' and stratum == 'a'").iloc[0]

    assert [row["against_n"], row["against_base"]] == [10, 20]


def test_of_three_strata_each_is_set_against_all_others():
    """The others are everybody but the stratum itself."""
    table = contrast_table(
        _scale(a=[0, 0, 0, 5, 5], b=[5, 0, 0, 0, 5], c=[5, 5, 0, 0, 0])
    )
    row = table.query("kind == 'positive' and stratum == 'a'").iloc[0]

    assert set(table["against"]) == {"(all others)"}
    assert [row["n"], row["base"], row["against_n"], row["against_base"]] == [
        10,
        10,
        5,
        20,
    ]


def test_one_stratum_is_set_against_nothing():
    """A difference takes two."""
    assert contrast_table(_scale(a=[1, 1, 1, 1, 1])).empty


def test_a_hidden_count_has_no_difference():
    """Whoever knew the difference could work the count out."""
    table = _scale(a=[2, 20, 20, 20, 20], b=[20, 20, 20, 20, 3])
    parts, bases = likert_parts(table)
    hidden = suppress_small_counts(table, "threshold-5", parts=parts, bases=bases)

    found = contrast_table(hidden).set_index("kind")
    assert found.loc["mean", ["difference", "low", "high"]].isna().all()


def test_a_stratum_of_nobody_is_set_against_nothing():
    """Such as the level of a Categorical that a filter has emptied."""
    kind = pd.CategoricalDtype(["No", "Yes"], ordered=True)
    answers = pd.Series(["Yes", "No", "Yes", "No"]).astype(kind)
    role = pd.Series(pd.Categorical(list("ppqq"), categories=["p", "q", "gone"]))

    table = contrast_table(likert_table(answers, role, positive=1))

    assert set(zip(table["stratum"], table["against"], strict=True)) == {("p", "q")}
