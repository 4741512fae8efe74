"""Hides small counts, and whatever would let a reader work them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from coprod_nlp.tables.shares import EVERYBODY, with_shares
from coprod_nlp.typing import FloatArray

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SuppressionRule:
    """Which counts are hidden, and how the others are rounded.

    Parameters
    ----------
    smallest_shown : int
        Counts from 1 up to one less than this are hidden; 0 is shown.
    round_to : int, default=1
        Shown counts and bases are rounded to a multiple of this.
    """

    smallest_shown: int
    round_to: int = 1


RULES: dict[str, SuppressionRule] = {
    "none": SuppressionRule(0),
    "threshold-5": SuppressionRule(5),
    "threshold-10": SuppressionRule(10),
    "threshold-11": SuppressionRule(11),
    "nhs-sub-national": SuppressionRule(8, round_to=5),
}
"""Rules by name. "nhs-sub-national" hides 1-7 and rounds the rest to 5."""

_REST = "\0rest of "
_NOTHING = 1e-8

SMALL = "small count"
SECONDARY = "would reveal a small count"


def suppress_small_counts(
    table: pd.DataFrame,
    rule: str,
    *,
    parts: Mapping[str, Sequence[str]] | None = None,
    bases: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Hide small counts in a table of shares so that its margins reveal nothing.

    Parameters
    ----------
    table : DataFrame
        Columns ``stratum``, ``value``, ``n``, ``base`` (see `crosstab`); one
        table at a time.
    rule : str
        One of `RULES`.
    parts : mapping of str to sequence of str, optional
        For values that overlap: the disjoint cells each is the sum of
        (`KNOWLEDGE_PARTS`, `likert_parts`). A value not named is a cell itself.
    bases : mapping of str to sequence of str, optional
        For tables with a column ``base_is``: the cells each base is the sum of.

    Returns
    -------
    DataFrame
        Same rows; hidden ``n`` (and ``base``) are <NA>, their shares and
        intervals nan. The column ``suppressed`` says why: "small count",
        "would reveal a small count", or "". Shares of rounded counts are made
        of the rounded counts. A mean is hidden where a count of its stratum is.

    Raises
    ------
    ValueError
        If the rule is not known or a column is missing.

    Notes
    -----
    A hidden count is safe from differencing: no sum or difference of published
    counts and bases equals it, nor the base less the values shown (which may
    be a small count that is not printed). Secondary cells are the smallest that
    serve. Bounds that follow from counts being at least 0 are not attacked here,
    nor are several tables together.

    Examples
    --------
    >>> from coprod_nlp.tables import crosstab
    >>> answers = pd.Series(["yes"] * 20 + ["no"] * 3 + ["perhaps"] * 9)
    >>> hidden = suppress_small_counts(crosstab(answers), "threshold-5")
    >>> hidden.set_index("value")["suppressed"].to_dict()
    {'no': 'small count', 'perhaps': 'would reveal a small count', 'yes': ''}
    """
    known = _known_rule(table, rule)
    published = table.reset_index(drop=True).astype({"n": "Int64", "base": "Int64"})
    published["suppressed"] = ""
    if known.smallest_shown <= 1 and known.round_to == 1:
        return published
    counts = np.concatenate([published["n"], published["base"]]).astype(float)
    sums, unprinted = cell_sums(published, parts or {}, bases or {})
    small = (counts >= 1) & (counts < known.smallest_shown)
    left = sums[len(published) :] - unprinted
    rest = counts[len(published) :] - _printed(published, sums, unprinted)
    targets = np.vstack(
        [sums[small], left[(rest >= 1) & (rest < known.smallest_shown)]]
    )
    everybody = np.tile((published["stratum"] == EVERYBODY).to_numpy(), 2)
    hidden = _secondary(sums, counts, small, targets, everybody)
    return _written(published, hidden, small, known)


def _known_rule(table: pd.DataFrame, rule: str) -> SuppressionRule:
    """Return the rule of that name, refusing a table without counts."""
    if rule not in RULES:
        message = f"rule must be one of {tuple(RULES)}, got {rule!r}."
        raise ValueError(message)
    missing = [c for c in ("stratum", "value", "n", "base") if c not in table.columns]
    if missing:
        message = (
            f"The table lacks the column(s) {missing!r}; found "
            f"{[str(column) for column in table.columns]!r}."
        )
        raise ValueError(message)
    return RULES[rule]


