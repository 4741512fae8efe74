"""Makes every table of a survey: who answered, the closed questions, knowledge."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from coprod_nlp.config import TableSettings
from coprod_nlp.exceptions import NotEnoughDataError
from coprod_nlp.matching import FAILING, LABELS, Decision, load_foils
from coprod_nlp.pipeline.run.protecting import DECISIONS, FAILED, WROTE, protected
from coprod_nlp.pipeline.run.time_in_post import described, experience_table
from coprod_nlp.survey import UNKNOWN_ROLE, Question, Survey
from coprod_nlp.tables import (
    RULES,
    contrast_table,
    crosstab,
    knowledge_table,
    likert_table,
    subgroup_table,
)
from coprod_nlp.tables.shares import value_order
from coprod_nlp.text.nonanswers import AnswerKind

SMALLER = "(smaller strata)"
"""Stratum that holds those too small to stand alone."""

NOT_NAMED = "not named"
"""Value of failing definitions that were like no foil."""

Make = Callable[[pd.Series | None], pd.DataFrame]
"""Makes one table, of everybody or by strata."""


def tabulate(
    survey: Survey, verdicts: pd.DataFrame, settings: TableSettings, *, seed: int = 0
) -> dict[str, pd.DataFrame]:
    """Return tables by name, ``"<subject>"`` or ``"<subject>_by_<strata>"``.

    Parameters
    ----------
    survey : Survey
    verdicts : DataFrame
        Of every respondent; see `DefinitionMatcher.judge`.
    settings : TableSettings
    seed : int, default=0
        Of the resamples behind intervals of means and of associations.

    Returns
    -------
    dict of str to DataFrame
        Long tables of shares, small counts hidden by the rule that was set; a table
        for which nobody answered is left out. For scales also
        ``"<subject>_contrasts_by_<strata>"`` (see `contrast_table`), and
        ``"association"`` (see `experience_table`).
    """
    known = described(survey)
    rule = settings.suppression
    least = RULES[rule].smallest_shown
    strata: dict[str, pd.Series] = {
        name: pool_small(known[name], settings.smallest_stratum, least)
        for name in settings.by
        if name in known
    }
    accurate, wrote = _definition_flags(verdicts)
    found = definition_states(verdicts)
    makes = {
        "knowledge": _knowledge(survey.heard(), accurate, wrote),
        "definitions": _counts(
            verdicts["label"].astype(pd.CategoricalDtype(list(LABELS)))
        ),
        "decisions": _counts(decisions(found)),
        "mistaken_for": _subgroup(mistaken_for(verdicts), wrote, (FAILED, WROTE)),
        **_closed_questions(survey, settings.by),
    }
    made: dict[str, pd.DataFrame] = {}
    for name, values in strata.items():
        made.update(_made(name, _counts(values), {}))
    for name, make in makes.items():
        made.update(_made(name, make, strata))
    tables = protected(made, survey, found, rule, strata)
    tables.update(_contrasts(tables, least))
    related = experience_table(survey, accurate.where(wrote), rule=rule, seed=seed)
    return {**tables, "association": related} if len(related) else tables


def pool_small(strata: pd.Series, smallest: int, least: int = 0) -> pd.Series:
    """Put strata of fewer than `smallest` respondents together under one last name.

    Whose stratum is not known is in none: a missing role is no role. Where a rule hides
    counts below `least`, no size of a stratum is one: such strata are pooled as well,
    and the smallest of the others with them, until they are `least` together.

    Examples
    --------
    >>> ward = pd.Series(["A", "A", "A", "B", "C"])
    >>> pool_small(ward, 2).tolist()
    ['A', 'A', 'A', '(smaller strata)', '(smaller strata)']
    """
    order = value_order(strata.dropna(), None)
    strata = strata.astype(object).where(~strata.isin(["", UNKNOWN_ROLE]))
    # Of equal sizes the first by name, whatever the order of rows.
    counts = strata.value_counts().sort_index(key=lambda names: names.astype(str))
    counts = counts.sort_values(kind="stable")
    n_pooled = int((counts < max(smallest, least)).sum())
    while n_pooled and n_pooled < len(counts) and counts[:n_pooled].sum() < least:
        n_pooled += 1
    pooled = strata.mask(strata.isin(counts.index[:n_pooled]), SMALLER)
    found = set(pooled.dropna())
    names = [name for name in order if name in found] + [SMALLER] * (SMALLER in found)
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


def definition_states(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return the state of each definition, as the table of knowledge names it.

    Parameters
    ----------
    verdicts : DataFrame
        See `DefinitionMatcher.judge`.

    Returns
    -------
    DataFrame
        state ("accurate", "not accurate", "in review", "no definition") and label.
    """
    accurate, wrote = _definition_flags(verdicts)
    states = accurate.map({True: "accurate", False: "not accurate"}).astype("object")
    states = states.fillna("in review").where(wrote, "no definition")
    return pd.DataFrame({"state": states, "label": verdicts["label"]})


