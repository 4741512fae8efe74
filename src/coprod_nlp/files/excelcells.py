"""What a cell of an Excel workbook can hold of a text."""

import regex

from coprod_nlp.text.normalisation import normalise

_LONGEST = 32_767
# Excel reads "_x0041_" within a text as the letter A.
_ESCAPE = regex.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = "_x005F_"


def shortened(text: str) -> str:
    """Return a text that a cell can hold, which says so at its end if it was cut.

    Excel counts in UTF-16, where an emoji counts twice, and keeps 32,767.
    """
    units = text.encode("utf-16-le")
    added = (len(_ESCAPED) - 1) * len(_ESCAPE.findall(text))
    if len(units) // 2 + added <= _LONGEST:
        return text
    note = f"\n[shortened: the answer has {len(text)} characters]"
    room = max(0, _LONGEST - len(note) - added)
    return units[: 2 * room].decode("utf-16-le", "ignore") + note


def as_cell(text: str) -> str:
    """Return a text as it is written into a cell, so that Excel shows that text.

    Without control characters, which a workbook cannot hold; see `shortened`.
    """
    return _ESCAPE.sub(_ESCAPED, shortened(normalise(text)))
