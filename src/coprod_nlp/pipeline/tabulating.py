"""Makes every table of a survey: who answered, the closed questions, knowledge."""

from collections.abc import Callable, Mapping

import pandas as pd

from coprod_nlp.config import TableSettings
from coprod_nlp.exceptions import NotEnoughDataError
from coprod_nlp.matching import FAILING, LABELS, Decision, load_foils
from coprod_nlp.survey import UNKNOWN_ROLE, Survey
from coprod_nlp.tables import (
    KNOWLEDGE_BASES,
    KNOWLEDGE_PARTS,
    crosstab,
    knowledge_table,
    likert_parts,
    likert_table,
    suppress_small_counts,
)
from coprod_nlp.text.nonanswers import AnswerKind

SMALLER = "(smaller strata)"
"""Stratum that holds those too small to stand alone."""

NOT_NAMED = "not named"
"""Value of failing definitions that were like no foil."""

Make = Callable[[pd.Series | None], pd.DataFrame]
"""Makes one table, of everybody or by strata."""

Parts = Mapping[str, tuple[str, ...]]


def tabulate(
    survey: Survey, verdicts: pd.DataFrame, settings: TableSettings
) -> dict[str, pd.DataFrame]:
    """Return tables by name, ``"<subject>"`` or ``"<subject>_by_<strata>"``.

    Parameters
    ----------
    survey : Survey
    verdicts : DataFrame
        Of every respondent; see `DefinitionMatcher.judge`.
    settings : TableSettings

    Returns
    -------
    dict of str to DataFrame
        Long tables of shares, small counts hidden by the rule that was set; a table
        for which nobody answered is left out.
    """
    strata: dict[str, pd.Series] = {
        name: pool_small(survey.strata[name], settings.smallest_stratum)
        for name in settings.by
        if name in survey.strata
    }
    tables: dict[str, pd.DataFrame] = {}
    rule = settings.suppression
    for name, values in strata.items():
        tables.update(_made(name, _counts(values), {}, rule))
    knowledge = _knowledge(survey.heard(), verdicts)
    parts = (KNOWLEDGE_PARTS, KNOWLEDGE_BASES)
    tables.update(_made("knowledge", knowledge, strata, rule, parts))
    labels = _counts(verdicts["label"].astype(pd.CategoricalDtype(list(LABELS))))
    tables.update(_made("definitions", labels, strata, rule))
    mistaken = _counts(mistaken_for(verdicts))
    tables.update(_made("mistaken_for", mistaken, strata, rule))
    for question in survey.instrument.questions:
        if question.is_closed and question.id in survey.answers:
            closed = survey.closed(question.id)
            likert = question.kind == "likert"
            make = _likert(closed, question.apart) if likert else _counts(closed)
            tables.update(_made(question.id, make, strata, rule))
    return tables


def pool_small(strata: pd.Series, smallest: int) -> pd.Series:
    """Put strata of fewer than `smallest` respondents together under one last name.

    Whose stratum is not known is in none: a missing role is no role.

    Examples
    --------
    >>> ward = pd.Series(["A", "A", "A", "B", "C"])
    >>> pool_small(ward, 2).tolist()
    ['A', 'A', 'A', '(smaller strata)', '(smaller strata)']
    """
    strata = strata.where(~strata.isin(["", UNKNOWN_ROLE]))
    sizes = strata.map(strata.value_counts())
    pooled = strata.mask(sizes < smallest, SMALLER)
    names = sorted(set(pooled.dropna()), key=lambda name: (name == SMALLER, name))
    return pooled.astype(pd.CategoricalDtype(names))


def mistaken_for(verdicts: pd.DataFrame) -> pd.Series:
    """Return the foil of each failing written definition.

    Parameters
    ----------
    verdicts : DataFrame
        See `DefinitionMatcher.judge`.

    Returns
    -------
    Series of category
        Missing for everybody else, and for all where no foil was named at all, as
        with a definition that has no foils; "not named" comes last.

    Examples
    --------
    >>> said = {
    ...     "label": ["partial", "accurate", "inaccurate"],
    ...     "answer_kind": "answered",
    ...     "mistaken_for": ["informing", "", ""],
    ... }
    >>> mistaken_for(pd.DataFrame(said)).astype(object).fillna("-").tolist()
    ['informing', '-', 'not named']
    """
    wrote = verdicts["answer_kind"] == AnswerKind.ANSWERED
    failing = wrote & verdicts["label"].isin(FAILING)
    foils = verdicts["mistaken_for"]
    if not (foils != "").any():
        failing = failing & False
    known = [foil.id for foil in load_foils()]
    others = sorted(set(foils) - {"", *known})
    dtype = pd.CategoricalDtype([*known, *others, NOT_NAMED])
    return foils.mask(foils == "", NOT_NAMED).where(failing).astype(dtype)


def _counts(values: pd.Series) -> Make:
    return lambda by: crosstab(values, by)


def _knowledge(heard: pd.Series, verdicts: pd.DataFrame) -> Make:
    accurate, wrote = _definition_flags(verdicts)
    return lambda by: knowledge_table(heard, accurate, by, wrote=wrote)


def _likert(closed: pd.Series, apart: tuple[str, ...]) -> Make:
    return lambda by: likert_table(closed, by, apart=apart)


def _made(
    name: str,
    make: Make,
    strata: Mapping[str, pd.Series],
    rule: str,
    parts: tuple[Parts, Parts] | None = None,
) -> dict[str, pd.DataFrame]:
    """Return the table of everybody and one for each strata, small counts hidden."""
    try:
        made = {name: make(None)}
    except NotEnoughDataError:
        return {}
    made.update({f"{name}_by_{by}": make(values) for by, values in strata.items()})
    return {name: _suppressed(table, rule, parts) for name, table in made.items()}


def _suppressed(
    table: pd.DataFrame, rule: str, parts: tuple[Parts, Parts] | None
) -> pd.DataFrame:
    if parts is None:
        parts = likert_parts(table) if "kind" in table else ({}, {})
    return suppress_small_counts(table, rule, parts=parts[0], bases=parts[1])


def _definition_flags(verdicts: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return who defined it accurately (missing where in review), and who wrote."""
    decided = verdicts["decision"] != Decision.REVIEW
    accurate = (verdicts["decision"] == Decision.MATCH).astype("boolean")
    wrote = verdicts["answer_kind"] == AnswerKind.ANSWERED
    return accurate.where(decided), wrote