def decisions(found: pd.DataFrame) -> pd.Series:
    """Return what was decided on each written definition, missing for the others.

    Parameters
    ----------
    found : DataFrame
        From `definition_states`.

    Returns
    -------
    Series of category
        One of `DECISIONS`.
    """
    decided = pd.Series(pd.NA, index=found.index, dtype="object", name="decision")
    for value, (state, labels) in DECISIONS.items():
        chosen = (found["state"] == state) & found["label"].isin(labels)
        decided = decided.mask(chosen, value)
    return decided.astype(pd.CategoricalDtype(list(DECISIONS)))


def _closed_questions(survey: Survey, by: Sequence[str]) -> dict[str, Make]:
    """Say how the table of each closed question is made.

    What makes strata is counted as strata: twice, it could be hidden in two ways.
    """
    makes: dict[str, Make] = {}
    strata = {getattr(survey.instrument.purposes, name, None) for name in by}
    for question in survey.instrument.questions:
        has_table = question.is_closed and question.id not in strata
        if not has_table or question.id not in survey.answers:
            continue
        counted, gate = survey.counted(question.id), question.asked_if
        if question.kind == "likert":
            makes[question.id] = _likert(counted, question)
        elif gate is None or gate.question not in survey.answers:
            makes[question.id] = _counts(counted)
        else:
            bases = ("those asked", f"all who answered {gate.question}")
            put = survey.counted(gate.question).notna()
            makes[question.id] = _subgroup(counted, put, bases)
    return makes


def _contrasts(
    tables: Mapping[str, pd.DataFrame], smallest: int
) -> dict[str, pd.DataFrame]:
    """Return how strata differ on each scale, from the tables as they are published.

    All others of a stratum may be few where no single stratum shows it.
    """
    found = {
        name.replace("_by_", "_contrasts_by_", 1): contrast_table(table)
        for name, table in tables.items()
        if "kind" in table and "_by_" in name
    }
    counts = ["n", "base", "against_n", "against_base"]
    for table in found.values():
        few = table[counts].apply(lambda n: n.between(1, smallest - 1)).any(axis=1)
        table.loc[few.fillna(False).astype(bool), counts] = pd.NA
        table.loc[table["n"].isna(), ["difference", "low", "high"]] = float("nan")
    return {name: table for name, table in found.items() if len(table)}


def _counts(values: pd.Series) -> Make:
    return lambda by: crosstab(values, by)


def _subgroup(values: pd.Series, of: pd.Series, bases: tuple[str, str]) -> Make:
    return lambda by: subgroup_table(values, of, by, bases=bases)


def _knowledge(heard: pd.Series, accurate: pd.Series, wrote: pd.Series) -> Make:
    return lambda by: knowledge_table(heard, accurate, by, wrote=wrote)


def _likert(counted: pd.Series, question: Question) -> Make:
    # Of four points or more the upper two are positive; of two or three the last.
    positive = min(2, len(question.points) // 2)
    return lambda by: likert_table(counted, by, apart=question.apart, positive=positive)


def _made(
    name: str, make: Make, strata: Mapping[str, pd.Series]
) -> dict[str, pd.DataFrame]:
    """Return the table of everybody and one for each strata, if anybody answered."""
    try:
        made = {name: make(None)}
    except NotEnoughDataError:
        return {}
    return made | {f"{name}_by_{by}": make(values) for by, values in strata.items()}


def _definition_flags(verdicts: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return who defined it accurately (missing where in review), and who wrote."""
    decided = verdicts["decision"] != Decision.REVIEW
    accurate = (verdicts["decision"] == Decision.MATCH).astype("boolean")
    wrote = verdicts["answer_kind"] == AnswerKind.ANSWERED
    return accurate.where(decided), wrote
