"""The long form of every table: stratum, value, n, base, share, interval."""

import math
from collections.abc import Hashable, Iterator, Sequence

import numpy as np
import pandas as pd
from scipy import stats

from coprod_nlp.exceptions import NotEnoughDataError
from coprod_nlp.files.names import name_of
from coprod_nlp.files.strata import require_strata
from coprod_nlp.files.words import EVERYBODY, NO_STRATUM
from coprod_nlp.tables.intervals import wilson_intervals

SHARE_COLUMNS = ("stratum", "value", "n", "base", "share", "share_low", "share_high")
"""Columns that every table of shares has, in this order."""


def crosstab(
    values: pd.Series,
    by: pd.Series | None = None,
    *,
    order: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Count values over all respondents and within each stratum.

    Parameters
    ----------
    values : Series
        One value per respondent, indexed by respondent. Missing values are no
        part of any base, because each share needs its own base.
    by : Series, optional
        Stratum of each respondent, on the same index in any order.
    order : sequence, optional
        Values in the order to show, those that nobody gave included. Default:
        the order of a Categorical, else sorted.
    confidence : float, default=0.95
        Of the Wilson intervals.

    Returns
    -------
    DataFrame
        One row per stratum and value, with the columns `SHARE_COLUMNS`; the
        stratum "(all)" comes first, "(not known)" last.

    Raises
    ------
    NotEnoughDataError
        If no respondent has a value.
    ValueError
        If the indexes differ, an index is doubled, or `order` leaves a value out.
    TypeError
        If `by` is no Series.

    Examples
    --------
    >>> heard = pd.Series(["yes"] * 39 + ["no"] * 41 + ["yes"] * 11 + ["no"] * 16)
    >>> role = pd.Series(["clinical"] * 80 + ["non-clinical"] * 27)
    >>> table = crosstab(heard, role)
    >>> yes = table[table["value"] == "yes"].set_index("stratum")
    >>> yes["share"].mul(100).round(1).to_dict()
    {'(all)': 46.7, 'clinical': 48.8, 'non-clinical': 40.7}
    """
    known = values[values.notna()]
    if known.empty:
        message = (
            f"No respondent has a value of {values.name!r}: {len(values)} row(s), all "
            "missing. Leave this table out."
        )
        raise NotEnoughDataError(message)
    shown = value_order(known, order)
    rows = []
    for name, members in strata(values, by):
        counted = known[known.index.isin(members)]
        base = len(counted)
        rows += [(name, value, int((counted == value).sum()), base) for value in shown]
    return with_shares(pd.DataFrame(rows, columns=list(SHARE_COLUMNS[:4])), confidence)


def share_table(
    yes: pd.Series,
    by: pd.Series | None = None,
    *,
    value: str = "yes",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the share of respondents with one property, per stratum.

    Parameters
    ----------
    yes : Series of bool
        One truth value per respondent; missing ones are no part of the base.
    by : Series, optional
        Stratum of each respondent.
    value : str, default="yes"
        Name of the property in the column ``value``.
    confidence : float, default=0.95
        Of the Wilson intervals.

    Returns
    -------
    DataFrame
        One row per stratum, with the columns `SHARE_COLUMNS`.

    Raises
    ------
    NotEnoughDataError, ValueError
        As for `crosstab`; ValueError too if `yes` holds anything else.

    Examples
    --------
    >>> able = pd.Series([True] * 79 + [False] * 21)
    >>> share_table(able, value="able")[["n", "base", "share"]].values.tolist()
    [[79.0, 100.0, 0.79]]
    """
    table = crosstab(truths(yes), by, order=[True, False], confidence=confidence)
    only = table[table["value"].map(bool)].reset_index(drop=True)
    return only.assign(value=value)


def subgroup_table(
    values: pd.Series,
    of: pd.Series,
    by: pd.Series | None = None,
    *,
    bases: tuple[str, str],
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Count values within a subgroup, and give the share of a larger group too.

    Parameters
    ----------
    values : Series
        One value per respondent of the subgroup; missing for all others.
    of : Series of bool
        Who is in the larger group, on the same index.
    by : Series, optional
        Stratum of each respondent.
    bases : (str, str)
        What the subgroup and the larger group are called.
    confidence : float, default=0.95
        Of the Wilson intervals.

    Returns
    -------
    DataFrame
        The columns `SHARE_COLUMNS` and ``base_is``: each count once on either base.

    Raises
    ------
    NotEnoughDataError, ValueError
        As for `crosstab`; ValueError too if the larger group lacks a member.

    Examples
    --------
    >>> how = pd.Series(["daily", "weekly", None, None])
    >>> asked = pd.Series([True, True, True, False])
    >>> table = subgroup_table(how, asked, bases=("involved", "asked"))
    >>> table[["base_is", "value", "n", "base"]].values.tolist()[::2]
    [['involved', 'daily', 1, 2], ['asked', 'daily', 1, 3]]
    """
    of = truths(of)
    outside = int((values.notna() & ~of).sum())
    if outside:
        message = (
            f"{outside} respondent(s) have a value of {values.name!r} and are not in "
            f"the group {bases[1]!r}; the larger group holds the smaller."
        )
        raise ValueError(message)
    own = crosstab(values, by, confidence=confidence)
    sizes = {name: int(of[members].sum()) for name, members in strata(values, by)}
    larger = with_shares(own.assign(base=own["stratum"].map(sizes)), confidence)
    both = [own.assign(base_is=bases[0]), larger.assign(base_is=bases[1])]
    return pd.concat(both, ignore_index=True)


def truths(yes: pd.Series) -> pd.Series:
    """Return truth values of any dtype as nullable booleans.

    Raises
    ------
    ValueError
        If there are other values.
    """
    strange = ~yes[yes.notna()].isin([True, False])
    if strange.any():
        message = (
            f"{int(strange.sum())} value(s) of {yes.name!r} are neither True nor "
            "False; compare with a value first, or use crosstab."
        )
        raise ValueError(message)
    return yes.astype("boolean")


def with_shares(table: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Add share and Wilson interval to a table with ``n`` and ``base``.

    A share of an empty base is nan.
    """
    base = table["base"].astype(float)
    low, high = wilson_intervals(table["n"], base, confidence)
    share = table["n"].astype(float).div(base.where(base > 0))
    return table.assign(share=share, share_low=low, share_high=high)


def confidence_of(table: pd.DataFrame) -> float:
    """Return the confidence of a table's Wilson intervals, which the table gives away.

    Parameters
    ----------
    table : DataFrame
        From `with_shares`, without rows whose base is empty.

    Examples
    --------
    >>> counts = pd.DataFrame({"n": [0, 33], "base": [73, 73]})
    >>> confidence_of(with_shares(counts, confidence=0.8))
    0.8
    """
    share = table["share"]
    # A share lies z standard errors from either end; at the end 0 the error is 0.
    end = table["share_low"].where(share > 0, table["share_high"])
    squared = (share - end) ** 2 * table["base"].astype(float) / (end * (1 - end))
    confidences = stats.chi2.cdf(squared, df=1)
    return round(float(np.median(confidences)), 9)


def strata(values: pd.Series, by: pd.Series | None) -> Iterator[tuple[str, pd.Index]]:
    """Yield each stratum's name and respondents, everybody first.

    Parameters
    ----------
    values : Series
        Its index names the respondents, once each.
    by : Series, optional
        Stratum per respondent, in any order.

    Yields
    ------
    tuple of str and Index
        "(all)", the strata sorted (or in the order of a Categorical), and
        "(not known)" where some have none.

    Raises
    ------
    ValueError
        If an index is doubled, two strata would have one name, or `by` lacks some of
        the respondents.
    TypeError
        If `by` is no Series.
    """
    _require_unique(values)
    yield EVERYBODY, values.index
    if by is None:
        return
    require_strata(by, "a Series indexed by respondent")
    _require_unique(by)
    missing = values.index.difference(by.index)
    if len(missing):
        message = (
            f"{len(missing)} of {len(values)} respondents of {values.name!r} have no "
            f"row in {by.name!r}; both need the same index (respondents)."
        )
        raise ValueError(message)
    own = by.reindex(values.index)
    levels = value_order(own[own.notna()], None)
    names = [name_of(level) for level in levels]
    if len(set(names)) < len(names):
        alike = sorted({name for name in names if names.count(name) > 1})
        message = (
            f"Strata of {by.name!r} differ in their type or outer spaces only, such as "
            f"1 and '1': {alike[:5]!r}; write each in one way."
        )
        raise ValueError(message)
    for name, level in zip(names, levels, strict=True):
        yield name, own.index[(own == level).fillna(False).astype(bool)]
    if own.isna().any():
        yield NO_STRATUM, own.index[own.isna()]


def value_order(values: pd.Series, order: Sequence[Hashable] | None) -> list[Hashable]:
    """Return the values to show, in order.

    Parameters
    ----------
    values : Series
        Without missing values.
    order : sequence, optional
        The stated order.

    Returns
    -------
    list
        `order`, else the categories of a Categorical, else sorted values: numbers by
        size, before texts.

    Raises
    ------
    ValueError
        If `order` leaves out a value that occurs.
    """
    if order is not None:
        left_out = sorted(set(map(str, values[~values.isin(list(order))])))
        if left_out:
            message = f"order leaves out {len(left_out)} value(s): {left_out[:5]!r}."
            raise ValueError(message)
        return list(order)
    if isinstance(values.dtype, pd.CategoricalDtype):
        return list(values.cat.categories)
    return sorted(values.unique(), key=_place)


def _place(value: Hashable) -> tuple[float, str]:
    if isinstance(value, int | float | np.integer | np.floating):
        return float(value), ""
    return math.inf, str(value)


def _require_unique(series: pd.Series) -> None:
    """Refuse an index that names a respondent twice."""
    if series.index.has_duplicates:
        doubled = int(series.index.duplicated().sum())
        message = (
            f"The index of {series.name!r} names {doubled} respondent(s) twice; give "
            "each respondent one row."
        )
        raise ValueError(message)
