"""What a thematic map is made of: placed themes, nodes and edges."""

from collections.abc import Hashable
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

_NODE_COLUMNS = ["id", "kind", "name", "size", "parent", "state"]
_EDGE_COLUMNS = ["source", "target", "weight"]


@dataclass(frozen=True, slots=True)
class ThematicMap:
    """Domains, the themes under them, and which themes share respondents.

    Parameters
    ----------
    nodes : DataFrame
        id, kind (``domain`` or ``theme``), name, size (respondents, with those of the
        themes under it), parent (id of the domain or theme above, ``""`` for a
        domain), state (``candidate`` or ``adopted``). A theme's id is its question
        and its theme id (``q12b:T01``), or its code.
    edges : DataFrame
        source, target (ids of themes, in sorted order), weight (respondents in
        common, without those of the themes under them).
    """

    nodes: pd.DataFrame
    edges: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Placed:
    """A theme with its place in the map and the respondents who speak of it."""

    id: str
    name: str
    domain: str
    respondents: frozenset[Hashable]
    state: str
    parent: str = ""


def _with_those_under(themes: list[Placed]) -> dict[str, frozenset[Hashable]]:
    parents = {theme.id: theme.parent for theme in themes}
    everybody = {theme.id: theme.respondents for theme in themes}
    for theme in themes:
        parent = theme.parent
        while parent:
            everybody[parent] |= theme.respondents
            parent = parents[parent]
    return everybody


def map_of(themes: list[Placed]) -> ThematicMap:
    """Return the nodes and edges of placed themes, largest first in each domain.

    Parameters
    ----------
    themes : list of Placed
        With unique ids; domains come in order of appearance.
    """
    rows: list[tuple[str, str, str, int, str, str]] = []
    everybody = _with_those_under(themes)
    for domain in dict.fromkeys(theme.domain for theme in themes):
        own = [theme for theme in themes if theme.domain == domain]
        size = len(frozenset().union(*(theme.respondents for theme in own)))
        adopted = any(theme.state == "adopted" for theme in own)
        top = f"domain:{domain}"
        state = "adopted" if adopted else "candidate"
        rows.append((top, "domain", domain, size, "", state))
        sizes = {theme.id: len(everybody[theme.id]) for theme in own}
        rows.extend(
            (t.id, "theme", t.name, sizes[t.id], t.parent or top, t.state)
            for t in sorted(own, key=lambda t: (-sizes[t.id], t.id))
        )
    by_id = {theme.id: theme.respondents for theme in themes}
    links = [
        (one, other, len(by_id[one] & by_id[other]))
        for one, other in combinations(sorted(by_id), 2)
    ]
    edges = [link for link in links if link[2] > 0]
    return ThematicMap(
        pd.DataFrame(rows, columns=_NODE_COLUMNS),
        pd.DataFrame(edges, columns=_EDGE_COLUMNS),
    )
