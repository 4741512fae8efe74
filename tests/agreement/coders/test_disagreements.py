"""Disagreements show where, not how much."""

import pandas as pd
import pytest

from coprod_nlp.agreement import disagreements
from coprod_nlp.exceptions import CodingsError

LONG = pd.DataFrame(
    {
        "unit": ["u1", "u1", "u2", "u2", "u2", "u3", "u3", "u4"],
        "coder": ["A", "B", "A", "B", "B", "A", "B", "A"],
        "code": ["time", "staff", "time", "time", "staff", "time", "time", "time"],
    }
)


def test_the_queue_holds_units_that_differ_the_farthest_first():
    """Units that agree, or that one coder rated, are not in it."""
    queue = disagreements(LONG)

    assert queue["unit"].tolist() == ["u1", "u2"]
    assert queue["A"].tolist() == ["time", "time"]
    assert queue["B"].tolist() == ["staff", "staff; time"]
    assert queue["disputed"].tolist() == ["staff; time", "staff"]
    assert queue["shared"].tolist() == ["", "time"]


def test_stakes_come_before_distance():
    """What hangs on a unit decides who talks about it first."""
    queue = disagreements(LONG, stakes=pd.Series({"u1": 1, "u2": 9}))

    assert queue["unit"].tolist() == ["u2", "u1"]


def test_a_blind_queue_names_no_coder():
    """Neither by column nor by order."""
    queue = disagreements(LONG, blind=True)

    assert queue[["coding 1", "coding 2"]].iloc[0].tolist() == ["staff", "time"]
    assert not {"A", "B"} & set(queue.columns)


def test_the_words_of_a_unit_stand_beside_its_codes():
    """An adjudicator reads the answer, not only the codes."""
    queue = disagreements(LONG, texts=pd.Series({"u1": "no time, no staff"}))

    assert queue["text"].tolist() == ["no time, no staff", ""]


def test_coders_who_agree_leave_an_empty_queue_with_its_columns():
    """Nothing to talk about is a table too."""
    queue = disagreements(LONG[LONG["unit"] == "u3"])

    assert len(queue) == 0
    assert "disputed" in queue.columns


@pytest.mark.parametrize("stakes", [{"u2": 1.0}, {"u1": None, "u2": 1.0}])
def test_stakes_without_a_number_for_a_unit_are_refused(stakes):
    """No unit sinks to the end of the queue because a number was missing."""
    with pytest.raises(CodingsError, match="no number for unit 'u1'"):
        disagreements(LONG, stakes=pd.Series(stakes))


@pytest.mark.parametrize("name", ["distance", "text", "unit", "subject"])
def test_a_coder_named_like_another_column_is_refused(name):
    """One of the two would be lost; in a blind list there is no such column."""
    named = LONG.replace({"coder": {"A": name}})

    with pytest.raises(CodingsError, match=f"'{name}'.* named like a column"):
        disagreements(named)
    assert "coding 1" in disagreements(named, blind=True)


def test_texts_and_stakes_know_units_however_they_are_written():
    """A gap in a column of whole numbers makes 1 a 1.0."""
    named = LONG.assign(unit=LONG["unit"].str[1:].astype(float))
    texts = pd.Series(["no time", "no staff"], index=[1.0, 2.0])
    stakes = pd.Series([1.0, 9.0], index=["1", " 2"])

    queue = disagreements(named, texts=texts, stakes=stakes)

    assert queue["unit"].tolist() == ["2", "1"]
    assert queue["text"].tolist() == ["no staff", "no time"]
