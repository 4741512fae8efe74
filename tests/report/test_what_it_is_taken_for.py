import pandas as pd
import pytest

from coprod_nlp.report import render
from coprod_nlp.tables import crosstab, suppress_small_counts
from summaries import page_of, summary_of

HEADING = "<h3>What coproduction is taken for</h3>"


@pytest.fixture
def with_foils(everything):
    """Return everything, with a table of what failing answers were taken for."""
    named = ["other"] * 6 + ["informing"] * 3 + ["consultation"] * 8 + ["not named"] * 9
    values = ["consultation", "informing", "staff_teamwork", "other", "not named"]
    table = crosstab(pd.Series(named), order=values)
    everything["tables"]["mistaken_for"] = table
    everything["tables"]["mistaken_for_by_role_type"] = table
    return everything


def test_foils_stand_in_order_of_size_with_their_titles(with_foils):
    """The most frequent first; what nobody took it for is left out; unnamed last."""
    shares = summary_of(with_foils).mistaken_for.shares

    assert [(share.value, share.n, share.base) for share in shares] == [
        ("Being asked or heard", 8, 26),
        ("Something else", 6, 26),
        ("Informing or compliance", 3, 26),
        ("Not like any of these", 9, 26),
    ]


def test_the_page_shows_them_once_as_candidates(with_foils):
    """A heading, a caution, a figure and its numbers; strata are in the files."""
    page = render(summary_of(with_foils))

    assert page.count(HEADING) == 1
    assert "The names are candidates" in page
    assert "From tables/mistaken_for.csv" in page
    assert "tables/mistaken_for_by_role_type.csv" not in page


def test_a_hidden_count_stays_hidden(with_foils):
    """A count that the rule hides has no number in the summary either."""
    table = with_foils["tables"]["mistaken_for"]
    with_foils["tables"]["mistaken_for"] = suppress_small_counts(table, "threshold-5")
    shares = summary_of(with_foils).mistaken_for.shares

    hidden = next(share for share in shares if share.key == "informing")
    assert hidden.n is None
    assert shares[-1].key == "not named"


def test_without_the_table_nothing_is_said(everything):
    """A definition without foils leaves no empty heading."""
    summary = summary_of(everything)

    assert summary.mistaken_for is None
    assert HEADING not in page_of(summary)
