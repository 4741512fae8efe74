"""Cuts a quotation at the edges of its evidence, so that a template can mark it."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from coprod_nlp.report.summary.parts import Piece, Quoted

LONGEST_QUOTATION = 420
"""Characters after which a quotation is cut at a word and ends in an ellipsis."""


def quoted(
    text: str,
    evidence: Iterable[Any] = (),
    titles: Mapping[str, str] | None = None,
    *,
    note: str = "",
) -> Quoted:
    """Return `text` cut into pieces that each lie under the same evidence.

    Parameters
    ----------
    text : str
        Normalised answer; evidence counts its characters.
    evidence : iterable of Evidence
        Objects with ``element``, ``start`` and ``end``; they may overlap.
    titles : mapping of str to str, optional
        Readable name of each element.
    note : str, default=""
        What is printed beneath the quotation.

    Returns
    -------
    Quoted
        Its pieces join to the text, but for the mark of a cut, "[…]".

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> mark = SimpleNamespace(element="collaboration", start=0, end=10)
    >>> [(p.text, p.elements) for p in quoted("Doing with the person", [mark]).pieces]
    [('Doing with', ('collaboration',)), (' the person', ())]
    """
    titles = titles or {}
    end = _cut(text)
    spans = sorted(
        (max(0, item.start), min(item.end, end), titles.get(item.element, item.element))
        for item in evidence
        if item.start < end and item.end > max(0, item.start)
    )
    edges = sorted({0, end, *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    pieces = []
    for left, right in pairwise(edges):
        over = [(e, title) for s, e, title in spans if s <= left and right <= e]
        pieces.append(
            Piece(
                text[left:right],
                tuple(dict.fromkeys(title for _, title in over)),
                tuple(dict.fromkeys(title for e, title in over if e == right)),
            )
        )
    if end < len(text):
        pieces.append(Piece(" […]"))
    return Quoted(tuple(pieces), note)


def _cut(text: str) -> int:
    if len(text) <= LONGEST_QUOTATION:
        return len(text)
    # A space near the limit keeps words whole; a text without spaces is cut hard.
    space = text.rfind(" ", LONGEST_QUOTATION - 40, LONGEST_QUOTATION)
    return space if space > 0 else LONGEST_QUOTATION
