"""Reads one column of a table and names its rows, by one rule for all commands."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from coprod_nlp.exceptions import SurveySchemaError
from coprod_nlp.files.cells.opening import ROW
from coprod_nlp.files.problems import Problem, in_sentences
from coprod_nlp.files.titles import meant_notes
from coprod_nlp.survey.columns import Naming, match_columns
from coprod_nlp.survey.files import (
    column_of,
    heading_of,
    naming_of,
    read_table,
    reading_notes,
)
from coprod_nlp.survey.identifiers import respondent_ids
from coprod_nlp.survey.instrument_file import load_instrument


@dataclass(frozen=True, eq=False, slots=True)
class OneColumn:
    """The texts of one column, and what names their rows.

    Parameters
    ----------
    text : str
        Header of the column, as the file has it.
    header : tuple of str
        Of the table.
    texts : tuple of str
        As typed, in the order of the table.
    numbers : tuple of int
        Of the rows, as a spreadsheet counts them (the header is row 1).
    identifier : str or None
        Header of the column that names the rows; None where no column does.
    names : tuple of str or None
        Its cells, as typed.
    problems : tuple of Problem
        What had to be decided to read the table, and which rows were left out.
    notes : tuple of str
        The same in sentences, and which columns were taken.
    sha256 : str
        Of the file's bytes.
    """

    text: str
    header: tuple[str, ...]
    texts: tuple[str, ...]
    numbers: tuple[int, ...]
    identifier: str | None
    names: tuple[str, ...] | None
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    sha256: str

    def rows(self) -> pd.DataFrame:
        """Return what names each row (else its number, as ``row``) and its text.

        Raises
        ------
        SurveySchemaError
            If a column of the table is named as that of the numbers would be.
        """
        texts = pd.Series(self.texts, dtype="str")
        if self.identifier is None:
            refuse_own_numbers(self.header)
            numbers = pd.Series(self.numbers, dtype="int64")
            return pd.DataFrame({ROW: numbers, self.text: texts})
        names = pd.Series(self.names, dtype="str")
        return pd.DataFrame({self.identifier: names, self.text: texts})


@dataclass(frozen=True, eq=False, slots=True)
class Answers:
    """One column of a table, each answer by its respondent.

    Parameters
    ----------
    answers : Series of str
        As typed, indexed by respondent as a run would name them.
    notes : tuple of str
        What had to be decided to read the table, in sentences.
    sha256 : str
        Of the file's bytes.
    """

    answers: "pd.Series[str]"
    notes: tuple[str, ...]
    sha256: str


def read_column(path: Path, text: str, identifier: str | None = None) -> OneColumn:
    """Read one column of a table, and what names its rows.

    Parameters
    ----------
    path : Path
        An export, or any table with one header row.
    text : str
        Header of the column; case, spaces and punctuation do not matter where one
        column alone is meant.
    identifier : str, optional
        Likewise; see `naming_column`.

    Raises
    ------
    SurveyReadError
        If the file is no table.
    SurveySchemaError
        If a column is missing or doubled, or several could name the rows.
    """
    table = read_table(path)
    asked = (text, identifier)
    text = heading_of(table, text)
    identifier = None if identifier is None else heading_of(table, identifier)
    texts = column_of(table, text, path)
    named_by = naming_column(table.header, text, identifier, naming=table.naming)
    names = None if named_by is None else tuple(column_of(table, named_by, path))
    return OneColumn(
        text=text,
        header=tuple(table.header),
        texts=tuple(texts),
        numbers=table.numbers,
        identifier=named_by,
        names=names,
        problems=table.problems,
        notes=(*reading_notes(table), *taken_notes(*asked, text, named_by)),
        sha256=table.sha256,
    )


def read_answers(path: Path, text: str, identifier: str | None = None) -> Answers:
    """Read one column of a table, each answer by its respondent.

    Where no column names respondents, they are named by the order of the rows, as a
    run names them.

    Parameters
    ----------
    path, text, identifier
        See `read_column`.

    Raises
    ------
    SurveyReadError, SurveySchemaError
        As `read_column`; also if two rows share a name.
    """
    column = read_column(path, text, identifier)
    names, problems = respondent_ids(column.names, column.numbers)
    return Answers(
        answers=pd.Series(column.texts, index=names, dtype="object"),
        notes=(*column.notes, *in_sentences(problems)),
        sha256=column.sha256,
    )


def naming_column(
    header: Sequence[str],
    text: str,
    identifier: str | None = None,
    *,
    naming: Naming | None = None,
) -> str | None:
    """Return the column that names the rows: the one asked for, else a run's.

    Parameters
    ----------
    header : sequence of str
        Of the table; its rows are not looked at.
    text : str
        Header of the column that is read.
    identifier : str, optional
        Header that was asked for.
    naming : Naming, optional
        What an export says of its columns; by default told by the header.

    Returns
    -------
    str or None
        None where a run would find none.

    Raises
    ------
    SurveySchemaError
        If it is the column that is read, or several columns could name respondents.

    Examples
    --------
    >>> naming_column(["What is it?", "Respondent ID"], "What is it?")
    'Respondent ID'
    """
    if identifier is None:
        if naming is None:
            naming = naming_of(header)
        found = match_columns(header, load_instrument(), naming=naming, lenient=True)
        if "respondent" in found.faults:
            message = f"{found.faults['respondent']} Here, name it with --id."
            raise SurveySchemaError(message)
        place = found.positions.get("respondent")
        identifier = None if place is None else header[place].strip()
    if identifier is not None:
        refuse_one_name(text, identifier)
    return identifier


def taken_notes(
    text: str, identifier: str | None, read: str, named_by: str | None
) -> tuple[str, ...]:
    """Say which columns were taken, where it is not those that were named.

    Parameters
    ----------
    text, identifier : str
        Asked for.
    read, named_by : str
        Found.
    """
    found = (*meant_notes(text, read), *meant_notes(identifier, named_by))
    if identifier is None and named_by is not None:
        found += (f"Respondents are named by the column {named_by!r}.",)
    return found


def refuse_one_name(text: str, identifier: str) -> None:
    """Refuse one column for the texts and for the names of their rows.

    Raises
    ------
    SurveySchemaError
        If both have one name.
    """
    if text == identifier:
        message = (
            f"{text!r} cannot both hold the texts and name the rows. Name another "
            f"column with --id."
        )
        raise SurveySchemaError(message)


def refuse_own_numbers(header: Sequence[str]) -> None:
    """Refuse to number the rows of a table that has a column of the numbers' name.

    Raises
    ------
    SurveySchemaError
        If it has.
    """
    if ROW in map(str.strip, header):
        message = (
            f"The table has a column {ROW!r}, and rows that no column names are "
            f"numbered in one of that name. If it names them, say --id {ROW}; else "
            f"rename it, or name another with --id."
        )
        raise SurveySchemaError(message)
