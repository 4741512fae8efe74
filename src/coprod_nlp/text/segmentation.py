"""Cuts an answer into sentences; the one place that touches spaCy."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from coprod_nlp.text.spans import Span

_LONGEST_SENTENCE = 10_000


@cache
def _pipeline() -> Any:
    # Imported here: spaCy takes a second, and tables never need it.
    import spacy

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?", "\u2026"]})
    # Answers are short; the limit guards a parser that this pipeline does not have.
    pipeline.max_length = 10**9
    return pipeline


def sentences(text: str) -> list[Span]:
    r"""Return the sentences of a normalised text, in order, without outer spaces.

    A line break ends a sentence, since people write lists without full stops.

    Parameters
    ----------
    text : str
        Normalised text.

    Returns
    -------
    list of Span
        Disjoint spans; together they hold every character that is not white space.

    Examples
    --------
    >>> text = "Not enough time. No staff\n- no rooms"
    >>> [span.of(text) for span in sentences(text)]
    ['Not enough time.', 'No staff', '- no rooms']
    """
    found: list[Span] = []
    offset = 0
    for line in text.split("\n"):
        for start, piece in _pieces(line):
            for sentence in _pipeline()(piece).sents:
                opens = offset + start + sentence.start_char
                closes = offset + start + sentence.end_char
                span = Span(opens, closes).trimmed(text)
                if len(span):
                    found.append(span)
        offset += len(line) + 1
    return found


def _pieces(line: str) -> Iterator[tuple[int, str]]:
    """Cut a line that no sentence could be as long as, at spaces if it has any."""
    start = 0
    while len(line) - start > _LONGEST_SENTENCE:
        space = line.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        cut = space if space > start else start + _LONGEST_SENTENCE
        yield start, line[start:cut]
        start = cut
    yield start, line[start:]


def words(text: str) -> list[Span]:
    """Return the tokens of a normalised text, punctuation included, in order.

    Examples
    --------
    >>> [span.of("isn't time.") for span in words("isn't time.")]
    ['is', "n't", 'time', '.']
    """
    return [
        Span(token.idx, token.idx + len(token.text))
        for token in _pipeline().make_doc(text)
        if not token.is_space
    ]
