"""Gathers what the page of two surveys says; no HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from coprod_nlp.files.words import EVERYBODY
from coprod_nlp.report.summary.placing import KNOWING
from coprod_nlp.report.summary.shares import capital, number_or_none, readable
from coprod_nlp.survey.instrument import Instrument
from coprod_nlp.tables.knowledge import BASES

_ALL = BASES[0]


@dataclass(frozen=True, slots=True)
class Change:
    """One figure in two surveys.

    Parameters
    ----------
    what, detail : str
        What was counted or asked, and which answer.
    before, now : str
        In words, with count and base.
    difference, low, high : float or None
        In percentage points, or points of the scale for a mean; None where hidden.
    unit : str
        "percentage points" or "points of the scale".
    """

    what: str
    detail: str
    before: str
    now: str
    difference: float | None
    low: float | None
    high: float | None
    unit: str

    @property
    def in_words(self) -> str:
        """The difference with its interval."""
        if self.difference is None or self.low is None or self.high is None:
            return "hidden"
        digits = 1 if self.unit == PERCENT else 2
        return (
            f"{self.difference:+.{digits}f} ({self.low:+.{digits}f} to "
            f"{self.high:+.{digits}f})"
        )


PERCENT, POINTS = "percentage points", "points of the scale"


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Everything the page says, as numbers and words.

    Parameters
    ----------
    sources : (str, str)
        Names of the files, the earlier one first.
    sizes : (int, int)
        Respondents of each.
    synthetic : bool
        Whether the answers of either were invented.
    headlines : tuple of str
    shares, means : tuple of Change
        Of everybody, in the order of the questionnaire.
    notes : tuple of str
        What could not be compared.
    """

    sources: tuple[str, str]
    sizes: tuple[int, int]
    synthetic: bool
    headlines: tuple[str, ...]
    shares: tuple[Change, ...]
    means: tuple[Change, ...]
    notes: tuple[str, ...]


def change_page(
    changes: pd.DataFrame,
    *,
    instrument: Instrument,
    sources: tuple[str, str],
    sizes: tuple[int, int],
    synthetic: bool,
    notes: Sequence[str],
) -> ChangePage:
    """Gather the page.

    Parameters
    ----------
    changes : DataFrame
        From `change_table`.
    instrument : Instrument
        Gives the wording of the questions.
    sources, sizes : pair
        Names of the files and numbers of respondents, the earlier one first.
    synthetic : bool
        Whether the answers of either were invented.
    notes : sequence of str
        What could not be compared.
    """
    whole = changes[
        (changes["stratum"] == EVERYBODY) & ~changes["table"].str.contains("_by_")
    ]
    rows = whole.to_dict("records")
    known = [row for row in rows if row["table"] == "knowledge"]
    of_knowledge = [
        _share("Knowledge", row)
        for row in known
        if row["value"] in KNOWING and row["base_is"] == _ALL
    ]
    of_knowledge += [
        _share("Knowledge, of those who wrote a definition", row)
        for row in known
        if row["value"] == "accurate" and row["base_is"] != _ALL
    ]
    asked = {q.id: f"{q.number}. {q.text}" for q in instrument.questions}
    of_questions = [
        _share(asked[row["table"]], row)
        for row in rows
        if row["table"] in asked and row["kind"] in ("", "positive")
    ]
    means = [
        _mean(asked[row["table"]], row)
        for row in rows
        if row["table"] in asked and row["kind"] == "mean"
    ]
    shares = tuple([*of_knowledge, *of_questions])
    return ChangePage(
        sources=sources,
        sizes=sizes,
        synthetic=synthetic,
        headlines=_headlines([*shares, *means]),
        shares=shares,
        means=tuple(means),
        notes=tuple(notes),
    )


def _share(what: str, row: dict[Any, Any]) -> Change:
    detail = capital(readable(str(row["value"])))
    before, now = (_counted(row, when) for when in ("before", "now"))
    return Change(what, detail, before, now, *_ends(row, 100), unit=PERCENT)


def _mean(what: str, row: dict[Any, Any]) -> Change:
    said = [number_or_none(row[when]) for when in ("before", "now")]
    before, now = ("hidden" if mean is None else f"{mean:.2f}" for mean in said)
    return Change(what, "Mean of the scale", before, now, *_ends(row, 1), unit=POINTS)


def _ends(
    row: dict[Any, Any], times: float
) -> tuple[float | None, float | None, float | None]:
    """Return the difference and the ends of its interval, each `times` as large."""
    found = [number_or_none(row[name]) for name in ("difference", "low", "high")]
    difference, low, high = (None if end is None else times * end for end in found)
    return difference, low, high


def _counted(row: dict[Any, Any], when: str) -> str:
    share = number_or_none(row[when])
    if share is None:
        return "hidden"
    return f"{share:.1%} ({row[f'n_{when}']} of {row[f'base_{when}']})"


def _headlines(changes: Sequence[Change]) -> tuple[str, ...]:
    """Say how many figures were looked at, and which moved further than by chance."""
    clear = [
        change
        for change in changes
        if change.low is not None
        and change.high is not None
        and (change.low > 0 or change.high < 0)
    ]
    shown = [change for change in changes if change.difference is not None]
    told = [
        f"{change.what} {change.detail}: {change.in_words} {change.unit}; "
        f"{change.before} before, {change.now} now."
        for change in clear
    ]
    few = "None" if not clear else str(len(clear))
    return (
        f"{few} of {len(shown)} figures differ by more than their 95% interval allows "
        "for. Of twenty figures that have not moved, one does so by chance.",
        *told,
    )
