"""The page as a reader, a browser and a screen reader meet it."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pandas as pd
import pytest

from coprod_nlp.report import Findings, render, summarise
from coprod_nlp.survey import Survey, load_instrument
from summaries import page_of, summary_of

VOID = {"meta", "link", "br", "hr", "img", "input", "col"}


class _Outline(HTMLParser):
    """Collects headings, ids and addresses, and checks that tags nest."""

    def __init__(self):
        super().__init__()
        self.headings, self.ids, self.addresses, self.open = [], [], [], []
        self.tags = []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in attrs:
            self.ids.append(attrs["id"])
        self.addresses += [
            attrs[name] for name in ("src", "href", "xlink:href") if name in attrs
        ]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def outline(page):
    """Read a page and check that every tag is closed where it should be."""
    found = _Outline()
    found.feed(page)
    assert found.open == []
    return found


@pytest.fixture
def page(summary):
    """Return the page of the small survey."""
    return page_of(summary)


def test_a_script_in_an_answer_is_text(page):
    """An answer that holds a script is shown, never run."""
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_name_of_a_theme_is_text_also_in_a_picture(page):
    """Words of respondents name themes; in a picture they are escaped as well."""
    assert "<b>" not in page
    assert page.count("&lt;b&gt;meeting&lt;/b&gt; &amp; $x_1$") >= 3


def test_right_to_left_words_and_emoji_survive(page):
    """A quotation keeps its script; the browser is told to find its direction."""
    assert 'dir="auto">العمل مع المرضى 🤝 معا</p>' in page


def test_evidence_is_marked_with_the_name_of_its_element(page):
    """Overlapping evidence is cut where it starts and ends, each named once."""
    assert (
        "<mark>working </mark>"
        '<mark>with<bdi class="element">[Collaboration]</bdi></mark>'
        '<mark> patients<bdi class="element">[Lived experience]</bdi></mark>'
    ) in page


def test_nothing_is_asked_from_outside(page):
    """Every address on the page points into the page."""
    addresses = outline(page).addresses

    assert all(a.startswith("#") or a == "data:," for a in addresses)
    assert not re.search(r"url\((?!#)", page)
    assert "@import" not in page
    assert "http://" not in page
    assert "https://" not in page


def test_every_link_leads_somewhere(page):
    """A link of the contents ends at an id that exists, and no id is used twice."""
    found = outline(page)

    assert len(found.ids) == len(set(found.ids))
    assert {a[1:] for a in found.addresses if a.startswith("#")} <= set(found.ids)
    labels = [a["aria-labelledby"] for _, a in found.tags if "aria-labelledby" in a]
    assert {name for label in labels for name in label.split()} <= set(found.ids)


def test_headings_come_in_order(page):
    """There is one title, and no level of heading is skipped."""
    levels = outline(page).headings

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_tables_tell_a_screen_reader_what_they_are(page):
    """Each table has a caption, each header cell a scope, each picture words."""
    tags = outline(page).tags
    count = [tag for tag, _ in tags].count

    assert count("table") == count("caption") > 0
    assert all(attrs.get("scope") for tag, attrs in tags if tag == "th")
    pictures = [attrs for tag, attrs in tags if tag == "svg"]
    assert all(attrs.get("role") == "img" for attrs in pictures)
    assert count("desc") == len(pictures) > 0


def test_a_number_leads_to_its_file_and_row(page):
    """The last cell of a row is its row in the CSV file; so needs no hovering."""
    row = re.search(r'<tr title="tables/role_type.csv, row 2">.*?</tr>', page)

    assert row.group().endswith('<td class="num">2</td></tr>')


def test_a_synthetic_survey_is_marked_everywhere(page):
    """The banner, every figure, the foot of the page and every printed page say so."""
    marks = page.count("SYNTHETIC EXAMPLE")

    assert marks == page.count("<figure") + 3


def test_a_real_survey_is_not_called_synthetic(summary):
    """Answers that people gave are not marked as invented."""
    page = render(replace(summary, synthetic=False))

    assert "synthetic example" not in page.casefold()


def test_the_same_survey_gives_the_same_bytes(everything, page):
    """Two runs give one page, so that a difference means something."""
    assert render(summary_of(everything)) == page


def test_a_survey_without_findings_is_told_in_sentences(survey):
    """Where a part is missing, the page says so instead of failing."""
    page = render(summarise(Findings(survey, {})))

    assert "there is nothing to judge" in page
    assert "There are no themes to draw." in page
    assert "No codings by people were given" in page
    outline(page)


def test_a_survey_without_respondents_gives_a_page():
    """An empty file is a report of nothing, not an error."""
    empty = pd.DataFrame(index=pd.Index([], name="respondent", dtype="str"))
    columns = ["row", "respondent", "question", "problem", "action"]
    survey = Survey(
        answers=empty,
        raw=empty,
        strata=empty,
        extra=empty,
        problems=pd.DataFrame(columns=columns),
        instrument=load_instrument(),
        source="empty.csv",
        sha256="",
        synthetic=False,
    )
    page = render(summarise(Findings(survey, {})))

    assert "There is nothing to report" in page
    assert "0 respondents" in page


def test_a_question_without_themes_gives_its_reason(everything, finder):
    """The finder's reason stands where its themes would."""
    finder.themes_, finder.reason_ = (), "Only 3 units; 10 are needed."
    page = render(summary_of(everything))

    assert "No candidate themes: Only 3 units; 10 are needed." in page


