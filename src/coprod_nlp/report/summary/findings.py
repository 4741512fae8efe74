"""Takes candidate themes, the thematic map and agreement over into the report."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from coprod_nlp.agreement import OVERALL
from coprod_nlp.report.summary.definitions import kinds_in_words
from coprod_nlp.report.summary.parts import (
    AgreementRow,
    Coefficient,
    Map,
    MapLink,
    MapNode,
    Quoted,
    ShownProblem,
)
from coprod_nlp.report.summary.quoting import quoted
from coprod_nlp.report.summary.run import Coder
from coprod_nlp.report.summary.sections import QuestionThemes, Theme
from coprod_nlp.report.summary.shares import capital, count_or_none, number_or_none
from coprod_nlp.report.summary.sources import data_row
from coprod_nlp.survey.instrument import Instrument, Question
from coprod_nlp.survey.spellings import SPELLINGS

if TYPE_CHECKING:
    # For types alone: the finder brings scikit-learn along.
    from coprod_nlp.themes import CandidateTheme, ThematicMap, ThemeFinder

FIRST_ROW = data_row(0)
"""Row of the first theme in themes.csv."""


def themes_found(
    question: Question,
    finder: "ThemeFinder",
    *,
    quotations: int,
    smallest: int,
    withheld: Collection[str],
    first_row: int,
) -> QuestionThemes:
    """Take over the candidate themes of one question.

    Parameters
    ----------
    question : Question
        The question whose answers were read.
    finder : ThemeFinder
        Fitted.
    quotations : int
        Quotations per theme.
    smallest : int
        Themes of fewer answers are left out; then the residual has no row to name,
        since beside it the number of units would tell of them.
    withheld : collection of str
        Respondents who are not quoted.
    first_row : int
        Row of its first theme in themes.csv, where the residual comes last.
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
            row=row,
        )
        for row, theme in enumerate(finder.themes_, start=first_row)
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
        residual_row=0 if smallest > 1 else first_row + len(finder.themes_),
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
            state="" if pd.isna(row["state"]) else str(row["state"]),
            row=data_row(place),
        )
        for place, row in enumerate(thematic_map.nodes.to_dict("records"))
        if (count_or_none(row["size"]) or 0) >= smallest
    )
    known = {node.id for node in nodes}
    links = tuple(
        MapLink(
            source=str(row["source"]),
            target=str(row["target"]),
            weight=count_or_none(row["weight"]) or 0,
            row=data_row(place),
        )
        for place, row in enumerate(thematic_map.edges.to_dict("records"))
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
        them; None when there are no codings. The index counts the rows of the file.
    instrument : Instrument
        Gives the printed number of a question.
    """
    if table is None:
        return ()
    numbers = _numbers(instrument)
    places = {question: place for place, question in enumerate(numbers)}
    # Definitions are no single question; they come first.
    rows = sorted(
        zip(table.index, table.to_dict("records"), strict=True),
        key=lambda item: places.get(str(item[1]["subject"]), -1),
    )
    return tuple(_agreement_row(row, numbers, data_row(int(at))) for at, row in rows)


def agreement_rows(table: pd.DataFrame) -> tuple[AgreementRow, ...]:
    """Take over the rows of an agreement table that belongs to no survey.

    Parameters
    ----------
    table : DataFrame
        As for `agreement_found`, perhaps with ``stratum``, which is named beside the
        comparison.
    """
    rows = []
    for place, row in enumerate(table.to_dict("records")):
        stratum = row.get("stratum")
        if stratum is not None:
            row["comparison"] = f"{row['comparison']}, {stratum}"
        rows.append(_agreement_row(row, {}, data_row(place)))
    return tuple(rows)


def _numbers(instrument: Instrument) -> dict[str, str]:
    return {q.id: f"Question {q.number}" for q in instrument.questions}


def coders_found(
    table: pd.DataFrame | None, instrument: Instrument
) -> tuple[Coder, ...]:
    """Take over how many answers each person coded, in the order of the file.

    Parameters
    ----------
    table : DataFrame or None
        Columns subject ("definition" or a question id), coder, answers.
    instrument : Instrument
        Gives the printed number of a question.
    """
    if table is None:
        return ()
    numbers = _numbers(instrument)
    return tuple(
        Coder(
            subject=numbers.get(str(row["subject"]), capital(str(row["subject"]))),
            name=str(row["coder"]),
            n_answers=int(row["answers"]),
            row=data_row(place),
        )
        for place, row in enumerate(table.to_dict("records"))
    )


def _agreement_row(
    row: Mapping[Any, Any], numbers: Mapping[str, str], place: int
) -> AgreementRow:
    subject = str(row["subject"])
    return AgreementRow(
        comparison=str(row["comparison"]),
        subject=numbers.get(subject, capital(subject)),
        code=str(row["code"]),
        n_units=count_or_none(row["n_units"]) or 0,
        n_positive=count_or_none(row.get("n_positive")),
        percent=_coefficient(row, "percent"),
        kappa=_coefficient(row, "kappa"),
        ac1=_coefficient(row, "ac1"),
        alpha=_coefficient(row, "alpha"),
        note="" if pd.isna(row.get("note", "")) else str(row.get("note", "")),
        overall=str(row["code"]) == OVERALL,
        row=place,
    )


def _coefficient(row: Mapping[Any, Any], name: str) -> Coefficient:
    value, low, high = (
        number_or_none(row.get(key)) for key in (name, f"{name}_low", f"{name}_high")
    )
    return Coefficient(value, low, high)


def problems_found(problems: pd.DataFrame) -> tuple[ShownProblem, ...]:
    """Take over the rows of the survey file that need a look, in their order.

    Names that were joined under one spelling need none, and are left to problems.csv.
    """
    return tuple(
        ShownProblem(
            row="" if pd.isna(row["row"]) else str(row["row"]),
            respondent=str(row["respondent"]),
            question=str(row["question"]),
            problem=str(row["problem"]),
            action=str(row["action"]),
            place=data_row(place),
        )
        for place, row in enumerate(problems.to_dict("records"))
        if row["problem"] != SPELLINGS
    )
