"""Turns a long table of codings into units, coders and sets of codes."""

from collections.abc import Sequence
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from coprod_nlp.agreement.codings.distinct import distinct_rows
from coprod_nlp.agreement.codings.units import CodedUnits
from coprod_nlp.exceptions import CodingsError
from coprod_nlp.files.names import names_of
from coprod_nlp.files.spellings import spelt_alike
from coprod_nlp.files.words import NO_CODE
from coprod_nlp.typing import IntArray

CodesPerUnit = Literal["auto", "one", "several"]
_COLUMNS = ("unit", "coder", "code")


def read_codes(
    codings: pd.DataFrame,
    *,
    codes_per_unit: CodesPerUnit = "auto",
    codes: Sequence[str] | None = None,
    no_code: str = NO_CODE,
) -> CodedUnits:
    """Read a long table of codings, and say what was found in it.

    Parameters
    ----------
    codings : DataFrame
        Columns ``unit``, ``coder``, ``code``, one row per code given; optionally
        ``respondent``. A missing or empty code means "not rated"; `no_code`
        means "rated, and no code applies".
    codes_per_unit : {"auto", "one", "several"}, default="auto"
        "auto" reads sets of codes as soon as one coder gave one unit two codes.
    codes : sequence of str, optional
        The codebook; a code outside it is refused. `no_code` in it is no code.
    no_code : str, default="no code"
        The word for "rated, and no code applies"; case does not matter.

    Returns
    -------
    CodedUnits
        Independent of the order of rows.

    Raises
    ------
    CodingsError
        If a column is missing or doubled, nothing is rated, fewer than two
        coders remain, a unit belongs to two respondents, a code is not in
        `codes`, with "one" a coder gave a unit two codes, or a coder gave a unit a
        code and `no_code`.
    ValueError
        If `codes_per_unit` is none of the three.
    """
    if codes_per_unit not in get_args(CodesPerUnit):
        message = (
            f"codes_per_unit must be one of {get_args(CodesPerUnit)}, got "
            f"{codes_per_unit!r}."
        )
        raise ValueError(message)
    table, remarks = _clean(codings, no_code)
    if codes is not None:
        codes = [code for code in codes if code.casefold() != no_code.casefold()]
    _refuse_unknown(table, codes)
    unit, units = pd.factorize(table["unit"], sort=True)
    coder, coders = pd.factorize(table["coder"], sort=True)
    if len(coders) < 2:
        message = (
            "Agreement needs two coders or more, found "
            f"{len(coders)}: {list(coders)!r}. Check the column 'coder'."
        )
        raise CodingsError(message)
    named = table["code"] != ""
    known = set(table.loc[named, "code"].unique())
    names = sorted(set(codes) if codes is not None else known)
    cell = unit * len(coders) + coder
    members = np.zeros((len(units) * len(coders), len(names)), dtype=bool)
    column = pd.Index(names).get_indexer(pd.Index(table.loc[named, "code"]))
    members[cell[named.to_numpy()], column] = True
    rated = np.zeros(len(members), dtype=bool)
    rated[cell] = True
    denied = np.unique(cell[~named.to_numpy()])
    _refuse_contradictions(denied[members[denied].any(axis=1)], units, coders)
    if spelt := spelt_alike(known):
        remarks.append(
            "codes that differ in capitals or spaces only count as different codes: "
            f"{spelt}"
        )
    # Where nobody gave a code there are no sets to compare.
    several = _several(members, codes_per_unit, units, len(coders)) and bool(names)
    cells = np.full(len(members), -1)
    first, cells[rated], _ = distinct_rows(np.packbits(members[rated], axis=1))
    return CodedUnits(
        units=np.asarray(units, dtype=object),
        coders=tuple(coders),
        codes=tuple(names),
        cells=cells.reshape(len(units), len(coders)),
        sets=members[rated][first],
        clusters=_clusters(table, unit, len(units)),
        several=several,
        remarks=tuple(remarks),
    )


