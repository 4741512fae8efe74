"""Draws up the thematic map as nodes and edges; nothing here draws a picture."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import pandas as pd

from coprod_nlp.themes.finder import ThemeFinder
from coprod_nlp.themes.theme_set.edits import ThemeSet
from coprod_nlp.themes.theme_set.entries import above

_NODE_COLUMNS = ["id", "kind", "name", "size", "parent", "source"]
_EDGE_COLUMNS = ["source", "target", "weight"]


@dataclass(frozen=True, slots=True)
class ThematicMap:
    """Domains, the themes under them, and which themes share respondents.

    Parameters
    ----------
    nodes : DataFrame
        id, kind (``domain`` or ``theme``), name, size (respondents, with those of the
        themes under it), parent (id of the domain or theme above, ``""`` for a
        domain), source (``candidate`` or ``adopted``). A theme's id is its question
        and its theme id (``q12b:T01``), or its code.
    edges : DataFrame
        source, target (ids of themes, in sorted order), weight (respondents in
        common, without those of the themes under them).
    """

    nodes: pd.DataFrame
    edges: pd.DataFrame


@dataclass(frozen=True, slots=True)
class _Theme:
    id: str
    name: str
    domain: str
    respondents: frozenset[Hashable]
    source: str
    parent: str = ""


def thematic_map(
    found: Mapping[str, ThemeFinder],
    domains: Mapping[str, str] | None = None,
    *,
    hierarchies: Mapping[str, pd.DataFrame] | None = None,
    min_shared: int = 1,
) -> ThematicMap:
    """Draw up the map of candidate themes, which no human has adopted yet.

    Parameters
    ----------
    found : mapping of str to ThemeFinder
        Fitted finders by question id; index labels of the answers are respondents.
    domains : mapping of str to str, optional
        Title of the domain that a question feeds; a question not in it is its own.
    hierarchies : mapping of str to DataFrame, optional
        Rows of `theme_hierarchy` by question id: the broader themes to draw.
    min_shared : int
        Fewest respondents in common for a link.

    Returns
    -------
    ThematicMap
        Sizes count respondents, each once. The residual is not a theme.
    """
    domains, hierarchies = domains or {}, hierarchies or {}
    themes = [
        _Theme(
            id=f"{question}:{theme.id}",
            name=theme.name,
            domain=domains.get(question, question),
            respondents=frozenset(
                finder.units_.loc[finder.units_["theme"] == theme.id, "answer"]
            ),
            source="candidate",
        )
        for question, finder in found.items()
        for theme in finder.themes_
    ]
    for question, hierarchy in hierarchies.items():
        themes = _joined(themes, question, hierarchy)
    return _map(themes, min_shared)


def thematic_map_from_set(
    theme_set: ThemeSet, *, domain: str = "", min_shared: int = 1
) -> ThematicMap:
    """Draw up the map of a theme set: adopted themes and open candidates.

    Parameters
    ----------
    theme_set : ThemeSet
    domain : str
        Title over the themes that are under none; by default the question's id.
    min_shared : int
        Fewest respondents in common for a link.

    Returns
    -------
    ThematicMap
        A theme at the top that has others under it and no units is a domain.
    """
    question = theme_set.question
    units = theme_set.units[theme_set.units["current"]]
    answers = units.groupby("theme")["answer"].agg(frozenset).to_dict()
    over = {theme.parent for theme in theme_set.themes}
    tops = {
        theme.id: theme.name
        for theme in theme_set.themes
        if not theme.parent and theme.id in over and theme.id not in answers
    }
    general = domain or question or "Themes"
    themes = []
    for theme in theme_set.themes:
        if theme.id in tops:
            continue
        top = [theme.id, *above(theme.id, theme_set.themes)][-1]
        inner = theme.parent and theme.parent not in tops
        themes.append(
            _Theme(
                id=f"{question}:{theme.id}",
                name=theme.name,
                domain=tops.get(top, general),
                respondents=answers.get(theme.id, frozenset()),
                source=theme.state,
                parent=f"{question}:{theme.parent}" if inner else "",
            )
        )
    return _map(themes, min_shared)


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
                source="adopted",
            )
        )
    return _map(themes, min_shared)


def _joined(
    themes: list[_Theme], question: str, hierarchy: pd.DataFrame
) -> list[_Theme]:
    """Put themes under the broader ones that a hierarchy joins them in."""
    prefixed = hierarchy[["parent", "child"]].map(lambda id: f"{question}:{id}")
    parents = dict(zip(prefixed["child"], prefixed["parent"], strict=True))
    under = {
        theme.id: replace(theme, parent=parents.get(theme.id, "")) for theme in themes
    }
    for parent, rows in prefixed.groupby("parent", sort=False):
        inner = [under[child] for child in rows["child"]]
        under[str(parent)] = _Theme(
            id=str(parent),
            name=" / ".join(theme.name for theme in inner),
            domain=inner[0].domain,
            respondents=frozenset(),
            source=inner[0].source,
            parent=parents.get(str(parent), ""),
        )
    return list(under.values())


def _with_those_under(themes: list[_Theme]) -> dict[str, frozenset[Hashable]]:
    parents = {theme.id: theme.parent for theme in themes}
    everybody = {theme.id: theme.respondents for theme in themes}
    for theme in themes:
        parent = theme.parent
        while parent:
            everybody[parent] |= theme.respondents
            parent = parents[parent]
    return everybody


def _map(themes: list[_Theme], min_shared: int) -> ThematicMap:
    rows: list[tuple[str, str, str, int, str, str]] = []
    everybody = _with_those_under(themes)
    for domain in dict.fromkeys(theme.domain for theme in themes):
        own = [theme for theme in themes if theme.domain == domain]
        size = len(frozenset().union(*(theme.respondents for theme in own)))
        adopted = any(theme.source == "adopted" for theme in own)
        top = f"domain:{domain}"
        source = "adopted" if adopted else "candidate"
        rows.append((top, "domain", domain, size, "", source))
        sizes = {theme.id: len(everybody[theme.id]) for theme in own}
        rows.extend(
            (t.id, "theme", t.name, sizes[t.id], t.parent or top, t.source)
            for t in sorted(own, key=lambda t: (-sizes[t.id], t.id))
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
