"""Decides in which section of the report each table stands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from coprod_nlp.files.words import EVERYBODY
from coprod_nlp.matching.foils import load_foils
from coprod_nlp.report.summary.parts import ShareTable
from coprod_nlp.report.summary.relations import contrasts_in_words
from coprod_nlp.report.summary.shares import (
    capital,
    foil_table,
    is_share_table,
    readable,
    share_table,
)
from coprod_nlp.survey.instrument import Instrument
from coprod_nlp.tables.knowledge import BASES

_HEADINGS = {
    "definitions": "Best guess of the label, answers left for a person included",
    "role_type": "Respondents by role type",
    "department": "Respondents by department",
    "time_in_post": "Respondents by time in post",
}
KNOWING = ("heard", "accurate", "implicit", "heard or accurate")
"""What the headline says of knowledge, as the table names it."""

# Brackets, since a domain may bear any plain name.
_RESPONDENTS, _KNOWLEDGE = "(respondents)", "(knowledge)"
_DEFINITIONS = "(definitions)"
_FOILS = "mistaken_for"
_ELSEWHERE = (_FOILS, "decisions")
_ALL, _WROTE = BASES


@dataclass(frozen=True, slots=True)
class Placing:
    """Tables by section.

    Parameters
    ----------
    respondents, knowledge, definitions : tuple of ShareTable
        Who answered; what they know; what their definitions hold.
    domains : dict of str to tuple of ShareTable
        The closed questions, by the first domain that they feed.
    mistaken_for : ShareTable or None
        What failing definitions were taken for.
    knowledge_domain : str
        The domain that the section on knowledge stands for; "" for none.
    """

    respondents: tuple[ShareTable, ...]
    knowledge: tuple[ShareTable, ...]
    definitions: tuple[ShareTable, ...]
    domains: dict[str, tuple[ShareTable, ...]]
    mistaken_for: ShareTable | None
    knowledge_domain: str


def place_tables(
    tables: Mapping[str, pd.DataFrame], instrument: Instrument, term: str
) -> Placing:
    """Read every table of shares and put it where a reader looks for it.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By name; frames that are not tables of shares are passed over.
    instrument : Instrument
        Gives titles, scales and domains.
    term : str
        What was to be defined.
    """
    homes = {q.id: q.domains[0] for q in instrument.questions if q.domains}
    knowledge_domain = _knowledge_domain(instrument, homes)
    sections: dict[str, list[ShareTable]] = {}
    for name, table in _without_repeats(tables).items():
        subject = name.partition("_by_")[0]
        if subject in _ELSEWHERE:
            continue
        home = _section(subject, homes, knowledge_domain)
        numbered = table.reset_index(drop=True)
        read = (
            _knowledge(name, numbered, term, crossed=home not in sections)
            if subject == "knowledge"
            else _read(name, numbered, instrument, tables)
        )
        sections.setdefault(home, []).extend(read)
    return Placing(
        respondents=tuple(sections.get(_RESPONDENTS, ())),
        knowledge=tuple(sections.get(_KNOWLEDGE, ())),
        definitions=tuple(sections.get(_DEFINITIONS, ())),
        domains={d.id: tuple(sections.get(d.id, ())) for d in instrument.domains},
        mistaken_for=_mistaken_for(tables, term),
        knowledge_domain=knowledge_domain,
    )


def _mistaken_for(tables: Mapping[str, pd.DataFrame], term: str) -> ShareTable | None:
    if _FOILS not in tables or not is_share_table(tables[_FOILS]):
        return None
    titles = {foil.id: foil.title for foil in load_foils()}
    return foil_table(tables[_FOILS], titles, term)


def _without_repeats(
    tables: Mapping[str, pd.DataFrame],
) -> dict[str, pd.DataFrame]:
    """Leave out a table of everybody where one by strata holds the same rows."""
    shares = {k: t for k, t in tables.items() if is_share_table(t) and not t.empty}
    by_strata = {name.partition("_by_")[0] for name in shares if "_by_" in name}
    return {name: table for name, table in shares.items() if name not in by_strata}


def _section(subject: str, homes: Mapping[str, str], knowledge_domain: str) -> str:
    if subject == "knowledge" or homes.get(subject, "") == knowledge_domain != "":
        return _KNOWLEDGE
    if subject.startswith("definition"):
        return _DEFINITIONS
    return homes.get(subject, _RESPONDENTS)


def _knowledge_domain(instrument: Instrument, homes: Mapping[str, str]) -> str:
    for question in instrument.purposes.definitions:
        if question in homes:
            return homes[question]
    return ""


def _read(
    name: str,
    table: pd.DataFrame,
    instrument: Instrument,
    tables: Mapping[str, pd.DataFrame],
) -> list[ShareTable]:
    subject, _, by = name.partition("_by_")
    question = next((q for q in instrument.questions if q.id == subject), None)
    heading = _HEADINGS.get(subject, capital(readable(subject)))
    if question is not None:
        heading = f"{question.number}. {question.text}"
    if "base_is" in table and "kind" not in table:
        return [
            share_table(
                f"{name}-{place}", own, f"{heading} Of {base}", by=by, file=name
            )
            for place, (base, own) in enumerate(table.groupby("base_is", sort=False))
        ]
    read = share_table(name, table, heading, by=by)
    file = f"{subject}_contrasts_by_{by}"
    return [replace(read, contrasts=contrasts_in_words(tables.get(file), file))]


def _knowledge(
    name: str, table: pd.DataFrame, term: str, *, crossed: bool
) -> list[ShareTable]:
    """Cut the table of knowledge into what one picture can say.

    The cells of heard by accurate are of everybody, so one table gives them all.
    """
    everybody_based = table
    written = table.iloc[:0]
    if "base_is" in table:
        everybody_based = table[table["base_is"] == _ALL]
        written = table[table["base_is"] == _WROTE]
    by = name.partition("_by_")[2]
    whole = everybody_based[everybody_based["stratum"] == EVERYBODY]
    cuts = (
        (
            name,
            f"Heard of {term}, or defined it accurately",
            by,
            everybody_based[everybody_based["value"].isin(KNOWING)],
        ),
        (
            f"{name}-written",
            "Defined it accurately, of those who wrote a definition",
            by,
            written[written["value"] == "accurate"],
        ),
        (
            f"{name}-cells",
            "Having heard of it and defining it, crossed",
            "",
            whole[~whole["value"].isin(KNOWING)],
        ),
    )
    return [
        share_table(page_name, cut, heading, by=strata, file=name)
        for page_name, heading, strata, cut in cuts
        if not cut.empty and (crossed or not page_name.endswith("-cells"))
    ]
