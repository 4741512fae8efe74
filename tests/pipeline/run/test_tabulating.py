"""The tables of a questionnaire of one's own, with scales and questions put to some."""

import csv

import pandas as pd
import pytest

from coprod_nlp.config import TableSettings
from coprod_nlp.pipeline.run.tabulating import SMALLER, pool_small, tabulate
from coprod_nlp.survey import (
    Condition,
    Instrument,
    Option,
    Purposes,
    Question,
    example_survey,
    read_survey,
)
from coprod_nlp.survey.instrument import TAKEN

SCALE = ("Bad", "Neutral", "Good")
ROWS = [
    *[("x", "A", "Yes", "Yes", "Yes", "Good")] * 15,
    *[("x", "B", "Yes", "No", "", "Neutral")] * 5,
    *[("x", "B", "No", "", "", "Bad")] * 19,
    # Astray: neither was put to this person.
    ("x", "B", "No", "Yes", "Yes", "Bad"),
]


def _closed(name, options, kind="single", after=None):
    return Question(
        id=name,
        number=name,
        text=f"What of {name}?",
        kind=kind,
        options=tuple(Option(label) for label in options),
        asked_if=None if after is None else Condition(after, "Yes"),
    )


def _read(path, rows):
    """Return a survey of one's own with these answers."""
    yes_or_no = ("Yes", "No")
    questions = (
        Question(id="what", number="0", text="What is it?", kind="open"),
        _closed("q1", ("A", "B")),
        _closed("q12", yes_or_no),
        _closed("q12x", yes_or_no, after="q12"),
        _closed("q12y", yes_or_no, after="q12x"),
        _closed("q13", SCALE, kind="likert", after="q12"),
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[q.id for q in questions], *rows])
    purposes = Purposes(definitions=("what",), department="q1")
    return read_survey(path, instrument=Instrument("Own", purposes, questions))


def _verdicts(survey):
    """Return verdicts that decide on everybody alike."""
    said = {"label": "partial", "decision": "no_match", "answer_kind": "answered"}
    return pd.DataFrame({**said, "mistaken_for": "informing"}, survey.answers.index)


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    """Return forty people: 20 were put q12x and q13, 15 of them q12y."""
    return _read(tmp_path_factory.mktemp("own") / "survey.csv", ROWS)


@pytest.fixture(scope="module")
def tables(survey):
    """Return its tables, nothing hidden."""
    return tabulate(survey, _verdicts(survey), TableSettings(by=["department"]))


def test_the_larger_base_is_that_of_the_table_of_the_question_before(tables):
    """Whoever went astray at that question is in neither."""
    bases = tables["q12y"].groupby("base_is")["base"].first()
    before = tables["q12x"].groupby("base_is")["base"].first()

    assert bases["all who answered q12x"] == before["those asked"] == 20
    assert bases["those asked"] == 15


def test_a_scale_counts_those_to_whom_it_was_put(tables):
    """Twenty were, though all forty filled it in."""
    points = tables["q13"].query("kind == 'point'")

    assert points["base"].unique().tolist() == [20]
    assert points["n"].tolist() == [0, 5, 15]


def test_of_three_points_the_last_is_positive(tables):
    """The middle of a scale is not its upper end."""
    upper = tables["q13"].query("kind == 'positive'")

    assert upper[["value", "n"]].to_numpy().tolist() == [["Good", 15]]


def test_what_makes_strata_is_counted_once(tables):
    """Two tables of the same people could hide different numbers."""
    assert "department" in tables
    assert not any(name.partition("_by_")[0] == "q1" for name in tables)


def test_small_counts_are_hidden_in_questions_that_wait_for_each_other(survey):
    """The tables do not contradict each other."""
    settings = TableSettings(by=["department"], suppression="threshold-10")
    hidden = tabulate(survey, _verdicts(survey), settings)

    assert hidden["q12x"].query("value == 'No'")["n"].isna().all()


@pytest.mark.parametrize("question", ["q12x", "q13"])
def test_who_answered_a_question_was_asked_it(tmp_path, question):
    """Of 25 people at least those 24 said Yes before it, so that is hidden."""
    rows = [("x", "A", "Yes", "Yes", "Yes", "Good")] * 12
    rows += [("x", "A", "Yes", "No", "", "Bad")] * 12 + [("x", "A", "No", "", "", "")]
    survey = _read(tmp_path / "survey.csv", rows)
    settings = TableSettings(by=[], suppression="threshold-5")
    hidden = tabulate(survey, _verdicts(survey), settings)

    assert hidden["q12"]["n"].isna().all()
    assert not hidden[question]["base"].eq(24).any()


def test_the_names_of_all_other_tables_are_taken():
    """No closed question of an instrument may be called so."""
    survey = example_survey()
    by = ["role_type", "department", "job_title", "time_in_post"]
    tables = tabulate(survey, _verdicts(survey), TableSettings(by=by))
    ids = {question.id for question in survey.instrument.questions}

    assert {name for name in tables if "_by_" not in name} - ids < set(TAKEN)


def test_a_pool_too_small_to_show_takes_the_next_stratum_in():
    """One person apart from ten and thirty would have a hidden size to be found."""
    ward = pd.Series(["A"] * 10 + ["B"] * 30 + ["C"])

    assert pool_small(ward, 10, 5).value_counts().to_dict() == {"B": 30, SMALLER: 11}


def test_no_stratum_is_smaller_than_what_the_rule_shows():
    """Ten are enough for a stratum, but not under a rule of eleven."""
    ward = pd.Series(["A"] * 10 + ["B"] * 10 + ["C"] * 50)

    assert pool_small(ward, 10, 11).value_counts().to_dict() == {"C": 50, SMALLER: 20}


def test_the_order_of_rows_does_not_say_which_stratum_is_pooled():
    """Of two as small as each other, the first by name joins the pool."""
    ward = pd.Series(["B"] * 10 + ["A"] * 10 + ["C"])
    pooled = pool_small(ward, 10, 5)

    assert pooled.value_counts().to_dict() == {"B": 10, SMALLER: 11}
    assert pooled.equals(pool_small(ward[::-1], 10, 5)[::-1])
