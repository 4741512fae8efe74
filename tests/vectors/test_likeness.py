"""Likeness to named ideas, learnt from a few statements of each."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from coprod_nlp.vectors import likeness
from coprod_nlp.vectors.likeness import StatementLikeness

SETTINGS = {"C": 10.0, "max_iter": 9999, "class_weight": "balanced", "tol": 1e-10}
STATEMENTS = (
    "no time",
    "never any time",
    "no time",
    "families live far away",
    "parents live far off",
    "training for staff",
    "teach new staff",
    "it is my job",
)
NAMES = ("time", "time", "time", "far", "far", "learn", "learn", "job")


@pytest.mark.parametrize("weighted", [False, True])
def test_weights_found_along_the_rows_are_those_of_all_columns(weighted):
    """Fewer dimensions are quicker and change nothing, repeated rows included."""
    random = np.random.default_rng(0)
    dense = random.random((30, 200)) * (random.random((30, 200)) < 0.2)
    dense[1] = dense[0]
    y = np.arange(30) % 3
    weight = random.random(30) + 0.5 if weighted else None
    features = sparse.csr_matrix(dense)

    quick = likeness._fit_in_span(LogisticRegression(**SETTINGS), features, y, weight)
    plain = LogisticRegression(**SETTINGS).fit(features, y, sample_weight=weight)

    assert quick.coef_ == pytest.approx(plain.coef_, abs=1e-5)
    assert quick.predict_proba(features) == pytest.approx(
        plain.predict_proba(features), abs=1e-5
    )


def test_many_statements_are_fitted_as_they_are(monkeypatch, bag_of_words):
    """Both ways give the same posterior."""
    few = StatementLikeness(bag_of_words).fit(STATEMENTS, NAMES)
    monkeypatch.setattr(likeness, "_MANY_ROWS", 0)
    many = StatementLikeness(bag_of_words).fit(STATEMENTS, NAMES)

    texts = ["there is no time", "far away", "new staff"]
    assert few.posterior(texts) == pytest.approx(many.posterior(texts), abs=1e-8)


def test_one_statement_for_each_idea_is_no_cause_for_a_warning(recwarn, bag_of_words):
    """A bare codebook has no more than that."""
    StatementLikeness(bag_of_words).fit(STATEMENTS[2:8:2], ("time", "far", "learn"))

    assert not len(recwarn)
