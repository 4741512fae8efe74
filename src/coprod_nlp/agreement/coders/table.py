"""The agreement table: one row per code and one for all, each explaining itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from coprod_nlp.agreement.coders import notes
from coprod_nlp.agreement.coders.blocks import (
    COLUMNS,
    Block,
    Parts,
    carried,
    code_block,
    lowest_without_disagreement,
    overall_parts,
    resample,
)
from coprod_nlp.agreement.coders.counts import OVERALL, code_counts, overall_counts
from coprod_nlp.agreement.coders.draws import Draws, draws_of
from coprod_nlp.agreement.codings.reading import CodesPerUnit, read_codes
from coprod_nlp.agreement.codings.strata import strata_of
from coprod_nlp.agreement.codings.units import CodedUnits
from coprod_nlp.agreement.estimates.resampling import (
    Method,
    all_alike,
    check_method,
    interval_of,
)
from coprod_nlp.files.words import EVERYBODY, NO_CODE, NO_STRATUM
from coprod_nlp.typing import FloatArray

_INTERVALS = tuple(f"{name}{end}" for name in COLUMNS for end in ("", "_low", "_high"))
_COUNTS = ("code", "n_units", "n_coders", "n_positive", "prevalence")
_ALL_COLUMNS = (
    *_COUNTS,
    *_INTERVALS,
    "positive_agreement",
    "negative_agreement",
    "note",
)


@dataclass(frozen=True, slots=True)
class _Settings:
    """How the table is made."""

    n_resamples: int
    random_state: int
    confidence: float
    method: Method
    min_positive: int
    approach: str


def agreement_table(
    codings: pd.DataFrame,
    *,
    by: str | pd.Series | None = None,
    approach: str = "coding_reliability",
    n_resamples: int = 2000,
    random_state: int = 0,
    confidence: float = 0.95,
    method: Method = "percentile",
    min_positive: int = 5,
    codes_per_unit: CodesPerUnit = "auto",
    codes: Sequence[str] | None = None,
    no_code: str = NO_CODE,
) -> pd.DataFrame:
    """Say how far coders agree, per code and over all codes.

    Parameters
    ----------
    codings : DataFrame
        Columns ``unit``, ``coder``, ``code``: one row per code that a coder gave
        to a unit. A missing code means "not rated", `no_code` means "rated, and
        no code applies". With a column ``respondent`` the bootstrap draws whole
        respondents.
    by : str or Series, optional
        A column of `codings`, or a Series indexed by unit: the table is made for
        everybody and for each stratum, in a leading column ``stratum``: "(all)"
        first, then the strata sorted, last "(not known)" for units without one.
    approach : {"coding_reliability", "codebook", "reflexive"}
        "reflexive" leaves the coefficients out and says why.
    n_resamples : int, default=2000
        Bootstrap resamples.
    random_state : int, default=0
        Seed.
    confidence : float, default=0.95
        Of the intervals.
    method : {"percentile", "bca"}, default="percentile"
        Kind of bootstrap interval.
    min_positive : int, default=5
        A code given to fewer units than this gets counts and specific agreement
        instead of kappa and alpha.
    codes_per_unit, codes, no_code
        See `coprod_nlp.agreement.codings.reading.read_codes`.

    Returns
    -------
    DataFrame
        One row per code (sorted) and a last row ``code == "(overall)"``, from units
        that two coders or more rated. Columns: ``n_units``, ``n_coders``,
        ``n_positive`` (units to which any coder gave the code), ``prevalence`` (mean
        share of ratings that give it), ``percent``, ``kappa`` (Cohen's; Conger's for
        more than two coders), ``ac1``, ``alpha``, each with ``_low`` and ``_high``,
        ``positive_agreement``, ``negative_agreement`` and ``note``. A coefficient
        that is undefined is nan, and the note says why. What was repaired in the
        codings is said in the overall row, with strata in that of everybody alone.

    Raises
    ------
    CodingsError
        If the table is not one of codings (see `read_codes`).
    ValueError
        If an option is not known.
    TypeError
        If `by` is neither a name nor a Series.

    Examples
    --------
    >>> import pandas as pd
    >>> a = ["time", "time", "staff", "staff", "time", "staff"] * 5
    >>> b = ["time", "time", "staff", "time", "time", "staff"] * 5
    >>> long = pd.DataFrame({"unit": [*range(30), *range(30)],
    ...     "coder": ["A"] * 30 + ["B"] * 30, "code": a + b})
    >>> table = agreement_table(long, n_resamples=200).set_index("code")
    >>> table["kappa"].round(3).to_dict()
    {'staff': 0.667, 'time': 0.667, '(overall)': 0.667}
    """
    settings = _Settings(
        n_resamples, random_state, confidence, method, min_positive, approach
    )
    _check(settings)
    units = read_codes(
        codings, codes_per_unit=codes_per_unit, codes=codes, no_code=no_code
    )
    tables = [_table(units, settings)]
    if by is None:
        return tables[0]
    strata = strata_of(codings, units, by)
    tables[0].insert(0, "stratum", EVERYBODY)
    # What was repaired is counted over the whole table of codings, and said once.
    silent = replace(units, remarks=())
    for name in sorted(strata.unique(), key=lambda name: (name == NO_STRATUM, name)):
        table = _table(silent.of_units((strata == name).to_numpy()), settings)
        table.insert(0, "stratum", name)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def _check(settings: _Settings) -> None:
    """Refuse options that are not known."""
    check_method(settings.method)
    if settings.approach not in notes.APPROACHES:
        message = (
            f"approach must be one of {notes.APPROACHES}, got {settings.approach!r}."
        )
        raise ValueError(message)
    if settings.n_resamples < 1 or not 0 < settings.confidence < 1:
        message = (
            "n_resamples must be 1 or more and confidence between 0 and 1, got "
            f"{settings.n_resamples} and {settings.confidence}."
        )
        raise ValueError(message)


def _table(units: CodedUnits, settings: _Settings) -> pd.DataFrame:
    """Make the table of one stratum, from units that two coders or more rated."""
    remarks = [*units.remarks, *notes.single_coded(units)]
    several = (units.cells >= 0).sum(axis=1) >= 2
    # What one coder alone rated says nothing of agreement, nor of that by chance.
    units = units.of_units(several) if several.any() else units
    draws = draws_of(units)
    patterns = draws.units
    rows = [code_counts(draws, code) for code in range(len(units.codes))]
    rows.append(overall_counts(draws))
    blocks = [code_block(patterns, code) for code in range(len(units.codes))]
    parts: list[Parts] = [[(block, COLUMNS)] for block in blocks]
    parts.append(overall_parts(draws))
    flat = [block for row in parts for block, _ in row]
    if settings.approach == "reflexive":
        for row in rows:
            row.update(dict.fromkeys(_INTERVALS, np.nan), note=[notes.REFLEXIVE])
    else:
        resampled = resample(draws, flat, settings.n_resamples, settings.random_state)
        at = 0
        for row, chosen in zip(rows, parts, strict=True):
            for block, names in chosen:
                _measure(row, block, names, draws, resampled[at], settings)
                at += 1
            _explain(row, units, settings)
        linear = any(block.linear for block in flat)
        rows[-1]["note"] += notes.about_overall(units, linear)
    rows[-1]["note"] += remarks
    table = pd.DataFrame(
        [{**row, "note": "; ".join(row["note"])} for row in rows],
        columns=list(_ALL_COLUMNS),
    )
    return table.astype(
        {"n_units": "Int64", "n_coders": "Int64", "n_positive": "Int64"}
    )


def _measure(
    row: dict[str, Any],
    block: Block,
    names: tuple[str, ...],
    draws: Draws,
    resampled: dict[str, FloatArray],
    settings: _Settings,
) -> None:
    """Write the block's coefficients and their intervals into the row."""
    rows = draws.of(block.terms)
    sums = draws.row_times @ rows
    point = {name: float(value) for name, value in block.values(sums).items()}
    left_out = block.values(sums - rows) if settings.method == "bca" else {}
    for name in names:
        row[name] = point[name]
        without = (left_out[name], draws.row_times) if left_out else None
        row[f"{name}_low"], row[f"{name}_high"] = interval_of(
            resampled[name],
            point[name],
            confidence=settings.confidence,
            method=settings.method,
            left_out=without,
        )
        if np.isfinite(point[name]):
            row["lost"][name] = int(np.isnan(resampled[name]).sum())
        if all_alike(resampled[name]):
            row["alike"].append(name)
    if point["percent"] in (0, 1):
        n = _n_independent(draws)
        bound = lowest_without_disagreement(n, settings.confidence)
        if point["percent"] == 1:
            _bound_perfect(row, block.chance(sums), names, bound)
            row["bounds"] = notes.perfect(n, bound)
        elif "percent" in names:
            row["percent_low"], row["percent_high"] = 0.0, 1 - bound
            row["bounds"] = notes.no_agreement(n, 1 - bound)


