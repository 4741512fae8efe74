"""Turns a Summary into one HTML page that needs nothing from outside."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from coprod_nlp.report.figures import Picture
from coprod_nlp.report.outline import outline
from coprod_nlp.report.outline.blocks import Block
from coprod_nlp.report.outline.numbers import count, counted, interval, percent
from coprod_nlp.report.summary.sections import Summary


def render(summary: Summary) -> str:
    """Return the report as one self-contained HTML page.

    Parameters
    ----------
    summary : Summary
        As `summarise` made it.

    Returns
    -------
    str
        HTML with its style and its pictures inside, without scripts. Everything
        a respondent wrote is escaped; equal summaries give equal bytes.
    """
    return fill("report.html.j2", report=outline(summary))


def fill(template: str, **values: object) -> str:
    """Return a template filled with values, all words escaped, the style inside.

    Parameters
    ----------
    template : str
        Name of a file in ``templates/``.
    **values : object
        What it shows; `Picture` is drawn by the filter ``svg``.
    """
    page = _environment().get_template(template).render(style=_style(), **values)
    return page.strip() + "\n"


@cache
def _environment() -> Environment:
    templates = Environment(
        loader=PackageLoader("coprod_nlp.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(
        kind=_kind,
        svg=_svg,
        count=count,
        counted=counted,
        interval=interval,
        percent=percent,
    )
    return templates


def _style() -> Markup:
    sheet = files("coprod_nlp.report").joinpath("templates", "style.css")
    return Markup(sheet.read_text(encoding="utf-8"))


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


def _svg(picture: Picture) -> Markup:
    # Our own drawing; matplotlib has escaped the words inside it.
    return Markup(picture.svg)
