"""Hides small counts in all tables of a run at once, as readers have them all."""

from collections.abc import Mapping, Sequence
from itertools import permutations

import pandas as pd

from coprod_nlp.matching import FAILING, LABELS
from coprod_nlp.survey import Condition, Survey
from coprod_nlp.tables import (
    KNOWLEDGE_BASES,
    KNOWLEDGE_PARTS,
    NO_STRATUM,
    Layout,
    Nest,
    Tie,
    likert_parts,
    suppress_together,
)
from coprod_nlp.tables.knowledge import BASES

_ALL, WROTE = BASES
FAILED = "part of the idea, or something else"
"""With `WROTE`, the bases of the table of what failing ones were taken for."""

DECISIONS = {
    "match": ("accurate", tuple(LABELS)),
    "no match, partial": ("not accurate", ("partial",)),
    "no match, inaccurate": ("not accurate", ("inaccurate",)),
    "no match, otherwise": ("not accurate", ("accurate", "no_definition")),
    "review": ("in review", tuple(LABELS)),
}
"""Values of the table of decisions: state of the definition, and labels."""

_SPACE = "definitions in full"
_NOT_ASKED, _SILENT = "\0not asked", "\0asked, gave no answer"
_EXPECTED = {
    "accurate": ("accurate",),
    "not accurate": ("partial", "inaccurate", "no_definition"),
    "in review": tuple(LABELS),
    "no definition": ("no_definition",),
}


def protected(
    tables: Mapping[str, pd.DataFrame],
    survey: Survey,
    found: pd.DataFrame,
    rule: str,
    strata: Mapping[str, pd.Series],
) -> dict[str, pd.DataFrame]:
    """Return the tables with small counts hidden by the rule.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        See `pipeline.run.tabulating.tabulate`.
    survey : Survey
    found : DataFrame
        Columns state (as `DECISIONS` names it, or "no definition") and label of every
        respondent.
    rule : str
    strata : mapping of str to Series
        Stratum of each respondent, by kind.
    """
    layouts, ties = laid_out(tables, survey, found)
    return suppress_together(
        tables,
        rule,
        layouts=layouts,
        ties=ties,
        nests=nests_of(strata),
        n_respondents=len(survey),
    )


def nests_of(strata: Mapping[str, pd.Series]) -> list[Nest]:
    """Say which kinds of strata lie within another, as wards do within sites.

    Examples
    --------
    >>> ward, site = pd.Series(["A", "B", "C"]), pd.Series(["east", "east", "west"])
    >>> [(nest.inner, nest.outer) for nest in nests_of({"ward": ward, "site": site})]
    [('ward', 'site')]
    """
    named = {
        kind: values.astype(object).where(values.notna(), NO_STRATUM).astype(str)
        for kind, values in strata.items()
    }
    nests = []
    for inner, outer in permutations(named, 2):
        pairs = pd.DataFrame({"i": named[inner], "o": named[outer]}).drop_duplicates()
        if not pairs["i"].duplicated().any():
            within = dict(zip(pairs["i"], pairs["o"], strict=True))
            nests.append(Nest(inner, outer, within))
    return nests


def laid_out(
    tables: Mapping[str, pd.DataFrame], survey: Survey, found: pd.DataFrame
) -> tuple[dict[str, Layout], list[Tie]]:
    """Say what the numbers of all tables are sums of; parameters as for `protected`."""
    layouts = definition_layouts(found)
    ties: list[Tie] = []
    gates = {question.id: question.asked_if for question in survey.instrument.questions}
    for name, table in tables.items():
        subject = name.partition("_by_")[0]
        if subject in layouts:
            continue
        gate = gates.get(subject)
        if "kind" in table:
            layouts[subject] = Layout("", *likert_parts(table))
        elif "base_is" in table:
            layouts[subject] = _branch(table, gate)
        if subject in layouts and gate is not None:
            ties += _gate_ties(subject, layouts[subject], gate, survey)
    return layouts, [*ties, *_ties(tables, survey, layouts)]