def _clean(codings: pd.DataFrame, no_code: str) -> tuple[pd.DataFrame, list[str]]:
    """Return rows that carry a rating as text, "" for no code, with remarks."""
    _require_columns(codings)
    keep = [c for c in (*_COLUMNS, "respondent") if c in codings.columns]
    table = codings[keep].apply(names_of)
    remarks = []
    blank = table["code"] == ""
    nameless = (table["unit"] == "") | (table["coder"] == "")
    if nameless.any():
        rows = [str(label) for label in table.index[nameless][:5]]
        message = (
            f"{int(nameless.sum())} row(s) name no unit or no coder (index "
            f"{', '.join(rows)}). Fill them in, or remove the rows."
        )
        raise CodingsError(message)
    if blank.any():
        remarks.append(f"{int(blank.sum())} row(s) without a code read as not rated")
    if blank.all():
        message = f"No row carries a code: {len(table)} row(s), all without a code."
        raise CodingsError(message)
    coder = table["coder"]
    idle = sorted(set(coder.unique()) - set(coder[~blank].unique()))
    if idle:
        remarks.append(f"coder(s) without any rating left out: {', '.join(idle)}")
    table = table[~blank].reset_index(drop=True)
    if _mixed(codings["code"][~blank]):
        remarks.append("codes mix numbers and text; numbers were read as text")
    if "respondent" in keep:
        # A unit without a respondent stands alone, under a name no respondent has.
        who = table["respondent"]
        table["respondent"] = who.where(who != "", "\0" + table["unit"])
    repeated = table.duplicated(list(_COLUMNS))
    if repeated.any():
        remarks.append(f"{int(repeated.sum())} repeated row(s) counted once")
    empty = table["code"].str.casefold() == no_code.casefold()
    table = table[~repeated].assign(code=table["code"].mask(empty, ""))
    return table, remarks


def _require_columns(codings: pd.DataFrame) -> None:
    """Refuse a table without the three columns, or with one of them twice."""
    if not isinstance(codings, pd.DataFrame):
        message = f"Codings must be a DataFrame, got {type(codings).__name__}."
        raise CodingsError(message)
    found = [str(column) for column in codings.columns]
    missing = [column for column in _COLUMNS if column not in found]
    if missing:
        message = (
            f"The codings lack the column(s) {missing!r}; found {found!r}. "
            "They need one row per code given: unit, coder, code."
        )
        raise CodingsError(message)
    doubled = sorted({column for column in _COLUMNS if found.count(column) > 1})
    if doubled:
        message = f"The codings hold the column(s) {doubled!r} twice; keep one."
        raise CodingsError(message)


def _refuse_unknown(table: pd.DataFrame, codes: Sequence[str] | None) -> None:
    """Refuse codes that the stated codebook does not hold."""
    if codes is None:
        return
    unknown = sorted(set(table["code"].unique()) - set(codes) - {""})
    if unknown:
        message = (
            f"{len(unknown)} code(s) are not in the codebook: {unknown[:10]!r}. "
            "Correct the codings, or add the codes to the codebook."
        )
        raise CodingsError(message)


def _several(
    members: Any, codes_per_unit: CodesPerUnit, units: pd.Index, n_coders: int
) -> bool:
    """Decide whether units carry one code or several, refusing a contradiction."""
    many = np.flatnonzero(members.sum(axis=1) > 1)
    if codes_per_unit == "one" and len(many):
        names = [f"{units[i // n_coders]!s}" for i in many[:5]]
        message = (
            f"{len(many)} rating(s) carry more than one code (units "
            f"{', '.join(names)}). Keep one code per unit and coder, or pass "
            "codes_per_unit='several'."
        )
        raise CodingsError(message)
    return codes_per_unit == "several" or len(many) > 0


def _refuse_contradictions(cells: IntArray, units: pd.Index, coders: pd.Index) -> None:
    """Refuse a code and "no code" from one coder for one unit."""
    if len(cells):
        unit, coder = divmod(int(cells[0]), len(coders))
        message = (
            f"{len(cells)} time(s) a coder gave a unit a code and also that no code "
            f"applies, first {coders[coder]!s} for {units[unit]!s}. Keep one of both."
        )
        raise CodingsError(message)


def _clusters(table: pd.DataFrame, unit: IntArray, n_units: int) -> IntArray | None:
    """Return the number of each unit's respondent; None where each has one unit."""
    if "respondent" not in table.columns:
        return None
    pairs = pd.DataFrame({"unit": unit, "respondent": table["respondent"].to_numpy()})
    pairs = pairs.drop_duplicates()
    if len(pairs) > n_units:
        twice = pairs["unit"][pairs["unit"].duplicated()].nunique()
        message = (
            f"{twice} unit(s) belong to more than one respondent; give each unit "
            "one respondent, or make the unit names unique."
        )
        raise CodingsError(message)
    number = pd.factorize(pairs.sort_values("unit")["respondent"], sort=True)[0]
    return None if len(np.unique(number)) == n_units else np.asarray(number)


def _mixed(column: pd.Series) -> bool:
    """Tell whether a column holds both text and numbers."""
    if isinstance(column.dtype, pd.StringDtype):
        return False
    text = column.astype("object").map(lambda value: isinstance(value, str))
    return bool(text.any() and not text.all())
