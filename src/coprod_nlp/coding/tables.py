"""Opens a table of text cells, so that "NA" and "None" stay what was typed."""

import csv
import io
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError

from coprod_nlp.exceptions import CodingsError
from coprod_nlp.files.csvfiles import as_typed

_ALIASES = {"id": "respondent", "respondent_id": "respondent"}


def read_text_table(path: Path) -> pd.DataFrame:
    """Return a CSV or xlsx table with every cell as stripped text.

    Parameters
    ----------
    path : Path
        The file; a CSV may be parted by commas, semicolons or tabs.

    Returns
    -------
    DataFrame
        Indexed by row number as a spreadsheet counts; blank rows are left out.
        Lower-case column names without outer spaces; ``id`` becomes ``respondent``.
        The apostrophe that `write_csv` puts before "@x" is taken away again.

    Raises
    ------
    CodingsError
        If the file cannot be read as a table, holds no rows, a row has more cells
        than the header, or two columns share a name.
    """
    records = _xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path)
    stripped = {
        n: [as_typed(c.strip()) for c in r] for n, r in enumerate(records, start=1)
    }
    rows = {number: cells for number, cells in stripped.items() if any(cells)}
    if len(rows) < 2:
        message = (
            f"{path.name} holds no rows of codings. Expected a header and rows below "
            f"it; check that it is the right file."
        )
        raise CodingsError(message)
    header = _named(rows.pop(min(rows)))
    columns = [_ALIASES.get(name.lower(), name.lower()) for name in header]
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        message = f"{path.name} has two columns named {twice!r}. Keep one of each."
        raise CodingsError(message)
    width = len(columns)
    for number, cells in rows.items():
        if any(cells[width:]):
            message = (
                f"{path.name}, row {number}: {len(_named(cells))} cells under a header "
                f"of {width} columns. Quote cells that hold the separator."
            )
            raise CodingsError(message)
    body = [(cells + [""] * width)[:width] for cells in rows.values()]
    return pd.DataFrame(body, index=list(rows), columns=columns, dtype="str")


def _named(cells: list[str]) -> list[str]:
    """Return the cells without the blank ones that spreadsheets leave at the end."""
    last = max((i for i, cell in enumerate(cells, start=1) if cell), default=0)
    return cells[:last]


def _xlsx(path: Path) -> list[list[str]]:
    try:
        # Without a header: pandas would rename the second of two equal columns.
        frame = pd.read_excel(
            path, engine="calamine", header=None, dtype=str, keep_default_na=False
        )
    except (OSError, CalamineError) as error:
        raise _unreadable(path, error) from None
    return [list(map(str, row)) for row in frame.to_numpy()]


def _csv(path: Path) -> list[list[str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        message = (
            f"{path.name} is neither .xlsx nor UTF-8 text. Save it as .xlsx, or as "
            f"UTF-8 ('CSV UTF-8' in Excel)."
        )
        raise CodingsError(message) from None
    except OSError as error:
        raise _unreadable(path, error) from None
    separator = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        message = (
            f"{path.name} is not a well-formed CSV in line {reader.line_num}: {error}. "
            f"Save it anew from a spreadsheet."
        )
        raise CodingsError(message) from None


def _unreadable(path: Path, error: Exception) -> CodingsError:
    if isinstance(error, FileNotFoundError):
        return CodingsError(f"There is no file {str(path)!r}. Check the path.")
    return CodingsError(
        f"{path.name} could not be read as a table ({type(error).__name__}). Expected "
        f"a .csv or .xlsx file that is readable and has no password."
    )
