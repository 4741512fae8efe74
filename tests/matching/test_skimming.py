"""Skimming: what the words alone settle, and what it may cost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_nlp.matching import DefinitionMatcher
from coprod_nlp.matching.skimming import skim_limit
from coprod_nlp.vectors import encoders

pytestmark = pytest.mark.slow

SETTLED = "Dinner is at noon and parking costs four pounds a day"
GOOD = "Patients and staff write the care plan together as equals"


@pytest.fixture(scope="module")
def fast():
    """Tell the shipped matcher to skim."""
    return DefinitionMatcher(fast=True)


def test_an_answer_far_from_the_matter_is_skimmed(fast):
    """Its words alone show that it defines nothing of the kind."""
    assert fast.judge([SETTLED])["skimmed"].tolist() == [True]


def test_an_answer_that_may_match_is_read(fast):
    """Skimming never makes a match."""
    assert fast.judge([GOOD])["skimmed"].tolist() == [False]


def test_what_is_read_gets_the_verdict_of_the_full_matcher(fast, monkeypatch):
    """Probability, elements and evidence do not depend on who else is skimmed."""
    # In half precision, where the processor has it, last digits differ.
    monkeypatch.setattr(encoders, "_halves", lambda: False)
    quick = fast.judge([GOOD, SETTLED]).drop(columns="skimmed").iloc[0]

    assert quick.equals(DefinitionMatcher().judge([GOOD, SETTLED]).iloc[0])


def test_half_precision_decides_alike(fast):
    """Whatever the processor can, the decision is that of the full matcher."""
    full = DefinitionMatcher().judge([GOOD, SETTLED])

    assert fast.judge([GOOD, SETTLED])["decision"].equals(full["decision"])


def test_a_skimmed_answer_does_not_match(fast):
    """The decision is that of the full matcher."""
    assert fast.judge([SETTLED])["decision"].tolist() == ["no_match"]


def test_a_skimmed_answer_has_no_evidence(fast):
    """Nothing was read that could show any."""
    verdict = fast.judge([SETTLED]).iloc[0]

    assert (verdict["evidence"], verdict["mistaken_for"]) == ((), "")


def test_the_full_matcher_skims_nothing():
    """Who does not ask for it gets no such column."""
    assert "skimmed" not in DefinitionMatcher().judge([SETTLED])


def test_parts_judged_fast_and_in_full_do_not_fit_together(fast):
    """A run that was cut off goes on with the matcher it began with."""
    assert fast.fingerprint != DefinitionMatcher().fingerprint


def test_no_limit_where_the_first_decision_would_change():
    """Everything is read then."""
    assert skim_limit(np.array([0.1, 0.2]), np.array([False, True])) == -1.0


def test_the_limit_is_no_higher_than_that_of_the_full_matcher():
    """What has a higher probability is never skimmed, even if no decision changes."""
    p = np.array([0.1, 0.2, 0.3])

    assert skim_limit(p, np.ones(3, dtype=bool), highest=0.25) == 0.2


def test_equal_probabilities_stand_or_fall_together():
    """One of the three would change, so none of the three is skimmed."""
    p = np.array([0.1, 0.2, 0.2, 0.2])

    assert skim_limit(p, np.array([True, True, True, False])) == 0.1


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60),
    st.floats(0, 0.5),
)
def test_no_more_decisions_change_than_allowed(answers, changed):
    """Whatever the probabilities are."""
    p = np.array([probability for probability, _ in answers])
    unmatched = np.array([flag for _, flag in answers])

    limit = skim_limit(p, unmatched, changed=changed)

    assert ((p <= limit) & ~unmatched).sum() <= changed * len(p)
