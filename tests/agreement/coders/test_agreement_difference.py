import numpy as np
import pandas as pd
import pytest

from coprod_nlp.agreement import agreement_difference, cohen_kappa
from coprod_nlp.exceptions import CodingsError

N = 120


def _coder(seed, noise):
    rng = np.random.default_rng(seed)
    true = np.random.default_rng(0).choice(["x", "y", "z"], N)
    return np.where(rng.random(N) < noise, rng.choice(["x", "y", "z"], N), true)


CODES = {
    "A": _coder(1, 0.1),
    "B": _coder(2, 0.1),
    "machine": _coder(3, 0.5),
    "copy": _coder(3, 0.5),
}


def _long(codes):
    return pd.concat(
        [
            pd.DataFrame({"unit": range(len(given)), "coder": name, "code": given})
            for name, given in codes.items()
        ],
        ignore_index=True,
    )


def _found(long, first, second, **options):
    table = agreement_difference(long, first, second, n_resamples=500, **options)
    return table.set_index("coefficient")


def test_each_side_is_the_coefficient_of_its_coders():
    """Coder with coder, minus coder with machine."""
    kappa = _found(_long(CODES), ("A", "B"), ("A", "machine")).loc["kappa"]
    pairs = [np.stack([CODES["A"], CODES[name]], axis=1) for name in ("B", "machine")]

    assert kappa["first"] == pytest.approx(cohen_kappa(pairs[0]).estimate)
    assert kappa["second"] == pytest.approx(cohen_kappa(pairs[1]).estimate)
    assert kappa["difference"] == pytest.approx(kappa["first"] - kappa["second"])
    assert 0 < kappa["low"] < kappa["difference"] < kappa["high"]


def test_two_machines_that_say_the_same_do_not_differ():
    """On every resample, since both are drawn together."""
    found = _found(_long(CODES), ("A", "machine"), ("A", "copy"))

    assert (found["difference"] == 0).all()
    assert found[["low", "high"]].isna().all(axis=None)
    assert found["note"].str.contains("every resample gives the same").all()


def test_drawing_both_together_makes_the_interval_narrower():
    """What two agreements share cancels: the reason for pairing."""
    close = {**CODES, "copy": np.where(np.arange(N) < 3, "x", CODES["machine"])}
    found = _found(_long(close), ("A", "machine"), ("A", "copy")).loc["percent"]
    alone = _found(_long(close), ("A", "machine"), ("A", "B")).loc["percent"]

    assert found["high"] - found["low"] < 0.5 * (alone["high"] - alone["low"])


def test_only_units_that_all_rated_are_compared():
    """A coder who stopped half-way halves both sides."""
    half = {**CODES, "machine": CODES["machine"][:60]}

    assert _found(_long(half), ("A", "B"), ("A", "machine"))["n_units"].eq(60).all()


def test_exchanging_the_groups_turns_the_sign():
    """The interval is mirrored."""
    one = _found(_long(CODES), ("A", "B"), ("A", "machine")).loc["alpha"]
    other = _found(_long(CODES), ("A", "machine"), ("A", "B")).loc["alpha"]

    assert other["difference"] == pytest.approx(-one["difference"])
    assert (other["low"], other["high"]) == pytest.approx((-one["high"], -one["low"]))


def test_one_code_may_be_compared_by_itself():
    """Given or not given."""
    found = _found(_long(CODES), ("A", "B"), ("A", "machine"), code="x")
    pair = np.stack([CODES["A"] == "x", CODES["B"] == "x"], axis=1)

    assert found.loc["kappa", "first"] == pytest.approx(cohen_kappa(pair).estimate)


def test_sets_of_codes_may_be_compared():
    """Percent and alpha of sets, kappa and AC1 of pooled decisions."""
    more = _long(CODES).query("unit < 40").assign(code="x")
    both = pd.concat([_long(CODES), more], ignore_index=True)

    found = _found(both, ("A", "B"), ("A", "machine"))

    assert found["note"].eq("").all()
    assert (found["difference"] > 0).all()


def test_an_undefined_side_says_which():
    """No number stands in for a coefficient that has none."""
    flat = {"A": ["x"] * 9, "B": ["x"] * 9, "C": ["x", "y", "z"] * 3}

    found = _found(_long(flat), ("A", "B"), ("A", "C"))

    assert np.isnan(found.loc["kappa", "difference"])
    assert found.loc["kappa", "note"] == "undefined in the first group"


@pytest.mark.parametrize(
    ("first", "second", "options", "words"),
    [
        (("A", "B"), ("A", "Z"), {}, r"No rating by \['Z'\]"),
        (("A", "A"), ("A", "B"), {}, "two coders or more, got"),
        (("A", "B"), ("A", "machine"), {"code": "q"}, "No coder gave the code 'q'"),
    ],
)
def test_coders_and_codes_that_are_not_there_are_refused(first, second, options, words):
    """The message names what there is."""
    with pytest.raises(CodingsError, match=words):
        _found(_long(CODES), first, second, **options)


def test_coders_without_a_common_unit_are_refused():
    """A difference needs the same units."""
    apart = pd.DataFrame(
        {
            "unit": [1, 1, 2, 2],
            "coder": ["A", "B", "A", "machine"],
            "code": ["x", "y", "x", "x"],
        }
    )

    with pytest.raises(CodingsError, match="No unit was rated by all of A, B, machine"):
        _found(apart, ("A", "B"), ("A", "machine"))


def test_a_code_that_one_group_alone_used_is_a_category_for_both():
    """As often right, and hardly more by chance: AC1 tells the groups not apart."""
    a = ["x"] * 30 + ["y"] * 30
    b = ["y"] * 6 + a[6:54] + ["x"] * 6
    machine = ["z", *b[1:]]
    coders = {"A": a, "B": b, "machine": machine}
    rows = [(u, c, code) for c, own in coders.items() for u, code in enumerate(own)]
    codings = pd.DataFrame(rows, columns=["unit", "coder", "code"])
    found = agreement_difference(
        codings, ("A", "B"), ("A", "machine"), n_resamples=50
    ).set_index("coefficient")

    assert found.loc["percent", "difference"] == 0
    assert abs(found.loc["ac1", "difference"]) < 0.01
