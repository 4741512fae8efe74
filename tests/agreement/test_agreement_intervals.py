"""An interval in the agreement table has width, or a reason stands in its place."""

import pandas as pd
import pytest

from coprod_nlp.agreement import agreement_table, codings_from_wide


def overall(a, b, **columns):
    """Return the row for all codes of two coders."""
    codings = codings_from_wide(pd.DataFrame({"A": a, "B": b})).assign(**columns)
    return agreement_table(codings, n_resamples=200).iloc[-1]


def test_a_perfect_agreement_has_an_interval_with_width():
    """No disagreement in 20 units is not certainty: 0.025 ** (1 / 20) = 0.832."""
    row = overall(list("xy") * 10, list("xy") * 10)

    assert row["percent_low"] == pytest.approx(0.025 ** (1 / 20))
    assert row["kappa_low"] == pytest.approx(1 - (1 - 0.025 ** (1 / 20)) / 0.5)
    assert "exact binomial bound 0.832" in row["note"]


def test_where_nobody_agreed_percent_has_an_interval_with_width():
    """Five units coded unlike are no certainty: 1 - 0.025 ** (1 / 5) = 0.522."""
    row = overall(list("xyxyx"), list("yxyxy"))

    assert row["percent_low"] == 0
    assert row["percent_high"] == pytest.approx(1 - 0.025 ** (1 / 5))
    assert "exact binomial bound 0.522" in row["note"]


def test_units_of_one_respondent_have_no_interval():
    """Who is drawn is always the same, which says nothing of others."""
    row = overall(list("xxyy") * 5, list("xyyy") * 5, respondent="r1")

    assert row["percent"] == 0.75
    assert row[["percent_low", "percent_high", "alpha_low"]].isna().all()
    assert "same percent, kappa, ac1, alpha: no interval" in row["note"]
