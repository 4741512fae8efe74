"""Copied wording is noticed, shared vocabulary is not."""

from coprod_nlp.matching import load_definition
from coprod_nlp.matching.echo import echo_share


def test_the_definition_itself_is_an_echo():
    """An answer that pastes the definition is copied from end to end."""
    text = load_definition().text

    assert echo_share(text.upper(), [text]) == 1.0


def test_the_same_words_in_another_order_are_no_echo():
    """Own wording about the same things is not copied."""
    text = load_definition().text

    assert echo_share("professionals and carers and family as partners", [text]) == 0.0


def test_an_empty_answer_copies_nothing():
    """No words, no share."""
    assert echo_share("", ["anything"]) == 0.0
