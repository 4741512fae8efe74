"""Counts answers that are there and could not be read, before figures rest on them."""

import pandas as pd

from coprod_nlp.survey.instrument import Instrument, Question
from coprod_nlp.survey.survey import Survey

MANY = 0.2
"""Share of unread answers from which a table of a question may mislead."""


def unread_gate(answers: pd.DataFrame, instrument: Instrument) -> str:
    """Say why nobody can be counted as having heard of the term, "" if somebody can.

    Parameters
    ----------
    answers : DataFrame
        As in `Survey`.
    instrument : Instrument
        Whose purposes say which question it is.
    """
    heard = instrument.purposes.heard
    if heard is None or heard.question not in answers:
        return ""
    question = instrument.question(heard.question)
    texts = answers[question.id]
    n_given = int((texts != "").sum())
    if not n_given or texts.isin(question.labels).any():
        return ""
    return (
        f"{n_given} respondent(s) answered {question.id}, and no answer is one of its "
        f"options {list(question.labels)!r}: who has heard of the term cannot be told. "
        "If the file holds codes, export words in their place, name each code in your "
        'copy of the instrument (code = "1" beside the label of its option), or give '
        "the data dictionary of a REDCap project. `check` lists the values."
    )


def unread_texts(survey: Survey, question: Question) -> "pd.Series[str]":
    """Return what stands under a closed question, or the time, and was not read.

    Parameters
    ----------
    survey : Survey
    question : Question
        Of its instrument.

    Returns
    -------
    Series of str
        Indexed by respondent; empty for any other question, and where the file has no
        column for it.
    """
    if question.id not in survey.answers:
        return pd.Series([], dtype="str")
    texts = survey.answers[question.id]
    if question.is_closed:
        read = texts.isin(question.labels)
    elif question.id == survey.instrument.purposes.time_in_post:
        read = survey.strata["months_in_post"].notna()
    else:
        return texts[:0]
    return texts[(texts != "") & ~read]


def often_unread(survey: Survey) -> pd.DataFrame:
    """Count the answers of each question of which `MANY` or more were not read.

    Parameters
    ----------
    survey : Survey

    Returns
    -------
    DataFrame
        question, given (cells that are not blank), unread (of these, see
        `unread_texts`). In the order of the instrument.
    """
    rows = [
        (question.id, int((survey.answers[question.id] != "").sum()), n_unread)
        for question in survey.instrument.questions
        if (n_unread := len(unread_texts(survey, question)))
    ]
    found = pd.DataFrame(rows, columns=["question", "given", "unread"])
    return found[found["unread"] >= MANY * found["given"]].reset_index(drop=True)
