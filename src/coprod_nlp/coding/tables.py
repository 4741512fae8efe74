"""Opens a table of text cells, so that "NA" and "None" stay what was typed."""

from pathlib import Path

import pandas as pd
from python_calamine import CalamineError

from coprod_nlp.exceptions import CodingsError

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
        Lower-case column names without outer spaces; ``id`` becomes ``respondent``.

    Raises
    ------
    CodingsError
        If the file is missing, empty, not UTF-8, or two columns share a name.
    """
    frame = _read(path)
    columns = [str(column).strip().lower() for column in frame.columns]
    frame.columns = pd.Index([_ALIASES.get(column, column) for column in columns])
    twice = sorted(set(frame.columns[frame.columns.duplicated()]))
    if twice:
        message = f"{path.name} has two columns named {twice!r}. Keep one of each."
        raise CodingsError(message)
    if frame.empty:
        message = f"{path.name} holds no rows of codings."
        raise CodingsError(message)
    return frame.apply(lambda column: column.str.strip())


def _read(path: Path) -> pd.DataFrame:
    try:
        if path.suffix.lower() == ".xlsx":
            return pd.read_excel(
                path, engine="calamine", dtype=str, keep_default_na=False
            )
        with path.open(encoding="utf-8-sig") as file:
            header = file.readline()
        return pd.read_csv(
            path,
            sep=max(",;\t", key=header.count),
            dtype=str,
            keep_default_na=False,
            encoding="utf-8-sig",
        )
    except FileNotFoundError:
        message = f"There is no file {str(path)!r}. Check the path."
        raise CodingsError(message) from None
    except UnicodeDecodeError:
        message = f"{path.name} is not UTF-8. Save it as UTF-8 ('CSV UTF-8' in Excel)."
        raise CodingsError(message) from None
    except (pd.errors.EmptyDataError, pd.errors.ParserError, CalamineError) as error:
        message = f"{path.name} could not be read as a table: {type(error).__name__}."
        raise CodingsError(message) from None
