"""Says how far one agreement is above another, on the same units and resamples."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from coprod_nlp.agreement.coders.blocks import (
    COLUMNS,
    Parts,
    code_block,
    overall_parts,
    resample,
)
from coprod_nlp.agreement.coders.counts import OVERALL
from coprod_nlp.agreement.coders.draws import Draws, draws_of
from coprod_nlp.agreement.codings.reading import CodesPerUnit, read_codes
from coprod_nlp.agreement.codings.units import CodedUnits
from coprod_nlp.agreement.estimates.resampling import all_alike, interval_of
from coprod_nlp.exceptions import CodingsError
from coprod_nlp.files.words import NO_CODE
from coprod_nlp.typing import FloatArray

_ENDS = ("coefficient", "n_units", "first", "second", "difference", "low", "high")


def agreement_difference(
    codings: pd.DataFrame,
    first: Sequence[str],
    second: Sequence[str],
    *,
    code: str = OVERALL,
    n_resamples: int = 2000,
    random_state: int = 0,
    confidence: float = 0.95,
    codes_per_unit: CodesPerUnit = "auto",
    no_code: str = NO_CODE,
) -> pd.DataFrame:
    """Compare the agreement of one group of coders with that of another.

    Parameters
    ----------
    codings : DataFrame
        Columns ``unit``, ``coder``, ``code``, perhaps ``respondent``; see
        `agreement_table`.
    first, second : sequence of str
        Coders of each group, two or more: ``("A", "B")`` and ``("A", "machine")``
        ask how much better two people agree than a person and the machine do;
        ``("A", "old")`` and ``("A", "new")`` compare two machines.
    code : str, default="(overall)"
        One code, given or not, instead of all codes.
    n_resamples, random_state, confidence
        Of the bootstrap, which draws units (or whole respondents) once for both
        groups, so that what they share cancels.
    codes_per_unit, no_code
        See `agreement_table`.

    Returns
    -------
    DataFrame
        A row for each of percent, kappa, ac1 and alpha: ``coefficient``,
        ``n_units`` (rated by every coder named), ``first``, ``second``,
        ``difference`` (first minus second), ``low``, ``high``, and ``note`` where
        there is no difference or no interval.

    Raises
    ------
    CodingsError
        If a coder or the code is not in the table, a group has fewer than two
        coders, or no unit was rated by all of them.

    Examples
    --------
    >>> units = [*range(40)]
    >>> a = ["x", "y"] * 20
    >>> b = a[:36] + ["x"] * 4
    >>> machine = a[:24] + ["x"] * 16
    >>> long = pd.DataFrame({"unit": units * 3,
    ...     "coder": ["A"] * 40 + ["B"] * 40 + ["machine"] * 40,
    ...     "code": a + b + machine})
    >>> found = agreement_difference(
    ...     long, ("A", "B"), ("A", "machine"), n_resamples=200)
    >>> found.set_index("coefficient").loc["percent", "difference"].round(2)
    np.float64(0.15)
    """
    units = read_codes(codings, codes_per_unit=codes_per_unit, no_code=no_code)
    groups = [_places(units, group) for group in (first, second)]
    everybody = sorted({place for group in groups for place in group})
    rated = np.asarray((units.cells[:, everybody] >= 0).all(axis=1))
    if not rated.any():
        names = ", ".join(units.coders[place] for place in everybody)
        message = (
            f"No unit was rated by all of {names} (0 of {len(rated)} units). A "
            f"difference needs the same units; name fewer coders."
        )
        raise CodingsError(message)
    draws = draws_of(units.of_units(rated))
    parts = [_parts(draws, group, code) for group in groups]
    blocks = [block for group in parts for block, _ in group]
    points = [block.values(draws.row_times @ draws.of(block.terms)) for block in blocks]
    drawn = resample(draws, blocks, n_resamples, random_state)
    n = len(parts[0])
    at_data = [_named(parts[0], points[:n]), _named(parts[1], points[n:])]
    resampled = [_named(parts[0], drawn[:n]), _named(parts[1], drawn[n:])]
    rows = []
    for name in COLUMNS:
        one, other = (float(found[name]) for found in at_data)
        moved = resampled[0][name] - resampled[1][name]
        low, high = interval_of(moved, one - other, confidence=confidence)
        row = (name, int(rated.sum()), one, other, one - other, low, high)
        rows.append((*row, _note(one, other, moved)))
    return pd.DataFrame(rows, columns=[*_ENDS, "note"])


def _places(units: CodedUnits, group: Sequence[str]) -> list[int]:
    """Return where the coders of a group stand."""
    unknown = [name for name in group if name not in units.coders]
    if unknown:
        message = (
            f"No rating by {unknown!r}; the coders are {list(units.coders)!r}. Name "
            f"coders as the codings do."
        )
        raise CodingsError(message)
    if len(set(group)) < 2:
        message = f"A group needs two coders or more, got {list(group)!r}."
        raise CodingsError(message)
    return [units.coders.index(name) for name in dict.fromkeys(group)]


def _parts(draws: Draws, group: list[int], code: str) -> Parts:
    """Return the blocks of one group's agreement, and which columns each gives."""
    own = replace(
        draws.units,
        coders=tuple(draws.units.coders[place] for place in group),
        cells=draws.units.cells[:, group],
    )
    if code == OVERALL:
        return overall_parts(replace(draws, units=own))
    if code not in own.codes:
        message = f"No coder gave the code {code!r}; the codes are {list(own.codes)!r}."
        raise CodingsError(message)
    return [(code_block(own, own.codes.index(code)), COLUMNS)]


def _named(parts: Parts, found: list[dict[str, FloatArray]]) -> dict[str, FloatArray]:
    """Return the values of each coefficient from the block that gives it."""
    return {
        name: values[name]
        for (_, names), values in zip(parts, found, strict=True)
        for name in names
    }


def _note(one: float, other: float, moved: FloatArray) -> str:
    """Say why there is no difference, or what was left out of the interval."""
    lacking = [
        which
        for which, value in (("first", one), ("second", other))
        if not np.isfinite(value)
    ]
    if lacking:
        return f"undefined in the {' and the '.join(lacking)} group"
    n_lost = int((~np.isfinite(moved)).sum())
    if n_lost:
        return f"{n_lost} of {len(moved)} resamples are undefined and left out"
    if all_alike(moved):
        return "every resample gives the same difference: no interval"
    return ""
