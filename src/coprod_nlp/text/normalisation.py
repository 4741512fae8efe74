"""Normalises the text of a cell once, so that later offsets have one meaning."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import regex

LONGEST_READ = 20_000
"""Characters of an answer that the steps read; more is a document pasted in."""

_LINE_BREAK = regex.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_SPACE = regex.compile(r"[\t\p{Zs}]")
_OUTER = regex.compile(r"^[^\p{L}\p{N}\p{So}]+|[^\p{L}\p{N}\p{So}]+$")
_INVISIBLE = regex.compile(r"[\p{Cc}--\n]|[\u200b\u2060\ufeff\ufffe\uffff]", regex.V1)


def normalise(text: str) -> str:
    r"""Return `text` composed (NFC), with plain spaces and no control characters.

    Words, case, spelling, punctuation, emoji and right-to-left marks stay as typed;
    runs of spaces are kept, so that an ordinary answer comes back unchanged.

    Parameters
    ----------
    text : str
        The cell as it was read.

    Returns
    -------
    str
        Normalised text; normalising it again changes nothing.

    Examples
    --------
    >>> normalise("with\u00a0patients\r\nnot for\x00")
    'with patients\nnot for'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _LINE_BREAK.sub("\n", text)
    text = _SPACE.sub(" ", text)
    text = _INVISIBLE.sub("", text)
    return unicodedata.normalize("NFC", _writable(text)).strip()


def as_texts(texts: "Iterable[str | None] | pd.Series[Any]") -> "pd.Series[Any]":
    """Return several texts as a Series of str, missing ones blank.

    Nothing else is changed, so that offsets hold, but for lone surrogates, which no
    encoder reads; see `normalise`.

    Parameters
    ----------
    texts : iterable of str
        A Series keeps its index. None, NaN and NA are missing.

    Raises
    ------
    TypeError
        If something is neither text nor missing, or what is given is no several texts
        in an order.
    """
    refuse_one(texts)
    series = (
        texts if isinstance(texts, pd.Series) else pd.Series(list(texts), dtype=object)
    )
    series = series.astype(object).where(series.notna(), "")
    for number, text in enumerate(series):
        if not isinstance(text, str):
            message = (
                f"Answers must be text or missing; number {number} is "
                f"{type(text).__name__}. Read them with dtype=str."
            )
            raise TypeError(message)
    readable = [_writable(text) for text in series]
    return pd.Series(readable, index=series.index, dtype=object, name=series.name)


def refuse_one(texts: object) -> None:
    """Refuse what Python goes through as if it were several texts in an order.

    Letters, names of columns and keys would be taken for texts; a set has no order.

    Raises
    ------
    TypeError
    """
    if isinstance(texts, str | pd.DataFrame | Mapping | set | frozenset):
        kind = "one str" if isinstance(texts, str) else f"a {type(texts).__name__}"
        message = f"Expected several texts, got {kind}; pass a list or a Series."
        raise TypeError(message)


def normalised(texts: "Iterable[str | None] | pd.Series[Any]") -> list[str]:
    """Return every text normalised, missing ones blank.

    Raises
    ------
    TypeError
        See `as_texts`.
    """
    return [normalise(text) for text in as_texts(texts)]


def _writable(text: str) -> str:
    """Replace lone surrogates, which UTF-8 lacks; they come from broken exports."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def comparison_key(text: str) -> str:
    """Return what two texts share when only case, spaces or outer marks differ.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Never blank, unless `text` is.

    Examples
    --------
    >>> comparison_key("Nothing  at all.")
    'nothing at all'
    """
    return _OUTER.sub("", " ".join(text.casefold().split())) or text
