"""The lexical member's credits add up to what it says."""

import numpy as np
import pytest

from coprod_nlp.matching.definition import Element, ReferenceDefinition
from coprod_nlp.matching.lexical import learn_lexical, word_spans
from coprod_nlp.matching.targets import N_LABELS, Targets
from coprod_nlp.vectors.finetuning import UNKNOWN

TEXTS = [
    "working together with patients",
    "patients and staff working together",
    "telling patients what we decided",
    "we decided and told them",
    "writing the plan together with patients",
    "staff decided the plan",
] * 2


@pytest.fixture(scope="module")
def member():
    """Learn that answers with "together" are joint."""
    labels = np.array([0, 0, 2, 2, 0, 2] * 2)
    elements = np.column_stack([labels == 0, np.zeros(12)]).astype(float)
    return learn_lexical(TEXTS, Targets(labels, elements, np.ones_like(elements)))


def test_credits_of_words_add_up_to_the_logit(member):
    """Every feature's share lands on a word, none is lost or counted twice."""
    text = "writing together with patients, together"

    credit = member.contributions(text, member.count([text]), [4, 5])

    scores = member.scores([text])[0, 4:]
    assert credit.sum(axis=0) + member.bias[4:] == pytest.approx(scores)


def test_the_telling_word_gets_most_credit(member):
    """The word that only joint answers hold carries the element."""
    text = "we did it together"

    credit = member.contributions(text, member.count([text]), [4])

    assert word_spans(text)[int(np.argmax(credit))].of(text) == "together"


def test_an_element_never_seen_is_said_to_be_absent(member):
    """Without one example there is no guess, but a firm no."""
    assert member.scores(["patients together"])[0, 5] < -5


def test_unknown_words_are_counted(member):
    """Half of the words were seen in training."""
    assert member.known_share("patients zusammen") == 0.5


def test_examples_of_an_element_teach_that_element():
    """Words that stand in an example only count for its element."""
    labels = np.array([0, 0, 2, 2, 0, 2] * 2)
    elements = (labels == 0).astype(float)[:, None]
    targets = Targets(labels, elements, np.ones_like(elements))
    examples = ("hand in hand", "hand in hand with patients")
    joint = Element("joint", "Joint", "Both work.", examples)
    definition = ReferenceDefinition("work", "Work.", (joint,), (("joint",),))

    plain = learn_lexical(TEXTS, targets)
    taught = learn_lexical([*TEXTS, *examples], targets.with_examples(definition))

    before, after = plain.scores(["hand in hand"]), taught.scores(["hand in hand"])
    assert after[0, N_LABELS] > before[0, N_LABELS] + 0.5


def test_examples_of_an_element_teach_no_label():
    """Nobody said whether an example is accurate as a whole."""
    labels = np.array([0, 0, 2, 2, 0, 2] * 2)
    elements = (labels == 0).astype(float)[:, None]
    targets = Targets(labels, elements, np.ones_like(elements))
    joint = Element("joint", "Joint", "Both work.", ("hand in hand",))
    definition = ReferenceDefinition("work", "Work.", (joint,), (("joint",),))

    assert targets.with_examples(definition).labels[-1] == UNKNOWN
