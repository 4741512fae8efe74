import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given

from coprod_nlp.agreement import (
    agreement_table,
    codings_from_wide,
    one_code_per_row,
    units_by_overlap,
)
from coprod_nlp.exceptions import CodingsError


def _spans(*rows):
    return pd.DataFrame(rows, columns=["unit", "coder", "code", "start", "end"])


def test_a_wide_table_says_the_same_as_a_long_one():
    """A cell with two codes gives two rows, a blank one a row without a code."""
    wide = pd.DataFrame({"A": ["x; y", "no code"], "B": ["x", ""]}, index=["u1", "u2"])

    long = codings_from_wide(wide)

    assert long.fillna("-").to_numpy().tolist() == [
        ["u1", "A", "x"],
        ["u1", "A", "y"],
        ["u2", "A", "no code"],
        ["u1", "B", "x"],
        ["u2", "B", "-"],
    ]


def test_columns_that_are_no_coders_are_left_out():
    """Only the columns named take part."""
    wide = pd.DataFrame({"A": ["x"], "ward": ["3"], "B": ["y"]}, index=["u1"])

    assert codings_from_wide(wide, coders=["A", "B"])["coder"].tolist() == ["A", "B"]


def test_codes_of_one_cell_get_rows_of_their_own():
    """Empty parts between separators are no codes, and numbers stay numbers."""
    long = pd.DataFrame({"unit": [1, 2], "code": ["x;; y ;", 3]})

    assert one_code_per_row(long)["code"].tolist() == ["x", "y", 3]


@pytest.mark.parametrize(
    ("table", "coders", "words"),
    [
        (pd.DataFrame({"A": ["x"]}), ["B"], r"no column\(s\) \['B'\]"),
        (
            pd.DataFrame({"A": ["x", "y"]}, index=["u", "u"]),
            None,
            "more than one row, such as 'u'",
        ),
    ],
)
def test_wide_tables_that_do_not_fit_are_refused(table, coders, words):
    """The message says which column or unit is wrong."""
    with pytest.raises(CodingsError, match=words):
        codings_from_wide(table, coders=coders)


def test_spans_that_share_a_character_are_one_unit():
    """Directly or by way of a third; spans that only touch are two units."""
    units = units_by_overlap(
        _spans(
            ("r", "A", "x", 0, 10),
            ("r", "B", "x", 8, 20),
            ("r", "A", "y", 15, 30),
            ("r", "B", "y", 30, 40),
        )
    )

    assert units["unit"].unique().tolist() == ["r [0:30]", "r [30:40]"]


def test_who_read_the_answer_and_marked_nothing_there_gave_no_code():
    """A coder without any row for the answer did not read it."""
    units = units_by_overlap(
        _spans(
            ("r", "A", "x", 0, 10),
            ("r", "B", "y", 20, 30),
            ("r", "C", "no code", None, None),
            ("s", "A", "x", 0, 5),
        )
    )
    given = units.groupby(["unit", "coder"])["code"].agg("; ".join)

    assert given["r [0:10]"].to_dict() == {"A": "x", "B": "no code", "C": "no code"}
    assert given["s [0:5]"].to_dict() == {"A": "x"}


def test_a_coding_without_a_span_covers_its_answer():
    """It overlaps with every mark in the answer, and with nothing elsewhere."""
    units = units_by_overlap(
        _spans(("r", "A", "x", None, None), ("r", "B", "x", 90, 99))
    )

    assert units["unit"].unique().tolist() == ["r [0:end]"]
    assert units["end"].isna().all()


def test_units_of_one_answer_belong_to_one_respondent():
    """A bootstrap draws the answer whole, since its parts are not independent."""
    units = units_by_overlap(
        _spans(("r", "A", "x", 0, 5), ("r", "B", "x", 3, 5), ("r", "A", "y", 7, 9))
    )

    assert units["respondent"].unique().tolist() == ["r"]
    assert agreement_table(units, n_resamples=20)["n_units"].tolist() == [2, 2, 2]


_SPAN = st.tuples(
    st.sampled_from("rs"),
    st.sampled_from("AB"),
    st.sampled_from("xy"),
    st.integers(0, 30),
    st.integers(1, 10),
)


@given(st.lists(_SPAN, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_units_hold_every_code_once_and_do_not_overlap(rows, random):
    """Whatever the order of rows."""
    rows = [(*head, start, start + n) for *head, start, n in rows]
    units = units_by_overlap(_spans(*rows))
    places = units[["answer", "start", "end"]].drop_duplicates()
    shuffled = random.sample(rows, len(rows))
    again = units_by_overlap(_spans(*shuffled))

    assert (units["code"] != "no code").sum() == len(rows)
    for _, own in places.sort_values("start").groupby("answer"):
        assert (own["start"].iloc[1:].to_numpy() >= own["end"].iloc[:-1]).all()
    key = ["unit", "coder", "code"]
    assert sorted(map(tuple, units[key].to_numpy())) == sorted(
        map(tuple, again[key].to_numpy())
    )


def test_a_coder_who_marked_something_is_not_silent_for_a_space():
    """Names are read as everywhere else."""
    units = units_by_overlap(
        _spans(("r", "A ", "x", 0, 5), ("r", "A", " no code", 0, 5))
    )

    assert units[["coder", "code"]].to_numpy().tolist() == [["A", "x"]]


@pytest.mark.parametrize(
    ("codings", "words"),
    [
        (_spans(("r", "A", "x", 5, 5)), "empty, backwards, or lack one end"),
        (_spans(("r", "A", "x", 5, None)), "lack one end"),
        (_spans(("r", "A", "x", 0, 5)).drop(columns="end"), r"column\(s\) \['end'\]"),
    ],
)
def test_spans_that_make_no_sense_are_refused(codings, words):
    """The message names the first of them, or the column that is missing."""
    with pytest.raises(CodingsError, match=words):
        units_by_overlap(codings)
