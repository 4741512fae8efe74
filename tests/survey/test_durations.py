import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_nlp.survey.durations import months_in


@pytest.mark.parametrize(
    ("text", "unit", "months"),
    [
        ("3", "years", 36),
        ("2.5", "years", 30),
        ("2,5", "years", 30),
        ("10+", "years", 120),
        ("4", "months", 4),
        ("18 months", "years", 18),
        ("3 years", "months", 36),
        ("3 years 4 months", None, 40),
        ("3yrs, 4mths", None, 40),
        ("1 year and 1 month", None, 13),
        ("2y 3m", None, 27),
    ],
)
def test_a_stated_time_is_counted_in_months(text, unit, months):
    """A unit in the cell goes before the unit of the column."""
    assert months_in(text, unit) == months


@pytest.mark.parametrize(
    "text", ["a while", "3", "since 2019", "-2", "2 years ago left"]
)
def test_a_time_that_is_not_clear_is_not_guessed(text):
    """A bare number without a unit could be either."""
    assert months_in(text) is None


def test_a_blank_cell_is_a_missing_time():
    """Blank is NaN, which is not the same as unreadable."""
    assert math.isnan(months_in("  ", "years"))


@given(st.integers(0, 60), st.integers(0, 11))
def test_years_and_months_add_up(years, months):
    """A composed duration is the sum of its parts."""
    assert months_in(f"{years} years {months} months") == 12 * years + months
