"""The agreement table explains itself."""

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from coprod_nlp.agreement import (
    agreement_table,
    cohen_kappa,
    conger_kappa,
    gwet_ac,
    krippendorff_alpha,
    set_alpha,
)
from coprod_nlp.agreement.coders.blocks import set_block, with_tangent
from coprod_nlp.agreement.codings.reading import read_codes
from coprod_nlp.exceptions import CodingsError


def _long(*coders, units=None):
    """Write one list of codes (or sets of codes) per coder as a long table."""
    rows = [
        (units[i] if units else f"u{i:03}", name, code)
        for name, given in zip("ABCDEFGHIJ", coders, strict=False)
        for i, codes in enumerate(given)
        for code in (codes if isinstance(codes, list) else [codes])
    ]
    return pd.DataFrame(rows, columns=["unit", "coder", "code"])


def _table(long, **options):
    return agreement_table(long, n_resamples=200, **options).set_index("code")


A = list("xxxxxxyyyyyyzzzz") * 3
B = list("xxxxxyyyyyyxzzzx") * 3


def test_the_overall_row_has_the_coefficients_of_the_functions():
    """One code per unit: the nominal scale of all codes."""
    overall = _table(_long(A, B)).loc["(overall)"]
    ratings = list(zip(A, B, strict=True))

    assert overall["percent"] == pytest.approx(np.mean(np.array(A) == np.array(B)))
    assert overall["kappa"] == pytest.approx(cohen_kappa(ratings).estimate)
    assert overall["ac1"] == pytest.approx(gwet_ac(ratings).estimate)
    assert overall["alpha"] == pytest.approx(krippendorff_alpha(ratings).estimate)
    for name in ("percent", "kappa", "ac1", "alpha"):
        assert overall[f"{name}_low"] < overall[name] < overall[f"{name}_high"]


def test_a_row_per_code_has_the_coefficients_of_its_yes_and_no():
    """The code against all others."""
    row = _table(_long(A, B)).loc["x"]
    yes = [(a == "x", b == "x") for a, b in zip(A, B, strict=True)]

    assert row["kappa"] == pytest.approx(cohen_kappa(yes).estimate)
    assert row["n_positive"] == sum(a or b for a, b in yes)
    assert row["prevalence"] == pytest.approx(np.mean(yes))


def test_missing_ratings_of_three_coders_are_not_zeros():
    """Conger's kappa, AC1 and alpha with missing ratings, and the note names it."""
    c = [None if i % 3 else a for i, a in enumerate(A)]
    overall = _table(_long(A, B, c)).loc["(overall)"]
    ratings = list(zip(A, B, c, strict=True))

    assert overall["kappa"] == pytest.approx(conger_kappa(ratings).estimate)
    assert overall["ac1"] == pytest.approx(gwet_ac(ratings).estimate)
    assert overall["alpha"] == pytest.approx(krippendorff_alpha(ratings).estimate)
    assert "kappa is Conger's, for 3 coders" in overall["note"]
    assert "32 row(s) without a code read as not rated" in overall["note"]


def test_several_codes_per_unit_are_compared_as_sets():
    """Percent is exact equality, alpha uses MASI, kappa and AC1 pool the decisions."""
    a = [["x", "y"], ["x"], ["y"], ["z"], ["no code"], ["x"]] * 4
    b = [["x"], ["x"], ["y"], ["z", "y"], ["no code"], ["x"]] * 4
    overall = _table(_long(a, b)).loc["(overall)"]
    sets = [
        [set(p) - {"no code"}, set(q) - {"no code"}] for p, q in zip(a, b, strict=True)
    ]
    pooled = [(code in p, code in q) for p, q in sets for code in "xyz"]

    assert overall["percent"] == pytest.approx(4 / 6)
    assert overall["alpha"] == pytest.approx(set_alpha(sets).estimate)
    assert overall["kappa"] == pytest.approx(cohen_kappa(pooled).estimate)
    assert overall["ac1"] == pytest.approx(gwet_ac(pooled).estimate)
    assert "exact equality of sets" in overall["note"]


