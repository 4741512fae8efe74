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


def test_stakes_without_a_unit_are_refused():
    """No unit sinks to the end of the queue because a number was missing."""
    with pytest.raises(CodingsError, match="no row for unit 'u1'"):
        disagreements(LONG, stakes=pd.Series({"u2": 1}))
