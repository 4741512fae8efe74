"""Draws on matplotlib, as inline SVG or as PNG that is the same every time."""

import io
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

INK = "#1d2733"
QUIET = "#5b6673"
RULE = "#d5dae0"
ACCENT = "#1b5e8a"
PALE = "#c9dcea"

_SETTINGS: dict[Any, Any] = {
    # Text stays text: it can be selected and searched, the browser sets emoji and
    # right-to-left words properly, and the page is a fifth of the size.
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    # The widest of the usual fonts; what fits in it fits in the reader's.
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 10.0,
    "text.color": INK,
    # A theme may be called "$5"; that is not a formula.
    "text.parse_math": False,
    "axes.edgecolor": RULE,
    "axes.labelcolor": QUIET,
    "xtick.color": QUIET,
    "hatch.linewidth": 0.6,
    "hatch.color": QUIET,
}
_INCH = 72.0
_DOTS = 200
_PAGE = 178
"""Millimetres between the margins of an A4 page."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure that is drawn when it is asked for, and the words that stand for it.

    Parameters
    ----------
    name : str
        Unique in the report; ids inside the SVG start with it.
    title, description : str
        What it shows, and what it says in words.
    draw : callable
        Returns the Figure.
    """

    name: str
    title: str
    description: str
    draw: Callable[[], Figure]

    @property
    def svg(self) -> str:
        """An ``<svg>`` element with ``role="img"``; the same bytes on every run."""
        prefix = re.sub(r"[^a-zA-Z0-9]+", "-", self.name)
        drawn = self._saved(FigureCanvasSVG, "svg", {"Date": None, "Creator": None})
        return _inline(drawn.decode("utf-8"), prefix, self.title, self.description)

    @property
    def svg_file(self) -> str:
        """The SVG as a file of its own, as wide as an A4 page with margins."""
        body = self.svg
        box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', body)
        width, height = (float(side) for side in box.groups()) if box else (1.0, 1.0)
        size = f'width="{_PAGE}mm" height="{_PAGE * height / width:.1f}mm"'
        names = (
            'xmlns="http://www.w3.org/2000/svg" '
            'xmlns:xlink="http://www.w3.org/1999/xlink"'
        )
        start = '<?xml version="1.0" encoding="utf-8"?>\n<svg'
        return f"{start} {names} {size}{body.removeprefix('<svg')}\n"

    @property
    def png(self) -> bytes:
        """The same figure in dots, sharp in print; letters are drawn, not text."""
        return self._saved(FigureCanvasAgg, "png", {"Software": None})

    def _saved(
        self, canvas: Callable[[Figure], Any], kind: str, metadata: dict[str, None]
    ) -> bytes:
        stream = io.BytesIO()
        with mpl.rc_context({**_SETTINGS, "svg.hashsalt": self.name}):
            figure = self.draw()
            canvas(figure)
            with warnings.catch_warnings():
                # A browser sets the text itself, so a glyph that matplotlib lacks is
                # no loss there; in a PNG it is a box, and the words are beside it.
                warnings.filterwarnings("ignore", message=r"Glyph .* missing from font")
                figure.savefig(
                    stream,
                    format=kind,
                    dpi=_DOTS,
                    transparent=kind == "svg",
                    metadata=metadata,
                )
        return stream.getvalue()


def panel(width: float, height: float) -> tuple[Figure, Any]:
    """Return a figure and its one axes, whose unit is the point, y downwards.

    Parameters
    ----------
    width, height : float
        In points; text of size 10 is 10 units high.

    Returns
    -------
    (Figure, Axes)
        The axes fill the figure and draw no frame.
    """
    figure = Figure(figsize=(width / _INCH, height / _INCH))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    return figure, axes


def clipped(text: str, longest: int) -> str:
    """Return `text` cut to `longest` characters, at a word where there is one.

    Examples
    --------
    >>> clipped("equitable multidisciplinary collaboration", 30)
    'equitable multidisciplinary…'
    """
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    space = text.rfind(" ", longest // 2, longest)
    return text[: space if space > 0 else longest - 1] + "…"


def drawn_percent(share: float | None, digits: int = 0) -> str:
    """Return a share as a percentage, or "hidden" where there is none.

    Examples
    --------
    >>> drawn_percent(0.748, 1), drawn_percent(None)
    ('74.8%', 'hidden')
    """
    return "hidden" if share is None else f"{share:.{digits}%}"


def listed(items: Sequence[str]) -> str:
    """Return items joined as a sentence needs them.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]


def _inline(svg: str, prefix: str, title: str, description: str) -> str:
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    opening, rest = body.split(">", 1)
    box = re.search(r'viewBox="([^"]*)"', opening)
    # Only tags are touched: words of a respondent may look like an attribute.
    rest = re.sub(r"<[^>]*>", lambda tag: _prefixed(tag.group(), prefix), rest)
    ids = f"{prefix}-title", f"{prefix}-desc"
    return (
        f'<svg viewBox="{box.group(1) if box else ""}" role="img"'
        f' aria-labelledby="{ids[0]} {ids[1]}">'
        f'<title id="{ids[0]}">{escape(title)}</title>'
        f'<desc id="{ids[1]}">{escape(description)}</desc>{rest.strip()}'
    )


def _prefixed(tag: str, prefix: str) -> str:
    tag = re.sub(r'\bid="', f'id="{prefix}-', tag)
    tag = re.sub(r'href="#', f'href="#{prefix}-', tag)
    tag = re.sub(r"url\(#", f"url(#{prefix}-", tag)
    return re.sub(r'font: ([^;"]*?)(\d[\d.]*px)[^;"]*', r"font: \1\2 sans-serif", tag)
