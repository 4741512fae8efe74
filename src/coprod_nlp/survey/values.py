"""Reads the cell of a closed question as one of the instrument's options."""

import unicodedata

import regex

from coprod_nlp.survey.instrument import Question

# Between digits all of these are kept: "1.0" is no 10, nor is "1" above "0".
_VARIED = r"[\s'\u2018\u2019`\u00b4\u02bc.!]"
_IGNORED = regex.compile(rf"{_VARIED}++(?!\d)|(?<!\d){_VARIED}++")
_WHOLE_FLOAT = regex.compile(r"(-?\d+)[.,]0+")
_SEPARATOR = regex.compile(r"\s*[;,\n]\s*")
_CODE_FIRST = regex.compile(r"(-?\d+)\s*[-\u2013\u2014=:.)]\s*(\D.*)", regex.DOTALL)
_CODE_LAST = regex.compile(r"(.*\D)\s*[(\[](-?\d+)[)\]]", regex.DOTALL)


def option_key(text: str) -> str:
    """Return `text` without what typing varies: case, spaces, apostrophes, stops.

    Examples
    --------
    >>> option_key(" Don\u2019t  know ") == option_key("dont know")
    True
    """
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text).casefold())


def option_index(question: Question) -> dict[str, str]:
    """Map every key that means an option to its wording.

    Raises
    ------
    ValueError
        If two options of the question cannot be told apart.
    """
    index: dict[str, str] = {}
    for option in question.options:
        for spelling in (option.label, option.code, *option.also):
            key = option_key(spelling)
            if key and index.setdefault(key, option.label) != option.label:
                message = (
                    f"{option.label!r} and {index[key]!r} share the spelling "
                    f"{spelling!r}; give each its own."
                )
                raise ValueError(message)
    return index


def read_option(text: str, index: dict[str, str]) -> str | None:
    """Return the wording that a cell means, or None when it is not an option.

    A cell may hold the wording, the code (also as ``5.0``), or both
    (``5 - Very relevant``, ``Very relevant (5)``) as long as they agree.

    Parameters
    ----------
    text : str
        Normalised text of the cell.
    index : dict
        From `option_index`.

    Examples
    --------
    >>> index = {"veryrelevant": "Very relevant", "5": "Very relevant"}
    >>> read_option("5.0", index), read_option("4 - Very relevant", index)
    ('Very relevant', None)
    """
    found = index.get(option_key(text))
    if found is not None:
        return found
    if whole := _WHOLE_FLOAT.fullmatch(text):
        return index.get(whole[1])
    both = _CODE_FIRST.fullmatch(text) or _CODE_LAST.fullmatch(text)
    if both is None:
        return None
    first, second = (index.get(option_key(piece)) for piece in both.groups())
    return first if first == second else None


def names_several(text: str, index: dict[str, str]) -> bool:
    """Whether a cell holds several options, as a question that takes many writes them.

    Examples
    --------
    >>> names_several("Yes; No", {"yes": "Yes", "no": "No"})
    True
    """
    pieces = [piece for piece in _SEPARATOR.split(text) if piece]
    return len(pieces) > 1 and all(read_option(piece, index) for piece in pieces)
