"""Sorts the columns that answer no question: the tool's own, personal, and others."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import regex

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.files.problems import Problem
from coprod_nlp.files.titles import QUESTION, header_key, short_titles
from coprod_nlp.survey.columns import title_of
from coprod_nlp.survey.files import Table
from coprod_nlp.survey.headers import visible

_ANYWHERE = regex.compile(
    r"\b(e ?mails?|ip ?address|telephone|(mobile|phone|contact) numbers?|"
    r"date of birth|nhs number|post ?code|recipient ?(first|last)? ?name|"
    r"location ?(latitude|longitude)|survey ?identifier)\b|recipientemail"
)
_WHOLE = regex.compile(
    r"(what is |please (enter|give|provide) )?(your |respondent |participant )?"
    r"(name|(first|last|full|given|family|user|sur|fore) ?names?|phone|mobile|ip|"
    r"(home |work |postal )?address|zip( code)?|latitude|longitude|dob|"
    r"external(data)?reference|custom data)( optional)?"
)
# Microsoft Forms numbers a question that is called as one of its own columns is.
_NUMBER = regex.compile(r" ?\d+$")
PERSONAL = "looks like personal data"
ADDED = "column(s) are about the response"
UNMATCHED = "matches no question"
"""Of what the problems of these columns speak."""
_EMAIL_OR_IP = regex.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|\d{1,3}(\.\d{1,3}){3}")


@dataclass(frozen=True, eq=False)
class Leftovers:
    """The columns of a file that answer no question.

    Parameters
    ----------
    extra : DataFrame of str
        Indexed by respondent; those that are kept, as typed, each under its own name.
    about_response : tuple of str
        Those of them that the survey tool added.
    personal : tuple of str
        Headers of the columns that were left out.
    problems : tuple of Problem
        What was done with each.
    """

    extra: pd.DataFrame
    about_response: tuple[str, ...]
    personal: tuple[str, ...]
    problems: tuple[Problem, ...]


def leftovers(
    table: Table,
    unmatched: Sequence[int],
    respondents: pd.Index,
    keep_personal: Collection[str] = (),
) -> Leftovers:
    """Keep what answers no question, but for personal data.

    Parameters
    ----------
    table : Table
        The file.
    unmatched : sequence of int
        Positions of its columns that answer no question.
    respondents : Index
        Ids of the rows.
    keep_personal : collection of str
        Headers of columns to keep although they hold personal data.

    Raises
    ------
    SettingsError
        If `keep_personal` names a column that the file does not have.
    """
    _refuse_unknown(keep_personal, table)
    titles, problems = _distinct(table, unmatched)
    shown = {place: _shown(table, place, title) for place, title in titles.items()}
    personal = [
        place
        for place in unmatched
        if table.header[place].strip() not in keep_personal
        and _is_personal(table, place)
    ]
    kept = [place for place in unmatched if place not in personal]
    added = [place for place in kept if place in table.naming.about_response]
    problems += [
        Problem(
            problem=f"the column {shown[place]} {PERSONAL}",
            action="left out; name it in [survey] keep_personal to keep it",
        )
        for place in personal
    ]
    if added:
        listed = ", ".join(titles[place] for place in added)
        problem = f"{len(added)} {ADDED}: {listed}"
        problems.append(Problem(problem, "kept beside the answers, not analysed"))
    problems += [
        Problem(
            problem=f"the column {shown[place]} {UNMATCHED}",
            action="kept beside the answers, not analysed",
        )
        for place in kept
        if place not in added
    ]
    return Leftovers(
        extra=_frame(table, {place: titles[place] for place in kept}, respondents),
        about_response=tuple(titles[place] for place in added),
        personal=tuple(titles[place] for place in personal),
        problems=tuple(problems),
    )


def _shown(table: Table, place: int, title: str) -> str:
    """Return a header for messages, with what respondents read where that is known."""
    (wording,) = short_titles([visible(table.naming.wording_of(place))], kept=QUESTION)
    return f"{title!r} ({wording})" if wording else repr(title)


def _refuse_unknown(keep_personal: Collection[str], table: Table) -> None:
    unknown = sorted(set(keep_personal) - {title.strip() for title in table.header})
    if unknown:
        message = (
            f"[survey] keep_personal names {unknown!r}; the file has no such column(s) "
            f"among {short_titles(table.header, kept=QUESTION)!r}."
        )
        raise SettingsError(message)


def _distinct(
    table: Table, positions: Sequence[int]
) -> tuple[dict[int, str], list[Problem]]:
    """Give each column a name of its own, and say which bore the same."""
    titles: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for place in positions:
        title = title_of(table.header, place)
        seen[title] += 1
        titles[place] = title if seen[title] == 1 else f"{title} ({seen[title]})"
    problems = [
        Problem(
            problem=f"{n} columns are called {title!r}",
            action=f"the others are numbered; the last is {f'{title} ({n})'!r}",
        )
        for title, n in seen.items()
        if n > 1
    ]
    return titles, problems


def _is_personal(table: Table, position: int) -> bool:
    """Whether header, wording or every cell of a column says so."""
    if position in table.identifiers:
        return True
    for text in (table.header[position], table.naming.wording_of(position)):
        key = _NUMBER.sub("", header_key(text))
        if _ANYWHERE.search(key) or _WHOLE.fullmatch(key):
            return True
    cells = {row[position].strip() for row in table.rows} - {""}
    return bool(cells) and all(map(_EMAIL_OR_IP.fullmatch, cells))


def _frame(
    table: Table, titles: Mapping[int, str], respondents: pd.Index
) -> pd.DataFrame:
    if not titles:
        return pd.DataFrame(index=respondents)
    rows = [[row[place] for place in titles] for row in table.rows]
    frame = pd.DataFrame(rows, index=respondents, dtype="str")
    return frame.set_axis(list(titles.values()), axis="columns")
