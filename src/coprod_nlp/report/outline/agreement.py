"""Lays out agreement between codings; without coefficients where none were made."""

from collections.abc import Sequence

from coprod_nlp.report.figures import agreement_dots
from coprod_nlp.report.outline.blocks import (
    Block,
    Bullets,
    Column,
    Figure,
    Folded,
    Gallery,
    Paragraph,
    Row,
    Section,
    Table,
)
from coprod_nlp.report.outline.numbers import coefficient, count, percent
from coprod_nlp.report.summary.parts import AgreementRow
from coprod_nlp.report.summary.sections import Summary
from coprod_nlp.report.summary.sources import Sentence
from coprod_nlp.report.summary.words import compared_in_words

_FILE = "agreement.csv"
_COEFFICIENTS = ("Kappa", "AC1", "Alpha")


def agreement(summary: Summary) -> Section:
    """Lay out agreement on all codes together, and code by code folded away."""
    rows = summary.agreement
    title = "Agreement between codings"
    if not rows:
        said = (
            "No codings by people were given, so nothing is known here about how often "
            "the software and a coder agree."
        )
        return Section("agreement", title, "Agreement", (Paragraph(Sentence(said)),))
    measured = not summary.left_out and any(row.is_measured for row in rows)
    overall = [row for row in rows if row.overall]
    by_code = [row for row in rows if not row.overall]
    what, joint = "Agreement", " on"
    if not measured:
        what, joint = "Codings side by side", ","
    blocks: list[Block] = [
        Paragraph(_opening(summary.left_out, compared_in_words(rows))),
        *(_pictures(overall) if measured else ()),
        *agreement_rows(
            f"{what}{joint} all codes together", overall, measured, codes=False
        ),
    ]
    if by_code:
        name = f"{what}{',' if not measured else ''} code by code"
        inside = agreement_rows(name, by_code, measured, codes=True)
        blocks.append(Folded(f"{name} ({_FILE})", inside))
    return Section("agreement", title, "Agreement", tuple(blocks))


def _opening(left_out: str, compared: str) -> Sentence:
    if left_out:
        return Sentence(left_out)
    if not compared:
        return Sentence(
            "Where people coded the same answers, their codings were set side by side, "
            "without coefficients; the notes say why. Where they differ there is "
            "something to talk about: disagreements.csv lists those answers."
        )
    return Sentence(
        f"This is how often two codings of the same answers agree, for {compared}. 1 "
        "is full agreement; 0 is what chance alone would give. How much is enough "
        "depends on what the figures are for."
    )


def _pictures(overall: Sequence[AgreementRow]) -> tuple[Block, ...]:
    """Draw one picture per subject that has a coefficient to draw."""
    measured = [row for row in overall if row.is_measured]
    figures = tuple(
        Figure(f"{subject}: agreement on all codes together", picture, None)
        for subject, picture in agreement_dots(measured, name="agreement")
    )
    return (Gallery(figures),) if figures else ()


def agreement_rows(
    title: str, rows: Sequence[AgreementRow], measured: bool, *, codes: bool
) -> tuple[Block, ...]:
    """Return rows of agreement.csv as a table, and their notes once each, by number.

    Parameters
    ----------
    title : str
        What it shows.
    rows : sequence of AgreementRow
    measured : bool
        Whether coefficients are shown.
    codes : bool
        Whether the rows are of single codes, which are then named.
    """
    remarks = list(dict.fromkeys(part for row in rows for part in _notes(row)))
    shares = measured and any(row.percent.value is not None for row in rows)
    given = codes and not measured
    columns = (
        Column("What was coded"),
        Column("Between"),
        *((Column("Code"),) if codes else ()),
        Column("Units", is_number=True),
        *((Column("With the code", is_number=True),) if given else ()),
        *((Column("Same code", is_number=True),) if shares else ()),
        *(Column(name, is_number=True) for name in _COEFFICIENTS if measured),
        *((Column("Notes"),) if remarks else ()),
    )
    lines = tuple(
        Row(
            (
                row.subject,
                row.comparison,
                *((row.code,) if codes else ()),
                str(row.n_units),
                *((count(row.n_positive),) if given else ()),
                *((percent(row.percent.value),) if shares else ()),
                *(coefficient(c) for c in row.coefficients if measured),
                *((_numbers(row, remarks),) if remarks else ()),
            ),
            row.row,
        )
        for row in rows
    )
    intervals = "95% intervals in brackets." if measured else ""
    table = Table(title, _FILE, columns, lines, remark=intervals)
    if not remarks:
        return (table,)
    opening = Paragraph(Sentence("Notes, by number:"), "quiet")
    return (table, opening, Bullets(tuple(map(Sentence, remarks)), "notes"))


def _notes(row: AgreementRow) -> list[str]:
    return [part for part in row.note.split("; ") if part]


def _numbers(row: AgreementRow, remarks: Sequence[str]) -> str:
    return ", ".join(str(remarks.index(part) + 1) for part in _notes(row))
