"""Draws shares: bars with intervals, and a scale as bars stacked in order."""

from collections.abc import Sequence
from typing import Any

from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb
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
    drawn_percent,
    listed,
    panel,
)
from coprod_nlp.report.summary.parts import Share, ShareTable

_WIDTH = 360.0
_LEFT, _RIGHT, _LABELLED = 4.0, 268.0, 110.0
# Lightness carries the order, so that a grey copy reads like the colour one.
_SCALES = {
    1: ("#1b5e8a",),
    2: ("#c9dcea", "#1b5e8a"),
    3: ("#dbe8f1", "#7fb0d2", "#1b5e8a"),
    4: ("#e6eff5", "#b1d0e5", "#5c98c2", "#14496c"),
    5: ("#eef4f8", "#c9dcea", "#8fbcd9", "#3f82b0", "#113f5d"),
}


def bars(table: ShareTable) -> Picture:
    """Draw each share as a bar with its interval, grouped by value.

    Parameters
    ----------
    table : ShareTable
        One or more strata, one or more values.

    Returns
    -------
    Picture
        Bars run from 0 to 100 percent; a suppressed share is written as hidden.
    """
    words = "; ".join(_said(share) for share in table.shares)
    return Picture(table.name, table.title, words, lambda: _draw_bars(table))


def _said(share: Share) -> str:
    if share.share is None:
        return f"{share.value}, {share.stratum}: hidden"
    return (
        f"{share.value}, {share.stratum}: {drawn_percent(share.share, 1)}"
        f" ({share.n} of {share.base})"
    )


def _draw_bars(table: ShareTable) -> Figure:
    several = len(table.strata) > 1
    group, row, gap = 18.0, 19.0 if several else 16.0, 10.0
    height = 22 + sum(
        group + gap + row * len([s for s in table.shares if s.value == value])
        for value in table.values
    )
    figure, axes = panel(_WIDTH, height)
    y = 4.0
    tops = y
    for value in table.values:
        axes.text(_LEFT, y + 8, clipped(value, 50), va="center", weight="bold")
        y += group
        for share in (s for s in table.shares if s.value == value):
            _bar(axes, share, y, row, several)
            y += row
        y += gap
    _percent_axis(axes, tops + group - 3, y - gap + 2, _LABELLED if several else _LEFT)
    return figure


def _x(share: float, left: float) -> float:
    return left + share * (_RIGHT - left)


def _bar(axes: Any, share: Share, y: float, row: float, several: bool) -> None:
    left = _LABELLED if several else _LEFT
    middle = y + row / 2 - 1
    if several:
        axes.text(_LEFT, middle, clipped(share.stratum, 19), va="center", size=9)
    if share.share is None:
        axes.text(left + 4, middle, "hidden (small count)", va="center", color=QUIET)
        return
    whole = share.stratum == "Everybody"
    axes.add_patch(
        Rectangle(
            (left, y + 2),
            max(_x(share.share, left) - left, 0.6),
            row - 6,
            facecolor=ACCENT if whole else PALE,
            edgecolor=ACCENT,
            linewidth=0.8,
        )
    )
    if share.low is not None and share.high is not None:
        _whisker(axes, _x(share.low, left), _x(share.high, left), middle)
    axes.text(
        _RIGHT + 8,
        middle,
        f"{drawn_percent(share.share)} ({share.n}/{share.base})",
        va="center",
        size=9,
    )


def _whisker(axes: Any, low: float, high: float, y: float) -> None:
    # A white line under the dark one keeps it visible on a dark bar.
    for colour, width in (("white", 3.6), (INK, 1.3)):
        axes.plot([low, high], [y, y], color=colour, linewidth=width)
        for x in (low, high):
            axes.plot([x, x], [y - 3, y + 3], color=colour, linewidth=width)


def _percent_axis(axes: Any, top: float, bottom: float, left: float) -> None:
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = _x(tick, left)
        axes.plot([x, x], [top, bottom], color=RULE, linewidth=0.7, zorder=0)
        axes.text(
            x,
            bottom + 9,
            f"{tick:.0%}",
            # At the edge of the picture a centred label would be cut.
            ha="left" if x <= _LEFT else "center",
            va="center",
            size=8,
            color=QUIET,
        )