def _n_independent(draws: Draws) -> int:
    """Count what is drawn that has a unit rated by two coders or more."""
    several = (draws.units.cells >= 0).sum(axis=1) >= 2
    held = draws.of(several[:, None].astype(float))[:, 0] > 0
    return int((held * draws.row_times).sum())


def _bound_perfect(
    row: dict[str, Any],
    chance: dict[str, float],
    names: tuple[str, ...],
    bound: float,
) -> None:
    """Carry the exact binomial bound of a perfect agreement to each coefficient.

    Chance agreement above the bound cannot go with it, and leaves no interval.
    """
    for name in names:
        if np.isfinite(row[name]) and chance[name] <= bound:
            row[f"{name}_low"] = carried(bound, chance[name])
            row[f"{name}_high"] = 1.0


def _explain(row: dict[str, Any], units: CodedUnits, settings: _Settings) -> None:
    """Write the note, and take kappa out where a code was hardly used."""
    code = None if row["code"] == OVERALL else row["code"]
    words = [notes.CODEBOOK] if settings.approach == "codebook" else []
    reasons = notes.undefined(row, units, code)
    rare = code is not None and 0 < row["n_positive"] < settings.min_positive
    if rare:
        words += notes.few_positives(row, settings.min_positive, row["agreed"])
        for name in ("kappa", "alpha"):
            row.update({name: np.nan, f"{name}_low": np.nan, f"{name}_high": np.nan})
    else:
        words += reasons or notes.paradox(row)
        words += notes.lost_resamples(row["lost"], settings.n_resamples)
    words += [*row.get("bounds", []), *notes.without_interval(row)]
    row["note"] = words + notes.about_kappa(row["n_coders"])
