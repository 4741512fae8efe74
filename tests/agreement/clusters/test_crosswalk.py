"""A crosswalk shows where codes went, not how many."""

import pandas as pd
import pytest

from coprod_nlp.agreement import crosswalk
from coprod_nlp.exceptions import CodingsError


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
