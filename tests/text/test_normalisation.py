"""A cell is normalised once; ordinary text comes back as it was."""

import csv

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_nlp.survey import example_paths
from coprod_nlp.text.normalisation import (
    as_texts,
    comparison_key,
    normalise,
    normalised,
)


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    """Offsets into normalised text stay valid wherever it is read again."""
    once = normalise(text)

    assert normalise(once) == once


@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=1))
def test_plain_words_are_untouched(text):
    """Case, spelling and punctuation are the respondent's."""
    assert normalise(text) == text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("with\x00out", "without"),
        ("a\u00a0b\tc", "a b c"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("cafe\u0301", "caf\u00e9"),
        ("\ufeffyes ", "yes"),
        ("NA", "NA"),
        ("\u05e9\u05dc\u05d5\u05dd \U0001f44d", "\u05e9\u05dc\u05d5\u05dd \U0001f44d"),
        ("lone \ud800 surrogate", "lone ? surrogate"),
    ],
)
def test_what_a_cell_becomes(typed, read):
    """Invisible things go, visible things stay."""
    assert normalise(typed) == read


def test_family_emoji_keep_their_joiners():
    """A joiner holds one picture together, so it is no invisible waste."""
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"

    assert normalise(family) == family


def test_the_coders_offsets_hold():
    """No answer of the example changes, so the coders' spans fit the read text."""
    with example_paths().survey.open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]

    assert [cell for cell in cells if normalise(cell) != cell] == []


@pytest.mark.parametrize("text", ["nothing", "Nothing.", "- NOTHING!", " nothing\n"])
def test_case_spaces_and_outer_marks_make_no_other_text(text):
    """Several people who write the same thing are one and the same to compare."""
    assert comparison_key(text) == "nothing"


def test_marks_alone_stay_what_they_are():
    """A question mark is an answer, if a poor one, and not a full stop."""
    assert comparison_key("??") == "??"


@pytest.mark.parametrize("read", [as_texts, normalised])
@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        ("no time", "one str"),
        (pd.DataFrame({"q": ["no time"]}), "a DataFrame"),
        ({"S1": "no time"}, "a dict"),
        ({"no time", "far away"}, "a set"),
    ],
)
def test_what_is_no_several_texts_in_an_order_is_refused(read, texts, kind):
    """Letters, names of columns and keys are not the answers."""
    with pytest.raises(TypeError, match=f"got {kind}; pass a list"):
        read(texts)


@pytest.mark.parametrize("read", [as_texts, normalised])
@pytest.mark.parametrize(
    "texts", [["", 3], np.array([["a", "b"], ["c", "d"]]), [["a"]]]
)
def test_what_is_neither_text_nor_missing_is_refused(read, texts):
    """With its place and its type."""
    with pytest.raises(TypeError, match=r"number \d is (int|ndarray|list)"):
        read(texts)


def test_missing_answers_are_blank_under_the_index_they_had():
    """Whichever way they are missing."""
    texts = pd.Series(["no time", None, np.nan, pd.NA], index=[*"abca"])

    assert list(as_texts(texts).items()) == [
        ("a", "no time"),
        ("b", ""),
        ("c", ""),
        ("a", ""),
    ]


def test_a_lone_surrogate_is_replaced_where_it_stands():
    """No encoder reads it, and the offsets hold."""
    assert as_texts(["\ud800 no  time "]).tolist() == ["? no  time "]
