"""Draws the thematic map: domains, their themes, and who speaks of both."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path

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
from coprod_nlp.report.summary.parts import Map, MapNode

_WIDTH = 640.0
_ROW = 21.0
_STEM, _THEME, _TEXT, _ARC = 14.0, 44.0, 62.0, 520.0
_BIGGEST = 9.0
_MOST_LINKS = 12
MOST_PER_DOMAIN = 8
"""Themes drawn under one domain; the smaller ones are counted in a line."""

_END = MapNode(id="", kind="more", name="", size=0, parent="", source="")


def thematic_tree(thematic_map: Map, *, name: str = "thematic-map") -> Picture:
    """Draw domains with their themes beneath, and arcs where themes share people.

    Circles have areas in proportion to respondents, so the picture needs no colour:
    an adopted theme is filled, a candidate theme is open. It is as wide as an A4
    page with margins and one row high per theme.

    Parameters
    ----------
    thematic_map : Map
        Nodes and links; sub-themes are drawn one step further right.
    name : str, default="thematic-map"
        Name on the page.

    Returns
    -------
    Picture
        The dozen heaviest links only; the CSV of links holds them all.
    """
    rows = drawn_rows(thematic_map)
    domains = [node for node, depth in rows if depth == 0]
    words = ". ".join(
        f"{domain.name}: {listed(_under(thematic_map, domain)) or 'no themes'}"
        for domain in domains
    )
    return Picture(
        name, "Thematic map", words, lambda: _draw(rows, heaviest(thematic_map))
    )


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
    """Return the rows of the picture: the largest themes, then how many more."""
    rows: list[tuple[MapNode, int]] = []
    more, count = 0, 0
    for node, depth in (*in_rows(thematic_map), (_END, 0)):
        if depth == 0:
            if more:
                words = f"and {more} smaller theme{'s' if more > 1 else ''}"
                rows.append((replace(_END, name=words), 1))
            more, count = 0, 0
        count += depth == 1
        if count > MOST_PER_DOMAIN:
            more += depth == 1
        elif node is not _END:
            rows.append((node, depth))
    return tuple(rows)


def heaviest(thematic_map: Map) -> tuple[tuple[str, str, int], ...]:
    """Return the dozen links with the most respondents in common."""
    links = [(link.source, link.target, link.weight) for link in thematic_map.links]
    return tuple(sorted(links, key=lambda link: (-link[2], link[0], link[1])))[
        :_MOST_LINKS
    ]


def _under(thematic_map: Map, domain: MapNode) -> list[str]:
    return [
        f"{node.name} ({node.size})"
        for node in sorted(thematic_map.nodes, key=lambda node: (-node.size, node.name))
        if node.parent == domain.id
    ]


def _draw(
    rows: Sequence[tuple[MapNode, int]], links: Sequence[tuple[str, str, int]]
) -> Figure:
    figure, axes = panel(_WIDTH, _ROW * (len(rows) + 1.2))
    largest = max((node.size for node, depth in rows if depth), default=1) or 1
    linked = {end for link in links for end in link[:2]}
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
    drawn = [link for link in links if link[0] in places and link[1] in places]
    _arcs(axes, drawn, places)
    return figure


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
    adopted = node.source == "adopted"
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


def _arcs(
    axes: Any, links: Sequence[tuple[str, str, int]], places: dict[str, float]
) -> None:
    heaviest_link = max((weight for _, _, weight in links), default=1) or 1
    if links:
        axes.text(
            _WIDTH - 8, 8, "shared respondents", ha="right", va="center", size=8.5,
            color=QUIET,
        )  # fmt: skip
    for source, target, weight in links:
        top, bottom = sorted((places[source], places[target]))
        reach = _ARC + min(100.0, 16 + 0.22 * (bottom - top))
        curve = Path(
            [(_ARC, top), (reach, top), (reach, bottom), (_ARC, bottom)],
            [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
        )
        axes.add_patch(
            PathPatch(
                curve, fill=False, edgecolor=INK, alpha=0.65,
                linewidth=0.6 + 2.6 * weight / heaviest_link,
            )
        )  # fmt: skip
        for y in (top, bottom):
            axes.add_patch(Circle((_ARC, y), 1.8, facecolor=INK, edgecolor="none"))
