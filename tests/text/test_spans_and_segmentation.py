"""Spans cut a text without losing any of it."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_nlp.text.normalisation import normalise
from coprod_nlp.text.segmentation import sentences, words
from coprod_nlp.text.spans import Span


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_backward_span_is_refused(start, end):
    """A span is a range of characters."""
    with pytest.raises(ValueError, match="0 <= start <= end"):
        Span(start, end)


def test_overlap_counts_shared_characters():
    """Two spans that share "the" overlap by three."""
    assert Span(0, 8).overlap(Span(5, 12)) == 3
    assert Span(0, 3).overlap(Span(3, 5)) == 0


@given(st.text())
def test_sentences_hold_every_visible_character(text):
    """Cutting loses white space at most."""
    text = normalise(text)

    kept = "".join(span.of(text) for span in sentences(text))

    assert "".join(kept.split()) == "".join(text.split())


@given(st.text())
def test_sentences_stand_in_order_without_overlap(text):
    """Each begins where the one before has ended, or later."""
    text = normalise(text)
    found = sentences(text)

    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_words_keep_their_places():
    """Offsets lead back to the words."""
    text = "Doing with, not for."

    assert [span.of(text) for span in words(text)] == [
        "Doing",
        "with",
        ",",
        "not",
        "for",
        ".",
    ]


@pytest.mark.parametrize("text", ["no stop " * 4000, "x" * 25_000])
def test_a_sentence_without_end_is_cut_and_nothing_lost(text):
    """A pasted document neither stops the run nor loses a character."""
    spans = sentences(text)

    assert max(map(len, spans)) <= 10_000
    assert sum(len(span.of(text).replace(" ", "")) for span in spans) == len(
        text.replace(" ", "")
    )
