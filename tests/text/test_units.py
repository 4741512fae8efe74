from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_nlp.text.normalisation import normalise
from coprod_nlp.text.units import meaning_units


def cut(text):
    """Return the words of each unit."""
    return [span.of(text) for span in meaning_units(text)]


@pytest.mark.parametrize(
    "text",
    [
        "3rd party providers",
        "24 hour care",
        "1:1 support with patients",
        "2.5 hours a week",
        "(some) staff say no",
        '"we" are never asked',
        "8.",
    ],
)
def test_an_idea_keeps_its_number(text):
    """Only the number of a list's item is no part of what was said."""
    assert cut(text) == [text]


@pytest.mark.parametrize(
    "text",
    ["1) time 2) staff", "- time\n- staff", "(1) time; (2) staff", "* time; * staff"],
)
def test_marks_and_numbers_of_a_list_are_left_out(text):
    """What stands behind them are the units."""
    assert cut(text) == ["time", "staff"]


def test_the_number_of_an_item_is_no_unit_of_its_own():
    """Also where it looks like a sentence."""
    assert cut("1. 24 hour care") == ["24 hour care"]


@given(st.text(alphabet=" ab1.,;:()-\n*and", max_size=60).map(normalise))
def test_units_stand_in_order_without_overlap(text):
    """And a text that says something has one."""
    units = meaning_units(text)

    assert all(a.end <= b.start for a, b in pairwise(units))
    assert bool(units) == any(character.isalnum() for character in text)