def test_no_code_is_a_rating_and_a_missing_code_is_none():
    """Who read a unit and gave no code disagrees with who gave one."""
    given = _table(_long(["x", "x", "no code"], ["x", "no code", "No code"]))
    unread = _table(_long(["x", "x", None], ["x", None, None]))

    assert given.loc["(overall)", ["n_units", "percent"]].tolist() == [
        3,
        pytest.approx(2 / 3),
    ]
    assert unread.loc["(overall)", "n_units"] == 1


_CELL = st.sampled_from(["x", "y", "z", "no code", None])
_CODED = st.lists(st.tuples(_CELL, _CELL, _CELL), min_size=1, max_size=15).filter(
    lambda rows: sum(any(column) for column in zip(*rows, strict=True)) > 1
)


@given(_CODED, st.randoms(use_true_random=False))
def test_order_names_and_unrated_units_change_no_figure(rows, random):
    """Of any table: units and coders in any order, codes renamed, one unit more."""
    names = {"x": "k1", "y": "k2", "z": "k3", "no code": "no code", None: None}
    places = random.sample(range(3), 3)
    moved = [
        [names[row[place]] for place in places]
        for row in random.sample(rows, len(rows))
    ]
    figures = ["n_units", "n_positive", "percent", "kappa", "ac1", "alpha"]

    one = agreement_table(_long(*zip(*rows, strict=True)), n_resamples=1)
    other = agreement_table(
        _long(*zip(*moved, (None, None, None), strict=True)), n_resamples=1
    )

    assert [names.get(code, code) for code in one["code"]] == other["code"].tolist()
    pd.testing.assert_frame_equal(one[figures], other[figures])
    values = one[["percent", "kappa", "ac1", "alpha"]].to_numpy(float)
    assert not (values > 1 + 1e-9).any()


def test_one_code_only_is_undefined_because_of_the_counts():
    """The note says which code, on how many units."""
    overall = _table(_long(["x"] * 30, ["x"] * 30)).loc["(overall)"]

    assert np.isnan(overall[["kappa", "ac1", "alpha"]].astype(float)).all()
    assert overall["note"].startswith(
        "kappa, ac1, alpha undefined because both coders used one code only: 'x' on "
        "30 of 30 units"
    )


@pytest.mark.parametrize("codes_per_unit", ["auto", "several"])
def test_coders_who_gave_no_code_at_all_have_a_row_and_a_reason(codes_per_unit):
    """Read, and nothing applied, on every unit."""
    long = _long(["no code"] * 4, ["no code"] * 4)
    table = _table(long, codes_per_unit=codes_per_unit)

    assert table.index.tolist() == ["(overall)"]
    assert "'no code' on 4 of 4 units" in table.loc["(overall)", "note"]


def test_the_kappa_paradox_is_pointed_out_with_the_figures():
    """97 % prevalence, 96 % agreement, a small kappa."""
    a = ["y"] * 194 + ["n"] * 4 + ["y"] * 4 + ["n"] * 2
    b = ["y"] * 194 + ["y"] * 4 + ["n"] * 4 + ["n"] * 2

    row = _table(_long(a, b)).loc["y"]

    assert (
        "kappa paradox: prevalence 0.97, percent 0.96, kappa 0.31, AC1 0.96"
        in row["note"]
    )


def test_the_paradox_of_all_codes_names_the_share_of_the_commonest():
    """That every unit has some code says nothing about chance."""
    one = ["y"] * 194 + ["n"] * 4 + ["y"] * 4 + ["n"] * 2
    other = ["y"] * 194 + ["y"] * 4 + ["n"] * 4 + ["n"] * 2
    nominal = _table(_long(one, other)).loc["(overall)"]
    sets = _table(_long(one, other), codes_per_unit="several").loc["(overall)"]

    assert nominal["prevalence"] == 1
    assert "kappa paradox: prevalence 0.97, percent 0.96" in nominal["note"]
    assert "kappa paradox" not in sets["note"]


