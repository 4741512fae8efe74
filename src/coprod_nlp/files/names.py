"""Writes what names a row or a value in one way, whatever type it came in."""

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd


def name_of(value: Hashable) -> str:
    """Write a value in one way: a column with a gap makes 1 a 1.0.

    Examples
    --------
    >>> name_of(1.0), name_of(1), name_of(" 1 "), name_of("1.0")
    ('1', '1', '1', '1.0')
    """
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value).strip()


def named_index(index: "pd.Index[Any]") -> "pd.Index[Any]":
    """Write what names the rows in one way, so that tables of other types join.

    Examples
    --------
    >>> named_index(pd.Index([1.0, 2.0])).tolist()
    ['1', '2']
    """
    return pd.Index([name_of(name) for name in index])


def names_of(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Write the values of a column of any type in one way; missing ones are "".

    Examples
    --------
    >>> names_of(pd.Series([1, None, 3])).tolist()
    ['1', '', '3']
    """
    if isinstance(column.dtype, pd.StringDtype):
        # The same as `name_of`, without a call for each of many rows.
        return column.fillna("").astype("str").str.strip()
    named = column.astype("object").map(name_of)
    return named.mask(column.isna(), "").astype("str")
