"""Tells an answer from a cell that holds none, and says which kind of none."""

from enum import StrEnum

import regex


class AnswerKind(StrEnum):
    """What a cell of an open question holds."""

    ANSWERED = "answered"
    BLANK = "blank"
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"
    NOTHING = "nothing"
    REFERS_BACK = "refers_back"


_FILL = (
    r"(?:sorry|really|honestly|tbh|i'?m afraid|at all|at this time|yet|to be honest)"
)
_TAIL = rf"(?:\W*(?:{_FILL}|to me|at the moment|at present|right now))*\W*"
_HEAD = rf"\W*(?:{_FILL}\W*)*"
_KINDS = {
    AnswerKind.NOT_APPLICABLE: (
        r"n\W?\s?a|not applicable(?: to (?:me|my role|us))?|does(?:n'?t| not) apply"
    ),
    AnswerKind.DONT_KNOW: (
        r"(?:i )?(?:really |honestly )?(?:do ?n[o']?t|dont|do not) "
        r"(?:really )?(?:know|no)(?: (?:what (?:it|this|that) (?:is|means)|about it))?"
        r"|dunno|dk|unsure|not (?:too |really )?sure|(?:i(?:'?ve| have) )?no idea"
        r"|(?:i(?:'?ve| have) )?not? (?:a )?clue|unknown|no comment|can'?t say|\?+"
        r"|(?:i(?:'?ve| have) )?never heard of (?:it|this|that)"
        r"|(?:i have )?not heard of (?:it|this|that)|(?:i )?have no idea"
    ),
    AnswerKind.NOTHING: (
        r"no|none|nothing|nil|nope|no thanks?|nothing (?:comes )?to mind"
    ),
    AnswerKind.REFERS_BACK: (
        r"(?:please )?(?:see|as|refer to|same as)(?: (?:my|the))?"
        r" ?(?:above|before|previous(?:ly)?|earlier|last|q(?:uestion)? ?\d+[ab]?)"
        r"(?: (?:answer|comment|question|response|one|stated|mentioned))*|ditto|same"
        r"|already (?:said|answered|explained)"
    ),
}
_PATTERNS = {
    kind: regex.compile(_HEAD + f"(?:{pattern})" + _TAIL, regex.IGNORECASE)
    for kind, pattern in _KINDS.items()
}
_HAS_WORD = regex.compile(r"[\p{L}\p{N}\p{So}]")


def answer_kind(text: str) -> AnswerKind:
    """Say whether a normalised cell holds an answer, or which kind of none.

    Only a cell that is nothing else is set aside: "don't know, maybe working
    together?" is an answer.

    Parameters
    ----------
    text : str
        Normalised text of one cell.

    Returns
    -------
    AnswerKind
        ``BLANK`` when it holds no letter, digit or symbol besides question marks.

    Examples
    --------
    >>> answer_kind("n/a").value
    'not_applicable'
    >>> answer_kind("Don't know, sorry").value
    'dont_know'
    >>> answer_kind("don't know, maybe working together?").value
    'answered'
    """
    text = text.replace("\u2019", "'")
    for kind, pattern in _PATTERNS.items():
        if pattern.fullmatch(text):
            return kind
    return AnswerKind.ANSWERED if _HAS_WORD.search(text) else AnswerKind.BLANK
