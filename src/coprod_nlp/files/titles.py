"""Shows column titles in messages, where without a header row they are answers."""

from collections.abc import Iterable

QUESTION = 40
"""Characters of a title that are shown where titles are whole questions."""

_LONGEST = 30


def short_titles(titles: Iterable[str], *, kept: int = 0) -> list[str]:
    """Return titles for a message, long ones as "…".

    Parameters
    ----------
    titles : iterable of str
    kept : int, default=0
        Characters of a long title that are shown: none where titles are short words, so
        that a long one is no title; `QUESTION` where they are questions.

    Examples
    --------
    >>> short_titles(["unit", "My mother was on that ward and nobody told us"])
    ['unit', '…']
    >>> short_titles(["Why is care coproduction relevant to you?"], kept=12)
    ['Why is care …']
    """
    return [
        title if len(title) <= max(_LONGEST, kept) else f"{title[:kept]}…"
        for title in titles
    ]
