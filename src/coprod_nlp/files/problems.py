"""Keeps what a reader must be told about a file: what, where, what was done."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from coprod_nlp.files.words import plural


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about the file that is not as the instrument expects.

    Parameters
    ----------
    problem, action : str
        What is the matter; what was done about it. Never an answer's text.
    row : int, optional
        Row as a spreadsheet counts it (the header is row 1); None for the whole file.
    respondent, question : str
        Whose, which; "" when it concerns all.
    """

    problem: str
    action: str
    row: int | None = None
    respondent: str = ""
    question: str = ""


def problems_frame(problems: Iterable[Problem]) -> pd.DataFrame:
    """Return the problems as a table, those of the whole file first, then by row.

    Returns
    -------
    DataFrame
        Columns row (Int64), respondent, question, problem, action.
    """
    ordered = sorted(problems, key=lambda p: -1 if p.row is None else p.row)
    texts = ("respondent", "question", "problem", "action")
    columns: dict[str, pd.Series] = {
        "row": pd.Series([p.row for p in ordered], dtype="Int64")
    }
    for name in texts:
        columns[name] = pd.Series([getattr(p, name) for p in ordered], dtype="str")
    return pd.DataFrame(columns)


def in_sentences(problems: Sequence[Problem]) -> tuple[str, ...]:
    """Say what the matter was, and what was done about it.

    What concerns one row or more is told once, with the number of rows.
    """
    counts = Counter((each.problem, each.action) for each in problems)
    whole = {(p.problem, p.action) for p in problems if p.row is None}
    notes = [
        f"{problem}: {action}."
        if (problem, action) in whole
        else f"In {plural(n, 'row')}, {problem}: {action}."
        for (problem, action), n in counts.items()
    ]
    return tuple(f"{note[0].upper()}{note[1:]}" for note in notes)


def told_of_file(name: str, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Tell what was decided about another file than the survey, by its name.

    What concerns rows is told once, with their number: they are no rows of the survey.
    """
    counts = Counter((p.problem, p.action, p.row is None) for p in problems)
    return tuple(
        Problem(
            f"in {name}, {problem}"
            if of_file
            else f"in {plural(n, 'row')} of {name}, {problem}",
            action,
        )
        for (problem, action, of_file), n in counts.items()
    )
