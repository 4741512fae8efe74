"""Draws up the thematic map as nodes and edges; nothing here draws a picture."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from coprod_nlp.themes.finder import ThemeFinder
from coprod_nlp.themes.map_parts import Placed, ThematicMap, map_of
from coprod_nlp.themes.theme_set.edits import ThemeSet
from coprod_nlp.themes.theme_set.entries import above


def thematic_map(
    found: Mapping[str, ThemeFinder],
    domains: Mapping[str, str] | None = None,
    *,
    hierarchies: Mapping[str, pd.DataFrame] | None = None,
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

    Returns
    -------
    ThematicMap
        Sizes count respondents, each once. The residual is not a theme.
    """
    themes = _candidates(found, domains or {})
    for question, hierarchy in (hierarchies or {}).items():
        themes = _joined(themes, question, hierarchy)
    return map_of(themes)


def thematic_map_of_both(
    found: Mapping[str, ThemeFinder],
    codings: pd.DataFrame,
    domains: Mapping[str, str] | None = None,
    *,
    names: Mapping[str, str] | None = None,
) -> ThematicMap:
    """Draw up one map: adopted codes where people coded, candidate themes elsewhere.

    Parameters
    ----------
    found : mapping of str to ThemeFinder
        Fitted finders by question id, in the order of the questions.
    codings : DataFrame
        respondent, question, code (``section/name``); one row per coding that counts.
        A question in it is drawn by its codes alone.
    domains : mapping of str to str, optional
        Title of the domain that a question feeds; a question not in it is its own.
    names : mapping of str to str, optional
        Titles of codes; without them the code's own words.

    Returns
    -------
    ThematicMap
        A section used under several questions stands once, in the domain where most
        of its codes were given. Where a domain has codes of several sections, each is
        a theme and its codes are sub-themes; so is every further part of a code
        (``barriers/environment/distance``).

    Examples
    --------
    >>> codings = pd.DataFrame(
    ...     {
    ...         "respondent": ["R1", "R1"],
    ...         "question": "q12b",
    ...         "code": ["barriers/environment/distance", "barriers/time"],
    ...     }
    ... )
    >>> drawn = thematic_map_of_both({}, codings, {"q12b": "Barriers"})
    >>> dict(drawn.nodes[["name", "parent"]].values.tolist()[2:])
    {'distance': 'barriers/environment', 'time': 'domain:Barriers'}
    """
    domains = domains or {}
    coded = set(codings["question"])
    rest = {question: f for question, f in found.items() if question not in coded}
    themes = [*_adopted(codings, domains, names or {}), *_candidates(rest, domains)]
    order = list(dict.fromkeys(domains.get(question, question) for question in found))
    return map_of(
        sorted(
            themes,
            key=lambda t: order.index(t.domain) if t.domain in order else len(order),
        ),
    )


def _candidates(
    found: Mapping[str, ThemeFinder], domains: Mapping[str, str]
) -> list[Placed]:
    return [
        Placed(
            id=f"{question}:{theme.id}",
            name=theme.name,
            domain=domains.get(question, question),
            respondents=frozenset(
                finder.units_.loc[finder.units_["theme"] == theme.id, "answer"]
            ),
            state="candidate",
        )
        for question, finder in found.items()
        for theme in finder.themes_
    ]


def _adopted(
    codings: pd.DataFrame, domains: Mapping[str, str], names: Mapping[str, str]
) -> list[Placed]:
    home = codings["question"].map(lambda question: domains.get(question, question))
    section = codings["code"].map(lambda code: code.partition("/")[0])
    given = codings.assign(domain=home, section=section)
    most = given.drop_duplicates(["respondent", "domain", "code"])
    most = most.groupby(["section", "domain"]).size().reset_index(name="n")
    most = most.sort_values(["n", "domain"], ascending=[False, True])
    places = most.drop_duplicates("section").set_index("section")["domain"]
    beside = places.value_counts()
    themes: dict[str, Placed] = {}
    for code, own in given.groupby("code", sort=True):
        parts = str(code).split("/")
        domain = str(places[parts[0]])
        # One section alone says what its domain says already.
        first = 1 if len(parts) > 1 and beside[domain] == 1 else 0
        parent = ""
        for depth in range(first, len(parts)):
            id = "/".join(parts[: depth + 1])
            people = frozenset(own["respondent"]) if id == code else frozenset()
            if id in themes:
                people |= themes[id].respondents
            name = names.get(id, parts[depth].replace("_", " "))
            themes[id] = Placed(id, name, domain, people, "adopted", parent)
            parent = id
    return list(themes.values())


def thematic_map_from_set(theme_set: ThemeSet, *, domain: str = "") -> ThematicMap:
    """Draw up the map of a theme set: adopted themes and open candidates.

    Parameters
    ----------
    theme_set : ThemeSet
    domain : str
        Title over the themes that are under none; by default the question's id.

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
            Placed(
                id=f"{question}:{theme.id}",
                name=theme.name,
                domain=tops.get(top, general),
                respondents=answers.get(theme.id, frozenset()),
                state=theme.state,
                parent=f"{question}:{theme.parent}" if inner else "",
            )
        )
    return map_of(themes)


def _joined(
    themes: list[Placed], question: str, hierarchy: pd.DataFrame
) -> list[Placed]:
    """Put themes under the broader ones that a hierarchy joins them in."""
    prefixed = hierarchy[["parent", "child"]].map(lambda id: f"{question}:{id}")
    parents = dict(zip(prefixed["child"], prefixed["parent"], strict=True))
    under = {
        theme.id: replace(theme, parent=parents.get(theme.id, "")) for theme in themes
    }
    for parent, rows in prefixed.groupby("parent", sort=False):
        inner = [under[child] for child in rows["child"]]
        under[str(parent)] = Placed(
            id=str(parent),
            name=" / ".join(theme.name for theme in inner),
            domain=inner[0].domain,
            respondents=frozenset(),
            state=inner[0].state,
            parent=parents.get(str(parent), ""),
        )
    return list(under.values())
