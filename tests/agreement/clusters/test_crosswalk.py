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


def test_units_and_codes_are_known_however_they_are_written():
    """A gap makes 1 a 1.0, and " time" is no other code than "time"."""
    clusters = pd.Series(["a", "a", "b", None], index=[1.0, 2.0, 3.0, 4.0])
    codes = pd.DataFrame({"unit": [1, 2, 3], "code": ["time", " time", "staff"]})

    walk = crosswalk(
        clusters, codes, texts=pd.Series(["x"], index=["1"]), n_permutations=5
    )

    assert walk.codes[["code", "n", "fate"]].to_numpy().tolist() == [
        ["staff", 1, "kept"],
        ["time", 2, "kept"],
    ]
    assert walk.codes["quotation"].tolist() == ["", "x"]


def test_categories_that_no_unit_has_are_neither_clusters_nor_codes():
    """A column of categories remembers those that were filtered away."""
    clusters = pd.Series(pd.Categorical(list("aabb"), list("abc")))
    given = pd.Categorical(list("xxyy"), list("xyz"))
    codes = pd.DataFrame({"unit": range(4), "code": given})

    walk = crosswalk(clusters, codes, n_permutations=5)

    assert walk.clusters["cluster"].tolist() == ["a", "b"]
    assert walk.codes["code"].tolist() == ["x", "y"]


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
