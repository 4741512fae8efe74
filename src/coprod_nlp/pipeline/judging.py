"""Judges one column of a table, without a survey around it."""

from pathlib import Path

import pandas as pd

from coprod_nlp.exceptions import SurveySchemaError
from coprod_nlp.matching import DefinitionMatcher
from coprod_nlp.pipeline.presenting import evidence_in_words
from coprod_nlp.survey.files import Table, read_table
from coprod_nlp.text.normalisation import normalise


def judge_table(
    path: Path, text: str, matcher: DefinitionMatcher, *, identifier: str | None = None
) -> pd.DataFrame:
    """Judge every row of a table.

    Parameters
    ----------
    path : Path
        An export, or any table with one header row.
    text : str
        Header of the column that holds the definitions.
    matcher : DefinitionMatcher
    identifier : str, optional
        Header of the column that names the rows; by default they are numbered as a
        spreadsheet does (the header is row 1).

    Returns
    -------
    DataFrame
        One row per row of the table, in its order: the identifier (or ``row``), the
        normalised text, and the verdict; evidence in words.

    Raises
    ------
    SurveyReadError
        If the file is no table.
    SurveySchemaError
        If a column is missing or doubled.
    """
    table = read_table(path)
    texts = pd.Series([normalise(cell) for cell in column_of(table, text, path)])
    verdicts = matcher.judge(texts)
    verdicts["evidence"] = evidence_in_words(texts, verdicts["evidence"])
    verdicts.insert(0, text, texts)
    rows = (
        list(table.numbers)
        if identifier is None
        else column_of(table, identifier, path)
    )
    verdicts.insert(0, identifier or "row", rows, allow_duplicates=True)
    return verdicts


def column_of(table: Table, name: str, path: Path) -> list[str]:
    """Return the cells under a header, as typed.

    Where an export gives names and wordings of its columns, either may be named.

    Raises
    ------
    SurveySchemaError
        If no column bears the name, or several do.
    """
    titles = [title.strip() for title in table.header]
    wordings = [table.naming.wording_of(place) for place in range(len(titles))]
    asked = titles if name in titles else wordings
    places = [place for place, title in enumerate(asked) if title == name]
    if len(places) != 1:
        message = (
            f"{path.name} has {len(places)} columns named {name!r}; name one of the "
            f"{len(table.header)} headers in its first row, each used once."
        )
        raise SurveySchemaError(message)
    return [row[places[0]] for row in table.rows]
