"""Names every respondent once, and refuses a file in which two share an id."""

from collections import defaultdict
from collections.abc import Sequence

import regex

from coprod_nlp.exceptions import SurveySchemaError
from coprod_nlp.files.problems import Problem
from coprod_nlp.text.normalisation import normalise

_LISTED = 5
# What Excel makes of a long number when it saves a CSV file.
_SHORTENED = regex.compile(r"\d([.,]\d+)?E\+\d+", regex.IGNORECASE)


def respondent_ids(
    cells: Sequence[str] | None, numbers: Sequence[int]
) -> tuple[list[str], list[Problem]]:
    """Return one id per row, made from the order of the rows where none is given.

    Parameters
    ----------
    cells : sequence of str or None
        The column of ids as typed; None when the file has none.
    numbers : sequence of int
        Of the rows, as a spreadsheet counts them.

    Returns
    -------
    ids : list of str
        All different; ``"R0001"`` for the first respondent if it has none.
    problems : list of Problem
        Which ids were made.

    Raises
    ------
    SurveySchemaError
        If two rows share an id; the message names the rows, never the ids.
    """
    made = [f"R{position:04d}" for position in range(1, len(numbers) + 1)]
    if cells is None or not any(cell.strip() for cell in cells):
        what = "there is no column of respondent ids"
        problem = what if cells is None else "the column of respondent ids is blank"
        action = "ids were made from the order of the rows: R0001, R0002, ..."
        return made, [Problem(problem=problem, action=action)]
    given = [normalise(cell) for cell in cells]
    _refuse_repeated(given, numbers)
    ids, problems = list(given), []
    for position, name in enumerate(given):
        if not name:
            ids[position] = _unused(made[position], given)
            problems.append(
                Problem(
                    row=numbers[position],
                    respondent=ids[position],
                    problem="the respondent has no id",
                    action=f"named {ids[position]}, from the order of the rows",
                )
            )
    return ids, problems


def _unused(name: str, given: Sequence[str]) -> str:
    while name in given:
        name += "x"
    return name


def _refuse_repeated(given: Sequence[str], numbers: Sequence[int]) -> None:
    rows: dict[str, list[int]] = defaultdict(list)
    for name, number in zip(given, numbers, strict=True):
        rows[name].append(number)
    repeated = [places for name, places in rows.items() if name and len(places) > 1]
    if not repeated:
        return
    listed = "; ".join(
        "rows "
        + ", ".join(map(str, places[:_LISTED]))
        + ("…" * (len(places) > _LISTED))
        for places in repeated[:_LISTED]
    )
    more = "" if len(repeated) <= _LISTED else f" (and {len(repeated) - _LISTED} more)"
    remedy = (
        "Every respondent needs one row with an id of its own; remove the repeated "
        "rows or correct the ids."
    )
    if any(map(_SHORTENED.fullmatch, given)):
        remedy = (
            "Excel has shortened long ids to the like of 1.2E+11; export the survey "
            "again, and do not save it from Excel."
        )
    message = (
        f"{len(repeated)} respondent id(s) stand in more than one row: {listed}{more}. "
        f"{remedy}"
    )
    raise SurveySchemaError(message)
