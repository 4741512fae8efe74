"""Pictures: what they say in words, in grey and on every run."""

import xml.etree.ElementTree as ET

import pytest
from matplotlib.colors import to_rgb

from coprod_nlp.report.figures import bars, scale_bars, thematic_tree
from coprod_nlp.report.figures.bars import _SCALES
from coprod_nlp.report.figures.canvas import ACCENT, INK, PALE, QUIET
from coprod_nlp.report.figures.tree import MOST_PER_DOMAIN, drawn_rows
from coprod_nlp.report.summary.parts import Map, MapLink, MapNode, Share, ShareTable


def luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    parts = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in to_rgb(colour)
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    """Contrast ratio as WCAG 2 defines it."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def table(**changes):
    """One known share and one that is hidden."""
    shares = (
        Share("Everybody", "Yes", 3, 4, 0.75, 0.3, 0.95),
        Share("Everybody", "No", None, 4),
    )
    facts = {"name": "q", "file": "q", "heading": "Able?", "subject": "q", "by": ""}
    return ShareTable(**{**facts, "shares": shares, **changes})


@pytest.mark.parametrize("scale", _SCALES.values())
def test_a_scale_reads_in_grey(scale):
    """Each point of a scale is darker than the one before it."""
    light = [luminance(colour) for colour in scale]

    assert light == sorted(light, reverse=True)
    assert len(set(light)) == len(light)


@pytest.mark.parametrize("colour", [INK, QUIET, ACCENT])
def test_text_has_contrast(colour):
    """Text on white has the contrast that WCAG 2 AA asks for."""
    assert contrast(colour, "#ffffff") >= 4.5
    assert contrast(INK, PALE) >= 4.5


@pytest.mark.parametrize("draw", [bars, scale_bars])
def test_a_picture_is_the_same_on_every_run(draw):
    """Neither a date nor a random id is in a picture."""
    assert draw(table()).svg == draw(table()).svg


def test_a_picture_is_well_formed_and_described():
    """The picture is XML with a title and the numbers in words."""
    drawn = bars(table())
    root = ET.fromstring(drawn.svg.replace("xlink:href", "href"))

    assert root.find("title").text == "Able?"
    assert (
        root.find("desc").text
        == "Yes, Everybody: 75.0% (3 of 4); No, Everybody: hidden"
    )


def test_words_in_a_picture_stay_text():
    """Emoji, other scripts, formulas and tags are handed to the browser as written."""
    words = '"><script>x</script> العمل 🤝 $\\frac{1}{2}$'
    shares = (Share("Everybody", words, 1, 2, 0.5, 0.1, 0.9),)
    drawn = bars(table(shares=shares))
    texts = "".join(ET.fromstring(drawn.svg.replace("xlink:href", "href")).itertext())

    assert words in texts
    assert "<script" not in drawn.svg


def test_the_map_draws_the_largest_and_counts_the_rest():
    """A domain with many themes shows the largest and says how many more."""
    domain = MapNode("d", "domain", "Strengths", 50, "", "candidate")
    themes = [
        MapNode(f"t{i:02}", "theme", f"theme {i}", 30 - i, "d", "candidate")
        for i in range(MOST_PER_DOMAIN + 3)
    ]
    thematic_map = Map((domain, *themes), (MapLink("t00", "t10", 4),))
    rows = drawn_rows(thematic_map)

    assert [node.name for node, _ in rows][1] == "theme 0"
    assert rows[-1][0].name == "and 3 smaller themes"
    assert "theme 10 (20)" in thematic_tree(thematic_map).description
