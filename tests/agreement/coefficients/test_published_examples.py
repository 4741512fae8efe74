"""Worked examples from the literature, typed in with their source."""

import pytest

from coprod_nlp.agreement import (
    agreement_weights,
    bootstrap_interval,
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
)


def _from_table(counts):
    """Write a contingency table as one pair of ratings per unit."""
    return [
        [i, j]
        for i, row in enumerate(counts)
        for j, n in enumerate(row)
        for _ in range(n)
    ]


def _from_counts(counts):
    """Write the counts of one unit's categories as ratings."""
    return [k for k, n in enumerate(counts) for _ in range(n)]


# Krippendorff (2011), data C; Gwet (2014), table 4.4: 12 units, 4 coders.
FOUR_CODERS = [
    [1, 1, None, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [None, 5, 5, 5],
    [None, None, 1, 1],
    [None, None, 3, None],
]

# Fleiss (1971), doi:10.1037/h0031619, table 1: 30 patients, 6 psychiatrists, how
# many gave each of 5 diagnoses.
FLEISS_1971 = """
00060 03003 01401 00006 03030 20400 00402 20310 20040 00006
10050 11040 03300 10050 02031 00501 30012 51000 02040 10203
00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""

# Cohen (1960), doi:10.1177/001316446002000104, table 1 scaled to n = 200.
COHEN_1960 = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]


@pytest.mark.parametrize(
    ("level", "expected"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_krippendorffs_own_example(level, expected):
    """Krippendorff (2011), section C to E: data with missing ratings, four metrics."""
    alpha = krippendorff_alpha(FOUR_CODERS, level=level)

    assert alpha.estimate == pytest.approx(expected, abs=6e-4)


def test_krippendorffs_two_coders_and_binary_data():
    """Krippendorff (2011), section A: ten units, two coders, 0/1."""
    a = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    b = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]

    alpha = krippendorff_alpha(list(zip(a, b, strict=True)))

    assert alpha.estimate == pytest.approx(0.095, abs=5e-4)


def test_ordinal_means_two_things():
    """Krippendorff's metric gives 0.815 where Gwet's rank weights give 0.834."""
    metric = krippendorff_alpha(FOUR_CODERS, level="ordinal")
    weighted = krippendorff_alpha(FOUR_CODERS, weights="ordinal")

    assert metric.estimate == pytest.approx(0.815, abs=5e-4)
    assert weighted.estimate == pytest.approx(0.834, abs=5e-4)


def test_weights_take_the_place_of_the_level_in_the_bootstrap_too():
    """Both named "ordinal": Gwet's 0.834 with and without a bootstrap."""
    both = {"weights": "ordinal", "level": "ordinal"}
    drawn = bootstrap_interval(FOUR_CODERS, "krippendorff_alpha", **both)

    assert krippendorff_alpha(FOUR_CODERS, **both).estimate == pytest.approx(
        drawn.estimate
    )
    assert drawn.estimate == pytest.approx(0.834, abs=5e-4)


@pytest.mark.parametrize(
    ("function", "value", "expected", "error"),
    [
        (gwet_ac, 0.77544, 0.19027, 0.14295),
        (fleiss_kappa, 0.76117, 0.2387, 0.15302),
        (conger_kappa, 0.76282, 0.23343, 0.14917),
        (brennan_prediger, 0.77273, 0.2, 0.14472),
        (krippendorff_alpha, 0.74342, 0.24, 0.14557),
    ],
)
def test_gwets_four_coders_with_missing_ratings(function, value, expected, error):
    """Gwet (2014), table 4.4 and chapter 5: value, chance agreement, standard error."""
    found = function(FOUR_CODERS)

    assert found.estimate == pytest.approx(value, abs=6e-6)
    assert found.expected == pytest.approx(expected, abs=6e-5)
    assert found.standard_error == pytest.approx(error, abs=6e-6)


def test_gwets_ac1_has_its_published_interval():
    """Gwet (2014), chapter 5: AC1 0.775, 95 % interval 0.461 to 1."""
    ac1 = gwet_ac(FOUR_CODERS)

    assert (ac1.low, ac1.high) == pytest.approx((0.461, 1.0), abs=6e-4)


@pytest.mark.parametrize(
    ("function", "value", "pa", "pe"),
    [
        (conger_kappa, 0.7772, 0.9375, 0.7194),
        (gwet_ac, 0.8261, 0.9375, 0.6405),
        (fleiss_kappa, 0.7673, 0.9375, 0.7314),
        (brennan_prediger, 0.8125, 0.9375, 0.6667),
    ],
)
def test_gwets_weighted_example_with_missing_ratings(function, value, pa, pe):
    """Gwet (2014), table 3.5: two coders, categories A to C, quadratic weights."""
    pairs = ["A-", "BC", "CC", "CC", "BB", "B-", "AA", "AB", "BB", "BB", "-C"]
    ratings = [[None if c == "-" else c for c in pair] for pair in pairs]

    found = function(ratings, weights="quadratic", categories=["A", "B", "C"])

    assert (found.estimate, found.observed, found.expected) == pytest.approx(
        (value, pa, pe), abs=6e-5
    )


def test_cohens_first_kappa():
    """Cohen (1960): 0.492, percent agreement 0.70, chance agreement 0.41."""
    kappa = cohen_kappa(_from_table(COHEN_1960))

    assert kappa.estimate == pytest.approx(0.492, abs=5e-4)
    assert (kappa.observed, kappa.expected) == pytest.approx((0.7, 0.41), abs=5e-4)


def test_cohens_weighted_kappa():
    """Cohen (1968), doi:10.1037/h0026256: disagreement weights 1, 3, 6 give 0.348."""
    w = [[1 - v / 6 for v in row] for row in [[0, 1, 3], [1, 0, 6], [3, 6, 0]]]

    kappa = cohen_kappa(_from_table(COHEN_1960), weights=w)

    assert kappa.estimate == pytest.approx(0.348, abs=5e-4)


def test_fleiss_kappa_of_fourteen_coders():
    """The example of Wikipedia's article, 10 subjects and 14 coders: kappa 0.210."""
    table = """0 0 0 0 14|0 2 6 4 2|0 0 3 5 6|0 3 9 2 0|2 2 8 1 1
    |7 7 0 0 0|3 2 6 3 0|2 5 3 2 2|6 5 2 1 0|0 2 2 3 7"""
    ratings = [_from_counts(map(int, row.split())) for row in table.split("|")]

    assert fleiss_kappa(ratings).estimate == pytest.approx(0.210, abs=5e-4)


def test_scotts_pi_of_the_survey_example():
    """Artstein and Poesio (2008), doi:10.1162/coli.07-034-R2: 0.88 and pi 0.799."""
    ratings = _from_table([[46, 6, 0], [0, 32, 0], [0, 6, 10]])

    assert percent_agreement(ratings).estimate == pytest.approx(0.88, abs=1e-9)
    assert scott_pi(ratings).estimate == pytest.approx(0.799, abs=6e-4)


def test_kappa_paradox_of_feinstein_and_cicchetti():
    """Feinstein and Cicchetti (1990), doi:10.1016/0895-4356(90)90158-L.

    Percent agreement 0.85 in both tables, kappa 0.70 and 0.32.
    """
    balanced = _from_table([[40, 9], [6, 45]])
    skewed = _from_table([[80, 10], [5, 5]])

    assert cohen_kappa(balanced).estimate == pytest.approx(0.70, abs=5e-3)
    assert cohen_kappa(skewed).estimate == pytest.approx(0.32, abs=5e-3)


def test_fleiss_kappa_of_thirty_patients():
    """Fleiss (1971): kappa 0.430 for five diagnoses."""
    ratings = [_from_counts(map(int, row)) for row in FLEISS_1971.split()]

    assert fleiss_kappa(ratings).estimate == pytest.approx(0.430, abs=5e-4)


def test_gwets_ordinal_weights():
    """Gwet (2014), section 3.5: 1 - C(d + 1, 2) / C(q, 2) for a distance of d ranks."""
    w = agreement_weights([1, 2, 3, 4], "ordinal")

    assert w[0].tolist() == pytest.approx([1, 5 / 6, 1 / 2, 0])
