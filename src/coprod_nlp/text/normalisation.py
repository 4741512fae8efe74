"""Normalises the text of a cell once, so that later offsets have one meaning."""

import unicodedata
from collections.abc import Iterable, Mapping

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
    # Lone surrogates cannot be written as UTF-8; they only arise from broken exports.
    text = text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", text).strip()


def refuse_one(texts: object) -> None:
    """Refuse a text, a table or a mapping where several texts are asked for.

    Letters, names of columns or keys would be taken for texts.

    Raises
    ------
    TypeError
    """
    if isinstance(texts, str | pd.DataFrame | Mapping):
        kind = "one str" if isinstance(texts, str) else f"a {type(texts).__name__}"
        message = f"Expected several texts, got {kind}; pass a list or a Series."
        raise TypeError(message)


def normalised(texts: Iterable[str]) -> list[str]:
    """Return every text normalised; None and NaN are blank.

    Raises
    ------
    TypeError
        If something is neither text nor missing, or one text, a table or a mapping
        stands for several texts.
    """
    refuse_one(texts)
    found = []
    for number, text in enumerate(texts):
        if isinstance(text, str):
            found.append(normalise(text))
        elif text is None or text is pd.NA or text != text:
            found.append("")
        else:
            message = (
                f"Answers need to be text; number {number} is {type(text).__name__}. "
                f"Read the file with every column as text."
            )
            raise TypeError(message)
    return found


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
