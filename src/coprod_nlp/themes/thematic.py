"""Draws up the thematic map as nodes and edges; nothing here draws a picture."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from coprod_nlp.themes.finder import ThemeFinder

_NODE_COLUMNS = ["id", "kind", "name", "size", "parent", "source"]
_EDGE_COLUMNS = ["source", "target", "weight"]


@dataclass(frozen=True, slots=True)
class ThematicMap:
    """Domains, the themes under them, and which themes share respondents.

    Parameters
    ----------
    nodes : DataFrame
        id, kind (``domain`` or ``theme``), name, size (respondents), parent (id of
        the domain, ``""`` for a domain), source (``candidate`` or ``adopted``).
        A theme's id is its question and its theme id (``q12b:T01``), or its code.
    edges : DataFrame
        source, target (ids of themes, in sorted order), weight (respondents in
        common).
    """

    nodes: pd.DataFrame
    edges: pd.DataFrame


@dataclass(frozen=True, slots=True)
class _Theme:
    id: str
    name: str
    domain: str
    respondents: frozenset[Hashable]


def thematic_map(
    found: Mapping[str, ThemeFinder],
    domains: Mapping[str, str] | None = None,
    *,
    min_shared: int = 1,
) -> ThematicMap:
    """Draw up the map of candidate themes, which no human has adopted yet.

    Parameters
    ----------
    found : mapping of str to ThemeFinder
        Fitted finders by question id; index labels of the answers are respondents.
    domains : mapping of str to str, optional
        Title of the domain that a question feeds; a question not in it is its own.
    min_shared : int
        Fewest respondents in common for a link.

    Returns
    -------
    ThematicMap
        Sizes count respondents, each once. The residual is not a theme.
    """
    domains = domains or {}
    themes = [
        _Theme(
            id=f"{question}:{theme.id}",
            name=theme.name,
            domain=domains.get(question, question),
            respondents=frozenset(
                finder.units_.loc[finder.units_["theme"] == theme.id, "answer"]
            ),
        )
        for question, finder in found.items()
        for theme in finder.themes_
    ]
    return _map(themes, "candidate", min_shared)


def thematic_map_from_codings(
    codings: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    domains: Mapping[str, str] | None = None,
    min_shared: int = 1,
) -> ThematicMap:
    """Draw up the map of codes that humans gave.

    Parameters
    ----------
    codings : DataFrame
        respondent, code (``section/name``); one row per coding. Give one coder's
        rows, or the agreed ones: a respondent counts once for a code in any case.
    names, domains : mapping of str to str, optional
        Titles of codes and of sections; without them the code's own words.
    min_shared : int
        Fewest respondents in common for a link.

    Returns
    -------
    ThematicMap
        Sections are the domains; a code without a section is its own.

    Examples
    --------
    >>> codings = pd.DataFrame(
    ...     {"respondent": ["R1", "R1"], "code": ["barriers/distance", "barriers/time"]}
    ... )
    >>> thematic_map_from_codings(codings).nodes["name"].tolist()
    ['barriers', 'distance', 'time']
    """
    names, domains = names or {}, domains or {}
    themes = []
    for code, own in codings.groupby("code", sort=True):
        section, _, name = str(code).rpartition("/")
        themes.append(
            _Theme(
                id=str(code),
                name=names.get(str(code), name.replace("_", " ")),
                domain=domains.get(section, section or str(code)),
                respondents=frozenset(own["respondent"]),
            )
        )
    return _map(themes, "adopted", min_shared)


def _map(themes: list[_Theme], source: str, min_shared: int) -> ThematicMap:
    rows: list[tuple[str, str, str, int, str, str]] = []
    for domain in dict.fromkeys(theme.domain for theme in themes):
        own = [theme for theme in themes if theme.domain == domain]
        everybody = frozenset().union(*(theme.respondents for theme in own))
        parent = f"domain:{domain}"
        rows.append((parent, "domain", domain, len(everybody), "", source))
        rows.extend(
            (theme.id, "theme", theme.name, len(theme.respondents), parent, source)
            for theme in sorted(own, key=lambda t: (-len(t.respondents), t.id))
        )
    by_id = {theme.id: theme.respondents for theme in themes}
    links = [
        (one, other, len(by_id[one] & by_id[other]))
        for one, other in combinations(sorted(by_id), 2)
    ]
    edges = [link for link in links if link[2] >= max(min_shared, 1)]
    return ThematicMap(
        pd.DataFrame(rows, columns=_NODE_COLUMNS),
        pd.DataFrame(edges, columns=_EDGE_COLUMNS),
    )
