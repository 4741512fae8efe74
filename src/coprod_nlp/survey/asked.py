"""Counts who was asked each question and who answered."""

import pandas as pd

from coprod_nlp.survey.instrument import Question
from coprod_nlp.survey.routing import was_asked
from coprod_nlp.survey.survey import Survey


def questions_asked(survey: Survey) -> pd.DataFrame:
    """Count, for each question of the file, who was to answer it and who did.

    Parameters
    ----------
    survey : Survey

    Returns
    -------
    DataFrame
        question, number, text, asked_if (in words, "" for a question put to all),
        asked (respondents to whom it applied), answered (cells that are not blank,
        those of respondents who were not asked included). In the instrument's order;
        a text that was only shown has <NA> in both counts.
    """
    rows = [
        (question.id, question.number, question.text, *_counts(question, survey))
        for question in survey.instrument.questions
        if question.kind == "shown" or question.id in survey.answers.columns
    ]
    columns = ["question", "number", "text", "asked_if", "asked", "answered"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"asked": "Int64", "answered": "Int64"})


def _counts(question: Question, survey: Survey) -> tuple[str, int | None, int | None]:
    if question.kind == "shown":
        return "", None, None
    answers, condition = survey.answers, question.asked_if
    answered = int((answers[question.id] != "").sum())
    if condition is None or condition.question not in answers.columns:
        return "", len(answers), answered
    gate = survey.instrument.question(condition.question)
    words = f"asked if {gate.number} was “{condition.equals}”"
    asked = was_asked(answers, survey.instrument, question.id)
    return words, int(asked.sum()), answered
