"""Draws sizes of themes as bars, agreement and changes as dots with intervals."""

from collections.abc import Sequence
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from coprod_nlp.report.figures.canvas import (
    ACCENT,
    INK,
    PALE,
    QUIET,
    RULE,
    Picture,
    clipped,
    panel,
)
from coprod_nlp.report.summary.change_page import Change
from coprod_nlp.report.summary.parts import AgreementRow, Coefficient
from coprod_nlp.report.summary.sections import QuestionThemes

MOST_THEMES = 12
"""Themes that one picture shows; the table beneath holds them all."""

_WIDTH = 360.0
_LEFT = 4.0


def theme_sizes(found: QuestionThemes) -> Picture:
    """Draw how many answers speak of each of the dozen largest candidate themes."""
    name = f"themes-{found.question}"
    title = f"Candidate themes of question {found.number}, by number of answers"
    words = "; ".join(f"{theme.name}: {theme.n_answers}" for theme in found.themes)
    return Picture(name, title, words, lambda: _draw_sizes(found))


def _draw_sizes(found: QuestionThemes) -> Figure:
    row = 34.0
    shown = found.themes[:MOST_THEMES]
    figure, axes = panel(_WIDTH, 6 + row * len(shown))
    largest = max((theme.n_answers for theme in shown), default=1) or 1
    for index, theme in enumerate(shown):
        y = 4 + row * index
        axes.text(_LEFT, y + 8, clipped(theme.name, 54), va="center")
        width = max(1.0, (_WIDTH - 60) * theme.n_answers / largest)
        axes.add_patch(
            Rectangle(
                (_LEFT, y + 17), width, 9, facecolor=PALE, edgecolor=ACCENT,
                linewidth=0.8,
            )
        )  # fmt: skip
        axes.text(
            _LEFT + width + 8, y + 21.5, str(theme.n_answers), va="center", size=9
        )
    return figure


def agreement_dots(
    rows: Sequence[AgreementRow], *, name: str, by_code: bool = False
) -> tuple[tuple[str, Picture], ...]:
    """Draw kappa, AC1 and alpha of each comparison as dots with their intervals.

    Parameters
    ----------
    rows : sequence of AgreementRow
        An undefined coefficient is written, not drawn.
    name : str
        Name of the pictures on the page, before their numbers.
    by_code : bool, default=False
        Name each row by its code instead of its comparison.

    Returns
    -------
    tuple of (str, Picture)
        Each subject with its picture, from the lowest value found (0 or below) to 1.
    """
    subjects: dict[str, list[AgreementRow]] = {}
    for row in rows:
        subjects.setdefault(row.subject, []).append(row)
    return tuple(
        (subject, _dots(subject, own, f"{name}-{number}", by_code))
        for number, (subject, own) in enumerate(subjects.items(), start=1)
    )


def _dots(
    subject: str, rows: Sequence[AgreementRow], name: str, by_code: bool
) -> Picture:
    words = "; ".join(
        f"{subject}, {_heading(row, by_code)}: "
        + ", ".join(f"{label} {_number(c)}" for label, c, _ in _coefficients(row))
        for row in rows
    )
    title = f"{subject}: agreement between codings, with 95% intervals"
    return Picture(name, title, words, lambda: _draw_dots(rows, by_code))


def _heading(row: AgreementRow, by_code: bool) -> str:
    return row.code if by_code else row.comparison


def _coefficients(row: AgreementRow) -> tuple[tuple[str, Coefficient, str], ...]:
    names, markers = ("kappa", "AC1", "alpha"), ("o", "s", "D")
    return tuple(zip(names, row.coefficients, markers, strict=True))


def _number(coefficient: Coefficient) -> str:
    if coefficient.value is None:
        return "undefined"
    return f"{coefficient.value:.2f}"