def scale_bars(table: ShareTable) -> Picture:
    """Draw the points of a scale stacked in order, one bar per stratum.

    Values that stand apart ("Don't know") are left out of the bar and counted in
    words beside it, since they are no point of the scale.

    Parameters
    ----------
    table : ShareTable
        One or more values on the scale, from least to most.

    Returns
    -------
    Picture
        The darker, the further up the scale.
    """
    words = "; ".join(
        f"{stratum}: "
        + listed([f"{s.value} {drawn_percent(s.share, 1)}" for s in table.of(stratum)])
        for stratum in table.strata
    )
    return Picture(table.name, table.title, words, lambda: _draw_scale(table))


def scale_colours(n_points: int) -> tuple[str, ...]:
    """Return a colour for each point of a scale, each darker than the one before.

    Examples
    --------
    >>> scale_colours(2)
    ('#c9dcea', '#1b5e8a')
    """
    longest = max(_SCALES)
    if n_points <= longest:
        return _SCALES[max(1, n_points)]
    steps = LinearSegmentedColormap.from_list("scale", _SCALES[longest], N=n_points)
    return tuple(to_hex(steps(index)) for index in range(n_points))


def label_colour(behind: str) -> str:
    """Return the colour of text that stands out more from the one behind it."""
    red, green, blue = to_rgb(behind)
    return "white" if 0.3 * red + 0.59 * green + 0.11 * blue < 0.47 else INK


def _draw_scale(table: ShareTable) -> Figure:
    points = [value for value in table.values if value not in table.apart]
    colours = scale_colours(len(points))
    bar, row = 22.0, 46.0
    key = 17.0 * len(points)
    figure, axes = panel(_WIDTH, 10 + row * len(table.strata) + key)
    for index, stratum in enumerate(table.strata):
        y = 4 + row * index
        shares = {share.value: share for share in table.of(stratum)}
        axes.text(_LEFT, y + 7, clipped(stratum, 26), va="center", weight="bold")
        _beside(axes, y + 7, shares, table)
        on_scale = [shares.get(value) for value in points]
        _stack(axes, on_scale, colours, y + 15, bar)
    _key(axes, points, colours, 8 + row * len(table.strata))
    return figure


def _beside(axes: Any, y: float, shares: dict[str, Share], table: ShareTable) -> None:
    """Write the base of the bar, and the counts of what stands apart from it."""
    bases = {share.base for share in shares.values() if share.value not in table.apart}
    words = [f"n = {base}" for base in bases if len(bases) == 1 and base is not None]
    words += [
        f"{share.value}: {'hidden' if share.n is None else share.n}"
        for share in shares.values()
        if share.value in table.apart
    ]
    axes.text(
        _WIDTH - _LEFT,
        y,
        clipped(", ".join(words), 42),
        ha="right",
        va="center",
        size=8.5,
        color=QUIET,
    )


def _stack(
    axes: Any,
    shares: Sequence[Share | None],
    colours: Sequence[str],
    y: float,
    height: float,
) -> None:
    known = [s.share if s is not None and s.share is not None else 0.0 for s in shares]
    total = sum(known)
    if total <= 0:
        axes.text(_LEFT, y + height / 2, "hidden or no answers", va="center")
        return
    full, x = _WIDTH - 2 * _LEFT, _LEFT
    for index, share in enumerate(known):
        # Shares may be out of all answers, those apart included: fill the bar.
        width = full * share / total
        axes.add_patch(
            Rectangle(
                (x, y), width, height, facecolor=colours[index], edgecolor="white",
                linewidth=1.2,
            )
        )  # fmt: skip
        if width > 30:
            axes.text(
                x + width / 2,
                y + height / 2,
                drawn_percent(share),
                ha="center",
                va="center",
                size=9,
                color=label_colour(colours[index]),
            )
        x += width
    axes.add_patch(
        Rectangle((_LEFT, y), full, height, fill=False, edgecolor=QUIET, linewidth=0.7)
    )


def _key(axes: Any, points: Sequence[str], colours: Sequence[str], top: float) -> None:
    for index, value in enumerate(points):
        y = top + 17 * index
        axes.add_patch(
            Rectangle(
                (_LEFT, y), 14, 11, facecolor=colours[index], edgecolor=QUIET,
                linewidth=0.6,
            )
        )  # fmt: skip
        axes.text(_LEFT + 21, y + 6, clipped(value, 54), va="center", size=9)
