"""Disagreements and crosswalks show where, not how much."""

import pandas as pd
import pytest

from coprod_nlp.agreement import crosswalk, disagreements
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


def test_each_code_is_kept_split_merged_or_missed():
    """Four codes with four fates."""
    placed = {
        "kept": "a" * 9 + "d",
        "split": "b" * 4 + "c" * 4 + "ae",
        "merged": "d" * 4,
        "big": "d" * 8,
        "missed": "bcde"[:3],
    }
    units = [(code, c) for code, cs in placed.items() for c in cs]
    clusters = pd.Series([c for _, c in units])
    codes = pd.DataFrame(
        {"unit": range(len(units)), "code": [code for code, _ in units]}
    )

    walk = crosswalk(clusters, codes, n_permutations=20)

    assert walk.codes.set_index("code")["fate"].to_dict() == {
        "kept": "kept",
        "split": "split",
        "merged": "merged",
        "big": "kept",
        "missed": "missed",
    }


def test_a_cluster_without_codes_is_a_possible_blind_spot():
    """What the machine saw and no coder named."""
    clusters = pd.Series(["a"] * 5 + ["new"] * 5)
    codes = pd.DataFrame({"unit": range(5), "code": ["time"] * 5})

    walk = crosswalk(clusters, codes, n_permutations=20)

    notes = walk.clusters.set_index("cluster")["note"]
    assert notes.to_dict() == {"a": "", "new": "possible blind spot"}


def test_answers_to_which_no_code_applies_are_a_possible_blind_spot():
    """That a coder says so makes it no code."""
    clusters = pd.Series(["a"] * 5 + ["new"] * 5)
    given = ["time"] * 5 + ["no code"] * 4 + [" No code"]
    codes = pd.DataFrame({"unit": range(10), "code": given})

    walk = crosswalk(clusters, codes, n_permutations=20)

    assert walk.codes["code"].tolist() == ["time"]
    assert walk.clusters["note"].tolist() == ["", "possible blind spot"]


def test_the_scores_stand_beside_what_chance_gives():
    """Clusters equal to the codes score 1, random deals about 0."""
    clusters = pd.Series(list("aabbcc") * 5)
    codes = pd.DataFrame({"unit": range(30), "code": list("xxyyzz") * 5})

    scores = crosswalk(clusters, codes, n_permutations=100).scores

    assert scores["value"].tolist() == pytest.approx([1] * 7)
    assert scores.loc["ari", "null_low"] < 0 < scores.loc["ari", "null_high"] < 0.5


@pytest.mark.parametrize(
    ("clusters", "codes", "words"),
    [
        (pd.Series(["a"]), pd.DataFrame({"unit": [0]}), "lacks the column"),
        (
            pd.Series(["a"]),
            pd.DataFrame({"unit": [9], "code": ["x"]}),
            "name units alike",
        ),
        (
            pd.Series(["a", "b"], index=[0, 0]),
            pd.DataFrame({"unit": [0], "code": ["x"]}),
            "one cluster",
        ),
    ],
)
def test_tables_that_do_not_fit_are_refused(clusters, codes, words):
    """The message says which side to mend."""
    with pytest.raises(CodingsError, match=words):
        crosswalk(clusters, codes)
