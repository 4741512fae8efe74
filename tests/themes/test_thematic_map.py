import pandas as pd
import pytest

from coprod_nlp.themes import (
    ThemeFinder,
    set_aside_frame,
    thematic_map,
    thematic_map_of_both,
    themes_frame,
    units_frame,
)


@pytest.fixture
def finders(bag_of_words, barriers):
    """Return finders of two questions answered by the same respondents."""
    answers = pd.Series(barriers, index=[f"R{i:02d}" for i in range(len(barriers))])
    return {
        question: ThemeFinder(encoder=bag_of_words, guide=None).fit(answers, question)
        for question in ("q12b", "q14")
    }


def test_ids_of_themes_are_unique_over_questions(finders):
    """T01 of two questions are two nodes."""
    nodes = thematic_map(finders, {"q12b": "Barriers", "q14": "Barriers"}).nodes

    assert nodes["id"].is_unique
    assert {"q12b:T01", "q14:T01"} <= set(nodes["id"])


def test_a_domain_counts_each_respondent_once(finders):
    """Two questions of one domain do not count their respondents twice."""
    nodes = thematic_map(finders, {"q12b": "Barriers", "q14": "Barriers"}).nodes
    (size,) = nodes.loc[nodes["kind"] == "domain", "size"]

    assert size == 12


def test_links_count_respondents_in_common(finders):
    """The same theme of two questions shares all of its respondents."""
    drawn = thematic_map(finders)
    size = drawn.nodes.set_index("id").loc["q12b:T01", "size"]
    edges = drawn.edges.set_index(["source", "target"])

    assert size == edges.loc[("q12b:T01", "q14:T01"), "weight"]


def test_no_themes_make_an_empty_map():
    """The columns stand even when there is nothing to show."""
    drawn = thematic_map({})

    assert list(drawn.nodes) == ["id", "kind", "name", "size", "parent", "state"]
    assert list(drawn.edges) == ["source", "target", "weight"]


@pytest.fixture
def coded():
    """Return codes of two sections under one question, and one under another."""
    rows = [
        ("R00", "q12b", "barriers/distance"),
        ("R01", "q12b", "barriers/time"),
        ("R01", "q12b", "improvement/training"),
        ("R01", "q13", "strengths/voice"),
    ]
    return pd.DataFrame(rows, columns=["respondent", "question", "code"])


DOMAINS = {"q12b": "Barriers", "q13": "Strengths", "q14": "Improvement"}


def test_a_question_that_people_coded_is_drawn_by_its_codes(finders, coded):
    """Adopted codes take the place of the candidate themes of that question alone."""
    nodes = thematic_map_of_both(finders, coded, DOMAINS).nodes
    themes = nodes[nodes["kind"] == "theme"]

    assert not themes["id"].str.startswith("q12b:").any()
    assert set(themes.loc[themes["id"].str.startswith("q14:"), "state"]) == {
        "candidate"
    }
    assert set(themes.loc[themes["id"].str.contains("/"), "state"]) == {"adopted"}


def test_sections_are_themes_where_a_domain_has_several(finders, coded):
    """Barriers has two sections, so they stand over their codes; Strengths has one."""
    nodes = thematic_map_of_both(finders, coded, DOMAINS).nodes.set_index("id")

    assert nodes.loc["barriers/distance", "parent"] == "barriers"
    assert nodes.loc["barriers", "parent"] == "domain:Barriers"
    assert nodes.loc["barriers", "size"] == 2
    assert nodes.loc["strengths/voice", "parent"] == "domain:Strengths"


def test_adopted_and_candidate_themes_share_respondents(finders, coded):
    """A link joins a code with a candidate theme of another question."""
    edges = thematic_map_of_both(finders, coded, DOMAINS).edges

    pairs = set(zip(edges["source"], edges["target"], strict=True))
    assert any(one == "barriers/time" and two.startswith("q14:") for one, two in pairs)


def test_without_codings_the_map_is_of_candidates(finders, coded):
    """No codes, no change."""
    both = thematic_map_of_both(finders, coded.iloc[:0], {"q12b": "Barriers"})

    assert both.nodes.equals(thematic_map(finders, {"q12b": "Barriers"}).nodes)


def test_a_section_used_under_two_questions_stands_once(coded):
    """It stands in the domain where most of its codes were given, with all of them."""
    rows = [(who, "q13", "barriers/distance") for who in ("R07", "R08", "R09")]
    more = pd.DataFrame(rows, columns=coded.columns)
    nodes = thematic_map_of_both({}, pd.concat([coded, more]), DOMAINS).nodes
    parents = nodes.set_index("id")["parent"]

    assert nodes["id"].is_unique
    assert nodes.set_index("id").loc["barriers/distance", "size"] == 4
    assert parents["barriers"] == "domain:Strengths"
    assert parents["strengths/voice"] == "strengths"


def test_themes_frame_ends_each_question_with_its_residual(finders):
    """themes.csv accounts for every unit of every question."""
    frame = themes_frame(finders)
    units = units_frame(finders)

    assert frame.groupby("question")["theme"].last().tolist() == [
        "residual",
        "residual",
    ]
    assert len(units) == frame["n_units"].sum()


def test_frames_without_questions_have_their_columns():
    """An analysis without open questions writes tables with a header only."""
    assert "exemplar" in themes_frame({}).columns
    assert "theme" in units_frame({}).columns
    assert list(set_aside_frame({}).columns) == ["question", "answer", "kind"]


def test_every_non_answer_has_a_row_under_its_question(bag_of_words, barriers):
    """What was set aside can be counted in a file, question by question."""
    answers = pd.Series([*barriers, "n/a", "don't know"])
    finder = ThemeFinder(encoder=bag_of_words, guide=None).fit(answers, "q14")
    frame = set_aside_frame({"q14": finder})

    assert set(frame["question"]) == {"q14"}
    assert frame["answer"].tolist() == finder.set_aside_["answer"].tolist()
    assert {12, 13} <= set(frame["answer"])
