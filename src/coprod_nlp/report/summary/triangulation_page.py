"""Gathers what the page of three sources says; no HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from coprod_nlp.files.words import EVERYBODY
from coprod_nlp.report.summary.shares import (
    capital,
    count_or_none,
    number_or_none,
    readable,
)

_INVOLVED = "patient_involved"
_CRITERIA = {
    _INVOLVED: "Patient involved",
    "carer_involved": "Carer involved",
    "voice_conveyed": "Patient's voice conveyed",
    "copy_given": "Copy given",
}
EVERY_MONTH = "every month"
"""What stands for the month of a total."""


@dataclass(frozen=True, slots=True)
class SourceShare:
    """One share of one source, in one department and month.

    `share`, `low` and `high` are None where hidden.
    """

    source: str
    criterion: str
    department: str
    month: str
    n: int | None
    base: int | None
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class TriangulationPage:
    """Everything the page says, as numbers and words.

    Parameters
    ----------
    files : tuple of (str, str)
        Source and name of its file.
    synthetic : bool
        Whether the staff survey was invented.
    headlines : tuple of str
    notes : tuple of str
        Which departments one source only has.
    months, departments : tuple of str
        In order; everybody is the first department.
    involved : tuple of SourceShare
        Whether patients were involved, as each source has it.
    others : tuple of SourceShare
        The other criteria of the audits.
    """

    files: tuple[tuple[str, str], ...]
    synthetic: bool
    headlines: tuple[str, ...]
    notes: tuple[str, ...]
    months: tuple[str, ...]
    departments: tuple[str, ...]
    involved: tuple[SourceShare, ...]
    others: tuple[SourceShare, ...]


def triangulation_page(
    table: pd.DataFrame,
    *,
    files: Sequence[tuple[str, str]],
    synthetic: bool,
    notes: Sequence[str],
) -> TriangulationPage:
    """Gather the page.

    Parameters
    ----------
    table : DataFrame
        From `source_table`, rows of all sources.
    files : sequence of (str, str)
        Source and name of its file.
    synthetic : bool
        Whether the staff survey was invented.
    notes : sequence of str
        Which departments one source only has.
    """
    shares = [_share(row) for row in table.to_dict("records")]
    months = sorted({share.month for share in shares} - {EVERY_MONTH})
    everybody = capital(readable(EVERYBODY))
    named = sorted({share.department for share in shares} - {everybody})
    title = _CRITERIA[_INVOLVED]
    involved = tuple(share for share in shares if share.criterion == title)
    return TriangulationPage(
        files=tuple(files),
        synthetic=synthetic,
        headlines=_headlines(involved, everybody),
        notes=tuple(notes),
        months=tuple(months),
        departments=(everybody, *named),
        involved=involved,
        others=tuple(share for share in shares if share not in involved),
    )


def _share(row: Mapping[Any, Any]) -> SourceShare:
    criterion, month = str(row["criterion"]), str(row["month"])
    low, high = (number_or_none(row[name]) for name in ("share_low", "share_high"))
    return SourceShare(
        source=str(row["source"]),
        criterion=_CRITERIA.get(criterion, criterion),
        department=capital(readable(str(row["department"]))),
        month=EVERY_MONTH if month == EVERYBODY else month,
        n=count_or_none(row["n"]),
        base=count_or_none(row["base"]),
        share=number_or_none(row["share"]),
        low=low,
        high=high,
    )


def _headlines(involved: Sequence[SourceShare], everybody: str) -> tuple[str, ...]:
    """Say what each source has of everybody, over every month that it covers."""
    said = []
    for source in dict.fromkeys(share.source for share in involved):
        own = [s for s in involved if (s.source, s.department) == (source, everybody)]
        totals = [s for s in own if s.month == EVERY_MONTH] or own
        whole = totals[0] if totals else None
        if whole is None or whole.share is None or whole.low is None:
            said.append(f"{capital(source)}: hidden, since too few.")
            continue
        said.append(
            f"{capital(source)}: patients involved in {whole.share:.0%} "
            f"({whole.n} of {whole.base}; 95% interval {whole.low:.0%} to "
            f"{whole.high:.0%})."
        )
    return tuple(said)
