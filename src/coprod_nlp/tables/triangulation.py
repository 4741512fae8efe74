"""Shares from several sources, by month and department, side by side."""

from collections.abc import Sequence

import pandas as pd

from coprod_nlp.files.names import name_of
from coprod_nlp.files.words import EVERYBODY, NO_STRATUM
from coprod_nlp.tables.layout import Nest
from coprod_nlp.tables.shares import crosstab, truths
from coprod_nlp.tables.suppression import suppress_together

SOURCE_COLUMNS = (
    "source", "criterion", "department", "month", "n", "base", "share", "share_low",
    "share_high", "suppressed",
)  # fmt: skip
"""Columns of a table of sources, in this order."""

_JOINT = "\x1f"


def source_table(
    rows: pd.DataFrame, criteria: Sequence[str], source: str, *, rule: str = "none"
) -> pd.DataFrame:
    """Count how often each criterion is met, by month, by department, and by both.

    Parameters
    ----------
    rows : DataFrame
        One row per care plan, or per patient: month, department, and the criteria as
        booleans; missing ones are no part of the base.
    criteria : sequence of str
    source : str
        What the rows are from.
    rule : str, default="none"
        Rule for small counts; see `RULES`.

    Returns
    -------
    DataFrame
        The columns `SOURCE_COLUMNS`; "(all)" stands for every month or department. A
        cell in which nothing was asked is left out.

    Raises
    ------
    ValueError
        If the name of a criterion holds "_by_", or a criterion anything but booleans.

    Examples
    --------
    >>> rows = pd.DataFrame(
    ...     {
    ...         "month": ["2024-05", "2024-05", "2024-06"],
    ...         "department": ["A", "B", "A"],
    ...         "met": pd.array([True, False, True], dtype="boolean"),
    ...     }
    ... )
    >>> table = source_table(rows, ["met"], "audit")
    >>> table[["department", "month", "n", "base"]].values.tolist()[:3]
    [['(all)', '(all)', 2, 3], ['(all)', '2024-05', 1, 2], ['(all)', '2024-06', 1, 1]]
    """
    parted = [criterion for criterion in criteria if "_by_" in criterion]
    if parted:
        message = f"The name of a criterion has no '_by_'; rename {parted!r}."
        raise ValueError(message)
    month, department = (
        rows[name].map(name_of, na_action="ignore").astype("str").fillna(NO_STRATUM)
        for name in ("month", "department")
    )
    both = department + _JOINT + month
    strata = {"month": month, "department": department, "both": both}
    tables = {
        f"{criterion}_by_{by}": crosstab(
            truths(rows[criterion]).map({True: "yes", False: "no"}),
            own,
            order=["yes", "no"],
        )
        for criterion in criteria
        if rows[criterion].notna().any()
        for by, own in strata.items()
    }
    nests = [
        Nest("both", by, dict(zip(both, own, strict=True)))
        for by, own in strata.items()
        if by != "both"
    ]
    published = suppress_together(tables, rule, nests=nests)
    found = [_placed(name, table) for name, table in published.items()]
    whole = pd.concat(found, ignore_index=True).assign(source=source)
    whole = whole.drop_duplicates(["criterion", "department", "month"])
    # Capitals sort before brackets would; everybody comes first.
    order = {name: i for i, name in enumerate(criteria)}
    place = whole.assign(
        criterion=whole["criterion"].map(order),
        department=whole["department"].where(whole["department"] != EVERYBODY, ""),
        month=whole["month"].where(whole["month"] != EVERYBODY, ""),
    ).sort_values(["criterion", "department", "month"])
    return whole.loc[place.index, list(SOURCE_COLUMNS)].reset_index(drop=True)


def _placed(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of those who met a criterion, with department and month."""
    criterion, _, by = name.partition("_by_")
    own = table[(table["value"] == "yes") & (table["base"].ne(0).fillna(True))]
    stratum = own["stratum"].astype("str")
    department = month = pd.Series(EVERYBODY, index=own.index, dtype="str")
    inside = stratum != EVERYBODY
    if by == "both":
        parts = stratum.str.partition(_JOINT)
        department = department.mask(inside, parts[0])
        month = month.mask(inside, parts[2])
    elif by == "month":
        month = month.mask(inside, stratum)
    else:
        department = department.mask(inside, stratum)
    return own.assign(criterion=criterion, department=department, month=month)
