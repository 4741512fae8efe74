"""Lays out a domain: its tables and pictures, and the candidate themes found."""

from coprod_nlp.files.words import plural
from coprod_nlp.report.figures import MOST_THEMES, theme_sizes
from coprod_nlp.report.outline.blocks import (
    Block,
    Cards,
    Column,
    Figure,
    Folded,
    Gallery,
    Heading,
    Paragraph,
    Quotation,
    Row,
    Section,
    Table,
)
from coprod_nlp.report.outline.numbers import counted, decimal
from coprod_nlp.report.outline.shares import share_figures
from coprod_nlp.report.summary.sections import THEMES, Domain, QuestionThemes, Theme
from coprod_nlp.report.summary.sources import Sentence

_TOLD_IN_FULL = 8
"""Themes of a question that stand open; the smaller ones fold away."""


def domain_section(domain: Domain) -> Section:
    """Lay out one domain of the questionnaire."""
    blocks: list[Block] = []
    if not domain.tables and not domain.themes:
        has_answers = domain.elsewhere or domain.unread
        why = "." if has_answers else ": the survey has no answers on this."
        blocks.append(Paragraph(Sentence(f"No table or theme stands here{why}")))
    blocks += [Paragraph(said, "quiet") for said in domain.unread]
    for number, title in domain.elsewhere:
        said = f"Question {number} speaks to this too; see the section “{title}”."
        blocks.append(Paragraph(Sentence(said), "quiet"))
    blocks += share_figures(domain.tables)
    for found in domain.themes:
        blocks += _themes(found)
    return Section(f"domain-{domain.id}", domain.title, domain.title, tuple(blocks))


def _themes(found: QuestionThemes) -> tuple[Block, ...]:
    return (
        Heading(f"Question {found.number}: candidate themes"),
        Paragraph(Sentence(found.text), "question"),
        Paragraph(_how_many(found)),
        *_set_aside(found),
        *_shown(found),
    )


def _how_many(found: QuestionThemes) -> Sentence:
    if found.reason or not found.themes:
        none = "none were found." if found.residual_row else "none is large enough."
        return Sentence(f"No candidate themes: {found.reason or none}")
    n = len(found.themes)
    themes = plural(n, "candidate theme")
    if not found.residual_row:
        text = (
            f"The answers were cut into pieces of one idea each. {themes} "
            f"{'is' if n == 1 else 'are'} shown; how many answers there are, and how "
            "many pieces are in no theme, is not said, since it could tell of numbers "
            "too small to show."
        )
        return Sentence(text, (found.source,))
    read = plural(found.n_answers, "answer was", "answers were")
    text = (
        f"{read} read and cut into {found.n_units} pieces of one idea each. {themes} "
        f"{'holds' if n == 1 else 'hold'} {found.n_units - found.n_residual} of them; "
        f"{found.n_residual} fit none and are kept as the residual."
    )
    return Sentence(text, (found.units_source, found.source, found.residual_source))


def _set_aside(found: QuestionThemes) -> tuple[Block, ...]:
    if not found.set_aside:
        return ()
    said = f"Set aside as no answer: {counted(found.set_aside)}."
    return (Paragraph(Sentence(said, (found.aside_source,)), "quiet"),)


def _shown(found: QuestionThemes) -> tuple[Block, ...]:
    if not found.themes:
        return ()
    few = len(found.themes) <= MOST_THEMES
    which = "each candidate theme" if few else "the largest candidate themes"
    figure = Figure(f"Answers that speak of {which}", theme_sizes(found), _table(found))
    full, rest = found.themes[:_TOLD_IN_FULL], found.themes[_TOLD_IN_FULL:]
    blocks: tuple[Block, ...] = (Gallery((figure,)), Cards(tuple(map(_card, full))))
    if rest:
        title = plural(len(rest), "smaller candidate theme")
        blocks += (Folded(title, (Cards(tuple(map(_card, rest))),)),)
    return blocks


def _table(found: QuestionThemes) -> Table:
    columns = (
        Column("Candidate theme"),
        *(Column(name, is_number=True) for name in ("Answers", "Pieces", "Stability")),
    )
    rows = tuple(
        Row(
            (
                f"{theme.id} {theme.name}",
                str(theme.n_answers),
                str(theme.n_units),
                decimal(theme.stability),
            ),
            theme.row,
        )
        for theme in found.themes
    )
    title = f"Candidate themes of question {found.number}"
    return Table(title, THEMES, columns, rows)


def _card(theme: Theme) -> tuple[Block, ...]:
    steady = "stability not measured"
    if theme.stability is not None:
        steady = f"stability {theme.stability:.2f}"
    if theme.is_unstable:
        steady += ": came back in few of the repeated runs, read with care"
    said = f"{plural(theme.n_answers, 'answer')}; {steady}."
    return (
        Heading(theme.name, 4),
        Paragraph(Sentence(", ".join(theme.keywords)), "keywords"),
        Paragraph(Sentence(said, (theme.source,)), "quiet"),
        *map(Quotation, theme.quotations),
    )
