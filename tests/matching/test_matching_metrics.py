"""Calibration figures on tables small enough to check by hand."""

import numpy as np
import pytest
from scipy.special import expit

from coprod_nlp.matching.metrics import (
    calibration_slope,
    decided_agreement,
    decided_share,
    expected_calibration_error,
    kappa,
    measure,
    reliability_table,
    risk_coverage_table,
)
from coprod_nlp.matching.verdicts import Thresholds

P = np.array([0.95, 0.95, 0.65, 0.05])
Y = np.array([1, 0, 1, 0])


def test_ece_weighs_bins_by_their_answers():
    """Gaps 0.45 (two answers), 0.35 and 0.05 (one each) average to 0.325."""
    assert expected_calibration_error(P, Y) == pytest.approx(0.325)


def test_probability_one_falls_in_the_last_bin():
    """The top edge belongs to the bin below it."""
    assert reliability_table(np.array([1.0]), np.array([1]))["high"].tolist() == [1.0]


def test_risk_coverage_ends_with_everybody():
    """The last row judges all answers: three of four rightly."""
    last = risk_coverage_table(P, Y).iloc[-1]

    assert (last["n"], last["agreement"]) == (4, 0.75)


def test_the_order_of_equally_sure_answers_changes_nothing():
    """The first tenth of ten that are alike is right as often as all."""
    outcome = np.array([1] * 6 + [0] * 4)

    table = risk_coverage_table(np.full(10, 0.8), outcome)

    assert table["agreement"].to_numpy() == pytest.approx(0.6)


def test_what_is_decided_alone_is_measured_apart():
    """Of three decided answers two are right."""
    limits = Thresholds(0.2, 0.9)

    assert decided_share(limits, P).value == 0.75
    assert decided_agreement(limits, P, Y).value == pytest.approx(2 / 3)


def test_ten_right_of_ten_may_be_fewer_of_others():
    """Wilson's lower end for 10 of 10 is 0.7225 (Newcombe 1998)."""
    ten = np.tile([1.0, 0.0], 5)
    figure = decided_agreement(Thresholds(0.2, 0.9), ten, ten.astype(int))

    assert (figure.value, figure.high) == (1.0, 1.0)
    assert figure.low == pytest.approx(0.7225, abs=1e-4)


def test_a_figure_that_no_resample_moves_has_no_interval():
    """Ten of ten right is no proof of a kappa of one."""
    ten = np.tile([1.0, 0.0], 5)
    figure = measure(kappa, ten, ten.astype(int), n_resamples=50)

    assert figure.value == 1.0
    assert np.isnan([figure.low, figure.high]).all()


def test_an_undefined_figure_is_nan_with_no_interval():
    """Kappa of one class only is not invented."""
    figure = measure(kappa, np.array([0.1, 0.2]), np.array([0, 0]), n_resamples=10)

    assert np.isnan([figure.value, figure.low, figure.high]).all()


@pytest.mark.parametrize("outcome", [[1, 1, 0, 0], [0, 0, 1, 1]])
def test_where_log_odds_part_the_outcomes_there_is_no_slope(outcome):
    """None is steep enough, whichever way round."""
    assert np.isnan(
        calibration_slope(np.array([0.9, 0.8, 0.2, 0.1]), np.array(outcome))
    )


def test_log_odds_twice_too_steep_have_half_the_slope():
    """The temperature that mends them is two."""
    rng = np.random.default_rng(0)
    odds = rng.normal(0, 2, 4000)
    outcome = (rng.random(4000) < expit(odds)).astype(int)

    assert calibration_slope(expit(2 * odds), outcome) == pytest.approx(0.5, abs=0.03)


def test_probabilities_without_an_error_have_no_slope():
    """However steep, a steeper one would fit better."""
    assert np.isnan(calibration_slope(np.array([0.2, 0.4, 0.7]), np.array([0, 0, 1])))
