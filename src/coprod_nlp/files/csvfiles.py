"""Writes tables that Excel opens without running what somebody typed."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import regex

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.files.excelcells import as_cell
from coprod_nlp.files.parquetfiles import join_parquet

# OWASP's list, with the full-width signs that some versions of Excel also obey. What
# has an apostrophe already gets one more, so that reading can take exactly one away.
_FORMULA = regex.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = regex.compile(r"[+-]?(?:\d+(?:[.,]\d*)*|\.\d+)(?:[eE][+-]?\d+)?\s*%?")


def neutralise_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with an apostrophe before every text that would be a formula.

    Parameters
    ----------
    frame : DataFrame
        Any table; numbers stay numbers, also those that are held as text (``"-3"``).

    Returns
    -------
    DataFrame
        A copy; cells, index and column names are treated alike.

    Notes
    -----
    Excel runs a cell of a CSV file that begins with ``=``, ``+``, ``-``, ``@``, a tab
    or a line break [1]_.

    References
    ----------
    .. [1] OWASP, "CSV Injection",
       https://owasp.org/www-community/attacks/CSV_Injection

    Examples
    --------
    >>> frame = pd.DataFrame({"answer": ["=cmd()", "- no time", "-3", "time"]})
    >>> list(neutralise_formulas(frame)["answer"])
    ["'=cmd()", "'- no time", '-3', 'time']
    """
    safe = frame.copy()
    for position, kind in enumerate(frame.dtypes):
        if not pd.api.types.is_numeric_dtype(kind):
            column = frame.iloc[:, position].astype("object").map(_neutralised)
            safe.isetitem(position, column.to_numpy())
    safe.columns = frame.columns.map(_neutralised)
    if not pd.api.types.is_numeric_dtype(frame.index.dtype):
        safe.index = frame.index.map(_neutralised)
    return safe


def as_typed(cell: str) -> str:
    """Take away the apostrophe that `neutralise_formulas` puts before a text.

    Examples
    --------
    >>> as_typed("'@ward-7"), as_typed("'tis so"), as_typed("-3")
    ('@ward-7', "'tis so", '-3')
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell, 1) else cell


def write_csv(frame: pd.DataFrame, path: str | Path, *, index: bool = False) -> None:
    """Write a table as CSV that Excel shows rightly and runs nothing of.

    Parameters
    ----------
    frame : DataFrame
        Missing values become blank cells.
    path : path
        Written over if it exists.
    index : bool, default=False
        Whether the index is written, as the first column.

    Notes
    -----
    UTF-8 with a byte order mark, which Excel on Windows needs to recognise UTF-8;
    line feeds on every system, so that the same table gives the same bytes. See
    `neutralise_formulas`.
    """
    neutralise_formulas(frame).to_csv(
        path, index=index, encoding="utf-8-sig", lineterminator="\n"
    )


def _neutralised(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_neutralised, value))
    if not isinstance(value, str) or not _FORMULA.match(value):
        return value
    return value if _NUMBER.fullmatch(value) else f"'{value}"


_ENDINGS = (".csv", ".xlsx", ".parquet")


def check_ending(path: Path) -> None:
    """Refuse a name that does not say how to write, before any work is done.

    Raises
    ------
    SettingsError
        If the ending is none of .csv, .xlsx and .parquet.
    """
    if path.suffix.lower() not in _ENDINGS:
        message = f"{path.name} needs one of the endings {', '.join(_ENDINGS)}."
        raise SettingsError(message)


def check_apart(read: Iterable[Path | None], written: Iterable[Path]) -> None:
    """Refuse to write over what is read, or into it, before any work is done.

    Parameters
    ----------
    read : iterable of Path
        Files and folders; None stands for one that was not named.
    written : iterable of Path

    Raises
    ------
    SettingsError
        If one is the same as the other, or lies in it.
    """
    sources = {path.resolve() for path in read if path is not None}
    for out in written:
        there = out.resolve()
        if sources & {there, *there.parents}:
            message = (
                f"{out} is what is read, or inside it. Name an --out in another folder."
            )
            raise SettingsError(message)


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as the ending of the name says; see `check_ending`.

    What a cell of a workbook cannot hold is cut, and says so; see `as_cell`.

    Raises
    ------
    SettingsError
        If the ending is unknown, or pyarrow, which Parquet needs, is not installed.
    """
    check_ending(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".csv":
        write_csv(frame, path)
    elif path.suffix.lower() == ".xlsx":
        held = frame.map(lambda v: as_cell(v) if isinstance(v, str) else v)
        # Only now: a control character before a sign would have hidden it.
        safe = neutralise_formulas(held.rename(columns=as_cell))
        safe.to_excel(path, index=False, engine="openpyxl")
    else:
        try:
            frame.to_parquet(path, index=False, engine="pyarrow")
        except ImportError:
            message = "Parquet needs pyarrow: pip install pyarrow, or write .csv."
            raise SettingsError(message) from None


def join_tables(blank: Path, parts: Sequence[Path], out: Path) -> None:
    """Write the rows of tables of one kind into one file, holding few at a time.

    Parameters
    ----------
    blank : Path
        A table without rows, .csv or .parquet, written by `write_table`.
    parts : sequence of Path
        Tables of the same columns and ending, in the order of their rows.
    out : Path
        Written over if it exists; of the same ending.
    """
    if out.suffix.lower() == ".parquet":
        join_parquet(blank, parts, out)
        return
    header = blank.read_bytes()
    with out.open("wb") as joined:
        joined.write(header)
        for part in parts:
            # Each begins with the same header, to the byte.
            joined.write(part.read_bytes()[len(header) :])
