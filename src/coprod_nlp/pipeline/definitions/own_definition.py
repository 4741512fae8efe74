"""From a definition of one's own to a matcher: a sheet to code, then training on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from coprod_nlp.exceptions import CodingsError, SurveySchemaError
from coprod_nlp.files.csvfiles import as_typed
from coprod_nlp.files.problems import in_sentences
from coprod_nlp.files.titles import meant_notes, short_titles
from coprod_nlp.matching import (
    DefinitionMatcher,
    ReferenceDefinition,
    load_definition,
    metrics,
    plan_coding,
)
from coprod_nlp.matching.targets import read_targets
from coprod_nlp.pipeline.one_column import read_column
from coprod_nlp.survey.files import Table, column_of, heading_of, read_table
from coprod_nlp.survey.identifiers import respondent_ids
from coprod_nlp.text.normalisation import normalise
from coprod_nlp.typing import Progress

_LISTED = 10


def sheet_to_code(
    path: Path,
    text: str,
    definition: ReferenceDefinition,
    *,
    n_answers: int = 60,
    identifier: str | None = None,
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Draw answers from a table, with blank columns for a person's codes.

    Parameters
    ----------
    path : Path
        CSV or workbook with one header row.
    text : str
        Header of the column that holds the definitions.
    definition : ReferenceDefinition
        Its elements become columns.
    n_answers : int, default=60
        See `plan_coding`.
    identifier : str, optional
        See `read_column`.

    Returns
    -------
    sheet : DataFrame
        In the order of coding: the identifier (or ``row``), the text,
        `sampling_probability`, and the blank columns `label` and one per element.
    notes : tuple of str
        What had to be decided to read the table, in sentences.

    Raises
    ------
    CoprodNLPError
        If the file is no table, a column is missing or doubled, or two rows share a
        name.
    """
    column = read_column(path, text, identifier)
    rows, text, notes = column.rows(), column.text, column.notes
    if column.identifier is not None:
        # As a run names them: else codes would not find their respondents again.
        names, problems = respondent_ids(column.names, column.numbers)
        rows[column.identifier] = names
        notes += in_sentences(problems)
    blank = ("label", *definition.element_names)
    clash = sorted({*rows.columns} & {*blank, "sampling_probability"})
    if clash:
        message = (
            f"{path.name} has columns named {clash!r}, as columns to be coded are. "
            f"Rename them in the file."
        )
        raise SurveySchemaError(message)
    rows[text] = rows[text].map(normalise)
    plan = plan_coding(rows[text].tolist(), n_answers)
    drawn = rows.loc[plan.index].reset_index(drop=True)
    drawn["sampling_probability"] = plan["sampling_probability"].to_numpy()
    return drawn.assign(**dict.fromkeys(blank, "")), notes


@dataclass(frozen=True, eq=False, slots=True)
class LearnedMatcher:
    """A matcher that was trained, and how well it did on answers held out.

    Parameters
    ----------
    matcher : DefinitionMatcher
    n_coded, n_without_label : int
        Rows that it learned from, and rows left out since nobody had coded them.
    kappa : Figure
        Of *accurate* against the coder, on answers held out in training.
    notes : tuple of str
        Which columns were taken, where it is not those that were named; which rows
        have a label other than the rule makes of their elements.
    """

    matcher: DefinitionMatcher
    n_coded: int
    n_without_label: int
    kappa: metrics.Figure
    notes: tuple[str, ...] = ()