def definition_layouts(found: pd.DataFrame) -> dict[str, Layout]:
    """Lay out knowledge, labels and decisions over one set of cells.

    Parameters
    ----------
    found : DataFrame
        As for `protected`; tells of combinations that are not expected.
    """
    seen = set(zip(found["state"], found["label"].astype(str), strict=True))
    labels = {
        state: [x for x in LABELS if x in expected or (state, x) in seen]
        for state, expected in _EXPECTED.items()
    }

    def finer(atoms: Sequence[str], among: Sequence[str] = LABELS) -> tuple[str, ...]:
        return tuple(
            f"{atom}; {label}"
            for atom in atoms
            for label in labels[atom.partition(", ")[2]]
            if label in among
        )

    everybody, wrote = KNOWLEDGE_BASES.values()

    def of_state(state: str) -> list[str]:
        return [atom for atom in everybody if atom.partition(", ")[2] == state]

    return {
        "knowledge": Layout(
            _SPACE,
            {value: finer(atoms) for value, atoms in KNOWLEDGE_PARTS.items()},
            {base: finer(atoms) for base, atoms in KNOWLEDGE_BASES.items()},
        ),
        "definitions": Layout(
            _SPACE,
            {label: finer(everybody, (label,)) for label in LABELS},
            {"": finer(everybody)},
        ),
        "decisions": Layout(
            _SPACE,
            {
                value: finer(of_state(state), among)
                for value, (state, among) in DECISIONS.items()
            },
            {"": finer(wrote)},
            [[value for value in DECISIONS if value.startswith("no match")]],
        ),
    }


def _branch(table: pd.DataFrame, gate: Condition | None) -> Layout:
    """Lay out a table of a subgroup, whose second base holds those not asked too."""
    own = tuple(dict.fromkeys(table["value"].astype(str)))
    others = (_NOT_ASKED,) if gate is None else (_SILENT, _NOT_ASKED)
    first, second = dict.fromkeys(table["base_is"])
    return Layout("", {}, {first: own, second: (*own, *others)})


def _gate_ties(
    subject: str, layout: Layout, gate: Condition, survey: Survey
) -> list[Tie]:
    """Say where the table of the question before it counts the same respondents."""
    *_, everybody = layout.bases.values()
    asked = tuple(cell for cell in everybody if cell not in (_SILENT, _NOT_ASKED))
    ties = [Tie(subject, (*asked, _SILENT), gate.question, (gate.equals,))]
    if _NOT_ASKED in everybody:
        labels = survey.instrument.question(gate.question).labels
        ties.append(Tie(subject, tuple(everybody), gate.question, labels))
    return ties


def _ties(
    tables: Mapping[str, pd.DataFrame], survey: Survey, layouts: Mapping[str, Layout]
) -> list[Tie]:
    """Say where other tables count the respondents of those on definitions."""
    ties = []
    parts, bases = layouts["knowledge"].parts, layouts["knowledge"].bases
    heard = survey.instrument.purposes.heard
    if heard is not None and heard.question in tables:
        question = survey.instrument.question(heard.question)
        others = [
            x for x in question.labels if x not in (*question.apart, heard.equals)
        ]
        not_heard = [
            cell
            for cell in bases[_ALL]
            if cell not in (*parts["heard"], *parts["heard not answered"])
        ]
        ties += [
            Tie(heard.question, (heard.equals,), _SPACE, tuple(parts["heard"])),
            Tie(heard.question, tuple(others), _SPACE, tuple(not_heard)),
        ]
    if "mistaken_for" in layouts:
        failing = layouts["definitions"].parts
        cells = [c for label in FAILING for c in failing[label] if c in bases[WROTE]]
        both = layouts["mistaken_for"].bases
        ties += [
            Tie("mistaken_for", tuple(both[FAILED]), _SPACE, tuple(cells)),
            Tie("mistaken_for", tuple(both[WROTE]), _SPACE, tuple(bases[WROTE])),
        ]
    return ties
