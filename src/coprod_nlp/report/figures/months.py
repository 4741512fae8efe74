"""Draws shares of several sources by month, one strip for each department."""

from typing import Any

from matplotlib.figure import Figure

from coprod_nlp.report.figures.canvas import (
    ACCENT,
    INK,
    QUIET,
    RULE,
    Picture,
    clipped,
    drawn_percent,
    panel,
)
from coprod_nlp.report.summary.triangulation_page import (
    EVERY_MONTH,
    SourceShare,
    TriangulationPage,
)

MOST_STRIPS = 12
"""Departments that one picture shows; the table beneath holds them all."""

_MARKS = (("D", INK), ("o", ACCENT), ("s", QUIET))


def source_months(page: TriangulationPage) -> Picture:
    """Draw who was involved as each source has it, by month and department.

    Parameters
    ----------
    page : TriangulationPage

    Returns
    -------
    Picture
        One strip per department from 0 to 100 percent, with intervals; one mark for
        each source.
    """
    words = "; ".join(
        f"{share.department}, {share.month}, {share.source}: "
        f"{drawn_percent(share.share)}"
        for share in page.involved
    )
    title = "Patients involved, by source, month and department, with 95% intervals"
    return Picture("sources", title, words, lambda: _draw(page))


def _draw(page: TriangulationPage) -> Figure:
    strip, left, right = 92.0, 44.0, 508.0
    shown = page.departments[:MOST_STRIPS]
    figure, axes = panel(520.0, strip * len(shown) + 46)
    sources = list(dict.fromkeys(share.source for share in page.involved))
    step = (right - left) / max(len(page.months), 1)
    for place, source in enumerate(sources):
        marker, colour = _MARKS[place % len(_MARKS)]
        axes.plot([left + 150 * place], [12], marker=marker, color=colour, markersize=6)
        axes.text(left + 150 * place + 9, 12, source, va="center", size=9)
    for row, department in enumerate(shown):
        top = 28 + strip * row
        axes.text(4, top + 8, clipped(department, 60), va="center", weight="bold")
        for tick in (0.0, 0.5, 1.0):
            y = _y(tick, top)
            axes.plot([left, right], [y, y], color=RULE, linewidth=0.7, zorder=0)
            axes.text(left - 6, y, drawn_percent(tick), ha="right", va="center", size=8)
        for share in page.involved:
            if share.department != department or share.month == EVERY_MONTH:
                continue
            place = sources.index(share.source)
            # Side by side, so that intervals of one month do not hide each other.
            aside = (place - (len(sources) - 1) / 2) * min(9.0, step / 4)
            x = left + step * (page.months.index(share.month) + 0.5) + aside
            _mark(axes, share, x, top, _MARKS[place % len(_MARKS)])
    bottom = 28 + strip * len(shown)
    every = max(1, len(page.months) // 12)
    for index, month in enumerate(page.months[::every]):
        x = left + step * (index * every + 0.5)
        axes.text(x, bottom + 8, month, ha="center", va="center", size=8, color=QUIET)
    return figure


def _y(share: float, top: float) -> float:
    return top + 80 - 58 * share


def _mark(
    axes: Any, share: SourceShare, x: float, top: float, look: tuple[str, str]
) -> None:
    if share.share is None:
        return
    marker, colour = look
    if share.low is not None and share.high is not None:
        ends = [_y(share.low, top), _y(share.high, top)]
        axes.plot([x, x], ends, color=colour, linewidth=1.1)
    axes.plot(
        [x], [_y(share.share, top)], marker=marker, markersize=5.5, color=colour,
        linestyle="none",
    )  # fmt: skip
