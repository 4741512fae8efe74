"""Turns a Summary into one HTML page that needs nothing from outside."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from coprod_nlp.report.figures import (
    Picture,
    agreement_dots,
    bars,
    scale_bars,
    thematic_tree,
    theme_sizes,
)
from coprod_nlp.report.figures.dots import MOST_THEMES
from coprod_nlp.report.figures.tree import in_rows
from coprod_nlp.report.summary.parts import AgreementRow, Share, ShareTable
from coprod_nlp.report.summary.sections import Summary
from coprod_nlp.report.summary.source_page import SourceShare

MOST_BARS = 40
"""A table with more rows than this is shown as a table only."""


def render(summary: Summary) -> str:
    """Return the report as one self-contained HTML page.

    Parameters
    ----------
    summary : Summary
        As `summarise` made it.

    Returns
    -------
    str
        HTML with its style and its pictures inside, without scripts. Everything
        a respondent wrote is escaped; equal summaries give equal bytes.
    """
    templates = environment()
    style = files("coprod_nlp.report").joinpath("templates", "style.css")
    overall = [row for row in summary.agreement if row.overall]
    page = templates.get_template("report.html.j2").render(
        summary=summary,
        style=Markup(style.read_text(encoding="utf-8")),
        pictures={name: _marked(drawn) for name, drawn in _pictures(summary).items()},
        contents=_contents(summary),
        overall=overall,
        agreement_pictures=_agreement(summary),
        by_code=[row for row in summary.agreement if not row.overall],
        nodes=[node for node, _ in in_rows(summary.map)],
        node_names={"": "", **{node.id: node.name for node in summary.map.nodes}},
        problem_counts=sorted(
            Counter(problem.problem for problem in summary.problems).items(),
            key=lambda item: (-item[1], item[0]),
        ),
    )
    return page.strip() + "\n"


@cache
def environment() -> Environment:
    """Return what fills the templates; it escapes everything."""
    templates = Environment(
        loader=PackageLoader("coprod_nlp.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals["most_themes"] = MOST_THEMES
    templates.filters.update(
        leading=_leading,
        remarks=_remarks,
        parts=_parts,
        count=_count,
        percent=_percent,
        decimal=_decimal,
        interval=_interval,
    )
    return templates


def _count(value: int | None) -> str:
    return "hidden" if value is None else str(value)


def _percent(value: float | None) -> str:
    return "—" if value is None else f"{value:.1%}"


def _decimal(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"


def _interval(share: Share | SourceShare) -> str:
    if share.low is None or share.high is None:
        return "—"
    return f"{share.low:.1%} to {share.high:.1%}"


def _leading(tables: Sequence[ShareTable]) -> list[ShareTable]:
    """Return the first table under each heading; the others are the same by strata."""
    first: dict[str, ShareTable] = {}
    for table in tables:
        first.setdefault(table.heading, table)
    return list(first.values())


def _remarks(rows: Sequence[AgreementRow]) -> list[str]:
    """Return each remark in the notes once, in order of appearance."""
    return list(dict.fromkeys(part for row in rows for part in _parts(row)))


def _parts(row: AgreementRow) -> list[str]:
    return [part for part in row.note.split("; ") if part]


def _marked(drawn: Picture | None) -> dict[str, Markup] | None:
    return None if drawn is None else {"svg": Markup(drawn.svg)}


def _pictures(summary: Summary) -> dict[str, Picture | None]:
    pictures: dict[str, Picture | None] = {}
    for table in _tables(summary):
        pictures[table.name] = _drawn(table)
    for domain in summary.domains:
        for found in domain.themes:
            pictures[f"themes-{found.question}"] = theme_sizes(found)
    themes = [node for node in summary.map.nodes if node.kind != "domain"]
    pictures["thematic-map"] = thematic_tree(summary.map) if themes else None
    return pictures


def _agreement(summary: Summary) -> list[tuple[str, dict[str, Markup]]]:
    """Draw one picture per subject that has a coefficient to draw."""
    subjects: dict[str, list[AgreementRow]] = {}
    for row in summary.agreement:
        if row.overall and any(c.value is not None for c in row.coefficients):
            subjects.setdefault(row.subject, []).append(row)
    return [
        (subject, {"svg": Markup(agreement_dots(rows, name=f"agreement-{number}").svg)})
        for number, (subject, rows) in enumerate(subjects.items(), start=1)
    ]


def _tables(summary: Summary) -> list[ShareTable]:
    return [
        *summary.respondents,
        *summary.knowledge,
        *summary.definition_tables,
        *((summary.mistaken_for,) if summary.mistaken_for else ()),
        *(table for domain in summary.domains for table in domain.tables),
    ]


def _drawn(table: ShareTable) -> Picture | None:
    if not table.shares or len(table.shares) > MOST_BARS:
        return None
    return scale_bars(table) if table.ordered else bars(table)


def _contents(summary: Summary) -> list[tuple[str, str]]:
    return [
        ("in-short", "In short"),
        ("asked", "What was asked"),
        ("knowledge", "Knowledge"),
        ("definitions", "Definitions"),
        *((f"domain-{domain.id}", domain.title) for domain in summary.domains),
        ("map", "Thematic map"),
        ("agreement", "Agreement"),
        ("limits", "Limits"),
        ("methods", "Methods"),
        ("problems", "Rows that need a look"),
        ("provenance", "Provenance"),
    ]