def test_a_suppressed_count_is_called_hidden(everything):
    """A hidden cell shows neither its count nor its share."""
    table = everything["tables"]["role_type"]
    table["n"] = table["n"].astype("Int64")
    table.loc[0, ["n", "share", "share_low", "share_high"]] = pd.NA
    page = render(summary_of(everything))

    assert '<td class="num">hidden</td>' in page


def test_a_very_long_answer_is_cut_and_says_so(everything, verdicts):
    """Ten megabytes in one cell do not end up on the page."""
    survey = everything["survey"]
    survey.answers.loc["R1", "q4a"] = "together " * 1_000_000
    page = render(summary_of(everything))

    assert len(page) < 1_000_000
    assert "[…]" in page


def test_agreement_without_coefficients_has_no_picture(everything):
    """In reflexive work no coefficient is given, so there is none to draw."""
    table = everything["agreement"]
    table[["kappa", "ac1", "alpha"]] = float("nan")
    page = render(summary_of(everything))

    assert "Definition: agreement on all codes" not in page
    assert ">Kappa</th>" not in page
    assert "undefined" not in page
    assert "disagreements.csv lists those answers" in page


def test_the_reflexive_approach_leaves_coefficients_off(everything):
    """No empty column and no cell called undefined, but the reason."""
    table = everything["agreement"]
    table[["percent", "kappa", "ac1", "alpha"]] = float("nan")
    everything["run"] = replace(everything["run"], approach="reflexive")
    page = render(summary_of(everything))

    assert "reflexive thematic analysis does not use them" in page
    assert "disagreements.csv" in page
    assert "undefined" not in page
    assert ">Kappa</th>" not in page


def test_further_strata_fold_away(everything):
    """One picture per question stands open; those by other strata are a click away."""
    tables = everything["tables"]
    tables["q6_by_department"] = tables["q6_by_role_type"]
    page = render(summary_of(everything))

    folded = page.index("<summary>The same by department</summary>")
    assert page.index("your role? By role type") < folded
    assert page.index("your role? By department") > folded


def test_the_order_of_tables_is_kept(page):
    """Knowledge by role type comes before the crossed cells, as it was handed over."""
    assert page.index("or defined it accurately, by") < page.index(
        "defining it, crossed"
    )


def test_a_remark_on_agreement_is_printed_once(everything):
    """Rows share numbered notes, so that a table stays a table."""
    table = everything["agreement"]
    table["note"] = "both coders used one code only"
    page = render(summary_of(everything))
    note = "<li>both coders used one code only</li>"

    assert page.count(note) == page.count('<ol class="notes">') == 2
