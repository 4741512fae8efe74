"""Decides in which section of the report each table stands."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from coprod_nlp.report.summary.parts import ShareTable
from coprod_nlp.report.summary.shares import is_share_table, readable, share_table
from coprod_nlp.survey.instrument import Instrument

_TITLES = {
    "knowledge": "Heard of coproduction, or defined it accurately",
    "definitions": "What the definitions hold",
    "role_type": "Respondents by role type",
    "department": "Respondents by department",
}


@dataclass(frozen=True, slots=True)
class Placing:
    """Tables by section.

    Parameters
    ----------
    respondents, knowledge, definitions : tuple of ShareTable
        Who answered; what they know; what their definitions hold.
    domains : dict of str to tuple of ShareTable
        The closed questions, by the first domain that they feed.
    knowledge_domain : str
        The domain that the section on knowledge stands for; "" for none.
    """

    respondents: tuple[ShareTable, ...]
    knowledge: tuple[ShareTable, ...]
    definitions: tuple[ShareTable, ...]
    domains: dict[str, tuple[ShareTable, ...]]
    knowledge_domain: str


def place_tables(tables: Mapping[str, pd.DataFrame], instrument: Instrument) -> Placing:
    """Read every table of shares and put it where a reader looks for it.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By name; frames that are not tables of shares are passed over.
    instrument : Instrument
        Gives titles, scales and domains.
    """
    homes = {q.id: q.domains[0] for q in instrument.questions if q.domains}
    knowledge_domain = _knowledge_domain(instrument, homes)
    sections: dict[str, list[ShareTable]] = {}
    for name, table in tables.items():
        if not is_share_table(table) or table.empty:
            continue
        read = _read(name, table, instrument)
        home = homes.get(read.subject, "")
        if home == knowledge_domain and home:
            home = "knowledge"
        if not home:
            home = read.subject.split("_")[0].rstrip("s")
        sections.setdefault(home, []).append(read)
    special = ("knowledge", "definition")
    ids = {domain.id for domain in instrument.domains} - {knowledge_domain}
    return Placing(
        respondents=tuple(
            table
            for home, found in sections.items()
            if home not in ids and home not in special
            for table in found
        ),
        knowledge=tuple(sections.get("knowledge", ())),
        definitions=tuple(sections.get("definition", ())),
        domains={home: tuple(sections.get(home, ())) for home in sorted(ids)},
        knowledge_domain=knowledge_domain,
    )


def _knowledge_domain(instrument: Instrument, homes: Mapping[str, str]) -> str:
    for question in instrument.purposes.definitions:
        if question in homes:
            return homes[question]
    return ""


def _read(name: str, table: pd.DataFrame, instrument: Instrument) -> ShareTable:
    subject, _, by = name.partition("_by_")
    question = next((q for q in instrument.questions if q.id == subject), None)
    if question is None:
        title = _TITLES.get(subject, readable(subject).capitalize())
        return share_table(name, table, _with_strata(title, by))
    title = _with_strata(f"{question.number}. {question.text}", by)
    return share_table(
        name, table, title, apart=question.apart, ordered=question.kind == "likert"
    )


def _with_strata(title: str, by: str) -> str:
    if not by:
        return title
    # A question keeps its question mark; a phrase goes on with a comma.
    return (
        f"{title} By {readable(by)}"
        if title[-1] in "?."
        else f"{title}, by {readable(by)}"
    )
