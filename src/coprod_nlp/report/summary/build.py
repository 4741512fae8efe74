"""Gathers what the steps found into one Summary."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pandas as pd

from coprod_nlp.report.summary.checklist import checklist
from coprod_nlp.report.summary.definitions import definitions_found
from coprod_nlp.report.summary.findings import (
    FIRST_ROW,
    agreement_found,
    coders_found,
    map_found,
    problems_found,
    themes_found,
)
from coprod_nlp.report.summary.given import Findings, Showing
from coprod_nlp.report.summary.methods import methods
from coprod_nlp.report.summary.parts import ShareTable
from coprod_nlp.report.summary.placing import Placing, place_tables
from coprod_nlp.report.summary.relations import associations_in_words
from coprod_nlp.report.summary.run import Run
from coprod_nlp.report.summary.sections import (
    TEXT_SHOWN,
    Definitions,
    Domain,
    QuestionAsked,
    QuestionThemes,
    Summary,
)
from coprod_nlp.report.summary.shares import count_or_none
from coprod_nlp.report.summary.sources import Sentence, data_row
from coprod_nlp.report.summary.unread import unread_found
from coprod_nlp.report.summary.words import headlines, left_out_in_words, limits
from coprod_nlp.survey.asked import questions_asked
from coprod_nlp.survey.instrument import Instrument
from coprod_nlp.survey.survey import Survey

if TYPE_CHECKING:
    # For types alone: the finder brings scikit-learn along.
    from coprod_nlp.themes import ThemeFinder


def summarise(
    findings: Findings,
    *,
    run: Run | None = None,
    provenance: Sequence[tuple[str, str]] = (),
    showing: Showing | None = None,
) -> Summary:
    """Gather everything that the report says.

    No statistic is computed here: shares and intervals come from the tables,
    coefficients from the agreement; only answers and decisions are counted.

    Parameters
    ----------
    findings : Findings
    run : Run, optional
        What the run was made with, for the paragraphs on methods.
    provenance : sequence of (str, str), default=()
        What it takes to make the report again: hashes, versions, seed.
    showing : Showing, optional

    Returns
    -------
    Summary
        Equal input gives an equal summary.
    """
    showing = showing or Showing()
    survey, tables = findings.survey, findings.tables
    instrument, guarded = survey.instrument, showing.guarded
    n_respondents = len(survey.answers)
    found = _definitions(findings, showing)
    by_question = _themes(findings, showing)
    placed = place_tables(tables, instrument, findings.term)
    rows = agreement_found(findings.agreement, instrument)
    facts: dict[str, Any] = {
        "definitions": found,
        "themes": by_question,
        "agreement": rows,
    }
    made: dict[str, Any] = {
        **facts,
        "n_respondents": n_respondents,
        "term": findings.term,
        "run": run,
        "coders": coders_found(findings.coders, instrument),
    }
    questions = _questions(survey, guarded=guarded)
    unread = unread_found(survey, guarded=guarded)
    return Summary(
        title=showing.title or instrument.name,
        source=survey.source,
        synthetic=bool(survey.synthetic),
        term=findings.term,
        n_respondents=n_respondents,
        guarded=guarded,
        cautions=tuple(showing.cautions),
        headlines=_headlines(findings, placed, found, by_question),
        unread=tuple(unread.values()),
        questions=questions,
        respondents=placed.respondents,
        knowledge=placed.knowledge,
        associations=associations_in_words(tables.get("association"), findings.term),
        definitions=found,
        definition_tables=placed.definitions,
        mistaken_for=placed.mistaken_for,
        domains=_domains(instrument, placed, by_question, unread),
        map=map_found(findings.thematic_map, showing.smallest_shown),
        agreement=rows,
        left_out=left_out_in_words(run.approach if run else "coding_reliability"),
        problems=problems_found(survey.problems),
        limits=limits(synthetic=bool(survey.synthetic), **facts),
        methods=methods(instrument=instrument, study=findings.study_followed, **made),
        checklist=checklist(
            questions=questions, respondents=placed.respondents, **made
        ),
        provenance=tuple((str(name), str(value)) for name, value in provenance),
    )


def _definitions(findings: Findings, showing: Showing) -> Definitions | None:
    if findings.verdicts is None or findings.reference is None:
        return None
    decided = findings.tables.get("decisions", pd.DataFrame(columns=["stratum", "n"]))
    return definitions_found(
        findings.survey.definitions(),
        findings.verdicts,
        findings.reference,
        quotations=showing.quotations,
        decided=decided if showing.guarded else None,
        withheld=showing.withheld.get("definitions", ()),
    )


def _themes(findings: Findings, showing: Showing) -> tuple[QuestionThemes, ...]:
    first_rows = _first_rows(findings.themes)
    return tuple(
        themes_found(
            question,
            findings.themes[question.id],
            quotations=showing.quotations,
            smallest=showing.smallest_shown,
            withheld=showing.withheld.get(question.id, ()),
            first_row=first_rows[question.id],
        )
        for question in findings.survey.instrument.questions
        if question.id in findings.themes
    )


def _first_rows(finders: "Mapping[str, ThemeFinder]") -> dict[str, int]:
    """Return where the themes of each question begin in themes.csv."""
    # The file holds the questions as they were handed over, each with its residual.
    sizes = [len(finder.themes_) + 1 for finder in finders.values()]
    return dict(zip(finders, accumulate(sizes, initial=FIRST_ROW), strict=False))


def _headlines(
    findings: Findings,
    placed: Placing,
    found: Definitions | None,
    by_question: tuple[QuestionThemes, ...],
) -> tuple[Sentence, ...]:
    closed = [table for tables in placed.domains.values() for table in tables]
    n_respondents = len(findings.survey.answers)
    if not n_respondents:
        return ()
    return headlines(
        n_respondents,
        findings.term,
        placed.knowledge,
        found,
        _once(closed),
        by_question,
    )


def _once(tables: Sequence[ShareTable]) -> list[ShareTable]:
    # A question may have tables by several strata; everybody is in each of them.
    first: dict[str, ShareTable] = {}
    for table in tables:
        first.setdefault(table.subject, table)
    return list(first.values())


def _questions(survey: Survey, *, guarded: bool) -> tuple[QuestionAsked, ...]:
    return tuple(
        _asked(place, row, survey.instrument, guarded=guarded)
        for place, row in enumerate(questions_asked(survey).to_dict("records"))
    )


def _asked(
    place: int, row: Mapping[Any, Any], instrument: Instrument, *, guarded: bool
) -> QuestionAsked:
    asked, answered = count_or_none(row["asked"]), count_or_none(row["answered"])
    instead = TEXT_SHOWN if asked is None else ""
    if guarded and asked is not None:
        # How many were led to a question is how many gave the answer before it.
        is_closed = instrument.question(str(row["question"])).is_closed
        instead = "see its table" if is_closed else "not shown"
        asked = answered = None
    return QuestionAsked(
        id=str(row["question"]),
        number=str(row["number"]),
        text=str(row["text"]),
        n_asked=asked,
        n_answered=answered,
        asked_if=str(row["asked_if"]),
        instead=instead,
        row=data_row(place),
    )


def _domains(
    instrument: Instrument,
    placed: Placing,
    by_question: Sequence[QuestionThemes],
    unread: Mapping[str, Sentence],
) -> tuple[Domain, ...]:
    homes = {q.id: q.domains[0] for q in instrument.questions if q.domains}
    titles = {domain.id: domain.name for domain in instrument.domains}
    return tuple(
        Domain(
            id=domain.id,
            title=domain.name,
            tables=placed.domains.get(domain.id, ()),
            themes=tuple(f for f in by_question if homes.get(f.question) == domain.id),
            elsewhere=tuple(
                (question.number, titles[homes[question.id]])
                for question in instrument.questions_of(domain.id)
                if homes[question.id] != domain.id
            ),
            unread=tuple(
                said for name, said in unread.items() if homes.get(name) == domain.id
            ),
        )
        for domain in instrument.domains
        if domain.id != placed.knowledge_domain
    )
