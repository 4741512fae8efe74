"""Sorts out responses that are none, and what a tool adds to the cells of others."""

from collections.abc import Sequence

from coprod_nlp.files.problems import Problem
from coprod_nlp.survey.exports.kinds import ExportKind, matches


def respondents(
    kind: ExportKind,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Sequence[int],
) -> tuple[list[int], list[Problem]]:
    """Return which rows are respondents.

    Parameters
    ----------
    kind : ExportKind
        With its rules.
    header : sequence of str
        Of the columns.
    rows : sequence of sequence of str
        Below the header.
    numbers : sequence of int
        Of the rows, as a spreadsheet counts them.

    Returns
    -------
    kept : list of int
        Positions among `rows`, in order.
    problems : list of Problem
        The rows left out, and those kept that a rule names.
    """
    left_out: set[int] = set()
    problems = []
    for rule in kind.rules:
        # REDCap has such a column for each form.
        places = [i for i, title in enumerate(header) if matches(rule.column, title)]
        found = [
            at
            for at, row in enumerate(rows)
            if any(matches(rule.cell, row[place]) for place in places)
        ]
        action = "left out" if rule.left_out else "kept"
        problems += [
            Problem(rule.problem, action, row=numbers[at])
            for at in found
            if at not in left_out
        ]
        left_out |= set(found) if rule.left_out else set()
    return [at for at in range(len(rows)) if at not in left_out], problems


def without_ends(
    kind: ExportKind, header: Sequence[str], rows: list[list[str]]
) -> tuple[list[list[str]], list[Problem]]:
    """Take away what ends each option, in columns where no cell ends otherwise."""
    if not kind.ends_with:
        return rows, []
    problems = []
    repaired = [list(row) for row in rows]
    for place, title in enumerate(header):
        cells = [row[place].rstrip() for row in rows if row[place].strip()]
        if cells and all(cell.endswith(kind.ends_with) for cell in cells):
            for row in repaired:
                row[place] = row[place].rstrip().removesuffix(kind.ends_with)
            problem = f"every cell of {title.strip()!r} ends with {kind.ends_with!r}"
            problems.append(Problem(problem, "the last one was taken away"))
    return repaired, problems
