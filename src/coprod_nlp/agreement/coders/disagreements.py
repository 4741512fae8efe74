"""The queue of units that coders should talk about, largest stakes first."""

import numpy as np
import pandas as pd

from coprod_nlp.agreement.codings.distinct import distinct_rows
from coprod_nlp.agreement.codings.reading import CodesPerUnit, read_codes
from coprod_nlp.agreement.coefficients.sets import MASI_STEPS, set_distance
from coprod_nlp.exceptions import CodingsError
from coprod_nlp.files.names import named_index
from coprod_nlp.files.words import NO_CODE

_TAKEN = ("subject", "unit", "distance", "stakes", "shared", "disputed", "text")
"""Columns that are no coder's; whoever lists several tables adds ``subject``."""


def disagreements(
    codings: pd.DataFrame,
    *,
    texts: pd.Series | None = None,
    stakes: pd.Series | None = None,
    blind: bool = False,
    codes_per_unit: CodesPerUnit = "auto",
    no_code: str = NO_CODE,
) -> pd.DataFrame:
    """List the units on which coders differ, for adjudication.

    Parameters
    ----------
    codings : DataFrame
        Columns ``unit``, ``coder``, ``code`` (see `agreement_table`).
    texts : Series of str, optional
        Words of each unit, indexed by unit; shown beside the codes.
    stakes : Series of float, optional
        What hangs on each unit, indexed by unit; sorted before the distance.
        Default: all the same.
    blind : bool, default=False
        Hide the coders' names, and the order in which they come: the codes are
        listed in alphabetical order under "coding 1", "coding 2", ...
    codes_per_unit, no_code
        See `agreement_table`.

    Returns
    -------
    DataFrame
        One row per unit that two coders or more rated unlike: ``unit``,
        ``distance`` (mean MASI distance of the pairs, in (0, 1]), ``stakes``,
        one column per coder (codes joined by "; ", "" where not rated),
        ``shared`` (codes all gave), ``disputed`` (codes some gave) and, if
        given, ``text``. Largest stakes first, then largest distance, then unit.

    Raises
    ------
    CodingsError
        If the table is not one of codings, a coder is named like another column,
        or `stakes` lacks the number of a unit.

    Examples
    --------
    >>> long = pd.DataFrame({"unit": [1, 1, 2, 2], "coder": list("ABAB"),
    ...     "code": ["time", "staff", "time", "time"]})
    >>> disagreements(long)[["unit", "A", "B", "disputed"]].values.tolist()
    [['1', 'time', 'staff', 'staff; time']]
    """
    units = read_codes(codings, codes_per_unit=codes_per_unit, no_code=no_code)
    if not blind:
        _refuse_taken(units.coders)
    weight = _by_unit(stakes, "stakes")
    words = _by_unit(texts, "texts")
    sets = [frozenset(np.array(units.codes)[held]) for held in units.sets]
    first, inverse, _ = distinct_rows(units.cells)
    # Units with the same ratings are equally far apart: each row is measured once.
    far = [_mean_distance([sets[i] for i in units.cells[at] if i >= 0]) for at in first]
    distance = np.array(far)[inverse]
    rows = []
    for place in np.flatnonzero(distance > 0):
        name, cells = units.units[place], units.cells[place]
        given = [sets[i] for i in cells if i >= 0]
        everything, shared = frozenset.union(*given), frozenset.intersection(*given)
        shown = [_written(sets[i], no_code) if i >= 0 else "" for i in cells]
        row = {"unit": name, "distance": distance[place]}
        row["stakes"] = 1.0 if weight is None else _stake(weight, name)
        row.update(_columns(units.coders, shown, blind=blind))
        row["shared"], row["disputed"] = _joined(shared), _joined(everything - shared)
        if words is not None:
            row["text"] = words.get(name, "")
        rows.append(row)
    head = ["unit", "distance", "stakes"]
    head += list(_columns(units.coders, [""] * len(units.coders), blind=blind))
    head += ["shared", "disputed"] + (["text"] if words is not None else [])
    table = pd.DataFrame(rows, columns=head)
    order = {"stakes": False, "distance": False, "unit": True}
    table = table.sort_values(list(order), ascending=list(order.values()))
    return table.reset_index(drop=True)


def _refuse_taken(coders: tuple[str, ...]) -> None:
    """Refuse coders whose column would take the place of another."""
    taken = [coder for coder in coders if coder in _TAKEN]
    if taken:
        message = (
            f"Coder(s) {taken!r} are named like a column of the list, which has "
            f"{list(_TAKEN)!r} beside the coders. Rename them in the codings; if they "
            f"are no coders, say which columns or rows are."
        )
        raise CodingsError(message)


def _columns(
    coders: tuple[str, ...], shown: list[str], *, blind: bool
) -> dict[str, str]:
    """Name each coding by its coder, or by nothing that tells who gave it."""
    if not blind:
        return dict(zip(coders, shown, strict=True))
    return {f"coding {i + 1}": codes for i, codes in enumerate(sorted(shown))}


def _mean_distance(given: list[frozenset[str]]) -> float:
    """Mean MASI distance of the pairs of codings; 0 where there is no pair."""
    pairs = [(a, b) for i, a in enumerate(given) for b in given[:i]]
    if not pairs:
        return 0.0
    return sum(set_distance(a, b, steps=MASI_STEPS) for a, b in pairs) / len(pairs)


def _by_unit(values: pd.Series | None, name: str) -> "pd.Series | None":
    """Index by the unit as text, refusing a unit named twice."""
    if values is None:
        return None
    named = values.copy()
    named.index = named_index(values.index)
    if named.index.has_duplicates:
        message = f"{name} names a unit twice; give each unit one row."
        raise CodingsError(message)
    return named


def _stake(weight: pd.Series, unit: str) -> float:
    if unit not in weight.index or pd.isna(weight[unit]):
        message = f"stakes has no number for unit {unit!r}; give every unit one."
        raise CodingsError(message)
    return float(weight[unit])


def _written(codes: frozenset[str], no_code: str) -> str:
    return _joined(codes) or no_code


def _joined(codes: frozenset[str]) -> str:
    return "; ".join(sorted(codes))
