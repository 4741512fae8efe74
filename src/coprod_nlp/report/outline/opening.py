"""Lays out what comes first: the findings in short, what was asked, who answered."""

from collections.abc import Sequence

from coprod_nlp.report.outline.blocks import (
    Block,
    Bullets,
    Column,
    Folded,
    Paragraph,
    Row,
    Section,
    Table,
)
from coprod_nlp.report.outline.shares import share_figures
from coprod_nlp.report.summary.sections import QuestionAsked, Summary
from coprod_nlp.report.summary.sources import Sentence
from coprod_nlp.report.summary.unread import together


def in_short(summary: Summary) -> Section:
    """Lay out the findings in sentences, and what to mind before passing them on."""
    found: Block = Paragraph(
        Sentence("There is nothing to report: no question was answered.")
    )
    if summary.headlines:
        found = Bullets(summary.headlines, "headlines")
    general = (
        "Quotations and small counts may let colleagues recognise who wrote something, "
        "even without a name. Read them with that in mind, and share only what people "
        "agreed to."
    )
    caution = Sentence(" ".join((general, *summary.cautions)))
    blocks = [found, Paragraph(caution, "caution", "Before you pass this on.")]
    if summary.unread:
        unread = together(summary.unread)
        blocks.insert(1, Paragraph(unread, "caution", "Answers that were not read."))
    return Section("in-short", "In short", "In short", tuple(blocks))


def asked(summary: Summary) -> Section:
    """Lay out who answered, and the questions with how many answered each."""
    blocks: list[Block] = list(share_figures(summary.respondents))
    if summary.questions:
        blocks.append(
            Folded(
                "The questions, and how many answered each",
                (_questions(summary.questions),),
                is_open=True,
            )
        )
    else:
        words = "No question of the questionnaire was found in the file."
        blocks.append(Paragraph(Sentence(words)))
    return Section(
        "asked", "What was asked, and who answered", "What was asked", tuple(blocks)
    )


def _questions(questions: Sequence[QuestionAsked]) -> Table:
    return Table(
        "Questions in the order asked",
        "questions.csv",
        (
            Column("No."),
            Column("Question"),
            Column("Asked", is_number=True),
            Column("Answered", is_number=True),
        ),
        tuple(
            Row(
                (
                    q.number,
                    f"{q.text} ({q.asked_if})" if q.asked_if else q.text,
                    q.instead if q.n_asked is None else str(q.n_asked),
                    "" if q.n_answered is None else str(q.n_answered),
                ),
                q.row,
            )
            for q in questions
        ),
        remark="“Asked” counts the respondents to whom the question applied.",
    )
