"""Pictures: what they say in words, in grey and on every run."""

import xml.etree.ElementTree as ET

import pytest
from matplotlib.colors import to_rgb

from coprod_nlp.report.figures import bars, scale_bars, thematic_tree
from coprod_nlp.report.figures.bars import label_colour, scale_colours
from coprod_nlp.report.figures.canvas import ACCENT, INK, PALE, QUIET
from coprod_nlp.report.figures.tree import (
    MOST_PER_DOMAIN,
    MOST_ROWS,
    drawn_links,
    drawn_rows,
)
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


@pytest.mark.parametrize("n_points", range(1, 12))
def test_a_scale_reads_in_grey(n_points):
    """Each point of a scale is darker than the one before it."""
    light = [luminance(colour) for colour in scale_colours(n_points)]

    assert light == sorted(light, reverse=True)
    assert len(set(light)) == n_points


@pytest.mark.parametrize("n_points", range(1, 12))
def test_a_label_stands_out_from_its_point(n_points):
    """On each point, text has more than the contrast WCAG 2 asks of large letters."""
    for colour in scale_colours(n_points):
        assert contrast(label_colour(colour), colour) >= 3.75


def test_a_scale_of_eleven_points_is_drawn():
    """From 0 to 10, each point in the bar and in the key."""
    points = [str(point) for point in range(11)]
    shares = tuple(Share("Everybody", p, 1, 11, 1 / 11, 0.0, 0.4) for p in points)
    drawn = ET.fromstring(scale_bars(table(shares=shares)).svg)

    assert set(points) <= set("\n".join(drawn.itertext()).split("\n"))


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


def seven_domains():
    """Seven domains of two themes, each with six sub-themes, and links."""
    nodes, links = [], []
    for d in range(7):
        domain = f"d{d}"
        nodes.append(MapNode(domain, "domain", f"Domain {d}", 60, "", "adopted"))
        for t in range(2):
            theme = f"{domain}t{t}"
            nodes.append(MapNode(theme, "theme", theme, 40 - t, domain, "adopted"))
            for sub in range(6):
                id = f"{theme}s{sub}"
                nodes.append(MapNode(id, "theme", id, 20 - sub, theme, "candidate"))
                links.append(MapLink(theme, id, 20 - sub))
    return Map(tuple(nodes), tuple(links))


def test_a_map_with_sub_themes_fits_one_page():
    """However many themes there are, the file is no taller than A4 within margins."""
    found = seven_domains()
    root = ET.fromstring(thematic_tree(found).svg_file.encode("utf-8"))

    assert len(drawn_rows(found)) <= MOST_ROWS
    assert root.get("width") == "178mm"
    assert float(root.get("height").removesuffix("mm")) <= 297 - 36


def test_no_sub_theme_is_drawn_without_its_theme():
    """A theme counts those under it, so the largest of a domain come with theirs."""
    rows = drawn_rows(seven_domains())
    drawn = {node.id for node, _ in rows}

    assert all(node.parent in {*drawn, ""} for node, _ in rows)
    assert {f"d{d}t{t}" for d in range(7) for t in range(2)} <= drawn


def test_every_arc_joins_themes_that_are_drawn():
    """A link to a theme that is only counted would end nowhere."""
    found = seven_domains()
    drawn = {node.id for node, _ in drawn_rows(found)}

    links = drawn_links(found)
    assert len(links) == 12
    assert all({link.source, link.target} <= drawn for link in links)


def test_adopted_and_candidate_are_told_apart_in_grey():
    """Dark and pale differ as WCAG asks of a graphic; the key says which is which."""
    svg = thematic_tree(seven_domains()).svg

    assert contrast(ACCENT, PALE) >= 3
    assert "adopted by people" in svg
    assert "candidate theme, adopted by nobody yet" in svg


def test_the_words_of_a_map_name_sub_themes_under_their_themes():
    """Who cannot see the picture is told the same order."""
    assert "d0t0 (40: d0t0s0 (20), " in thematic_tree(seven_domains()).description


def test_a_picture_in_dots_is_the_same_on_every_run():
    """A PNG holds neither a date nor the name of a version."""
    drawn = bars(table()).png

    assert drawn.startswith(b"\x89PNG")
    assert drawn == bars(table()).png