def test_a_rare_code_has_counts_and_specific_agreement_instead_of_kappa():
    """Three units with the code are too few for a coefficient of chance."""
    a = ["x"] * 40 + ["r", "r", "x"]
    b = ["x"] * 40 + ["r", "x", "r"]

    row = _table(_long(a, b)).loc["r"]

    assert np.isnan(row["kappa"])
    assert row["n_positive"] == 3
    assert row["positive_agreement"] == pytest.approx(0.5)
    assert "3 unit(s) with the code, fewer than 5" in row["note"]
    assert "1 of them given by every coder" in row["note"]


def test_reflexive_analysis_has_no_coefficients():
    """Counts stay, and the note says why the rest is empty."""
    table = _table(_long(A, B), approach="reflexive")

    assert table[["percent", "kappa", "ac1_low", "alpha"]].isna().all(axis=None)
    assert table["n_units"].tolist() == [48] * 4
    assert table["note"].str.contains("Braun and Clarke").all()


def test_strata_have_tables_of_their_own():
    """By a column of the codings or by a Series, after the table for everybody."""
    long = _long(A, B)
    by = pd.Series(["odd", "even"] * 24, index=[f"u{i:03}" for i in range(48)])

    table = agreement_table(long, by=by, n_resamples=50)
    same = agreement_table(long.assign(s=long["unit"].map(by)), by="s", n_resamples=50)

    assert table["stratum"].unique().tolist() == ["(all)", "even", "odd"]
    overall = table[table["code"] == "(overall)"].set_index("stratum")["n_units"]
    assert overall.to_dict() == {"(all)": 48, "even": 24, "odd": 24}
    pd.testing.assert_frame_equal(table, same)


def test_strata_of_numbers_and_text_are_named_alike():
    """A column with 1, "A" and a gap; who has no stratum stands last, as in tables."""
    long = _long(A, B)
    by = pd.Series([1, "A", None] * 16, index=[f"u{i:03}" for i in range(48)])

    table = agreement_table(long, by=by, n_resamples=10)

    assert table["stratum"].unique().tolist() == ["(all)", "1", "A", "(not known)"]


@pytest.mark.parametrize("by", [["odd", "even"] * 24, np.array(A), {"u000": "odd"}])
def test_strata_that_do_not_say_whose_they_are_are_refused(by):
    """Neither the rows nor the units of the codings have an order to go by."""
    with pytest.raises(TypeError, match=r"column or a Series indexed by unit, got"):
        _table(_long(A, B), by=by)


def test_units_of_one_coder_are_counted_in_their_own_stratum():
    """In the south A alone rated two of four units; in the north both rated all."""
    long = _long(list("xyxyxyxy"), [*"xyxxxy", None, None])
    by = pd.Series(["north"] * 4 + ["south"] * 4, index=[f"u{i:03}" for i in range(8)])

    overall = agreement_table(long, by=by, n_resamples=10).query("code == '(overall)'")
    note = overall.set_index("stratum")["note"]

    assert "2 of 8 units rated by one coder only" in note["(all)"]
    assert "rated by one coder only" not in note["north"]
    assert "2 of 4 units rated by one coder only" in note["south"]


def test_what_was_repaired_in_all_codings_is_said_of_everybody_alone():
    """A row repeated in the north is none of the south."""
    long = pd.concat([_long(A, B), _long(A).head(1)])
    by = pd.Series({unit: unit != "u000" for unit in long["unit"]})

    table = agreement_table(long, by=by, n_resamples=10)
    told = table[table["note"].str.contains("1 repeated row")]

    assert told["stratum"].tolist() == ["(all)"]


