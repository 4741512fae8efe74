"""Finds what may identify a person in an answer, so that somebody looks before quoting.

Patterns miss much (a first name, a ward, an event) and find what is harmless; so what
they find is called possible, and what they pass is not called anonymous.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import regex

from coprod_nlp.text.normalisation import normalise
from coprod_nlp.text.spans import Span


@dataclass(frozen=True, slots=True, order=True)
class PossibleIdentifier:
    """Words of an answer that may identify somebody.

    Parameters
    ----------
    span : Span
        Where they stand.
    kind : str
        What they look like: one of `KINDS`.
    """

    span: Span
    kind: str


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_PATTERNS = {
    "NHS number": r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])",
    # Prefixes that were never given out are left out.
    "National Insurance number": (
        r"(?i)\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
        r"[ ]?\d{2}[ ]?\d{2}[ ]?\d{2}[ ]?[A-D]\b"
    ),
    "postcode": (
        r"(?i)\b(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]"
        r"|[A-HK-Y]\d[ABEHMNPRV-Y])[ ]?\d[ABD-HJLNP-UW-Z]{2})\b"
    ),
    "telephone number": (
        r"(?<![\d-])(?:\+44[ -]?(?:\(0\)[ -]?)?|\(?0)[1-37-9]\d(?:[ ()-]{0,2}\d){7,8}"
        r"(?![\d-])"
    ),
    "e-mail address": r"(?i)[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "web address": r"(?i)\b(?:https?://|www\.)[^\s<>\"]+",
    "date": (
        rf"(?i)\b(?:{_DAY}[/.-](?:0?[1-9]|1[0-2])[/.-](?:\d{{4}}|\d{{2}})"
        r"|(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
        rf"|{_DAY}(?:st|nd|rd|th)?(?: +of)? +{_MONTH}\b(?:,? +(?:19|20)\d{{2}})?"
        rf"|{_MONTH} +{_DAY}(?:st|nd|rd|th)?\b(?:,? +(?:19|20)\d{{2}})?)(?!\d)"
    ),
    "title and name": (
        r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Sir|Dame|Lord|Lady|Rev"
        r"|Reverend|Father|Sister|Nurse|Matron)\b\.? *(?:\p{Lu}\.? +){0,2}"
        r"(?:\p{Lu}[\p{Ll}'-]\p{L}*(?:(?: +|-)\p{Lu}[\p{Ll}']\p{L}*)?|\p{Lu}{3,})"
    ),
}
_COMPILED = {kind: regex.compile(pattern) for kind, pattern in _PATTERNS.items()}

OWN_WORD = "word of your own list"
"""Kind of what stands in the user's list."""

KINDS = (*_PATTERNS, OWN_WORD)
"""What is looked for."""


def possible_identifiers(
    text: str, words: Iterable[str] = ()
) -> list[PossibleIdentifier]:
    """Return what may identify somebody in a text, in order of place.

    Parameters
    ----------
    text : str
        Normalised text of an answer.
    words : iterable of str
        The user's own: names of wards, of people. Found as whole words in any case.

    Returns
    -------
    list of PossibleIdentifier
        Each with one kind, the first of `KINDS` that fits; none overlaps another.

    Examples
    --------
    >>> found = possible_identifiers("Ask Dr Shah on 12/03/2024, or a@b.org")
    >>> [one.kind for one in found]
    ['title and name', 'date', 'e-mail address']
    """
    taken: list[PossibleIdentifier] = []
    for span, kind in _candidates(_plain(text), words):
        if not any(span.overlap(other.span) for other in taken):
            taken.append(PossibleIdentifier(span, kind))
    return sorted(taken)


def is_nhs_number(digits: str) -> bool:
    """Say whether ten digits pass the check of the NHS number, modulo 11.

    References
    ----------
    .. [1] NHS Data Dictionary, "NHS number",
       https://www.datadictionary.nhs.uk/attributes/nhs_number.html

    Examples
    --------
    >>> is_nhs_number("9434765919"), is_nhs_number("9434765918")
    (True, False)
    """
    total = sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[9])


def _candidates(text: str, words: Iterable[str]) -> Iterator[tuple[Span, str]]:
    for kind, pattern in _COMPILED.items():
        for found in pattern.finditer(text):
            digits = regex.sub(r"\D", "", found.group())
            if kind != "NHS number" or is_nhs_number(digits):
                yield Span(*found.span()), kind
    for found in _any_of(frozenset(words)).finditer(text):
        yield Span(*found.span()), OWN_WORD


@cache
def _any_of(words: frozenset[str]) -> regex.Pattern[str]:
    """Return a pattern of whole words in any case; of no words, one that never fits."""
    plain = {_plain(normalise(word)).strip() for word in words} - {""}
    spelt = [" +".join(map(regex.escape, word.split())) for word in plain]
    either = "|".join(sorted(spelt, key=lambda one: (-len(one), one))) or "(?!)"
    return regex.compile(rf"(?i)(?<!\w)(?:{either})(?!\w)")


def _plain(text: str) -> str:
    """Spell apostrophes and spaces in one way; every character keeps its place."""
    return regex.sub(r"\s", " ", text.replace("\u2019", "'"))