def cell_sums(
    table: pd.DataFrame,
    parts: Mapping[str, Sequence[str]],
    bases: Mapping[str, Sequence[str]],
) -> tuple[FloatArray, FloatArray]:
    """Write every count and base as a sum of disjoint cells.

    Parameters
    ----------
    table : DataFrame
        As for `suppress_small_counts`, m rows.
    parts, bases : mapping
        As for `suppress_small_counts`.

    Returns
    -------
    sums : ndarray of shape (2m, n_cells)
        The m counts, then the m bases.
    printed : ndarray of shape (m, n_cells)
        What is printed of each base, where no sum is stated for it.
    """
    group = _groups(table)
    value = table["value"].astype(str)
    open_ended = _open_ended(table, group, value, parts)
    names = sorted(set(table["stratum"]) - {EVERYBODY}) or [EVERYBODY]
    shown = {g: list(dict.fromkeys(value[group == g])) for g in group.unique()}
    base_cells: dict[str, list[str]] = {}
    for g, held in shown.items():
        own = [v for v in held if v not in parts]
        rest = [f"{_REST}{g}"] if g in open_ended else []
        base_cells[g] = list(bases.get(g, [*own, *rest]))
    cells = sorted({c for held in base_cells.values() for c in held})

    def sum_of(stratum: str, held: Sequence[str]) -> FloatArray:
        inside = names if stratum == EVERYBODY else [stratum]
        grid = np.outer(np.isin(names, inside), np.isin(cells, list(held)))
        return grid.ravel().astype(float)

    counts, totals, printed = [], [], []
    for stratum, g, v in zip(table["stratum"], group, value, strict=True):
        own = [c for c in parts.get(v, (v,)) if c in base_cells[g]]
        counts.append(sum_of(stratum, own))
        totals.append(sum_of(stratum, base_cells[g]))
        # Stated bases have no remainder that is not a row of its own.
        printed.append(sum_of(stratum, [c for c in base_cells[g] if _REST not in c]))
    return np.vstack([*counts, *totals]), np.vstack(printed)


def _groups(table: pd.DataFrame) -> pd.Series:
    """Return which base each row has, one for all where the table names none."""
    if "base_is" in table:
        return table["base_is"].astype(str)
    return pd.Series("", index=table.index)


def _open_ended(
    table: pd.DataFrame,
    group: pd.Series,
    value: pd.Series,
    parts: Mapping[str, Sequence[str]],
) -> set[str]:
    """Name the bases whose printed values leave a remainder."""
    own = table.assign(group=group)[~value.isin(list(parts))]
    sums = own.groupby(["group", "stratum"]).agg(n=("n", "sum"), base=("base", "max"))
    return set(sums.index[sums["n"] < sums["base"]].get_level_values("group"))


def _printed(table: pd.DataFrame, sums: FloatArray, printed: FloatArray) -> FloatArray:
    """Add up the printed counts of each base; the base itself where none is left."""
    m = len(table)
    stratum = table["stratum"].to_numpy()
    inside = (sums[:m] @ printed.T > 0) & (stratum[:, None] == stratum[None, :])
    complete = (printed == sums[m:]).all(axis=1)
    added = inside.T @ table["n"].to_numpy(dtype=float)
    return np.where(complete, table["base"].to_numpy(dtype=float), added)


def _secondary(
    sums: FloatArray,
    counts: FloatArray,
    small: BoolArray,
    targets: FloatArray,
    everybody: BoolArray,
) -> BoolArray:
    """Hide counts until no target is a combination of what is published."""
    hidden = small.copy()
    is_base = np.arange(len(sums)) >= len(sums) // 2
    while len(leak := _derivable(sums[~hidden], targets)):
        used = np.linalg.lstsq(sums[~hidden].T, leak[0], rcond=None)[0]
        helping = np.flatnonzero(~hidden)[np.abs(used) > _NOTHING]
        order = np.lexsort(
            (
                helping,
                counts[helping],
                everybody[helping],
                counts[helping] == 0,
                is_base[helping],
            )
        )
        hidden[helping[order[0]]] = True
    return hidden


def _derivable(published: FloatArray, targets: FloatArray) -> FloatArray:
    """Return the targets that lie in the span of the published sums."""
    if not len(published) or not len(targets):
        return targets[:0]
    _, size, axes = np.linalg.svd(published, full_matrices=False)
    axes = axes[size > _NOTHING * size.max(initial=1.0)]
    outside = targets - targets @ axes.T @ axes
    return targets[(np.abs(outside) < _NOTHING).all(axis=1)]


def _written(
    table: pd.DataFrame, hidden: BoolArray, small: BoolArray, rule: SuppressionRule
) -> pd.DataFrame:
    """Round, recompute the shares, and blank what is hidden."""
    m = len(table)
    rounded = table.assign(
        n=_rounded(table["n"], rule), base=_rounded(table["base"], rule)
    )
    if rule.round_to > 1 and "share" in table:
        whole = table["share"].notna()
        shares = ["share", "share_low", "share_high"]
        rounded.loc[whole, shares] = with_shares(rounded)[shares]
    no_n, no_base = hidden[:m], hidden[m:]
    rounded["n"] = rounded["n"].mask(no_n)
    rounded["base"] = rounded["base"].mask(no_base)
    why = np.where(small[:m] | small[m:], SMALL, SECONDARY)
    rounded["suppressed"] = np.where(no_n | no_base, why, "")
    for column in ("share", "share_low", "share_high"):
        if column in rounded:
            rounded[column] = rounded[column].mask(no_n | no_base)
    gone = rounded["stratum"].isin(set(table["stratum"][no_n | no_base]))
    for column in ("mean", "sd"):
        if column in rounded:
            rounded[column] = rounded[column].mask(gone)
    return rounded


def _rounded(counts: pd.Series, rule: SuppressionRule) -> pd.Series:
    """Round to the nearest multiple, halves upwards."""
    step = rule.round_to
    return (counts + step // 2) // step * step if step > 1 else counts
