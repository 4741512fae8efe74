"""Reads how long somebody has been in post, in months."""

import math

import regex

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_YEARS = regex.compile(_NUMBER + r"\s*\+?\s*y(?:ea)?rs?\b", regex.IGNORECASE)
_MONTHS = regex.compile(
    _NUMBER + r"\s*\+?\s*m(?:on)?ths?\b|" + _NUMBER + r"\s*m\b", regex.IGNORECASE
)
_SHORT_YEARS = regex.compile(_NUMBER + r"\s*y\b", regex.IGNORECASE)
_FILLER = regex.compile(
    r"\b(?:and|about|approx|approximately|nearly|over)\b|[\s,.&~+]+", regex.IGNORECASE
)
_BARE = regex.compile(_NUMBER + r"\s*\+?")
_PER_UNIT = {"years": 12.0, "months": 1.0}


def months_in(text: str, unit: str | None = None) -> float | None:
    """Return the months that a cell states.

    Parameters
    ----------
    text : str
        Such as ``"3"``, ``"2.5"``, ``"3 years 4 months"``, ``"18 mths"``.
    unit : {"years", "months"}, optional
        What a bare number counts; without it a bare number is not understood.

    Returns
    -------
    float or None
        NaN for a blank cell, None for one that cannot be read as a duration.

    Examples
    --------
    >>> months_in("3 years 4 months"), months_in("1.5", "years"), months_in("a while")
    (40.0, 18.0, None)
    """
    if not text.strip():
        return math.nan
    if bare := _BARE.fullmatch(text.strip()):
        return None if unit is None else _number(bare[1]) * _PER_UNIT[unit]
    total, rest = 0.0, text
    for pattern, per in ((_YEARS, 12.0), (_SHORT_YEARS, 12.0), (_MONTHS, 1.0)):
        for match in pattern.finditer(rest):
            total += per * _number(next(group for group in match.groups() if group))
        rest = pattern.sub(" ", rest)
    # Whatever is left over might change the meaning ("2 years ago I left").
    return None if rest == text or _FILLER.sub("", rest) else total


def _number(text: str) -> float:
    return float(text.replace(",", "."))
