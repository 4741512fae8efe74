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
        ("4", "months", 4),
        ("18 months", "years", 18),
        ("3 years", "months", 36),
        ("3 years 4 months", None, 40),
        ("3yrs, 4mths", None, 40),
        ("1 year and 1 month", None, 13),
        ("2y 3m", None, 27),
        ("Six months", None, 6),
        ("one and a half years", None, 18),
        ("half a year", None, 6),
        ("a year", None, 12),
    ],
)
def test_a_stated_time_is_counted_in_months(text, unit, months):
    """A unit in the cell goes before the unit of the column."""
    assert months_in(text, unit) == (months, months)


@pytest.mark.parametrize(
    "text",
    ["a while", "3", "since 2019", "-2", "2 years ago left", "2019-2021 years"],
)
def test_a_time_that_is_not_clear_is_not_guessed(text):
    """A bare number without a unit could be either."""
    assert months_in(text) is None


def test_a_blank_cell_is_a_missing_time():
    """Blank is NaN, which is not the same as unreadable."""
    assert math.isnan(months_in("  ", "years").low)


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("Less than 1 year", (0, 12)),
        ("<6m", (0, 6)),
        ("1-2 years", (12, 36)),
        ("three to five years", (36, 72)),
        ("6 months - 2 years", (6, 36)),
        ("up to a year", (0, 24)),
        ("> 5 years", (60, math.inf)),
        ("10+ years", (120, math.inf)),
        ("6 or more years", (72, math.inf)),
    ],
)
def test_a_band_reaches_to_the_end_of_its_last_year(text, band):
    """Who ticks "1-2 years" may have been there for two years and eleven months."""
    assert months_in(text) == band


@pytest.mark.parametrize(
    ("text", "months"),
    [("less than 1 year", 6), ("1-2 years", 24), ("10+ years", 120), ("8 months", 8)],
)
def test_what_lies_in_one_band_of_the_tables_counts_there(text, months):
    """Its middle stands for it, or where it has no end its beginning."""
    assert months_in(text).in_band == months


@pytest.mark.parametrize("text", ["5-10 years", "> 5 years", "0-1 years", "2-3 years"])
def test_what_reaches_over_two_bands_of_the_tables_is_in_none(text):
    """Which of them it is cannot be told."""
    assert months_in(text).in_band is None


@given(st.integers(0, 60), st.integers(0, 11))
def test_years_and_months_add_up(years, months):
    """A composed duration is the sum of its parts."""
    assert months_in(f"{years} years {months} months").low == 12 * years + months