def test_respondents_are_drawn_whole():
    """Units of one respondent do not make the interval narrower than respondents do."""
    long = _long(A, B)
    copies = pd.concat(
        [
            long.assign(unit=long["unit"] + f"-{i}", respondent=long["unit"])
            for i in range(4)
        ]
    )

    alone, whole = _table(long).loc["x"], _table(copies).loc["x"]
    naive = _table(copies.drop(columns="respondent")).loc["x"]

    width = alone["kappa_high"] - alone["kappa_low"]
    assert whole["kappa_high"] - whole["kappa_low"] == pytest.approx(width, rel=0.3)
    assert naive["kappa_high"] - naive["kappa_low"] < 0.7 * width


def test_bca_intervals_hold_the_estimate():
    """The other kind of interval, on the same resamples."""
    overall = _table(_long(A, B), method="bca").loc["(overall)"]

    assert overall["kappa_low"] < overall["kappa"] < overall["kappa_high"]


def test_the_tangent_for_many_sets_gives_the_same_alpha():
    """With very many sets only the resamples are approximated, never the estimate."""
    rng = np.random.default_rng(0)
    a = [[c for c in "uvwxyz" if rng.random() < 0.4] or ["no code"] for _ in range(60)]
    units = read_codes(_long(a, a[1:] + a[:1]))
    exact = set_block(units)
    linear = with_tangent(exact, units, np.ones(len(units.cells)))
    heavy = rng.multinomial(60, np.ones(60) / 60).astype(float)

    ones = np.ones(len(units.cells))
    at_data = [block.values(ones @ block.terms)["alpha"] for block in (exact, linear)]
    resampled = [
        block.values(heavy @ block.terms)["alpha"] for block in (exact, linear)
    ]

    assert at_data[0] == pytest.approx(at_data[1])
    assert resampled[0] == pytest.approx(resampled[1], abs=0.02)


def test_ten_coders_with_most_ratings_missing_have_a_table():
    """The units that fall out are counted in the note."""
    rng = np.random.default_rng(0)
    true = rng.choice(list("xyz"), 80)
    coders = [[t if rng.random() < 0.1 else None for t in true] for _ in range(10)]

    overall = _table(_long(*coders)).loc["(overall)"]

    assert overall["percent"] == 1
    assert "rated by one coder only" in overall["note"]


def test_repeated_rows_count_once_and_idle_coders_are_named():
    """Nothing is repaired in silence."""
    long = pd.concat([_long(A, B), _long(A).head(3)])
    long.loc[len(long) + 1] = ["u000", "Zoe", None]

    note = _table(long).loc["(overall)", "note"]

    assert "3 repeated row(s) counted once" in note
    assert "coder(s) without any rating left out: Zoe" in note


def test_numbers_and_text_for_one_code_are_one_code():
    """1, 1.0 and "1" are the same code, and the note says that they were mixed."""
    table = _table(_long([1, 2, 1, 2] * 3, ["1", 2.0, "1", "1"] * 3))

    assert table.index.tolist() == ["1", "2", "(overall)"]
    assert "mix numbers and text" in table.loc["(overall)", "note"]


def test_a_column_of_text_reads_like_one_of_objects():
    """How pandas holds the words makes no difference."""
    long = _long(A, B).assign(coder=lambda table: " " + table["coder"])

    one, other = _table(long.astype("object")), _table(long.astype("str"))

    pd.testing.assert_frame_equal(one, other)


def test_one_unit_has_a_row_and_a_reason():
    """A single unit is not enough, and the note says so with the count."""
    overall = _table(_long(["x"], ["x"])).loc["(overall)"]

    assert "'x' on 1 of 1 units" in overall["note"]


