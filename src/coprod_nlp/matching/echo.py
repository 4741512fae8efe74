"""Finds answers that copy the questionnaire's own wording."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import regex

_WORD = regex.compile(r"[\p{L}\p{N}]+")


def echo_share(text: str, sources: Iterable[str], *, run: int = 5) -> float:
    """Return the share of an answer's words that stand in runs copied from a source.

    Parameters
    ----------
    text : str
        Normalised answer.
    sources : iterable of str
        Texts the respondent has been shown.
    run : int
        Words in a row that count as copied; fewer are chance.

    Returns
    -------
    float
        In [0, 1]; 0 for an answer shorter than `run` words.

    Examples
    --------
    >>> shown = "as equal partners in the commissioning, planning, and delivery"
    >>> echo_share("equal partners in the commissioning of it", [shown])
    0.7142857142857143
    >>> echo_share("doing it with patients, as equals, every week", [shown])
    0.0
    """
    answer = _words(text)
    copied = [False] * len(answer)
    grams = _grams(tuple(sources), run)
    for start, gram in enumerate(_runs(answer, run)):
        if gram in grams:
            copied[start : start + run] = [True] * run
    return sum(copied) / len(answer) if answer else 0.0


# The sources are the same for every answer of a survey.
@lru_cache(maxsize=8)
def _grams(sources: tuple[str, ...], run: int) -> frozenset[tuple[str, ...]]:
    return frozenset(g for source in sources for g in _runs(_words(source), run))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(words: Sequence[str], run: int) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + run]) for i in range(len(words) - run + 1)]
