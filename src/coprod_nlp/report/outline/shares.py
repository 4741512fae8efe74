"""Lays out tables of shares: the first of a subject open, the others folded."""

from collections.abc import Sequence

from coprod_nlp.report.figures import bars, scale_bars
from coprod_nlp.report.outline.blocks import (
    Block,
    Column,
    Figure,
    Folded,
    Gallery,
    Paragraph,
    Row,
    Table,
)
from coprod_nlp.report.outline.numbers import count, interval, percent
from coprod_nlp.report.summary.parts import Mean, ShareTable
from coprod_nlp.report.summary.sources import Sentence

MOST_BARS = 40
"""A table with more rows than this is named, not shown."""


def share_figures(tables: Sequence[ShareTable]) -> tuple[Block, ...]:
    """Return the figures of some tables, those by further strata folded away."""
    first: dict[str, ShareTable] = {}
    for table in tables:
        first.setdefault(table.heading, table)
    leading = list(first.values())
    others = [table for table in tables if table not in leading]
    blocks = _shown(leading)
    if others:
        by = ", ".join(dict.fromkeys(table.by for table in others)).lower()
        blocks += (Folded(f"The same by {by}", _shown(others)),)
    return blocks


def _shown(tables: Sequence[ShareTable]) -> tuple[Block, ...]:
    drawn = [t for t in tables if t.shares and len(t.shares) <= MOST_BARS]
    return (
        *((Gallery(tuple(map(_figure, drawn))),) if drawn else ()),
        *(
            Paragraph(
                Sentence(
                    f"{table.title}: too long to show here; {len(table.shares)} rows "
                    f"in {table.path}."
                ),
                "quiet",
            )
            for table in tables
            if table not in drawn
        ),
    )


def _figure(table: ShareTable) -> Figure:
    return Figure(
        title=table.title,
        picture=scale_bars(table) if table.ordered else bars(table),
        table=_table(table),
        remarks=(*_positive(table), *_means(table), *table.contrasts),
    )


def _positive(table: ShareTable) -> tuple[Sentence, ...]:
    if not table.positive:
        return ()
    said = "; ".join(
        f"{s.stratum} {percent(s.share)} ({count(s.n)} of {count(s.base)})"
        for s in table.positive
    )
    text = f"{table.positive[0].value}: {said}."
    return (Sentence(text, (table.source(*table.positive),)),)


def _means(table: ShareTable) -> tuple[Sentence, ...]:
    if not table.means:
        return ()
    said = "; ".join(f"{m.stratum} {m.mean:.2f} ({_spread(m)})" for m in table.means)
    return (Sentence(f"Mean of the scale: {said}.", (table.source(*table.means),)),)


def _spread(found: Mean) -> str:
    n = f"n = {found.n}"
    return n if found.sd is None else f"SD {found.sd:.2f}, {n}"


def _table(table: ShareTable) -> Table:
    several = len(table.strata) > 1
    by = table.by or "group"
    columns = (
        *((Column(by[:1].upper() + by[1:]),) if several else ()),
        Column("Answer"),
        *(Column(name, is_number=True) for name in ("Number", "Out of", "Share")),
        Column("95% interval", is_number=True),
    )
    rows = tuple(
        Row(
            (
                *((share.stratum,) if several else ()),
                share.value,
                count(share.n),
                count(share.base),
                percent(share.share),
                interval(share),
            ),
            share.row,
        )
        for share in table.shares
    )
    return Table(table.title, table.path, columns, rows)
