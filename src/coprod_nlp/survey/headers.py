"""Takes the header of a column apart: its number, its wording."""

import html
from dataclasses import dataclass

import regex

from coprod_nlp.files.titles import TAG

_NUMBERED = regex.compile(
    r"""\s*(?P<q>q(?:uestion)?[\s.#-]*)?       # "Q", "Question"
        0*(?P<digits>\d{1,3})
        (?:\s?\((?P<bracketed>[a-z])\)|[._]?(?P<letter>[a-z])(?!\w))?
        (?:\s*$|\s*[.:)\-\u2013\u2014]+|(?(q)\s|(?!)))  # what ends a number
        (?P<rest>.*)""",
    regex.IGNORECASE | regex.VERBOSE | regex.DOTALL,
)
# "i." of "12.b.i. Please specify": the number is that of a question under 12b.
_DEEPER = regex.compile(r"\s*(?:(?:\d+|[ivx]+)\.)+(?:\s|$)", regex.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    """A header's question number ("4a", "" if it has none) and the rest of it."""

    number: str
    rest: str


def visible(header: str) -> str:
    """Return a header as people see it: no HTML, single spaces.

    Examples
    --------
    >>> visible("<b>What&nbsp;is</b> it?")
    'What is it?'
    """
    return " ".join(html.unescape(TAG.sub(" ", header)).split())


def split_number(header: str) -> Heading:
    """Part a header into the number of its question and its wording.

    A number without a "Q" counts only if a stop, colon, bracket or dash follows, or
    nothing does: "12 months in post?" is not question 12. Neither is "12.1. Why?".

    Examples
    --------
    >>> split_number("Q4a: describe what you know")
    Heading(number='4a', rest='describe what you know')
    >>> split_number("12 months in post?").number
    ''
    """
    text = html.unescape(TAG.sub(" ", header))
    match = _NUMBERED.fullmatch(text)
    if match is None or _DEEPER.match(match["rest"]):
        return Heading("", text.strip())
    letter = match["bracketed"] or match["letter"] or ""
    return Heading((match["digits"] + letter).casefold(), match["rest"].strip())
