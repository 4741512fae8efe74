"""Takes candidate themes, the thematic map and agreement over into the report."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from coprod_nlp.report.summary.definitions import kinds_in_words
from coprod_nlp.report.summary.parts import (
    AgreementRow,
    Coefficient,
    Map,
    MapLink,
    MapNode,
    Problem,
    Quoted,
)
from coprod_nlp.report.summary.quoting import quoted
from coprod_nlp.report.summary.sections import QuestionThemes, Theme
from coprod_nlp.report.summary.shares import count_or_none, number_or_none
from coprod_nlp.survey.instrument import Instrument, Question

if TYPE_CHECKING:
    # For types alone: the finder brings scikit-learn along.
    from coprod_nlp.themes import CandidateTheme, ThematicMap, ThemeFinder

OVERALL = "(overall)"
"""The code of an agreement table's row over all codes."""


def themes_found(
    question: Question,
    finder: "ThemeFinder",
    *,
    quotations: int = 3,
    smallest: int = 0,
    withheld: Collection[str] = (),
) -> QuestionThemes:
    """Take over the candidate themes of one question.

    Parameters
    ----------
    question : Question
        The question whose answers were read.
    finder : ThemeFinder
        Fitted.
    quotations : int, default=3
        Quotations per theme.
    smallest : int, default=0
        Themes of fewer answers are left out.
    withheld : collection of str, default=()
        Respondents who are not quoted.
    """
    themes = tuple(
        Theme(
            id=theme.id,
            name=theme.name,
            keywords=tuple(theme.keywords),
            n_units=int(theme.n_units),
            n_answers=int(theme.n_answers),
            stability=number_or_none(theme.stability),
            quotations=quotations_of(theme, quotations, withheld),
        )
        for theme in finder.themes_
        if theme.n_answers >= smallest
    )
    n_residual = int(finder.residual_.n_units)
    return QuestionThemes(
        question=question.id,
        number=question.number,
        text=question.text,
        n_answers=int(finder.n_answers_),
        n_units=n_residual + sum(int(theme.n_units) for theme in finder.themes_),
        set_aside=()
        if smallest > 1
        else kinds_in_words([str(kind) for kind in finder.set_aside_["kind"]]),
        n_residual=n_residual,
        reason=finder.reason_,
        themes=themes,
    )


def quotations_of(
    theme: "CandidateTheme", n: int, withheld: Collection[str] = ()
) -> tuple[Quoted, ...]:
    """Return up to `n` central quotations and one from the edge of the theme."""
    quotable = [item for item in theme.exemplars if str(item.answer) not in withheld]
    central = [item for item in quotable if item.kind == "central"]
    at_edge = [item for item in quotable if item.kind != "central"]
    chosen = [quoted(item.text) for item in central[:n]]
    # One that fits less well shows how far the theme reaches.
    chosen += [
        quoted(item.text, note="at the edge of the theme") for item in at_edge[:1] if n
    ]
    return tuple(chosen)


def map_found(thematic_map: "ThematicMap | None", smallest: int = 0) -> Map:
    """Take over the nodes and links of a thematic map; none gives an empty map.

    What has fewer respondents than `smallest` is left out.
    """
    if thematic_map is None:
        return Map()
    nodes = tuple(
        MapNode(
            id=str(row["id"]),
            kind=str(row["kind"]),
            name=str(row["name"]),
            size=count_or_none(row["size"]) or 0,
            parent="" if pd.isna(row["parent"]) else str(row["parent"]),
            source="" if pd.isna(row["source"]) else str(row["source"]),
        )
        for row in thematic_map.nodes.to_dict("records")
        if (count_or_none(row["size"]) or 0) >= smallest
    )
    known = {node.id for node in nodes}
    links = tuple(
        MapLink(
            str(row["source"]), str(row["target"]), count_or_none(row["weight"]) or 0
        )
        for row in thematic_map.edges.to_dict("records")
        if {str(row["source"]), str(row["target"])} <= known
        and (count_or_none(row["weight"]) or 0) >= smallest
    )
    return Map(nodes, links)


def agreement_found(
    table: pd.DataFrame | None, instrument: Instrument
) -> tuple[AgreementRow, ...]:
    """Take over the rows of the agreement table, in the order of the questions.

    Parameters
    ----------
    table : DataFrame or None
        Columns of `agreement_table`, with ``comparison`` and ``subject`` before
        them; None when there are no codings.
    instrument : Instrument
        Gives the printed number of a question.
    """
    if table is None:
        return ()
    numbers = {q.id: f"Question {q.number}" for q in instrument.questions}
    places = {question: place for place, question in enumerate(numbers)}
    # Definitions are no single question; they come first.
    rows = sorted(
        table.to_dict("records"), key=lambda row: places.get(str(row["subject"]), -1)
    )
    return tuple(_agreement_row(row, numbers) for row in rows)


def agreement_rows(table: pd.DataFrame) -> tuple[AgreementRow, ...]:
    """Take over the rows of an agreement table that belongs to no survey.

    Parameters
    ----------
    table : DataFrame
        As for `agreement_found`, perhaps with ``stratum``, which is named beside the
        comparison.
    """
    rows = []
    for row in table.to_dict("records"):
        stratum = row.get("stratum")
        if stratum is not None:
            row["comparison"] = f"{row['comparison']}, {stratum}"
        rows.append(_agreement_row(row, {}))
    return tuple(rows)


def _agreement_row(row: Mapping[Any, Any], numbers: Mapping[str, str]) -> AgreementRow:
    subject = str(row["subject"])
    return AgreementRow(
        comparison=str(row["comparison"]),
        subject=numbers.get(subject, subject[:1].upper() + subject[1:]),
        code=str(row["code"]),
        n_units=count_or_none(row["n_units"]) or 0,
        n_positive=count_or_none(row.get("n_positive")),
        percent=_coefficient(row, "percent"),
        kappa=_coefficient(row, "kappa"),
        ac1=_coefficient(row, "ac1"),
        alpha=_coefficient(row, "alpha"),
        note="" if pd.isna(row.get("note", "")) else str(row.get("note", "")),
        overall=str(row["code"]) == OVERALL,
    )


def _coefficient(row: Mapping[Any, Any], name: str) -> Coefficient:
    value, low, high = (
        number_or_none(row.get(key)) for key in (name, f"{name}_low", f"{name}_high")
    )
    return Coefficient(value, low, high)


def problems_found(problems: pd.DataFrame) -> tuple[Problem, ...]:
    """Take over the rows of the survey file that need a look, in their order."""
    return tuple(
        Problem(
            row="" if pd.isna(row["row"]) else str(row["row"]),
            respondent=str(row["respondent"]),
            question=str(row["question"]),
            problem=str(row["problem"]),
            action=str(row["action"]),
        )
        for row in problems.to_dict("records")
    )
