import pandas as pd
import pytest

from coprod_nlp.themes import (
    ThemeFinder,
    set_aside_frame,
    thematic_map,
    thematic_map_from_codings,
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

    assert list(drawn.nodes) == ["id", "kind", "name", "size", "parent", "source"]
    assert list(drawn.edges) == ["source", "target", "weight"]


def test_adopted_codes_make_a_map_too():
    """Sections are domains and codes are themes, whoever coded them."""
    codings = pd.DataFrame(
        {
            "respondent": ["R1", "R1", "R2"],
            "code": ["barriers/distance", "barriers/time_workload", "other"],
        }
    )
    drawn = thematic_map_from_codings(codings, domains={"barriers": "Barriers"})

    assert {"adopted"} == set(drawn.nodes["source"])
    assert drawn.nodes.query("kind == 'domain'")["name"].tolist() == [
        "Barriers",
        "other",
    ]
    assert drawn.edges["weight"].tolist() == [1]


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