@pytest.mark.parametrize(
    ("long", "options", "words"),
    [
        (_long(A), {}, "two coders or more, found 1"),
        (_long([None], [None]), {}, "No row carries a code"),
        (_long(A, B).drop(columns="code"), {}, r"lack the column\(s\) \['code'\]"),
        (_long([["x", "y"]], ["x"]), {"codes_per_unit": "one"}, "units u000"),
        (_long(A, B), {"codes": ["x", "y"]}, r"not in the codebook: \['z'\]"),
        (_long(A, B).assign(respondent=range(96)), {}, "more than one respondent"),
        (_long(A, B).replace({"unit": {"u001": None}}), {}, "name no unit or no coder"),
        (_long(A, B).replace({"unit": {"u001": " "}}), {}, "name no unit or no coder"),
        (_long(A, B).replace({"coder": {"A": ""}}), {}, "name no unit or no coder"),
        (_long(A, B), {"by": "ward"}, "no column 'ward'"),
    ],
)
def test_codings_that_cannot_be_read_are_refused(long, options, words):
    """Each message says what was expected, what was found and what to do."""
    with pytest.raises(CodingsError, match=words):
        _table(long, **options)


@pytest.mark.parametrize(
    "options",
    [
        {"approach": "grounded"},
        {"confidence": 2},
        {"method": "BCa"},
        {"codes_per_unit": "many"},
    ],
)
def test_unknown_options_are_refused(options):
    """A wrong argument is a plain ValueError."""
    with pytest.raises(ValueError, match=r"must be one of|between 0 and 1"):
        _table(_long(A, B), **options)


def test_a_code_of_the_codebook_that_nobody_gave_is_a_category():
    """Gwet's chance agreement hangs on how many there are to choose from."""
    a, b = ["x"] * 30 + ["y"] * 30, ["y"] * 6 + ["x"] * 24 + ["y"] * 24 + ["x"] * 6
    codings = pd.DataFrame(
        {"unit": [*range(60)] * 2, "coder": ["A"] * 60 + ["B"] * 60, "code": a + b}
    )
    table = agreement_table(codings, codes=["x", "y", "z", "w"], n_resamples=10)
    expected = gwet_ac(np.column_stack([a, b]), categories=["x", "y", "z", "w"])

    overall = table.set_index("code").loc["(overall)"]
    assert overall["ac1"] == pytest.approx(float(expected))


def test_no_code_in_the_codebook_is_no_category_of_its_own():
    """It would be an empty row, and one more category to Gwet's chance agreement."""
    long = _long(["a", "b", "no code"] * 10, ["a", "b", "b"] * 10)

    named = _table(long, codes=["a", "b", "No code"])

    pd.testing.assert_frame_equal(named, _table(long, codes=["a", "b"]))


def test_units_of_one_coder_change_no_coefficient():
    """What one coder alone coded is no agreement, nor chance agreement."""
    alone = _long(["x"] * 60, units=[f"v{i:03}" for i in range(60)])
    both = _table(pd.concat([_long(A, B), alone]))
    shared = _table(_long(A, B))

    assert both.drop(columns="note").equals(shared.drop(columns="note"))
    assert "60 of 108 units rated by one coder only" in both.loc["(overall)", "note"]


def test_a_code_that_only_one_coder_could_give_has_no_kappa():
    """It was given to units that the other did not see."""
    alone = _long(["rare"] * 40, units=[f"v{i:03}" for i in range(40)])
    row = _table(pd.concat([_long(A, B), alone])).loc["rare"]

    assert row["n_positive"] == 0
    assert np.isnan(row["kappa"])


def test_a_code_and_no_code_for_one_unit_is_refused():
    """The message says whose coding it is, and for which unit."""
    long = _long([["x", "No code"], "x"], ["x", "x"])
    with pytest.raises(CodingsError, match="first A for u000"):
        agreement_table(long)


def test_spellings_of_a_code_are_named_and_kept_apart():
    """Whether "Time" is "time", the coders know."""
    note = _table(_long(["time"] * 9, ["time", "Time "] * 4 + ["x"]))["note"]

    assert "'Time', 'time'" in note["(overall)"]
