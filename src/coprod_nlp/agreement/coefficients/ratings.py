"""Turns a table of ratings into whole numbers, one row per unit."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from coprod_nlp.agreement.coefficients.weights import Weights
from coprod_nlp.exceptions import CodingsError
from coprod_nlp.typing import FloatArray, IntArray

NOT_RATED = -1
"""Stands in `Ratings.codes` where a coder did not rate a unit."""

_OF_VALUES = ("interval", "ratio")
"""Levels and weights that compute with the values, where a rank will not do."""


@dataclass(frozen=True, slots=True)
class Ratings:
    """Ratings of units by coders, as positions in a list of categories.

    Parameters
    ----------
    codes : ndarray of int, shape (n_units, n_coders)
        Position in `categories`, or `NOT_RATED`. Every unit has a rating.
    categories : tuple
        The categories in order, the unused ones of a stated scale included.
    kept : ndarray of int, shape (n_units,)
        Row of the input from which each unit came.
    n_unrated : int
        Units of the input without any rating; they take no part.
    """

    codes: IntArray
    categories: tuple[Hashable, ...]
    kept: IntArray
    n_unrated: int = 0

    @property
    def values(self) -> FloatArray:
        """Numbers to weigh by, of shape (n_categories,): the values, or ranks."""
        if all(_is_number(category) for category in self.categories):
            return np.array([float(str(c)) for c in self.categories])
        return np.arange(len(self.categories), dtype=float)


def read_ratings(
    ratings: Any,
    *,
    categories: Sequence[Hashable] | None = None,
    weights: Weights = "identity",
) -> Ratings:
    """Read units by coders from any two-dimensional table.

    Parameters
    ----------
    ratings : array-like of shape (n_units, n_coders)
        One row per unit, one column per coder; None, nan, NA and the empty
        string mean "not rated".
    categories : sequence, optional
        The whole scale in order. Needed where a category was never used but
        counts (Brennan-Prediger, AC1), and where order matters but the
        categories are words.
    weights : str or array
        What the ratings will be weighted with, or Krippendorff's level: decides
        whether order matters ("ordinal", "linear", ...: words count by rank), or
        the values themselves do ("interval", "ratio": words are refused, numbers
        written as text too).

    Returns
    -------
    Ratings
        The same ratings as positions; units without a rating left out.

    Raises
    ------
    CodingsError
        If the table is not two-dimensional with two coders or more, holds no
        rating, holds a value outside `categories`, mixes numbers and text, or
        holds words where `weights` need an order or numbers.

    Examples
    --------
    >>> read_ratings([["a", "b"], ["a", None]]).codes.tolist()
    [[0, 1], [0, -1]]
    """
    table = pd.DataFrame(ratings, dtype=object).to_numpy(dtype=object)
    if table.ndim != 2 or table.shape[1] < 2:
        message = (
            "Ratings need one row per unit and one column per coder, two coders "
            f"or more; found shape {table.shape}."
        )
        raise CodingsError(message)
    table = np.where(pd.isna(table), "", table)
    rated = table != ""
    if not rated.any():
        message = f"No unit carries a rating: {len(table)} row(s), all empty."
        raise CodingsError(message)
    scale = _scale(table[rated], categories, weights)
    codes = np.full(table.shape, NOT_RATED, dtype=np.int64)
    codes[rated] = pd.Index(list(scale), dtype=object).get_indexer_for(table[rated])
    _refuse_strangers(table, rated & (codes == NOT_RATED), scale)
    # A column without any rating is not a coder: it would make "coders" of blanks.
    codes = codes[:, rated.any(axis=0)] if rated.any(axis=0).sum() > 1 else codes
    kept = np.flatnonzero(rated.any(axis=1))
    return Ratings(codes[kept], scale, kept, n_unrated=len(table) - len(kept))


def why_undefined(table: Ratings) -> str:
    """Say with counts why a coefficient has no value."""
    n_units = len(table.codes)
    several = (table.codes != NOT_RATED).sum(axis=1) >= 2
    if not several.any():
        return f"no unit was rated by two or more coders (0 of {n_units} units)"
    used = np.unique(table.codes[table.codes != NOT_RATED])
    if len(used) == 1:
        who = "both coders" if table.codes.shape[1] == 2 else "all coders"
        code = table.categories[int(used[0])]
        return f"{who} used one code only: {code!r} on {n_units} of {n_units} units"
    return "chance agreement is 1, which leaves nothing to explain"


def _scale(
    used: Any, categories: Sequence[Hashable] | None, weights: Weights
) -> tuple[Hashable, ...]:
    """Return the categories in order: the stated ones, or the used ones sorted."""
    if isinstance(weights, str) and weights in _OF_VALUES:
        _refuse_words(used if categories is None else categories, weights)
    if categories is not None:
        if len(set(categories)) < len(categories):
            message = f"categories names one twice: {list(categories)!r}."
            raise CodingsError(message)
        return tuple(categories)
    numeric = [_is_number(value) for value in used]
    if any(numeric) and not all(numeric):
        message = (
            f"Ratings mix {sum(numeric)} number(s) and {len(numeric) - sum(numeric)} "
            "text(s); write all of them in one way, or name the categories."
        )
        raise CodingsError(message)
    if not all(numeric) and not (isinstance(weights, str) and weights == "identity"):
        message = (
            "These weights need the order of the categories, and words have none: "
            f"pass categories=[...] in order. Found {sorted(set(map(str, used)))!r}."
        )
        raise CodingsError(message)
    return (
        tuple(sorted(set(used))) if all(numeric) else tuple(sorted(set(used), key=str))
    )


def _refuse_words(scale: Any, kind: str) -> None:
    """Refuse categories between which no distance can be computed."""
    n_words = sum(not _is_number(value) for value in scale)
    if n_words:
        message = (
            f"{kind!r} computes with the values, which must be numbers; found "
            f"{n_words} different text(s). Turn text that holds numbers into numbers "
            "first; for words in order take 'ordinal'."
        )
        raise CodingsError(message)


def _refuse_strangers(table: Any, strange: Any, scale: tuple[Hashable, ...]) -> None:
    """Refuse ratings that the stated scale does not know."""
    if strange.any():
        found = sorted({repr(value) for value in table[strange]})
        message = (
            f"{int(strange.sum())} rating(s) are not in the categories "
            f"{list(scale)!r}: {', '.join(found[:5])}. "
            "Correct them, or add them to categories."
        )
        raise CodingsError(message)


def _is_number(value: object) -> bool:
    """Tell a number from a word; True and False are words here."""
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)
