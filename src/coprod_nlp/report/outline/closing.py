"""Lays out the thematic map, limits, methods, problems and provenance."""

from collections import Counter
from collections.abc import Sequence

from coprod_nlp.files.words import plural
from coprod_nlp.report.figures import drawn_links, in_rows, thematic_tree
from coprod_nlp.report.outline.blocks import (
    Block,
    Bullets,
    Column,
    Figure,
    Folded,
    Paragraph,
    Row,
    Section,
    Table,
    Terms,
)
from coprod_nlp.report.summary.parts import ChecklistItem, Map, ShownProblem
from coprod_nlp.report.summary.sections import Summary
from coprod_nlp.report.summary.sources import Sentence

_MOST_PROBLEMS = 200

BLANK = "…… (for you to write)"
"""What stands in the checklist where the run cannot know."""


_HOW = (
    "Each domain with its themes, sub-themes beneath them; the area of a circle grows "
    "with the number of respondents, which is in brackets. A pale circle is a "
    "candidate theme, found by the software and adopted by nobody yet; a dark one is a "
    "code that everybody gave who coded the answer, so questions that people coded are "
    "drawn by their codes. Arcs join themes that share respondents, the dozen "
    "strongest only. The smallest themes of a domain are counted, not drawn. The "
    "picture alone is in thematic_map.svg and fits one A4 page."
)


def map_section(summary: Summary) -> Section:
    """Lay out the thematic map with its nodes."""
    blocks: tuple[Block, ...] = (Paragraph(Sentence("There are no themes to draw.")),)
    if any(node.kind != "domain" for node in summary.map.nodes):
        blocks = (
            Paragraph(Sentence(_HOW)),
            Figure(
                "Thematic map",
                thematic_tree(summary.map),
                _nodes(summary.map),
                is_wide=True,
            ),
            *_links(summary.map),
        )
    return Section("map", "Thematic map", "Thematic map", blocks)


def _nodes(found: Map) -> Table:
    names = {"": "", **{node.id: node.name for node in found.nodes}}
    rows = tuple(
        Row(
            (
                node.name,
                node.kind if node.kind == "domain" else f"{node.state} {node.kind}",
                names[node.parent],
                str(node.size),
            ),
            node.row,
        )
        for node, _ in in_rows(found)
    )
    return Table(
        "Nodes of the thematic map, in drawing order",
        "thematic_map_nodes.csv",
        (
            Column("Name"),
            Column("Kind"),
            Column("Under"),
            Column("Respondents", is_number=True),
        ),
        rows,
    )


def _links(found: Map) -> tuple[Block, ...]:
    links = drawn_links(found)
    if not links:
        return ()
    names = {node.id: node.name for node in found.nodes}
    columns = (
        Column("Theme"),
        Column("Theme"),
        Column("Respondents in common", is_number=True),
    )
    rows = tuple(
        Row((names[link.source], names[link.target], str(link.weight)), link.row)
        for link in links
    )
    title = "Arcs of the thematic map"
    table = Table(title, "thematic_map_edges.csv", columns, rows)
    return (Folded("Numbers behind the arcs (thematic_map_edges.csv)", (table,)),)


def limits(summary: Summary) -> Section:
    """Lay out what a reader must know before using the figures."""
    title = "What these figures do not say"
    return Section("limits", title, "Limits", (Bullets(summary.limits),))


def methods(summary: Summary) -> Section:
    """Lay out how it was done."""
    return Section(
        "methods",
        "How this was done",
        "Methods",
        tuple(map(Paragraph, summary.methods)),
    )


def checklist(summary: Summary) -> Section:
    """Lay out what to report of the study, with blanks for people to fill in."""
    blanks = sum(item.is_blank for item in summary.checklist)
    said = Sentence(
        f"Of {len(summary.checklist)} things that readers ask of such a study, the run "
        f"can say {len(summary.checklist) - blanks}; {blanks} are for you to write. "
        "The topics follow COREQ (Tong, Sainsbury and Craig 2007, "
        "doi:10.1093/intqhc/mzm042), as far as a survey has them, in our own words. If "
        "your approach is reflexive, follow the Reflexive Thematic Analysis Reporting "
        "Guidelines instead (Braun and Clarke 2024, Palliative Medicine 38(6), "
        "608-616): a checklist made for other approaches can work against it."
    )
    names = ("Part", "What to report", "COREQ", "Here")
    table = Table(
        "Checklist for reporting",
        "",
        tuple(map(Column, names)),
        tuple(
            Row((item.part, item.asks, item.coreq, _told(item)))
            for item in summary.checklist
        ),
    )
    return Section(
        "checklist", "Checklist for reporting", "Checklist", (Paragraph(said), table)
    )


def _told(item: ChecklistItem) -> str:
    if item.is_blank:
        return BLANK
    source = f" [{item.said.source_words}]" if item.said.sources else ""
    return item.said.text + source


def problems(summary: Summary) -> Section:
    """Lay out what in the file did not fit the questionnaire."""
    found, title = summary.problems, "Rows that need a look"
    blocks: tuple[Block, ...] = (
        Paragraph(
            Sentence(
                "The file fits the questionnaire; nothing was repaired or set aside."
            )
        ),
    )
    if found:
        kinds = Counter(problem.problem for problem in found)
        ordered = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
        if summary.guarded:
            return Section("problems", title, title, _kinds_alone(ordered))
        said = (
            f"{plural(len(found), 'thing in the file does', 'things in the file do')} "
            "not fit the questionnaire. Nothing was changed in the file itself."
        )
        blocks = (
            Paragraph(Sentence(said)),
            Bullets(tuple(Sentence(f"{words} ({n})") for words, n in ordered)),
            Folded("Row by row (problems.csv)", _row_by_row(found)),
        )
    return Section("problems", title, title, blocks)


def _kinds_alone(ordered: Sequence[tuple[str, int]]) -> tuple[Block, ...]:
    """Say what did not fit, where a rule for small counts hides how often."""
    said = (
        "Some things in the file do not fit the questionnaire. Nothing was changed in "
        "the file itself. How many, and in which rows, is in problems.csv, which is "
        "not to be passed on."
    )
    kinds = tuple(Sentence(words) for words, _ in ordered)
    return (Paragraph(Sentence(said)), Bullets(kinds))


def _row_by_row(found: tuple[ShownProblem, ...]) -> tuple[Block, ...]:
    names = ("Row", "Respondent", "Question", "What", "What was done")
    table = Table(
        "Rows of the survey file, numbered as a spreadsheet shows them",
        "problems.csv",
        tuple(map(Column, names)),
        tuple(
            Row((p.row, p.respondent, p.question, p.problem, p.action), p.place)
            for p in found[:_MOST_PROBLEMS]
        ),
    )
    if len(found) <= _MOST_PROBLEMS:
        return (table,)
    said = f"The first {_MOST_PROBLEMS} of {len(found)}; all are in problems.csv."
    return (table, Paragraph(Sentence(said), "quiet"))


def provenance(summary: Summary) -> Section:
    """Lay out what it takes to make the same report again."""
    said = (
        "Whoever has the same file, versions and settings gets the same report, byte "
        "for byte."
    )
    facts = (Terms(summary.provenance, "provenance"),) if summary.provenance else ()
    return Section(
        "provenance",
        "Where this report comes from",
        "Provenance",
        (Paragraph(Sentence(said)), *facts),
    )
