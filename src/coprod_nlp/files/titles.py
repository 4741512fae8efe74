"""Compares column titles, and shows them, though they may be answers, in messages."""

import html
import unicodedata
from collections.abc import Iterable, Sequence

import regex

TAG = regex.compile(r"<[^<>]*>")
"""HTML that survey tools leave in a title."""

_NOT_WORD = regex.compile(r"[^\p{L}\p{N}]+")

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


def header_key(header: str) -> str:
    """Return the words of a header, without case, punctuation or HTML.

    Examples
    --------
    >>> header_key("<b>Job_Title</b>: ")
    'job title'
    """
    text = html.unescape(TAG.sub(" ", header))
    text = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return _NOT_WORD.sub(" ", text.replace("'", "")).strip()


def title_meant(name: str, titles: Sequence[str]) -> str:
    r"""Return the title that a name means: the same one, else the only one alike.

    Parameters
    ----------
    name : str
    titles : sequence of str

    Returns
    -------
    str
        The name itself where no title has it and none, or more than one, is alike.

    Examples
    --------
    >>> title_meant("What is it", ["id", "what is\nit? "])
    'what is\nit?'
    >>> title_meant("what", ["What", "WHAT"])
    'what'
    """
    stripped = [title.strip() for title in titles]
    key = header_key(name)
    if name in stripped or not key:
        return name
    alike = [title for title in stripped if header_key(title) == key]
    return alike[0] if len(alike) == 1 else name


def meant_notes(asked: str | None, read: str | None) -> tuple[str, ...]:
    """Say which column was read where another name was asked for."""
    if asked is None or asked == read:
        return ()
    return (f"The column {read!r} was read for {asked!r}.",)
