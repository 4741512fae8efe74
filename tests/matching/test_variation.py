"""Varied answers carry the codes that fit them."""

from dataclasses import replace

import numpy as np
import pytest

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.matching.definition import load_definition
from coprod_nlp.matching.stand_ins import load_stand_ins
from coprod_nlp.matching.targets import ACCURATE, NO_DEFINITION, PARTIAL
from coprod_nlp.matching.variation import Variation
from coprod_nlp.vectors.finetuning import Examples

GOOD = "Patients and staff write the care plan"
WEAK = "Teamwork"
NAMES = load_definition().element_names


def examples(*coded):
    """Return texts with labels and the elements named."""
    texts, labels, elements = zip(*coded, strict=True)
    table = np.array([[float(name in e) for name in NAMES] for e in elements])
    return Examples(texts, np.array(labels), table, np.ones_like(table))


ACCURATE_ONE = (GOOD, ACCURATE, {"lived_experience", "collaboration", "equality"})
PARTIAL_ONE = (WEAK, PARTIAL, {"support_process"})


def vary(given, *, swapped=0.0, removed=0.0, joined=0.0, stand_ins=None):
    """Vary once, by the shares given."""
    how = Variation(
        load_definition(),
        stand_ins or load_stand_ins(),
        swapped=swapped,
        removed=removed,
        joined=joined,
    )
    return how(given, np.random.default_rng(0))


def test_without_any_share_answers_stay():
    """Nothing changes unless asked for."""
    given = examples(ACCURATE_ONE, PARTIAL_ONE)

    assert list(vary(given).texts) == [GOOD, WEAK]


def test_removing_those_served_makes_an_accurate_answer_partial():
    """Joint work of staff alone is part of the idea only."""
    varied = vary(examples(ACCURATE_ONE), removed=1.0)

    assert varied.labels.tolist() == [PARTIAL]
    assert varied.elements[0, NAMES.index("lived_experience")] == 0


def test_what_removal_leaves_unclear_is_not_learned():
    """Whether the network is wider than staff hangs on who was put in."""
    varied = vary(examples(ACCURATE_ONE), removed=1.0)

    assert varied.known[0].tolist() == [float(n != "wider_network") for n in NAMES]


def test_joined_answers_express_what_either_expresses():
    """An accurate answer stays accurate whatever is said besides."""
    varied = vary(examples(ACCURATE_ONE, PARTIAL_ONE), joined=1.0)

    assert varied.elements.max(axis=0).tolist() == [1.0, 0.0, 1.0, 1.0, 1.0]
    assert varied.labels[0] == ACCURATE


def test_answers_accurate_only_together_are_not_joined():
    """A coder might say otherwise, so nobody learns from it."""
    halves = examples(
        ("patients", PARTIAL, {"lived_experience"}),
        ("deciding jointly", PARTIAL, {"collaboration", "equality"}),
    )
    varied = vary(halves, joined=1.0)

    assert not (varied.labels == ACCURATE).any()
    assert not any("patients" in t and "jointly" in t for t in varied.texts)


def test_an_answer_without_content_is_never_joined():
    """It would hide what the other one says."""
    given = examples(ACCURATE_ONE, ("don't know", NO_DEFINITION, set()))

    assert "don't know" in vary(given, joined=1.0).texts


def test_the_answers_given_are_not_changed():
    """Every pass starts from what the coders said."""
    given = examples(ACCURATE_ONE)
    vary(given, swapped=1.0, removed=1.0)

    assert given.elements[0, NAMES.index("lived_experience")] == 1


def test_stand_ins_for_another_definition_are_refused():
    """The element they speak of is not there."""
    stand_ins = load_stand_ins()
    other = replace(stand_ins.without, element="trust")

    with pytest.raises(SettingsError, match="trust"):
        vary(examples(ACCURATE_ONE), stand_ins=replace(stand_ins, without=other))
