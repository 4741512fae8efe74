"""Draws the thematic map: domains, their themes, and who speaks of both."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path

from coprod_nlp.files.words import plural
from coprod_nlp.report.figures.canvas import (
    ACCENT,
    INK,
    PALE,
    QUIET,
    Picture,
    clipped,
    listed,
    panel,
)
from coprod_nlp.report.summary.parts import Map, MapLink, MapNode

_WIDTH = 640.0
_ROW = 21.0
_STEM, _THEME, _TEXT, _ARC = 14.0, 44.0, 62.0, 520.0
_BIGGEST = 9.0
_MOST_LINKS = 12
MOST_PER_DOMAIN = 8
"""Themes drawn under one domain; the smaller ones are counted in a line."""

MOST_ROWS = 42
"""Rows that are legible on one A4 page; of each domain fewer themes are drawn."""

_END = MapNode(id="", kind="more", name="", size=0, parent="", state="")


def thematic_tree(thematic_map: Map) -> Picture:
    """Draw domains with their themes beneath, and arcs where themes share people.

    Circles have areas in proportion to respondents, so the picture needs no colour:
    an adopted theme is dark, a candidate theme is pale. It fits one A4 page with
    margins, one row for each theme.

    Parameters
    ----------
    thematic_map : Map
        Nodes and links; sub-themes are drawn one step further right.

    Returns
    -------
    Picture
        The dozen heaviest links only; the CSV of links holds them all.
    """
    words = ". ".join(
        f"{domain.name}: {_under(thematic_map, domain) or 'no themes'}"
        for domain, depth in in_rows(thematic_map)
        if depth == 0
    )
    rows, links = drawn_rows(thematic_map), drawn_links(thematic_map)
    return Picture("thematic-map", "Thematic map", words, lambda: _draw(rows, links))


def in_rows(thematic_map: Map) -> tuple[tuple[MapNode, int], ...]:
    """Return the nodes in drawing order with their depth, largest theme first."""
    children: dict[str, list[MapNode]] = {}
    known = {node.id for node in thematic_map.nodes}
    for node in thematic_map.nodes:
        parent = node.parent if node.parent in known else ""
        children.setdefault(parent, []).append(node)
    rows: list[tuple[MapNode, int]] = []

    def visit(node: MapNode, depth: int) -> None:
        rows.append((node, depth))
        inner = children.get(node.id, [])
        for child in sorted(inner, key=lambda item: (-item.size, item.name, item.id)):
            visit(child, depth + 1)

    for root in children.get("", []):
        visit(root, 0)
    return tuple(rows)


def drawn_rows(thematic_map: Map) -> tuple[tuple[MapNode, int], ...]:
    """Return the rows of the picture: the largest themes, then how many more.

    As many of each domain as fit one page together, eight at most and two at least.
    """
    rows: tuple[tuple[MapNode, int], ...] = ()
    for most in range(MOST_PER_DOMAIN, 1, -1):
        rows = _largest(thematic_map, most)
        if len(rows) <= MOST_ROWS:
            break
    return rows


def _largest(thematic_map: Map, most: int) -> tuple[tuple[MapNode, int], ...]:
    rows: list[tuple[MapNode, int]] = []
    for block in _domains(thematic_map):
        # A theme counts those under it, so it is never smaller than they are.
        ranked = sorted(block, key=lambda row: (-row[0].size, row[1]))
        kept = {node.id for node, _ in ranked[: most + 1]}
        left = len(block) - len(kept)
        rows += [row for row in block if row[0].id in kept]
        if left:
            words = f"and {plural(left, 'smaller theme')}"
            rows.append((replace(_END, name=words), 1))
    return tuple(rows)


def _domains(thematic_map: Map) -> list[list[tuple[MapNode, int]]]:
    """Return the rows of each domain, the domain first."""
    blocks: list[list[tuple[MapNode, int]]] = []
    for node, depth in in_rows(thematic_map):
        if depth == 0:
            blocks.append([])
        blocks[-1].append((node, depth))
    return blocks


def drawn_links(thematic_map: Map) -> tuple[MapLink, ...]:
    """Return the dozen links with the most respondents in common that can be drawn."""
    drawn = {node.id for node, _ in drawn_rows(thematic_map)}
    links = [
        link
        for link in thematic_map.links
        if link.source in drawn and link.target in drawn
    ]
    ordered = sorted(links, key=lambda link: (-link.weight, link.source, link.target))
    return tuple(ordered[:_MOST_LINKS])


def _under(thematic_map: Map, above: MapNode) -> str:
    """Return the themes under a node with their sizes, sub-themes in brackets."""
    own = [node for node in thematic_map.nodes if node.parent == above.id]
    words = []
    for node in sorted(own, key=lambda node: (-node.size, node.name)):
        inner = _under(thematic_map, node)
        words.append(f"{node.name} ({node.size}{f': {inner}' if inner else ''})")
    return listed(words)


def _draw(rows: Sequence[tuple[MapNode, int]], links: Sequence[MapLink]) -> Figure:
    figure, axes = panel(_WIDTH, _ROW * (len(rows) + 2.2))
    largest = max((node.size for node, depth in rows if depth), default=1) or 1
    linked = {end for link in links for end in (link.source, link.target)}
    places: dict[str, float] = {}
    stems: dict[int, float] = {}
    for index, (node, depth) in enumerate(rows):
        y = places[node.id] = _ROW * (index + 0.7)
        if depth == 0:
            axes.text(
                _STEM - 8, y, clipped(node.name, 58), va="center", size=11,
                weight="bold",
            )  # fmt: skip
        else:
            _branch(axes, stems[depth - 1], y, depth)
            if node.kind == _END.kind:
                axes.text(_THEME, y, node.name, va="center", color=QUIET)
            else:
                _leaf(axes, node, y, depth, largest)
            if node.id in linked:
                _leader(axes, node, y, depth)
        stems[depth] = y
    _arcs(axes, links, places)
    _key(axes, _ROW * (len(rows) + 1.4))
    return figure


def _key(axes: Any, y: float) -> None:
    """Say what dark and pale mean, since the picture may stand alone."""
    for x, colour, words in (
        (_STEM, ACCENT, "adopted by people"),
        (_STEM + 150, PALE, "candidate theme, adopted by nobody yet"),
    ):
        axes.add_patch(
            Circle((x, y), 5.5, facecolor=colour, edgecolor=ACCENT, linewidth=1.1)
        )
        axes.text(x + 12, y, words, va="center", size=9, color=QUIET)


def _branch(axes: Any, parent: float, y: float, depth: int) -> None:
    stem = _STEM + 24 * (depth - 1)
    axes.plot(
        [stem, stem, stem + 16],
        [parent + 9, y, y],
        color=QUIET,
        linewidth=0.8,
        zorder=0,
    )


def _leaf(axes: Any, node: MapNode, y: float, depth: int, largest: int) -> None:
    shift = 24 * (depth - 1)
    adopted = node.state == "adopted"
    radius = max(1.5, _BIGGEST * (node.size / largest) ** 0.5)
    axes.add_patch(
        Circle(
            (_THEME + shift, y), radius, facecolor=ACCENT if adopted else PALE,
            edgecolor=ACCENT, linewidth=1.1,
        )
    )  # fmt: skip
    axes.text(_TEXT + shift, y, f"{clipped(node.name, 58)}  ({node.size})", va="center")


def _leader(axes: Any, node: MapNode, y: float, depth: int) -> None:
    # Six points a letter is the widest of the usual fonts: the line starts clear.
    label = f"{clipped(node.name, 58)}  ({node.size})"
    start = _TEXT + 24 * (depth - 1) + 6.2 * len(label) + 8
    if start < _ARC - 8:
        axes.plot(
            [start, _ARC - 4], [y, y], color=QUIET, linewidth=0.6, linestyle=(0, (1, 4))
        )


def _arcs(axes: Any, links: Sequence[MapLink], places: dict[str, float]) -> None:
    heaviest_link = max((link.weight for link in links), default=1) or 1
    if links:
        axes.text(
            _WIDTH - 8, 8, "shared respondents", ha="right", va="center", size=8.5,
            color=QUIET,
        )  # fmt: skip
    for link in links:
        top, bottom = sorted((places[link.source], places[link.target]))
        reach = _ARC + min(100.0, 16 + 0.22 * (bottom - top))
        curve = Path(
            [(_ARC, top), (reach, top), (reach, bottom), (_ARC, bottom)],
            [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
        )
        axes.add_patch(
            PathPatch(
                curve, fill=False, edgecolor=INK, alpha=0.65,
                linewidth=0.6 + 2.6 * link.weight / heaviest_link,
            )
        )  # fmt: skip
        for y in (top, bottom):
            axes.add_patch(Circle((_ARC, y), 1.8, facecolor=INK, edgecolor="none"))
