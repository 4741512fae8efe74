"""Lays out what respondents know: heard of it, defined it, mistook it for."""

from coprod_nlp.files.words import plural
from coprod_nlp.matching import Decision
from coprod_nlp.report.outline.blocks import (
    Block,
    Bullets,
    Heading,
    Numbers,
    Paragraph,
    Quotation,
    Section,
    Terms,
)
from coprod_nlp.report.outline.numbers import count, counted
from coprod_nlp.report.outline.shares import share_figures
from coprod_nlp.report.summary.definitions import ASIDE, RESPONDENTS, written_rows
from coprod_nlp.report.summary.parts import Piece, Quoted, ShareTable
from coprod_nlp.report.summary.sections import Definitions, Summary
from coprod_nlp.report.summary.sources import Sentence


def knowledge(summary: Summary) -> Section:
    """Lay out explicit, implicit and all knowledge."""
    opening = Sentence(
        f"Someone may know {summary.term} by name, or know what it is without the "
        "name. So two things are counted: having heard of it, and giving an accurate "
        "definition in one's own words; and then having done one or the other. An "
        "accurate definition from someone who had not heard the name is implicit "
        "understanding."
    )
    found = share_figures(summary.knowledge) or (
        Paragraph(
            Sentence(
                "The survey gave no answers from which knowledge could be counted."
            )
        ),
    )
    blocks = (Paragraph(opening), *found, *_with_time(summary.associations))
    return Section("knowledge", "Knowledge", "Knowledge", blocks)


def _with_time(associations: tuple[Sentence, ...]) -> tuple[Block, ...]:
    if not associations:
        return ()
    title = "Does knowledge come with time in post?"
    return (Heading(title), Bullets(associations))


def definitions(summary: Summary) -> Section:
    """Lay out what definitions hold, what they were mistaken for, and quotations."""
    found = summary.definitions
    blocks: tuple[Block, ...] = (
        Paragraph(
            Sentence(
                "Nobody was asked for a definition, or nobody wrote one; there is "
                "nothing to judge."
            )
        ),
    )
    if found is not None and found.n_written != 0:
        blocks = (
            *_reference(found),
            *_decisions(found),
            *share_figures(summary.definition_tables),
            *_mistaken_for(summary.mistaken_for),
            *_groups(found),
        )
    return Section(
        "definitions", "Definitions in their own words", "Definitions", blocks
    )


def _reference(found: Definitions) -> tuple[Block, ...]:
    return (
        Paragraph(Sentence("Each definition was compared with this one:")),
        Quotation(Quoted((Piece(found.reference),)), "reference"),
        Paragraph(Sentence(found.rule)),
        Terms(tuple((e.title, e.description) for e in found.elements)),
    )


def _decisions(found: Definitions) -> tuple[Block, ...]:
    wrote = f"wrote a definition, of {found.n_respondents}"
    numbers = (
        (wrote, (found.written_source, RESPONDENTS), found.n_written),
        ("judged accurate", (found.matched_source,), found.n_matched),
        ("judged not accurate", (found.unmatched_source,), found.n_unmatched),
        ("left for a person to read", (found.review_source,), found.n_review),
    )
    remarks = []
    if found.set_aside:
        said = f"The others: {counted(found.set_aside)}."
        remarks.append(Paragraph(Sentence(said, (ASIDE,)), "quiet"))
    if found.review_reasons:
        reasons = "; ".join(f"{words} ({n})" for words, n in found.review_reasons)
        names = tuple(words for words, _ in found.review_reasons)
        source = written_rows(decision=Decision.REVIEW, reason=names)
        said = f"Why answers were left for a person: {reasons}."
        remarks.append(Paragraph(Sentence(said, (source,)), "quiet"))
    if found.n_echo:
        repeat = plural(found.n_echo, "definition repeats", "definitions repeat")
        said = (
            f"{repeat} words of the questionnaire almost exactly; copied wording is "
            "not counted as understanding."
        )
        remarks.append(Paragraph(Sentence(said, (written_rows(echo="True"),))))
    return (
        Numbers(tuple((Sentence(w, source), count(n)) for w, source, n in numbers)),
        *remarks,
    )


def _mistaken_for(table: ShareTable | None) -> tuple[Block, ...]:
    if table is None:
        return ()
    caution = Sentence(
        "Of the definitions labelled as part of the idea or as something else, this is "
        "what each was likeliest mistaken for. The names are candidates: software "
        "compared the answers with example statements, and takes some of them wrong. "
        "Read the answers (mistaken_for in verdicts.csv) before you plan teaching by "
        "them."
    )
    return (
        Heading(table.heading),
        Paragraph(caution),
        *share_figures([table]),
    )


def _groups(found: Definitions) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for group in found.groups:
        if group.n != 0:
            blocks += [
                Heading(f"{group.title} ({count(group.n)})"),
                Paragraph(Sentence(group.meaning, (group.source,))),
                *map(Quotation, group.quotations),
            ]
    ending = (
        "Marked words are the evidence the software found for the element named in "
        "brackets. All verdicts are in verdicts.csv."
    )
    return (*blocks, Paragraph(Sentence(ending), "quiet"))
