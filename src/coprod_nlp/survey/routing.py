"""Checks, row by row, that branch questions were answered by those they are put to."""

import pandas as pd

from coprod_nlp.files.problems import Problem
from coprod_nlp.survey.instrument import Condition, Instrument

ASTRAY = "answered though"
"""How the problem of an answer that the routing did not ask for begins."""


def was_asked(
    answers: pd.DataFrame, instrument: Instrument, question: str
) -> pd.Series:
    """Return to whom the routing puts a question.

    Parameters
    ----------
    answers : DataFrame
        Indexed by respondent, one column per question found.
    instrument : Instrument
        With the conditions.
    question : str

    Returns
    -------
    Series of bool
        On the same index. Whoever was not asked the question that it waits for was
        not asked this one; where that question is not in the file, everybody was.
    """
    condition = instrument.question(question).asked_if
    if condition is None or condition.question not in answers:
        return pd.Series(True, index=answers.index)
    led = answers[condition.question] == condition.equals
    return led & was_asked(answers, instrument, condition.question)


def routing_problems(
    answers: pd.DataFrame, instrument: Instrument, rows: pd.Series
) -> list[Problem]:
    """Return every answer that the questionnaire's routing would not have asked for.

    Parameters
    ----------
    answers : DataFrame
        Indexed by respondent, one column per question found.
    instrument : Instrument
        With the conditions.
    rows : Series of int
        Row of each respondent in the file.

    Returns
    -------
    list of Problem
        The answers concerned are kept as they are.
    """
    problems: list[Problem] = []
    for question in instrument.questions:
        condition = question.asked_if
        if condition is None or question.id not in answers:
            continue
        if condition.question not in answers:
            problem = f"{condition.question} is not in the file"
            action = f"who should have been asked {question.id} was not checked"
            problems.append(
                Problem(problem=problem, action=action, question=question.id)
            )
            continue
        gate = answers[condition.question]
        asked = was_asked(answers, instrument, question.id)
        astray = (answers[question.id] != "") & ~asked
        problems += [
            Problem(
                row=int(rows[respondent]),
                respondent=str(respondent),
                question=question.id,
                problem=_breach(gate[respondent], condition, instrument),
                action="the answer was kept",
            )
            for respondent in answers.index[astray]
        ]
    return problems


def _breach(found: str, condition: Condition, instrument: Instrument) -> str:
    if found == condition.equals:
        how = "was not asked either"
    elif found in instrument.question(condition.question).labels:
        how = f"is {found!r}"
    else:
        how = "is blank" if found == "" else "is not one of its options"
    return f"{ASTRAY} {condition.question} {how} (asked if {condition.equals!r})"
