"""Knowledge and Likert tables give the article's figures."""

import pandas as pd
import pytest

from coprod_nlp.exceptions import NotEnoughDataError
from coprod_nlp.tables import knowledge_table, likert_table

CONFIDENCE = [
    "Not at all confident",
    "Slightly confident",
    "Neither confident nor unconfident",
    "Moderately confident",
    "Very confident",
    "Not applicable",
]


def _closed(counts, scale=CONFIDENCE):
    answers = [name for name, n in zip(scale, counts, strict=True) for _ in range(n)]
    return pd.Series(answers).astype(pd.CategoricalDtype(scale, ordered=True))


def test_the_four_cells_and_the_rows_apart_add_up_to_the_base():
    """Nobody is counted twice, and nobody is lost."""
    heard = pd.Series([True, True, False, False, None, True], dtype="boolean")
    accurate = pd.Series([True, None, True, False, True, None], dtype="boolean")
    wrote = pd.Series([True, True, True, True, True, False])

    table = knowledge_table(heard, accurate, wrote=wrote).set_index(
        ["base_is", "value"]
    )
    everybody = table.loc["all respondents"]

    cells = everybody["n"].iloc[:7]
    assert cells.sum() == 6
    assert cells.to_dict() == {
        "heard, accurate": 1,
        "heard, not accurate": 0,
        "not heard, accurate": 1,
        "not heard, not accurate": 1,
        "in review": 1,
        "no definition": 1,
        "heard not answered": 1,
    }
    assert table.loc["wrote a definition", "base"].unique().tolist() == [5]


def test_knowledge_is_heard_or_accurate():
    """Explicit and implicit understanding together, on both bases."""
    heard = pd.Series([True, False, False, False])
    accurate = pd.Series([False, True, True, False])
    wrote = pd.Series([True, True, True, False])

    table = knowledge_table(heard, accurate, wrote=wrote).set_index(
        ["base_is", "value"]
    )

    assert table.loc[("all respondents", "heard or accurate"), "share"] == 0.75
    assert table.loc[("wrote a definition", "heard or accurate"), "share"] == 1.0
    assert table.loc[("all respondents", "implicit"), "n"] == 2


def test_without_wrote_a_missing_verdict_is_a_review():
    """A doubtful definition waits beside the counts."""
    table = knowledge_table(
        pd.Series([True, False]), pd.Series([None, True], dtype="boolean")
    ).set_index(["base_is", "value"])

    assert table.loc[("all respondents", "in review"), "n"] == 1
    assert table.loc[("all respondents", "no definition"), "n"] == 0


def test_the_articles_share_of_accurate_definitions():
    """67.2 % of those who wrote a definition (41 of 61 gives the printed figure)."""
    heard = pd.Series([True] * 30 + [False] * 31 + [False] * 10)
    accurate = pd.Series([True] * 41 + [False] * 20 + [False] * 10)
    wrote = pd.Series([True] * 61 + [False] * 10)

    table = knowledge_table(heard, accurate, wrote=wrote).set_index(
        ["base_is", "value"]
    )

    assert round(table.loc[("wrote a definition", "accurate"), "share"], 3) == 0.672


@pytest.mark.parametrize(
    ("accurate", "wrote", "error", "words"),
    [
        (pd.Series([True], index=["r9"]), None, ValueError, "same index"),
        (pd.Series(["maybe"], index=["r1"]), None, ValueError, "neither True"),
        (
            pd.Series([True], index=["r1"]),
            pd.Series([False], index=["r1"]),
            ValueError,
            "they wrote nothing",
        ),
    ],
)
def test_contradictions_between_the_series_are_refused(accurate, wrote, error, words):
    """Heard, accurate and wrote must speak of the same respondents."""
    heard = pd.Series([True], index=["r1"])

    with pytest.raises(error, match=words):
        knowledge_table(heard, accurate, wrote=wrote)


def test_no_share_had_heard_where_nobody_said():
    """A nought would read as if all had said no."""
    heard = pd.Series([None, None, None], dtype="boolean")
    table = knowledge_table(heard, pd.Series([True, False, None], dtype="boolean"))

    assert set(table["value"]) == {"accurate", "heard not answered"}


def test_a_knowledge_table_of_nobody_is_refused():
    """An empty survey has no knowledge to report."""
    with pytest.raises(NotEnoughDataError, match="found none"):
        knowledge_table(pd.Series(dtype="boolean"), pd.Series(dtype="boolean"))


def test_confidence_of_clinical_staff_is_the_articles():
    """63 of 78 at the two positive points is 80.8 %, mean 319/78 = 4.09."""
    table = likert_table(_closed([2, 3, 10, 34, 29, 2])).set_index("kind")

    assert round(table.loc["positive", "share"], 3) == 0.808
    assert round(table.loc["mean", "mean"], 2) == 4.09
    assert table.loc["mean", "n"] == 78


def test_not_applicable_stands_apart_with_its_own_base():
    """An answer off the scale changes no share on it."""
    table = likert_table(_closed([0, 0, 0, 3, 1, 4])).set_index("kind")

    assert table.loc["point", "base"].unique().tolist() == [4]
    assert table.loc["apart", ["n", "base"]].tolist() == [4, 8]


def test_points_keep_the_order_of_the_scale():
    """The distribution reads from the lowest to the highest point."""
    table = likert_table(_closed([1, 1, 1, 1, 1, 0]))

    assert table.loc[table["kind"] == "point", "value"].tolist() == CONFIDENCE[:5]


def test_one_level_only_has_a_mean_and_no_spread():
    """Everybody at one point: the standard deviation is 0; of one answer, none."""
    many = likert_table(_closed([0, 0, 0, 0, 3, 0])).set_index("kind")
    one = likert_table(_closed([0, 0, 0, 0, 1, 0])).set_index("kind")

    assert many.loc["mean", "sd"] == 0
    assert pd.isna(one.loc["mean", "sd"])


def test_a_scale_without_order_is_refused():
    """The order of points cannot be guessed from their words."""
    with pytest.raises(ValueError, match="ordered Categorical"):
        likert_table(pd.Series(["Yes", "No"]))


def test_a_scale_nobody_answered_is_refused():
    """Only "not applicable" leaves nothing to distribute."""
    with pytest.raises(NotEnoughDataError, match="Nobody answered"):
        likert_table(_closed([0, 0, 0, 0, 0, 3]))


def test_more_positive_points_than_points_are_refused():
    """The positive end is a part of the scale."""
    with pytest.raises(ValueError, match=r"1\.\.5"):
        likert_table(_closed([1, 1, 1, 1, 1, 0]), positive=6)


def test_points_may_be_numbers():
    """As well as words."""
    kind = pd.CategoricalDtype([1, 2, 3], ordered=True)

    table = likert_table(pd.Series([1, 3, 3]).astype(kind), positive=1)

    assert table.loc[table["kind"] == "point", "n"].tolist() == [1, 0, 2]
