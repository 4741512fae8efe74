"""Prints numbers as every table and sentence of the report has them."""

from collections.abc import Iterable

from coprod_nlp.report.summary.parts import Coefficient, Share
from coprod_nlp.report.summary.triangulation_page import SourceShare

NOTHING = "—"
"""What stands where there is no number."""


def count(value: int | None) -> str:
    """Return a count, or "hidden" where it is suppressed."""
    return "hidden" if value is None else str(value)


def percent(value: float | None) -> str:
    """Return a share in percent.

    Examples
    --------
    >>> percent(0.748), percent(None)
    ('74.8%', '—')
    """
    return NOTHING if value is None else f"{value:.1%}"


def decimal(value: float | None) -> str:
    """Return a number with two decimals."""
    return NOTHING if value is None else f"{value:.2f}"


def interval(share: Share | SourceShare) -> str:
    """Return the interval of a share in percent."""
    if share.low is None or share.high is None:
        return NOTHING
    return f"{share.low:.1%} to {share.high:.1%}"


def coefficient(found: Coefficient) -> str:
    """Return a coefficient with its interval.

    Examples
    --------
    >>> coefficient(Coefficient(0.8, 0.7, 0.9)), coefficient(Coefficient(None))
    ('0.80 (0.70 to 0.90)', 'undefined')
    """
    if found.value is None:
        return "undefined"
    if found.low is None or found.high is None:
        return decimal(found.value)
    return f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})"


def counted(items: Iterable[tuple[str, int]]) -> str:
    """Return counts with what they count.

    Examples
    --------
    >>> counted([("left blank", 2), ("said they did not know", 1)])
    '2 left blank, 1 said they did not know'
    """
    return ", ".join(f"{n} {words}" for words, n in items)
