"""Finds answers that copy the questionnaire's own wording."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import regex

RUN = 5
"""Words in a row that count as copied; fewer are chance."""

_WORD = regex.compile(r"[\p{L}\p{N}]+")


def echo_share(text: str, shown: Iterable[str]) -> float:
    """Return the share of an answer's words in runs copied from what was shown.

    Parameters
    ----------
    text : str
        Normalised answer.
    shown : iterable of str
        Texts the respondent has been shown.

    Returns
    -------
    float
        In [0, 1]; 0 for an answer shorter than `RUN` words.

    Examples
    --------
    >>> text = "as equal partners in the commissioning, planning, and delivery"
    >>> echo_share("equal partners in the commissioning of it", [text])
    0.7142857142857143
    >>> echo_share("doing it with patients, as equals, every week", [text])
    0.0
    """
    answer = _words(text)
    copied = [False] * len(answer)
    grams = _grams(tuple(shown))
    for start, gram in enumerate(_runs(answer)):
        if gram in grams:
            copied[start : start + RUN] = [True] * RUN
    return sum(copied) / len(answer) if answer else 0.0


# The texts are the same for every answer of a survey.
@lru_cache(maxsize=8)
def _grams(shown: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(gram for text in shown for gram in _runs(_words(text)))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)]
