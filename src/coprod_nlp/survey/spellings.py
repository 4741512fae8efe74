"""Joins spellings of one name, so that a department is not counted as several."""

from collections import Counter
from collections.abc import Iterable, Sequence

from coprod_nlp.files.problems import Problem
from coprod_nlp.survey.values import option_key

SPELLINGS = "spellings of one name differ in case, spaces or outer marks alone"
"""Problem of names that were joined."""

_MARKS = " \t\n.,;:!?\"'`\u00b4\u2018\u2019\u201c\u201d"


def name_key(name: str) -> str:
    """Return a name without what typing varies: case, spaces, apostrophes, outer marks.

    Examples
    --------
    >>> name_key("OAK  WARD.") == name_key("Oak Ward")
    True
    """
    return option_key(name.strip(_MARKS))


def one_spelling(names: Sequence[str], known: Iterable[str] = ()) -> list[str]:
    """Return names, each in the commonest spelling of those that are one.

    Parameters
    ----------
    names : sequence of str
        As typed; those that hold nothing but marks stay as they are.
    known : iterable of str
        Spellings that go before what is commonest; of two alike, the first.

    Returns
    -------
    list of str
        In the same order. Of spellings that are equally common, the first is taken.

    Examples
    --------
    >>> one_spelling(["oak ward", "Oak Ward", "Elm", "Oak Ward"])
    ['Oak Ward', 'Oak Ward', 'Elm', 'Oak Ward']
    """
    spelled: dict[str, str] = {}
    # A counter gives equal counts in the order in which they were met.
    for name in (*known, *(name for name, _ in Counter(names).most_common())):
        spelled.setdefault(name_key(name), name)
    return [spelled[key] if (key := name_key(name)) else name for name in names]


def joined_problems(
    names: Sequence[str], joined: Sequence[str], question: str
) -> list[Problem]:
    """Say how many cells now bear another spelling; none where all are as typed."""
    moved = [after for name, after in zip(names, joined, strict=True) if name != after]
    if not moved:
        return []
    action = (
        f"{len(moved)} cell(s) counted under the commonest spelling of "
        f"{len(set(moved))} name(s); `answers` keep them"
    )
    return [Problem(SPELLINGS, action, question=question)]
