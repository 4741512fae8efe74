import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given

from coprod_nlp.agreement import bcubed, crosswalk
from coprod_nlp.exceptions import CodingsError

TRUTH = [{label} for label in "aaaaabbccccc"]

_LABELS = st.lists(
    st.tuples(
        st.sets(st.sampled_from("xyz"), max_size=2),
        st.sets(st.sampled_from("abc"), max_size=2),
    ),
    min_size=1,
    max_size=12,
)


@pytest.mark.parametrize(
    ("found", "precision"), [("111112222222", 0.762), ("111112211111", 0.583)]
)
def test_bcubed_of_the_published_example(found, precision):
    """Bagga and Baldwin (1998), figures 4 and 5: 76 % and 58 %, recall 100 %.

    Algorithms for scoring coreference chains, LREC workshop, section 4.
    """
    scores = bcubed([{label} for label in found], TRUTH)

    assert scores[:2] == pytest.approx((precision, 1), abs=6e-4)


@given(_LABELS)
def test_labels_compared_with_themselves_score_1(pairs):
    """Overlapping or not; without any label there is nothing to score."""
    codes = [code for _, code in pairs]
    scores = bcubed(codes, codes)

    assert scores == pytest.approx((1, 1, 1)) or all(s != s for s in scores)


@given(_LABELS)
def test_precision_is_recall_the_other_way_round(pairs):
    """Exchanging clusters and codes exchanges the two."""
    found, truth = zip(*pairs, strict=True)

    one, other = bcubed(found, truth), bcubed(truth, found)

    assert one[:2] == pytest.approx((other[1], other[0]), nan_ok=True)


@given(_LABELS, st.randoms(use_true_random=False))
def test_the_order_of_units_does_not_matter_to_bcubed(pairs, random):
    """Nor do the names of labels."""
    shuffled = random.sample(pairs, len(pairs))
    renamed = [({c.upper() for c in own}, codes) for own, codes in shuffled]

    one = bcubed(*zip(*pairs, strict=True))
    other = bcubed(*zip(*renamed, strict=True))

    assert one == pytest.approx(other, nan_ok=True)


def test_lists_of_another_length_are_refused():
    """One entry per unit on both sides."""
    with pytest.raises(CodingsError, match="got 1 and 2"):
        bcubed([{1}], [{1}, {2}])


CLUSTERS = pd.Series(list("aaabbbcc"), index=[f"u{i}" for i in range(8)])
CODES = pd.DataFrame(
    {
        "unit": ["u0", "u1", "u2", "u2", "u3", "u4", "u5"],
        "code": ["time", "time", "time", "staff", "staff", "staff", "time"],
    }
)
TEXTS = pd.Series([f"words {'x' * i}" for i in range(8)], index=CLUSTERS.index)


def test_bcubed_counts_units_with_several_codes():
    """The other scores leave them out, and say on how many units they stand."""
    scores = crosswalk(CLUSTERS, CODES, n_permutations=50).scores

    assert scores["n_units"].to_dict() == {
        **dict.fromkeys(["ari", "ami", "homogeneity", "completeness"], 5),
        **dict.fromkeys(["bcubed_precision", "bcubed_recall", "bcubed_f1"], 6),
    }
    found = [{c} for c in "aaabbb"]
    truth = [{"time"}, {"time"}, {"time", "staff"}, {"staff"}, {"staff"}, {"time"}]
    assert scores["value"].iloc[4:].tolist() == pytest.approx(bcubed(found, truth))
    assert (scores["null_low"] <= scores["null_high"]).all()


def test_the_null_band_has_a_seed():
    """The same seed gives the same band."""
    one, other = (crosswalk(CLUSTERS, CODES, n_permutations=20) for _ in range(2))

    pd.testing.assert_frame_equal(one.scores, other.scores)


def test_quotations_stand_beside_codes_and_clusters():
    """One from the cluster that holds most of the code, one from elsewhere."""
    walk = crosswalk(CLUSTERS, CODES, texts=TEXTS, n_permutations=5)

    codes = walk.codes.set_index("code")
    assert codes.loc["time", ["quotation", "elsewhere"]].tolist() == [
        TEXTS["u1"],
        TEXTS["u5"],
    ]
    blind_spot = walk.clusters.set_index("cluster").loc["c"]
    assert blind_spot["note"] == "possible blind spot"
    assert blind_spot["quotation"] == TEXTS["u7"]


def test_texts_that_name_a_unit_twice_are_refused():
    """No quotation is picked at random."""
    twice = pd.concat([TEXTS, TEXTS.head(1)])

    with pytest.raises(CodingsError, match="texts names a unit twice"):
        crosswalk(CLUSTERS, CODES, texts=twice, n_permutations=5)


def test_units_in_no_cluster_count_for_their_code():
    """Of eight units with the code five are in one cluster and two in none."""
    units = [f"u{i:02}" for i in range(16)]
    clusters = pd.Series(["p"] * 5 + ["q"] * 5 + [None] * 6, index=units)
    given = ["a"] * 5 + ["a", "b", "b", "b", "b"] + ["a"] * 2 + ["c"] * 4
    codes = pd.DataFrame({"unit": units, "code": given})
    found = crosswalk(clusters, codes, n_permutations=5).codes.set_index("code")

    assert found.loc["a", ["n", "share"]].tolist() == [8, 5 / 8]
    assert found.loc["c", ["n", "fate", "cluster"]].tolist() == [4, "missed", ""]
