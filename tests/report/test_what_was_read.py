"""What the report says of how the file was read, and what it leaves to a list."""

from dataclasses import replace

import pytest

from coprod_nlp.files.problems import Problem, problems_frame
from coprod_nlp.report.outline.domains import domain_section
from coprod_nlp.report.outline.opening import in_short
from coprod_nlp.survey.answers import NO_OPTION
from coprod_nlp.survey.spellings import SPELLINGS
from summaries import summary_of


@pytest.fixture
def unread(everything, survey):
    """Nobody's answer to question 6 is an option, so it has no table."""
    problems = [
        Problem(NO_OPTION, "kept as typed", row, f"R{row - 1}", "q6")
        for row in (2, 3, 4)
    ]
    answers = survey.answers.assign(q6=["Agree", "Agree", "Disagree", ""])
    tables = {k: t for k, t in everything["tables"].items() if "q6" not in k}
    told = replace(survey, answers=answers, problems=problems_frame(problems))
    return everything | {"survey": told, "tables": tables}


def relevance(summary):
    """Return the section on relevance, as text."""
    return repr(domain_section(next(d for d in summary.domains if d.id == "relevance")))


def test_the_findings_in_short_say_how_many_answers_were_not_read(unread):
    """With the rows of problems.csv that are counted."""
    summary = summary_of(unread)
    (said,) = summary.unread

    assert said.text.startswith("Question 6: 3 of 3 answers could not be read")
    assert said.text in repr(in_short(summary))
    rows = unread["survey"].problems
    for column, values in said.sources[0].where:
        rows = rows[rows[column].isin(values)]
    assert len(rows) == 3


def test_a_domain_of_unread_answers_is_not_one_without_answers(unread):
    """There are answers on relevance; they were not understood."""
    said = relevance(summary_of(unread))

    assert "no answers on this" not in said
    assert "3 of 3 answers could not be read" in said


def test_under_a_rule_it_is_not_said_how_many(unread):
    """These counts stand in no table, so that nothing hides them there."""
    (said,) = summary_of(unread, smallest_shown=5).unread

    assert "many answers" in said.text
    assert not said.sources


def test_few_unread_answers_are_left_to_the_list_of_problems(everything, survey):
    """Below a fifth they change no figure by much."""
    enough = ["Very relevant"] * 3 + ["Agree"]
    many = replace(survey, answers=survey.answers.assign(q6=enough))
    assert len(summary_of(everything | {"survey": many}).unread) == 1

    wide = survey.answers.loc[["R1"] * 6].set_axis(list("abcdef"), axis=0)
    few = replace(survey, answers=wide.assign(q6=["Very relevant"] * 5 + ["Agree"]))
    alone = {"survey": few, "tables": {}}
    assert summary_of(alone).unread == ()


def test_names_that_were_joined_are_left_to_the_list_of_problems(everything, survey):
    """They need no look; what stands after them keeps its row in problems.csv."""
    problems = [Problem(SPELLINGS, "joined", None, "", "q1"), Problem("odd", "kept", 2)]
    told = replace(survey, problems=problems_frame(problems))
    (found,) = summary_of(everything | {"survey": told}).problems

    assert (found.problem, found.place) == ("odd", 3)