def _draw_dots(rows: Sequence[AgreementRow], by_code: bool) -> Figure:
    line, block = 15.0, 72.0
    height = block * len(rows) + 22
    figure, axes = panel(_WIDTH, height)
    left, right = 50.0, 295.0
    found = [c for row in rows for _, c, _ in _coefficients(row)]
    lowest = min([0.0, *(v for c in found for v in (c.value, c.low) if v is not None)])

    def x(value: float) -> float:
        return left + (value - lowest) / (1 - lowest) * (right - left)

    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        axes.plot([x(tick)] * 2, [22, height - 18], color=RULE, linewidth=0.7, zorder=0)
        axes.text(
            x(tick), height - 9, f"{tick:g}", ha="center", va="center", size=8.5,
            color=QUIET,
        )  # fmt: skip
    for index, row in enumerate(rows):
        y = block * index
        heading = clipped(_heading(row, by_code), 48)
        axes.text(_LEFT, y + 11, heading, va="center", weight="bold")
        for step, (label, coefficient, marker) in enumerate(_coefficients(row)):
            place = y + 27 + line * step
            axes.text(_LEFT, place, label, va="center", size=9)
            _dot(axes, coefficient, marker, x, place, right)
    return figure


def _dot(
    axes: Any, coefficient: Coefficient, marker: str, x: Any, y: float, right: float
) -> None:
    axes.text(right + 14, y, _number(coefficient), va="center", size=9)
    if coefficient.value is None:
        return
    if coefficient.low is not None and coefficient.high is not None:
        ends = [x(coefficient.low), x(coefficient.high)]
        axes.plot(ends, [y, y], color=INK, linewidth=1.2)
    axes.plot(
        [x(coefficient.value)], [y], marker=marker, markersize=6, color=ACCENT,
        linestyle="none",
    )  # fmt: skip


def change_dots(rows: Sequence[Change], *, name: str) -> Picture:
    """Draw how far each figure of one survey differs from another's, with intervals.

    Parameters
    ----------
    rows : sequence of Change
        Of one unit; what is hidden is written, not drawn.
    name : str
        Name on the page.

    Returns
    -------
    Picture
        A line at 0; filled dots where the interval leaves 0 out.
    """
    words = "; ".join(f"{row.what} {row.detail}: {row.in_words}" for row in rows)
    title = f"Differences in {rows[0].unit}, now less before, with 95% intervals"
    return Picture(name, title, words, lambda: _draw_changes(rows))


def _draw_changes(rows: Sequence[Change]) -> Figure:
    block, left, right = 40.0, 12.0, 400.0
    height = block * len(rows) + 24
    figure, axes = panel(520.0, height)
    ends = [abs(v) for row in rows for v in (row.low, row.high) if v is not None]
    reach = max([*ends, 0.1]) * 1.05

    def x(value: float) -> float:
        return left + (value + reach) / (2 * reach) * (right - left)

    for tick, side in ((-reach, "left"), (0.0, "center"), (reach, "right")):
        axes.text(
            x(tick), height - 9, f"{tick:+.3g}" if tick else "no difference",
            ha=side, va="center", size=8.5, color=QUIET,
        )  # fmt: skip
    for index, row in enumerate(rows):
        y = block * index
        label = clipped(f"{row.detail} \u2013 {row.what}", 74)
        axes.text(left, y + 10, label, va="center")
        axes.text(right + 10, y + 27, row.in_words, va="center", size=8.5)
        # In pieces, so that it crosses no words.
        nought = [y + 19, y + 36]
        axes.plot([x(0)] * 2, nought, color=QUIET, linewidth=0.9, zorder=0)
        if row.difference is None or row.low is None or row.high is None:
            continue
        clear = row.low > 0 or row.high < 0
        axes.plot([x(row.low), x(row.high)], [y + 27] * 2, color=INK, linewidth=1.2)
        axes.plot(
            [x(row.difference)], [y + 27], marker="o", markersize=6, linestyle="none",
            color=ACCENT, markerfacecolor=ACCENT if clear else "white",
        )  # fmt: skip
    return figure
