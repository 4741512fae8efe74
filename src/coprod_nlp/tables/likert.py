"""Tables of answers on an ordered scale."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from coprod_nlp.exceptions import NotEnoughDataError
from coprod_nlp.tables.shares import SHARE_COLUMNS, crosstab, strata, with_shares

APART = ("Don't know", "Not applicable")
"""Answers that lie on no scale and are counted apart."""

BASES = ("answers on the scale", "all answers")
"""What the shares are shares of."""


def likert_table(
    closed: pd.Series,
    by: pd.Series | None = None,
    *,
    apart: Sequence[str] = APART,
    positive: int = 2,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Show the distribution over an ordered scale, and its positive end.

    Parameters
    ----------
    closed : Series
        Ordered Categorical, lowest point first; missing where not answered.
    by : Series, optional
        Stratum of each respondent.
    apart : sequence of str, default=("Don't know", "Not applicable")
        Answers that are no point of the scale. Their rows have all answers as
        base; the points have the answers on the scale.
    positive : int, default=2
        Number of points at the upper end that count as positive.
    confidence : float, default=0.95
        Of the Wilson intervals.

    Returns
    -------
    DataFrame
        The columns `SHARE_COLUMNS`, ``base_is`` (one of `BASES`) and ``kind``:
        "point" (each point, in order), "positive" (the upper points together),
        "apart", and "mean", whose row has ``mean`` and ``sd`` beside n (points
        numbered from 1; the sd divides by n - 1).

    Raises
    ------
    NotEnoughDataError
        If nobody answered on the scale.
    ValueError
        If `closed` is no ordered Categorical, or `positive` exceeds the points.

    Examples
    --------
    >>> scale = ["No", "Perhaps", "Yes", "Don't know"]
    >>> answers = pd.Series(["No", "Yes", "Yes", "Perhaps", "Don't know", None])
    >>> closed = answers.astype(pd.CategoricalDtype(scale, ordered=True))
    >>> table = likert_table(closed, positive=1)
    >>> table[["value", "n", "base", "mean"]].to_dict("list")["n"]
    [1, 1, 2, 2, 1, 4]
    """
    points = _points(closed, apart, positive)
    closed = closed.cat.rename_categories(str)
    on_scale = closed.where(closed.isin(points))
    if on_scale.notna().sum() == 0:
        message = (
            f"Nobody answered {closed.name!r} on its scale of {len(points)} points."
        )
        raise NotEnoughDataError(message)
    upper = points[len(points) - positive :]
    answered = pd.Series(
        np.where(on_scale.isin(upper), "positive", "other"), closed.index, dtype=object
    ).where(on_scale.notna())
    by_point = crosstab(on_scale, by, order=points, confidence=confidence)
    by_end = crosstab(
        answered, by, order=["positive", "other"], confidence=confidence
    ).query("value == 'positive'")
    everything = crosstab(
        closed, by, order=list(closed.cat.categories), confidence=confidence
    )
    aside = everything[~everything["value"].isin(points)]
    tables = [
        by_point.assign(kind="point", base_is=BASES[0]),
        by_end.assign(kind="positive", base_is=BASES[0], value=" or ".join(upper)),
        aside.assign(kind="apart", base_is=BASES[1]),
        _means(on_scale, by, points).assign(base_is=BASES[0]),
    ]
    table = pd.concat(tables, ignore_index=True)
    place = {name: i for i, name in enumerate(table["stratum"].unique())}
    table = table.sort_values("stratum", key=lambda s: s.map(place), kind="stable")
    return table[[*SHARE_COLUMNS, "base_is", "kind", "mean", "sd"]].reset_index(
        drop=True
    )


def likert_parts(
    table: pd.DataFrame,
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Say of which answers each value and each base of a Likert table is the sum.

    Parameters
    ----------
    table : DataFrame
        From `likert_table`.

    Returns
    -------
    parts, bases : dict of str to tuple of str
        For `suppress_small_counts`.
    """
    of_kind = {
        kind: tuple(dict.fromkeys(table.loc[table["kind"] == kind, "value"].map(str)))
        for kind in ("point", "positive", "apart")
    }
    points, (upper,) = of_kind["point"], of_kind["positive"]
    n_upper = next(i for i in range(len(points)) if " or ".join(points[i:]) == upper)
    parts = {upper: points[n_upper:], "mean": points}
    return parts, {BASES[0]: points, BASES[1]: (*points, *of_kind["apart"])}


def _points(closed: pd.Series, apart: Sequence[str], positive: int) -> list[str]:
    """Return the points of the scale, lowest first."""
    if not isinstance(closed.dtype, pd.CategoricalDtype) or not closed.cat.ordered:
        message = (
            f"{closed.name!r} must be an ordered Categorical, lowest point first, got "
            f"{closed.dtype}; use astype(pd.CategoricalDtype(scale, ordered=True))."
        )
        raise ValueError(message)
    aside = {_plain(name) for name in apart}
    points = [str(c) for c in closed.cat.categories if _plain(str(c)) not in aside]
    if not 1 <= positive <= len(points):
        message = f"positive must lie in 1..{len(points)}, got {positive}."
        raise ValueError(message)
    return points


def _means(
    on_scale: pd.Series, by: pd.Series | None, points: list[str]
) -> pd.DataFrame:
    """Mean and standard deviation of the points per stratum."""
    number = on_scale.astype(object).map({p: i + 1.0 for i, p in enumerate(points)})
    rows = []
    for name, members in strata(on_scale, by):
        own = number[number.index.isin(members)].dropna().astype(float)
        rows.append((name, "mean", len(own), len(own), own.mean(), own.std()))
    table = pd.DataFrame(rows, columns=[*SHARE_COLUMNS[:4], "mean", "sd"])
    # A mean has no share: n stands for the answers it is made of.
    return with_shares(table).assign(
        kind="mean", share=np.nan, share_low=np.nan, share_high=np.nan
    )


def _plain(name: str) -> str:
    """Ignore case and the kind of apostrophe."""
    return name.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
