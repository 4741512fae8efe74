"""The numeric core keeps scikit-learn's contract and calibrates."""

import numpy as np
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from coprod_nlp.matching.crossfitting import fit_stack
from coprod_nlp.matching.stack import LogisticStack


@parametrize_with_checks([LogisticStack()])
def test_sklearn_contract(estimator, check):
    """Clone, set_params, shapes, dtypes and error messages are scikit-learn's."""
    check(estimator)


def test_overconfident_logits_are_drawn_back():
    """Logits that are ten times too large come out as probabilities that hold."""
    rng = np.random.default_rng(0)
    truth = rng.normal(size=4000)
    happened = (rng.random(4000) < 1 / (1 + np.exp(-truth))).astype(int)
    stack = LogisticStack(C=10.0).fit(10 * truth[:, None], happened)

    likely = stack.predict_proba(10 * truth[:, None])[:, 1]

    sure = likely > 0.8
    assert happened[sure].mean() == pytest.approx(likely[sure].mean(), abs=0.03)


def test_one_class_gives_its_smoothed_share():
    """An element that no coder ever found gets a small constant probability."""
    stack = fit_stack(np.zeros((9, 2)), np.zeros(9, dtype=int))

    assert stack.predict_proba(np.ones((1, 2)))[0, 1] == pytest.approx(0.05)


def test_a_stack_of_stored_weights_says_what_the_fitted_one_says():
    """Weights and intercept are all that it learnt."""
    X = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 1.0], [3.0, 0.5]])
    fitted = LogisticStack().fit(X, np.array([0, 0, 1, 1]))
    again = LogisticStack.from_parts(fitted.coef_, fitted.intercept_)

    assert np.array_equal(again.predict_proba(X), fitted.predict_proba(X))
