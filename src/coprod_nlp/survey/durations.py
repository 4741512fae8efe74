"""Reads how long somebody has been in post, in months."""

import math
from typing import NamedTuple

import regex

BANDS = {
    "under 1 year": 12,
    "1 to 2 years": 36,
    "3 to 5 years": 72,
    "6 years or more": math.inf,
}
"""Months in post below which a respondent is in each band of the tables."""

_WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen", "twenty",
)  # fmt: skip
_VALUES = {word: str(value) for value, word in enumerate(_WORDS, start=1)}
_WORDED = regex.compile(rf"\b(?:{'|'.join(_WORDS)})\b")
_HALF_MORE = regex.compile(r"\b(\d+|an?)\s+and\s+a\s+half\b")
_HALF_YEAR = regex.compile(r"\bhalf\s+a\s+year\b")
_ARTICLE = regex.compile(r"\ban?(?=\s+(?:year|month)\b)")

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_YEARS = regex.compile(_NUMBER + r"\s*y(?:ea)?rs?\b")
_MONTHS = regex.compile(_NUMBER + r"\s*m(?:on)?ths?\b|" + _NUMBER + r"\s*m\b")
_SHORT_YEARS = regex.compile(_NUMBER + r"\s*y\b")
_FILLER = regex.compile(
    r"\b(?:and|about|approx|approximately|nearly)\b|[\s,.&~]+", regex.IGNORECASE
)
_BARE = regex.compile(_NUMBER)
_PER_UNIT = {"years": 12.0, "months": 1.0}

_BELOW = regex.compile(r"(?:less than|fewer than|under|below|<)\s*(.+)")
_UP_TO = regex.compile(r"(?:up to|at most|<=|\u2264)\s*(.+)")
_ABOVE = regex.compile(
    r"(?:(?:more|longer|greater) than|over|above|at least|>=?|\u2265)\s*(.+)"
)
_OR_MORE = regex.compile(
    r"(.+?)\s*(?:\+|\bor (?:more|over|above|longer)\b|\bplus\b|\band over\b)\s*(.*)"
)
_BETWEEN = regex.compile(
    r"(?:between |from )?(.+?)\s*(?:[-\u2010-\u2015]|\bto\b|\band\b)\s*(.+)"
)


_LONGEST = 100 * 12.0
"""More than this is no time in post: it is the year in which it began."""


class Months(NamedTuple):
    """How long it is: from `low` to less than `high`, or exactly if both are one."""

    low: float
    high: float

    @property
    def in_band(self) -> float | None:
        """Months that stand for it in the tables; None where no band holds it whole.

        The middle of what is stated, of an open end its beginning.
        """
        if self.low == self.high:
            return self.low
        # Without a beginning of its own, a band begins at nought.
        edge = next(edge for edge in BANDS.values() if self.low < edge)
        if self.high > edge:
            return None
        return self.low if math.isinf(self.high) else (self.low + self.high) / 2


def months_in(text: str, unit: str | None = None) -> Months | None:
    """Return the months that a cell states.

    Parameters
    ----------
    text : str
        Such as ``"3"``, ``"2.5"``, ``"3 years 4 months"``, ``"18 mths"``, ``"six
        months"``, ``"1-2 years"``, ``"less than 1 year"``, ``"10+ years"``.
    unit : {"years", "months"}, optional
        What a bare number counts; without it a bare number is not understood.

    Returns
    -------
    Months or None
        NaN for a blank cell, None for one that cannot be read as a duration. A band
        reaches to the end of its last year or month: who ticks "1-2 years" may have
        been there for two years and eleven months.

    Examples
    --------
    >>> months_in("3 years 4 months"), months_in("a while")
    (Months(low=40.0, high=40.0), None)
    >>> months_in("1-2 years"), months_in("> 5 years")
    (Months(low=12.0, high=36.0), Months(low=60.0, high=inf))
    """
    if not text.strip():
        return Months(math.nan, math.nan)
    said = _in_digits(text.strip().casefold())
    exact = _exact(said, unit)
    found = _band(said, unit) if exact is None else Months(exact, exact)
    return None if found is None or found.low > _LONGEST else found


def _in_digits(text: str) -> str:
    text = _WORDED.sub(lambda match: _VALUES[match[0]], text)
    text = _HALF_MORE.sub(
        lambda match: f"{match[1] if match[1].isdigit() else 1}.5", text
    )
    return _ARTICLE.sub("1", _HALF_YEAR.sub("6 months", text))


def _exact(text: str, unit: str | None) -> float | None:
    if bare := _BARE.fullmatch(text):
        return None if unit is None else _number(bare[1]) * _PER_UNIT[unit]
    total, rest = 0.0, text
    for pattern, per in ((_YEARS, 12.0), (_SHORT_YEARS, 12.0), (_MONTHS, 1.0)):
        for match in pattern.finditer(rest):
            total += per * _number(next(group for group in match.groups() if group))
        rest = pattern.sub(" ", rest)
    # Whatever is left over might change the meaning ("2 years ago I left").
    return None if rest == text or _FILLER.sub("", rest) else total


def _band(text: str, unit: str | None) -> Months | None:
    """Read what names an upper end, a lower end, or both."""
    if match := _BELOW.fullmatch(text):
        end = _exact(match[1], unit)
        return None if end is None else Months(0.0, end)
    if match := _UP_TO.fullmatch(text):
        return _ending(0.0, match[1], unit)
    if match := _ABOVE.fullmatch(text):
        begin = _exact(match[1], unit)
    elif match := _OR_MORE.fullmatch(text):
        begin = _exact(f"{match[1]} {match[2]}".strip(), unit)
    elif match := _BETWEEN.fullmatch(text):
        # "6 months to 2 years" has two units, "1-2 years" one for both.
        own = _exact(match[1], _unit_of(match[2]) or unit)
        return None if own is None else _ending(own, match[2], unit)
    else:
        return None
    return None if begin is None else Months(begin, math.inf)


def _ending(low: float, text: str, unit: str | None) -> Months | None:
    """Return what ends with the last year or month that `text` names."""
    end, named = _exact(text, unit), _unit_of(text) or unit
    if end is None or named is None or end < low:
        return None
    return Months(low, end + _PER_UNIT[named])


def _unit_of(text: str) -> str | None:
    if _MONTHS.search(text):
        return "months"
    return "years" if _YEARS.search(text) or _SHORT_YEARS.search(text) else None


def _number(text: str) -> float:
    return float(text.replace(",", "."))
