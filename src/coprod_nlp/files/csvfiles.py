"""Writes tables that Excel opens without running what somebody typed."""

from pathlib import Path
from typing import Any

import pandas as pd
import regex

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