def learn_matcher(
    path: Path,
    text: str,
    definition: ReferenceDefinition,
    *,
    source: str | None = None,
    progress: Progress | None = None,
) -> LearnedMatcher:
    """Train a matcher on a table that a person coded.

    Parameters
    ----------
    path : Path
        As `sheet_to_code` made it: CSV or workbook with the text, `label` and a column
        of 0 or 1 per element. Rows without a label are left out.
    text : str
        Header of the column that holds the definitions; see `read_column`.
    definition : ReferenceDefinition
    source : str, optional
        Header of the column that names where each answer comes from; whole sources are
        then held out.
    progress : callable, optional
        Told ``(what, done, total)``.

    Returns
    -------
    LearnedMatcher

    Raises
    ------
    CodingsError, NotEnoughDataError
        If a row has a label but lacks an element, no accurate row has the elements
        that the rule asks for, or too few are coded.
    CoprodNLPError
        If the file is no table, or a column is missing or doubled.
    """
    table = read_table(path)
    _check_columns(table, definition, path)
    asked, text = (text, source), heading_of(table, text)
    source = None if source is None else heading_of(table, source)
    names = ("label", *definition.element_names)
    cells = {
        name: [as_typed(cell) for cell in column_of(table, name, path)]
        for name in (text, *names)
    }
    coded = pd.DataFrame(cells, index=list(table.numbers))
    coded[list(names)] = coded[list(names)].apply(lambda column: column.str.strip())
    if source is not None:
        coded[source] = column_of(table, source, path)
    labelled = coded[coded["label"] != ""]
    _check_elements(labelled[list(definition.element_names)], path)
    told_of_rule = _rule_notes(labelled, definition, path)
    matcher = DefinitionMatcher(definition).fit(
        labelled[text],
        labelled,
        groups=None if source is None else labelled[source].tolist(),
        progress=progress,
    )
    accurate = (labelled["label"] == "accurate").to_numpy().astype(int)
    return LearnedMatcher(
        matcher,
        n_coded=len(labelled),
        n_without_label=len(coded) - len(labelled),
        kappa=metrics.measure(metrics.kappa, matcher.held_out_.accurate, accurate),
        notes=(
            *meant_notes(asked[0], text),
            *meant_notes(asked[1], source),
            *told_of_rule,
        ),
    )


def _check_columns(table: Table, definition: ReferenceDefinition, path: Path) -> None:
    """Refuse a sheet that was drawn for another definition."""
    named = {title.strip() for title in table.header}
    named |= {table.naming.wording_of(place) for place in range(len(table.header))}
    missing = [
        name
        for name in definition.element_names
        if heading_of(table, name) not in named
    ]
    if not missing:
        return
    advice = "Give the definition that the sheet was drawn for."
    if definition == load_definition():
        advice = (
            f"They are learned where no definition is given: for another than "
            f"{definition.name}, name yours with --definition."
        )
    message = (
        f"{path.name} lacks the column(s) {missing!r}, which are elements of "
        f"{definition.name!r}; it has {short_titles(table.header)!r}. {advice}"
    )
    raise SurveySchemaError(message)


def _check_elements(elements: pd.DataFrame, path: Path) -> None:
    blank = np.argwhere((elements == "").to_numpy())
    if len(blank):
        row, column = blank[0]
        message = (
            f"{path.name} has a label but no {elements.columns[column]!r} in row "
            f"{elements.index[row]} ({len(blank)} such cells). Give every labelled "
            f"row 0 or 1 for each element."
        )
        raise CodingsError(message)


def _rule_notes(
    labelled: pd.DataFrame, definition: ReferenceDefinition, path: Path
) -> tuple[str, ...]:
    """Say which rows have a label other than the rule makes of their elements.

    A coder may judge the whole otherwise than its parts, but not every time.
    """
    targets = read_targets(labelled, definition)
    accurate = targets.accurate > 0
    met = definition.rule_probability(targets.elements) > 0
    unmet, unsaid = (
        labelled.index[rows].tolist() for rows in (accurate & ~met, ~accurate & met)
    )
    if len(unmet) == accurate.sum():
        message = (
            f"In {path.name} no row that is labelled accurate has the elements that "
            f"the rule of {definition.name!r} asks for: {_rows(unmet)}. Code each "
            f"element of these rows, or correct the rule."
        )
        raise CodingsError(message)
    if not unmet and not unsaid:
        return ()
    return (
        f"Labelled accurate though the elements do not meet the rule: {_rows(unmet)}; "
        f"the other way round: {_rows(unsaid)}. They were learned as they are coded; "
        f"see whether zeros were filled in where nobody coded the elements.",
    )


def _rows(numbers: Sequence[int]) -> str:
    """Count rows and name the first of them, as a spreadsheet does."""
    if not numbers:
        return "none"
    listed = ", ".join(map(str, numbers[:_LISTED])) + "…" * (len(numbers) > _LISTED)
    return f"{len(numbers)} row(s) ({listed})"
