"""Puts units into strata, by a column of the codings or by a Series."""

import pandas as pd

from coprod_nlp.agreement.codings.units import CodedUnits
from coprod_nlp.exceptions import CodingsError
from coprod_nlp.files.names import named_index, names_of
from coprod_nlp.files.strata import require_strata
from coprod_nlp.files.words import NO_STRATUM


def strata_of(
    codings: pd.DataFrame, units: CodedUnits, by: str | pd.Series
) -> pd.Series:
    """Return the stratum of each unit.

    Parameters
    ----------
    codings : DataFrame
        The codings, with a column `by` if that is a name.
    units : CodedUnits
        The units of these codings.
    by : str or Series
        Name of a column, or strata indexed by unit.

    Returns
    -------
    Series of str, length n_units
        In the order of the units; "(not known)" where none is given.

    Raises
    ------
    CodingsError
        If there is no such column, or a unit lies in two strata.
    TypeError
        If `by` is neither a name nor a Series.
    """
    if isinstance(by, str):
        if by not in codings.columns:
            message = (
                f"The codings have no column {by!r} to split by; found "
                f"{[str(column) for column in codings.columns]!r}."
            )
            raise CodingsError(message)
        by = pd.Series(codings[by].to_numpy(), index=codings["unit"].to_numpy())
    require_strata(by, "the name of a column or a Series indexed by unit")
    strata = names_of(by)
    strata.index = named_index(strata.index)
    strata = strata[strata != ""]
    pairs = strata.reset_index().drop_duplicates()
    pairs.columns = pd.Index(["unit", "stratum"])
    split = pairs["unit"][pairs["unit"].duplicated()].nunique()
    if split:
        message = f"{split} unit(s) lie in two strata; give each unit one."
        raise CodingsError(message)
    found = pairs.set_index("unit")["stratum"].reindex(pd.Index(units.units))
    return found.fillna(NO_STRATUM)
