"""Derives who a respondent is: role type, department, job title, time in post."""

import math
from collections.abc import Mapping, Sequence

import pandas as pd
import regex

from coprod_nlp.files.problems import Problem
from coprod_nlp.files.titles import header_key
from coprod_nlp.survey.answers import Rows
from coprod_nlp.survey.durations import Months, months_in
from coprod_nlp.survey.instrument import Instrument
from coprod_nlp.survey.roles import UNKNOWN_ROLE, RoleList
from coprod_nlp.survey.spellings import joined_problems, one_spelling

UNREAD_TIMES = (
    "the time cannot be read",
    "the time reaches over more than one band of the tables",
)
"""Why a time in post that is given is not known."""

UNREAD_ROLE = "the role type is neither clinical nor non-clinical"
"""Why a role type that is given is not taken."""

_ROLE = regex.compile(
    r"(?P<other>non ?|not )?clinical(?: (?:staff|role|roles|worker|post|job|team))?"
)

# Whoever said this did answer: no job title tells better.
_NEITHER = regex.compile(r"\b(?:both|mixed|(?:prefer|rather) not)\b")


def strata_of(
    texts: Mapping[str, Sequence[str]],
    instrument: Instrument,
    roles: RoleList,
    rows: Rows,
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the strata of every respondent.

    Parameters
    ----------
    texts : mapping of str to sequence of str
        Normalised cells by id of question, part of a duration, or field.
    instrument : Instrument
        Which questions tell department, job title and time in post.
    roles : RoleList
        For role types that the file does not give.
    rows : Rows
        Where the cells stand.

    Returns
    -------
    strata : DataFrame
        Indexed by respondent: role_type; department, job_title and survey (only if the
        file has it), each name in one spelling; months_in_post (float, NaN if not
        known; see `Months.in_band`).
    problems : list of Problem
        Role types and durations that could not be told, spellings that were joined.
    """
    purposes = instrument.purposes
    titles = texts.get(purposes.job_title or "")
    role_types, problems = _role_types(texts.get("role_type"), titles, roles, rows)
    columns: dict[str, Sequence[str]] = {"role_type": role_types}
    closed = {question.id for question in instrument.questions if question.is_closed}
    for kind, column in (
        ("department", purposes.department or ""),
        ("job_title", purposes.job_title or ""),
        ("survey", "survey"),
    ):
        typed = texts.get(column)
        if typed is not None:
            # Options are no spellings of each other, however alike they look.
            columns[kind] = typed if column in closed else one_spelling(typed)
            problems += joined_problems(typed, columns[kind], column)
        elif kind != "survey":
            columns[kind] = [""] * len(rows.ids)
    index = pd.Index(rows.ids, name="respondent", dtype="str")
    strata = pd.DataFrame(columns, index=index, dtype="str")
    months, more = _months(texts, instrument, rows)
    strata["months_in_post"] = pd.Series(months, index=index, dtype="float64")
    return strata, problems + more


def _role_types(
    given: Sequence[str] | None,
    titles: Sequence[str] | None,
    roles: RoleList,
    rows: Rows,
) -> tuple[list[str], list[Problem]]:
    n = len(rows.ids)
    if given is None and titles is None:
        what = "neither role types nor job titles are in the file"
        action = "the role type of everybody is unknown"
        return [UNKNOWN_ROLE] * n, [Problem(what, action, question="role_type")]
    titles = [""] * n if titles is None else titles
    given = [""] * n if given is None else given
    derived = roles.roles_of(titles)
    problems = _derivation(given, derived)
    found: list[str] = []
    for position, typed in enumerate(given):
        role = _role_in(typed) or derived[position]
        found.append(role)
        action = "counted as unknown"
        if typed and not _role_in(typed):
            what = UNREAD_ROLE
            if _NEITHER.search(header_key(typed)):
                found[position] = UNKNOWN_ROLE
            elif role != UNKNOWN_ROLE:
                action = "derived from the job title"
        elif role != UNKNOWN_ROLE:
            continue
        elif titles[position]:
            what = "the role type cannot be told from the job title"
        else:
            what = "neither role type nor job title is given"
        problems.append(rows.problem(position, "role_type", what, action))
    return found, problems


def _role_in(typed: str) -> str:
    """Return the role type that a cell names, "" if it names none."""
    match = _ROLE.fullmatch(header_key(typed))
    if match is None:
        return ""
    return "non-clinical" if match["other"] else "clinical"


def _derivation(given: Sequence[str], derived: Sequence[str]) -> list[Problem]:
    """Say how many role types come from job titles rather than from the file."""
    n = sum(
        not typed and role != UNKNOWN_ROLE
        for typed, role in zip(given, derived, strict=True)
    )
    if not n:
        return []
    problem = f"{n} respondent(s) have no role type in the file"
    action = "derived from the job title by the list of roles"
    return [Problem(problem=problem, action=action, question="role_type")]


def _months(
    texts: Mapping[str, Sequence[str]], instrument: Instrument, rows: Rows
) -> tuple[list[float], list[Problem]]:
    name = instrument.purposes.time_in_post
    months = [math.nan] * len(rows.ids)
    if name is None:
        return months, []
    question = instrument.question(name)
    sources: list[tuple[str, str | None]] = [(p.id, p.unit) for p in question.parts]
    sources = [(name, None), *sources]
    present = [(texts[key], unit) for key, unit in sources if key in texts]
    problems = []
    for position in range(len(rows.ids)):
        read = [months_in(cells[position], unit) for cells, unit in present]
        # "3 years" with the months left blank is three years.
        known = [m for m in read if m is None or not math.isnan(m.low)]
        if not known:
            continue
        time = _sum(known)
        held = None if time is None else time.in_band
        if held is not None:
            months[position] = held
            continue
        what = UNREAD_TIMES[0 if time is None else 1]
        problems.append(rows.problem(position, name, what, "counted as not known"))
    return months, problems


def _sum(parts: Sequence[Months | None]) -> Months | None:
    """Return years and months together; None where one of them cannot be read."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return Months(sum(part.low for part in known), sum(part.high for part in known))
