import re

import pandas as pd
import pytest

from coprod_nlp.exceptions import SettingsError, SurveySchemaError
from coprod_nlp.pipeline.one_column import read_answers
from coprod_nlp.pipeline.theming import propose_themes
from coprod_nlp.themes import ThemeSet

BARRIERS = [
    "no time at all",
    "no time to sit",
    "time is short",
    "never any time",
    "families live far away",
    "parents live far off",
    "relatives live far away",
    "far away from family",
    "agency staff every night",
    "agency staff again",
    "too many agency staff",
    "staff shortage with agency staff",
]
NEW = ["rooms locked", "rooms locked again", "meeting rooms locked", "locked rooms"]


@pytest.fixture
def write(tmp_path):
    """Return a function that writes answers as a table."""

    def written(texts, name="answers.csv"):
        path = tmp_path / name
        who = [f"R{i:02d}" for i in range(len(texts))]
        pd.DataFrame({"who": who, "what": texts}).to_csv(path, index=False)
        return path

    return written


@pytest.fixture
def propose(write, bag_of_words):
    """Return a function that finds themes in answers."""

    def proposed(texts, **more):
        return propose_themes(
            write(texts), "what", identifier="who", encoder=bag_of_words, **more
        )

    return proposed


@pytest.fixture
def edited(propose, tmp_path):
    """Return the file of a set of which a human adopted every theme."""
    theme_set = propose(BARRIERS, question="q12b").theme_set
    ids = [theme.id for theme in theme_set.themes]
    return theme_set.adopt(ids, by="AB").save(tmp_path / "edited")


def read(path):
    """Read a table that was written."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")


def text_of(page):
    """Return a page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_every_file_is_written(propose, tmp_path):
    """Tables, theme set and page."""
    page = propose([*BARRIERS, "n/a"]).write(tmp_path / "out")

    assert page == tmp_path / "out" / "themes.html"
    assert {path.name for path in page.parent.iterdir()} == {
        "themes.csv",
        "units.csv",
        "set_aside.csv",
        "themes.toml",
        "themes.html",
    }


def test_the_tables_account_for_every_unit(propose, tmp_path):
    """Sizes in themes.csv add up to the rows of units.csv."""
    propose([*BARRIERS, "printer broken"]).write(tmp_path / "out")
    themes, units = (read(tmp_path / "out" / f"{n}.csv") for n in ("themes", "units"))

    assert themes["n_units"].astype(int).sum() == len(units) == 13
    assert themes["theme"].iloc[-1] == "residual"


def test_a_non_answer_is_set_aside_with_its_row(propose, tmp_path):
    """It is listed by kind."""
    propose([*BARRIERS, "n/a"]).write(tmp_path / "out")
    aside = read(tmp_path / "out" / "set_aside.csv")

    assert aside.to_dict("list") == {"answer": ["R12"], "kind": ["not_applicable"]}


def test_the_same_file_gives_the_same_bytes(propose, tmp_path):
    """No clock and no path comes in."""
    for name in ("one", "other"):
        propose(BARRIERS).write(tmp_path / name)

    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()


def test_the_page_says_that_a_machine_proposes(propose, tmp_path):
    """Nobody takes a candidate for a finding."""
    words = text_of(propose(BARRIERS).write(tmp_path / "out").read_text("utf-8"))

    assert "proposed by a machine" in words
    assert "accept, change or drop" in words
    assert "stable (" in words


def test_a_hostile_answer_is_text(propose, tmp_path):
    """A script in an answer, a name or a note is shown, never run."""
    hostile = [f"{text} <script>alert(1)</script>" for text in BARRIERS]
    theming = propose(hostile)
    renamed = theming.theme_set.rename("T01", "<img src=x>", note="<b>", by="A<i>")
    path = renamed.save(tmp_path / "edited")
    page = propose(hostile, edited=path).write(tmp_path / "out").read_text("utf-8")

    assert not re.search(r"<(script|img|b|i)\b", page)
    assert "&lt;script&gt;" in page
    assert "&lt;img src=x&gt;" in page


