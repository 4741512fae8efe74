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


def test_a_bound_below_chance_is_no_lower_end():
    """Six respondents, a code on 5 of 300 units: bound 0.541, chance 0.967."""
    codes = ["x" if unit % 50 == 0 and unit < 250 else "no code" for unit in range(300)]
    row = overall(codes, codes, respondent=[unit // 50 for unit in range(300)] * 2)

    assert row[["kappa", "alpha"]].tolist() == [1, 1]
    assert row[["kappa_low", "kappa_high", "alpha_low", "alpha_high"]].isna().all()
    assert row["ac1_low"] == pytest.approx(0.525, abs=5e-4)
    assert "bound lies below the chance agreement of kappa, alpha" in row["note"]


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
