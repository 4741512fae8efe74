"""Hides small counts, and whatever would let a reader work them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from coprod_nlp.files.words import EVERYBODY
from coprod_nlp.tables.attack import hidden_safely
from coprod_nlp.tables.layout import Layout, Nest, Tie
from coprod_nlp.tables.numbers import lay_out
from coprod_nlp.tables.shares import confidence_of, with_shares
from coprod_nlp.typing import BoolArray


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

HIDDEN = "hidden"
"""What ``suppressed`` says of a hidden count, whether it is small or guards one."""


def suppress_small_counts(
    table: pd.DataFrame,
    rule: str,
    *,
    parts: Mapping[str, Sequence[str]] | None = None,
    bases: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Hide small counts in one table of shares so that it reveals none of them.

    Parameters
    ----------
    table : DataFrame
        Columns ``stratum``, ``value``, ``n``, ``base`` (see `crosstab`).
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
        See `suppress_together`, which tables handed on together need.

    Raises
    ------
    ValueError
        If the rule is not known or a column is missing.

    Examples
    --------
    >>> from coprod_nlp.tables import crosstab
    >>> answers = pd.Series(["yes"] * 20 + ["no"] * 3 + ["perhaps"] * 9)
    >>> hidden = suppress_small_counts(crosstab(answers), "threshold-5")
    >>> hidden.set_index("value")["suppressed"].to_dict()
    {'no': 'hidden', 'perhaps': 'hidden', 'yes': ''}
    """
    name = "table_by_strata"
    layouts = {"table": Layout(parts=parts or {}, bases=bases or {})}
    return suppress_together({name: table}, rule, layouts=layouts)[name]


def suppress_together(
    tables: Mapping[str, pd.DataFrame],
    rule: str,
    *,
    layouts: Mapping[str, Layout] | None = None,
    ties: Sequence[Tie] = (),
    nests: Sequence[Nest] = (),
    n_respondents: int | None = None,
) -> dict[str, pd.DataFrame]:
    """Hide small counts in tables that are handed on together.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By name, ``"<subject>"`` or ``"<subject>_by_<strata>"``; columns ``stratum``,
        ``value``, ``n``, ``base``.
    rule : str
        One of `RULES`.
    layouts : mapping of str to Layout, optional
        By subject, for values and bases that are sums.
    ties : sequence of Tie
        Where tables of two subjects count the same respondents.
    nests : sequence of Nest
        Where strata of one kind lie within those of another.
    n_respondents : int, optional
        Of all respondents, which is said anyhow.

    Returns
    -------
    dict of str to DataFrame
        Same rows; hidden ``n`` (and ``base``) are <NA>, their shares and intervals
        nan, and ``suppressed`` says "hidden", else "". It does not say whether a
        count is small or guards a small one, since that would narrow it down. Shares
        of rounded counts are made of the rounded counts, their intervals with the
        confidence that those of the table have. Means are hidden in strata
        wherever a count of the table is, and of everybody where one of everybody's is.

    Raises
    ------
    ValueError
        If the rule is not known, a column is missing, or tables contradict each other.

    Notes
    -----
    A number that stands in several tables is hidden in all or in none. For each small
    count, at least two whole numbers are possible for a reader who knows every
    published number of all tables, how they add up, that counts are not negative, and
    that 0 is never hidden; so say linear programmes over the cells that all tables
    share [1]_. Rounded numbers are treated as if they were exact, which hides more.
    The reader is not credited with knowledge of single respondents.

    References
    ----------
    .. [1] M. Fischetti and J. J. Salazar, Management Science 47(7), 2001.
       doi:10.1287/mnsc.47.7.1008.9805
    """
    known = _known_rule(rule)
    found = {name: _counted(table) for name, table in tables.items()}
    if known.smallest_shown <= 1 and known.round_to == 1:
        return {name: table.assign(suppressed="") for name, table in found.items()}
    numbers = lay_out(found, layouts, ties, nests, n_respondents)
    small = (numbers.counts >= 1) & (numbers.counts < known.smallest_shown)
    hidden = hidden_safely(numbers, small)
    return {
        name: _written(
            table,
            hidden[numbers.places[name, "n"]],
            hidden[numbers.places[name, "base"]],
            known,
        )
        for name, table in found.items()
    }


def _known_rule(rule: str) -> SuppressionRule:
    """Return the rule of that name."""
    if rule not in RULES:
        message = f"rule must be one of {tuple(RULES)}, got {rule!r}."
        raise ValueError(message)
    return RULES[rule]


def _counted(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with whole counts, refusing one without."""
    missing = [c for c in ("stratum", "value", "n", "base") if c not in table.columns]
    if missing:
        message = (
            f"The table lacks the column(s) {missing!r}; found "
            f"{[str(column) for column in table.columns]!r}."
        )
        raise ValueError(message)
    return table.reset_index(drop=True).astype({"n": "Int64", "base": "Int64"})


def _written(
    table: pd.DataFrame, no_n: BoolArray, no_base: BoolArray, rule: SuppressionRule
) -> pd.DataFrame:
    """Round, recompute the shares, and blank what is hidden."""
    rounded = table.assign(
        n=_rounded(table["n"], rule), base=_rounded(table["base"], rule)
    )
    if rule.round_to > 1 and "share" in table and table["share"].notna().any():
        whole = table["share"].notna()
        shares = ["share", "share_low", "share_high"]
        again = with_shares(rounded[whole], confidence_of(table[whole]))
        rounded.loc[whole, shares] = again[shares]
    rounded["n"] = rounded["n"].mask(no_n)
    rounded["base"] = rounded["base"].mask(no_base)
    gone = no_n | no_base
    rounded["suppressed"] = np.where(gone, HIDDEN, "")
    for column in ("share", "share_low", "share_high"):
        if column in rounded:
            rounded[column] = rounded[column].mask(gone)
    everybody = (table["stratum"] == EVERYBODY).to_numpy()
    # The means of the other strata would give that of the one with the hidden count.
    blank = np.where(everybody, gone[everybody].any(), gone.any())
    for column in ("mean", "sd"):
        if column in rounded:
            digits = 1 if rule.round_to > 1 else 15
            rounded[column] = rounded[column].mask(blank).round(digits)
    return rounded


def _rounded(counts: pd.Series, rule: SuppressionRule) -> pd.Series:
    """Round to the nearest multiple, halves upwards."""
    step = rule.round_to
    return (counts + step // 2) // step * step if step > 1 else counts
