"""Opens a table of text cells, so that "NA" and "None" stay what was typed."""

from pathlib import Path

import pandas as pd

from coprod_nlp.exceptions import CodingsError
from coprod_nlp.files.cells.opening import Shaped, read_plain
from coprod_nlp.files.csvfiles import as_typed
from coprod_nlp.files.problems import Problem

_ALIASES = {"id": "respondent", "respondent_id": "respondent"}


def read_text_table(path: Path) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Return a table with every cell as stripped text.

    Parameters
    ----------
    path : Path
        See `read_plain`.

    Returns
    -------
    frame : DataFrame
        Indexed by row number as a spreadsheet counts; blank rows are left out.
        Lower-case column names without outer spaces; ``id`` becomes ``respondent``.
        The apostrophe that `write_csv` puts before "@x" is taken away again.
    problems : tuple of Problem
        What had to be decided to read it.

    Raises
    ------
    SurveyReadError
        If the file cannot be read as a table.
    CodingsError
        If it holds no rows, cells stand under no name, or two columns share one.
    """
    table = read_plain(path)
    if not table.rows:
        message = (
            f"{path.name} holds no rows of codings. Expected a header and rows below "
            f"it; check that it is the right file."
        )
        raise CodingsError(message)
    names = [title.strip().lower() for title in table.headings[0]]
    columns = [_ALIASES.get(name, name) for name in names]
    _refuse_nameless(columns, table, path)
    named = [place for place, name in enumerate(columns) if name]
    columns = [columns[place] for place in named]
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        message = f"{path.name} has two columns named {twice!r}. Keep one of each."
        raise CodingsError(message)
    body = [[as_typed(row[place].strip()) for place in named] for row in table.rows]
    frame = pd.DataFrame(body, index=list(table.numbers), columns=columns, dtype="str")
    return frame, table.problems


def _refuse_nameless(columns: list[str], table: Shaped, path: Path) -> None:
    nameless = [place for place, name in enumerate(columns) if not name]
    for number, row in zip(table.numbers, table.rows, strict=True):
        if any(row[place].strip() for place in nameless):
            message = (
                f"{path.name}, row {number}: a cell stands under a header without a "
                f"name. Name the column, or quote cells that hold the separator."
            )
            raise CodingsError(message)
