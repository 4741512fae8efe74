"""Cuts an answer into meaning units, the pieces that each carry one idea."""

from collections.abc import Iterator

import regex

from coprod_nlp.text.segmentation import sentences
from coprod_nlp.text.spans import Span

_BREAK = regex.compile(
    r"""
      [;\u2022|]                                    # a list on one line
    | \s[-\u2013\u2014*]+\s                         # "time - staffing - space"
    | (?<=[^\W\d]{2})/(?=[^\W\d]{4})                # "time/staffing"
    | :\s(?=[^,;:]+(?:,|\sand\s))                   # "two things: time and staff"
    | (?:,|\s)\s*(?:and|but|plus)\s+also\b
    | ,?\s+(?:but|whereas|although|though|however)\s
    | ,\s*(?:and|plus|or|so|also|then)\s
    | \s+(?:as\s+well\s+as|plus|&|\+)\s
    | ,
    | \s+and\s+
    | (?:^|\s)\(?\d{1,2}[.)]\s                      # "1. time 2. staff"
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_MARKS = r"[\s\-\u2013\u2014*\u2022>.,;:)]*"
_NUMBER = r"\(?\d{1,2}[.)]"
_BULLET = regex.compile(rf"^{_MARKS}(?:{_NUMBER}\s+{_MARKS})?(?=\S)")
_NUMBER_ALONE = regex.compile(_NUMBER)
_WORD = regex.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_WEAK = regex.compile(r",?\s+and\s+|,\s*", regex.IGNORECASE)
_VERB = regex.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|don'?t|can|can'?t|cannot"
    r"|could|will|won'?t|would|should|must|get|gets|got|need|needs|want|wants|feel"
    r"|feels|know|knows|think|see|work|works|make|makes|take|takes|go|goes|give|gives"
    r"|help|helps|ask|asked|write|written|involve|involved|stop|tell|told|it's|its"
    r"|they're|we're|i'm|there's|isn'?t|aren'?t|doesn'?t|not|no|more|better|lack)\b",
    regex.IGNORECASE,
)


def _n_words(text: str) -> int:
    return len(_WORD.findall(text))


def _stands_alone(left: str, right: str, mark: str) -> bool:
    """Say whether both sides of a mark carry an idea of their own.

    A comma or "and" joins more often than it parts ("staff and patients"), so it
    parts only two clauses, or the items of a list, never a pair of bare nouns.
    """
    n_left, n_right = _n_words(left), _n_words(right)
    if not n_left or not n_right:
        return False
    if not _WEAK.fullmatch(mark):
        return n_left > 1 or n_right > 1 or mark.strip() in {";", "/", "|", "\u2022"}
    if n_left < 3 or n_right < 3:
        return False
    return bool(_VERB.search(right)) and bool(_VERB.search(left))


def _is_list(pieces: list[str]) -> bool:
    """Say whether a sentence is a bare list such as "time, staffing, no rooms"."""
    return len(pieces) >= 3 and max(map(_n_words, pieces)) <= 6


def _cuts(text: str, sentence: Span) -> Iterator[tuple[int, int]]:
    piece = sentence.of(text)
    commas = [p for p in regex.split(r",(?:\s*and\s)?|\s+and\s+", piece) if p.strip()]
    listing = "," in piece and _is_list(commas)
    start = 0
    for mark in _BREAK.finditer(piece):
        left, right = piece[start : mark.start()], piece[mark.end() :]
        weak_in_list = listing and _WEAK.fullmatch(mark.group())
        if weak_in_list or _stands_alone(left, right, mark.group()):
            yield sentence.start + mark.start(), sentence.start + mark.end()
            start = mark.end()


def _without_bullet(text: str, span: Span) -> Span:
    bullet = _BULLET.match(span.of(text))
    return Span(span.start + bullet.end(), span.end) if bullet else span


def meaning_units(text: str) -> list[Span]:
    r"""Cut a normalised text into units of one idea each.

    First into sentences, then at list marks, semicolons and the words that add an
    idea ("and also", "but"); at a comma or "and" only between clauses or in a list.

    Parameters
    ----------
    text : str
        Normalised text of one answer.

    Returns
    -------
    list of Span
        Disjoint, in order; every unit holds at least one letter, digit or pictured
        sign. A text with such a character has at least one unit.

    Examples
    --------
    >>> def cut(text):
    ...     return [span.of(text) for span in meaning_units(text)]
    >>> cut("No time; staff don't know how, and patients are never invited.")
    ['No time', "staff don't know how", 'patients are never invited.']
    >>> cut("Staff and patients together")
    ['Staff and patients together']
    """
    found: list[Span] = []
    for sentence in sentences(text):
        start = sentence.start
        for cut_start, cut_end in [*_cuts(text, sentence), (sentence.end,) * 2]:
            span = _without_bullet(text, Span(start, cut_start).trimmed(text))
            if _WORD.search(span.of(text)) or (
                len(span) and regex.search(r"\p{So}", span.of(text))
            ):
                found.append(span)
            start = cut_end
    # The number of a list's item may have been taken for a sentence.
    said = [span for span in found if not _NUMBER_ALONE.fullmatch(span.of(text))]
    return said or found
