"""Decides which answers may be quoted: none of few, none that may identify."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from coprod_nlp.config import Settings
from coprod_nlp.exceptions import SettingsError
from coprod_nlp.pipeline.run.time_in_post import described
from coprod_nlp.survey import UNKNOWN_ROLE, Survey
from coprod_nlp.tables import RULES
from coprod_nlp.text.identifying import possible_identifiers

IDENTIFIER_COLUMNS = ("question", "respondent", "start", "end", "kind")
"""Columns of what was found, without the words themselves."""


@dataclass(frozen=True, eq=False)
class Quoting:
    """What must not be quoted.

    Parameters
    ----------
    identifiers : DataFrame
        The columns `IDENTIFIER_COLUMNS`; offsets count characters of the answer.
    withheld : mapping of str to frozenset of str
        For each open question, the respondents whose answer is not quoted.
    n_identifying, n_of_few : int
        Answers left out since they hold a possible identifier and were not ticked;
        respondents left out since they are among few in a stratum.
    """

    identifiers: pd.DataFrame
    withheld: Mapping[str, frozenset[str]]
    n_identifying: int
    n_of_few: int


def quoting(survey: Survey, settings: Settings) -> Quoting:
    """Look through every open answer.

    Parameters
    ----------
    survey : Survey
    settings : Settings
        The user's own words and ticks, strata, and the rule for small counts.

    Raises
    ------
    SettingsError
        If a ticked respondent is not in the survey.
    """
    ticked = frozenset(settings.report.quote_anyway)
    unknown = sorted(ticked - set(map(str, survey.answers.index)))
    if unknown:
        message = (
            f"[report] quote_anyway names {len(unknown)} respondent(s) that "
            f"{survey.source} does not have: {unknown[:5]!r}. Compare the ids with "
            "those in possible_identifiers.csv."
        )
        raise SettingsError(message)
    rows = [
        (question.id, str(who), one.span.start, one.span.end, one.kind)
        for question in survey.instrument.questions
        if question.kind == "open" and question.id in survey.answers
        for who, text in survey.open_answers(question.id).items()
        for one in possible_identifiers(text, settings.report.own_identifiers)
    ]
    found = pd.DataFrame(rows, columns=list(IDENTIFIER_COLUMNS))
    few = _among_few(survey, settings)
    marked = found[~found["respondent"].isin(ticked)]
    by_question = marked.groupby("question")["respondent"].agg(frozenset).to_dict()
    asked = [q.id for q in survey.instrument.questions if q.kind == "open"]
    return Quoting(
        identifiers=found,
        withheld={q: few | by_question.get(q, frozenset()) for q in asked},
        n_identifying=len(marked[["question", "respondent"]].drop_duplicates()),
        n_of_few=len(few),
    )


def withheld_definitions(survey: Survey, found: Quoting) -> frozenset[str]:
    """Return whose definition is not quoted, whichever branch it answers."""
    asked = survey.definition_questions()
    return frozenset(
        str(who)
        for who, question in asked.items()
        if str(who) in found.withheld.get(question, frozenset())
    )


def kinds_in(text: str, settings: Settings) -> str:
    """Name the kinds of possible identifiers that a text holds, "" for none."""
    found = possible_identifiers(text, settings.report.own_identifiers)
    return ", ".join(dict.fromkeys(one.kind for one in found))


def _among_few(survey: Survey, settings: Settings) -> frozenset[str]:
    """Return who is in a stratum of fewer respondents than the rule shows."""
    smallest = RULES[settings.tables.suppression].smallest_shown
    found = described(survey)
    few: set[str] = set()
    for name in settings.tables.by:
        if name in found:
            strata = found[name].astype(object)
            strata = strata.where(~strata.isin(["", UNKNOWN_ROLE]))
            small = strata.map(strata.value_counts()) < smallest
            few |= set(map(str, strata.index[small]))
    return frozenset(few)
