"""Gathers what the steps found into one Summary."""

from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pandas as pd

from coprod_nlp.matching.definition import ReferenceDefinition
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
from coprod_nlp.report.summary.words import headlines, left_out_in_words, limits
from coprod_nlp.survey.asked import questions_asked
from coprod_nlp.survey.instrument import Instrument
from coprod_nlp.survey.survey import Survey

if TYPE_CHECKING:
    # For types alone: the finder brings scikit-learn along.
    from coprod_nlp.themes import ThematicMap, ThemeFinder


def summarise(
    *,
    survey: Survey,
    tables: Mapping[str, pd.DataFrame],
    verdicts: pd.DataFrame | None = None,
    reference: ReferenceDefinition | None = None,
    themes: "Mapping[str, ThemeFinder] | None" = None,
    thematic_map: "ThematicMap | None" = None,
    agreement: pd.DataFrame | None = None,
    approach: str = "coding_reliability",
    coders: pd.DataFrame | None = None,
    run: Run | None = None,
    provenance: Sequence[tuple[str, str]] = (),
    title: str = "",
    quotations: int = 3,
    smallest_shown: int = 0,
    withheld: Mapping[str, Collection[str]] | None = None,
    cautions: Sequence[str] = (),
) -> Summary:
    """Gather everything that the report says.

    No statistic is computed here: shares and intervals come from `tables`,
    coefficients from `agreement`; only answers and decisions are counted.

    Parameters
    ----------
    survey : Survey
        The answers, with their instrument and problems.
    tables : mapping of str to DataFrame
        Long tables of shares by name, ``"<subject>"`` or ``"<subject>_by_<strata>"``.
        The subject is a question id, ``"knowledge"``, ``"definitions"``,
        ``"mistaken_for"`` or what describes respondents (``"role_type"``). Frames of
        other shapes are passed over.
    verdicts : DataFrame, optional
        What the matcher said, indexed like ``survey.definitions()``.
    reference : ReferenceDefinition, optional
        What the definitions were judged against; needed with `verdicts`.
    themes : mapping of str to ThemeFinder, optional
        Fitted finders by question id.
    thematic_map : ThematicMap, optional
        Nodes and edges.
    agreement : DataFrame, optional
        Rows of `agreement_table` with ``comparison`` and ``subject``.
    approach : {"coding_reliability", "codebook", "reflexive"}
        How coding is understood.
    coders : DataFrame, optional
        Columns subject, coder, answers: how many answers each person coded.
    run : Run, optional
        What the run was made with, for the paragraphs on methods.
    provenance : sequence of (str, str), default=()
        What it takes to make the report again: hashes, versions, seed.
    title : str, default=""
        Heading; the name of the questionnaire when empty.
    quotations : int, default=3
        Quotations per group; 0 for a report without any.
    smallest_shown : int, default=0
        Under a rule for small counts, the least that is shown. Counts that stand in
        no table are then left out; those of definitions come from the table
        ``"decisions"``.
    withheld : mapping of str to collection of str, optional
        Respondents who are not quoted, by question id; ``"definitions"`` for those.
    cautions : sequence of str, default=()
        What to know before the report is passed on.

    Returns
    -------
    Summary
        Equal input gives an equal summary.

    Raises
    ------
    ValueError
        If there are verdicts and no reference definition.
    """
    if verdicts is not None and reference is None:
        message = "verdicts need the reference definition they were made against."
        raise ValueError(message)
    instrument, withheld = survey.instrument, withheld or {}
    guarded = smallest_shown > 1
    n_respondents = len(survey.answers)
    found = None
    if verdicts is not None and reference is not None:
        found = definitions_found(
            survey.definitions(),
            verdicts,
            reference,
            quotations=quotations,
            decided=tables.get("decisions", pd.DataFrame(columns=["stratum", "n"]))
            if guarded
            else None,
            withheld=withheld.get("definitions", ()),
        )
    first_rows = _first_rows(themes or {})
    by_question = tuple(
        themes_found(
            question,
            (themes or {})[question.id],
            quotations=quotations,
            smallest=smallest_shown,
            withheld=withheld.get(question.id, ()),
            first_row=first_rows[question.id],
        )
        for question in instrument.questions
        if question.id in (themes or {})
    )
    placed = place_tables(tables, instrument)
    rows = agreement_found(agreement, instrument)
    facts: dict[str, Any] = {
        "definitions": found,
        "themes": by_question,
        "agreement": rows,
    }
    made: dict[str, Any] = {
        **facts,
        "n_respondents": n_respondents,
        "run": run,
        "coders": coders_found(coders, instrument),
    }
    questions = _questions(survey, guarded=guarded)
    return Summary(
        title=title or instrument.name,
        source=survey.source,
        synthetic=bool(survey.synthetic),
        n_respondents=n_respondents,
        guarded=guarded,
        cautions=tuple(cautions),
        headlines=_headlines(n_respondents, placed, found, by_question),
        questions=questions,
        respondents=placed.respondents,
        knowledge=placed.knowledge,
        associations=associations_in_words(tables.get("association")),
        definitions=found,
        definition_tables=placed.definitions,
        mistaken_for=placed.mistaken_for,
        domains=_domains(instrument, placed, by_question),
        map=map_found(thematic_map, smallest_shown),
        agreement=rows,
        left_out=left_out_in_words(approach, "disagreements.csv"),
        problems=problems_found(survey.problems),
        limits=limits(synthetic=bool(survey.synthetic), **facts),
        methods=methods(instrument=instrument, **made),
        checklist=checklist(
            questions=questions, respondents=placed.respondents, **made
        ),
        provenance=tuple((str(name), str(value)) for name, value in provenance),
    )


def _first_rows(finders: "Mapping[str, ThemeFinder]") -> dict[str, int]:
    """Return where the themes of each question begin in themes.csv."""
    # The file holds the questions as they were handed over, each with its residual.
    sizes = [len(finder.themes_) + 1 for finder in finders.values()]
    return dict(zip(finders, accumulate(sizes, initial=FIRST_ROW), strict=False))


def _headlines(
    n_respondents: int,
    placed: Placing,
    found: Definitions | None,
    by_question: tuple[QuestionThemes, ...],
) -> tuple[Sentence, ...]:
    closed = [table for tables in placed.domains.values() for table in tables]
    if not n_respondents:
        return ()
    return headlines(n_respondents, placed.knowledge, found, _once(closed), by_question)


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
    instrument: Instrument, placed: Placing, by_question: Sequence[QuestionThemes]
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
        )
        for domain in instrument.domains
        if domain.id != placed.knowledge_domain
    )