def test_the_page_needs_nothing_from_outside(propose, tmp_path):
    """Every address on the page points into the page."""
    page = propose(BARRIERS).write(tmp_path / "out").read_text("utf-8")
    addresses = re.findall(r'(?:href|src)="([^"]*)"', page)
    ids = re.findall(r' id="([^"]*)"', page)

    assert len(ids) == len(set(ids))
    assert {a[1:] for a in addresses if a != "data:,"} <= set(ids)


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ([], "There are no answers to find themes in."),
        (["no time"], "Only 1 distinct"),
        (["no time", "n/a"], "Only 1 distinct"),
        (["no time", "risk"], "Only 2 distinct"),
    ],
)
def test_few_answers_give_a_reason(propose, tmp_path, texts, reason):
    """Nothing to group is a page too."""
    words = text_of(propose(texts).write(tmp_path / "out").read_text("utf-8"))

    assert reason in words
    assert "There are no themes to draw." in words


def test_twenty_answers_give_themes(propose, tmp_path):
    """They are enough for a result."""
    theming = propose([*BARRIERS, *(f"{text} here" for text in BARRIERS[:8])])

    assert theming.theme_set.themes
    assert theming.finder.reason_ == ""


def test_an_edited_set_is_placed_on_more_answers(propose, edited, tmp_path):
    """Adopted and new themes stand apart."""
    theming = propose([*BARRIERS, *NEW, "no time here"], edited=edited)
    page = theming.write(tmp_path / "out").read_text("utf-8")
    states = read(tmp_path / "out" / "themes.csv").set_index("theme")["state"]

    assert "candidate" in set(states)
    assert "adopted" in set(states)
    assert page.index(">Adopted themes</h2>") < page.index(">New candidate themes</h2>")


def test_the_question_of_an_edited_set_is_kept(propose, edited):
    """It need not be given again."""
    assert propose(BARRIERS, edited=edited).theme_set.question == "q12b"


def test_a_set_of_another_question_is_refused(propose, edited):
    """Before any work is done."""
    with pytest.raises(SettingsError, match="q14"):
        propose(BARRIERS, edited=edited, question="q14")


def test_an_edited_set_is_not_written_over(propose, edited):
    """A second run without it would lose what somebody decided."""
    with pytest.raises(SettingsError, match="--edited"):
        propose(BARRIERS, question="q12b").write(edited.parent)
    assert ThemeSet.load(edited).theme("T01").state == "adopted"


@pytest.mark.parametrize("named", ["file", "folder"])
def test_an_edited_set_can_be_carried_on_in_its_folder(propose, edited, named):
    """The decisions are in the set that takes its place."""
    path = edited if named == "file" else edited.parent
    propose([*BARRIERS, *NEW], edited=path).write(edited.parent)

    assert ThemeSet.load(edited).theme("T01").state == "adopted"


def test_two_rows_of_one_name_are_refused(write, bag_of_words):
    """A decision on a unit must find it again."""
    path = write(["no time", "risk"])
    path.write_text(path.read_text().replace("R01", "R00"))

    with pytest.raises(SurveySchemaError):
        propose_themes(path, "what", identifier="who", encoder=bag_of_words)


def test_answers_have_the_names_that_a_workbook_gives_them(write, bag_of_words):
    """Themes and codings of one file can be joined."""
    path = write(["no time"])
    theming = propose_themes(path, "what", encoder=bag_of_words)

    named = read_answers(path, "what").answers.index
    assert theming.theme_set.units["answer"].tolist() == [*named]


def test_a_document_pasted_in_is_read_in_part(propose, tmp_path):
    """The page says so."""
    page = propose(["no time. " * 4000]).write(tmp_path / "out").read_text("utf-8")

    assert "1 answer of more than 20,000 characters" in page


def test_each_step_is_told(propose):
    """A long run shows what it is at."""
    told = []
    propose(["no time"], progress=lambda *step: told.append(step))

    assert [done for _, done, _ in told] == [0, 1, 2]
