"""Words that mean the same in the tables and files of every step."""

from enum import StrEnum

NO_CODE = "no code"
"""A coding that says: read, and no code applies."""

SEPARATOR = ";"
"""Between the codes of one cell in a table of codings, so in no code's name."""

MACHINE = "machine"
"""Who is named for what the software did, among coders and in records of edits."""

EVERYBODY = "(all)"
"""The stratum of all together."""

NO_STRATUM = "(not known)"
"""The stratum of those whose stratum is not known."""


class Label(StrEnum):
    """What the coding frame calls a definition."""

    ACCURATE = "accurate"
    PARTIAL = "partial"
    INACCURATE = "inaccurate"
    NO_DEFINITION = "no_definition"


LABELS = tuple(label.value for label in Label)


def plural(n: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> plural(1, "answer"), plural(2, "answer")
    ('1 answer', '2 answers')
    """
    return f"{n} {one if n == 1 else many or one + 's'}"
