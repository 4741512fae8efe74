"""Laws that all coefficients share."""

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from coprod_nlp.agreement import (
    agreement_weights,
    binary_agreement,
    bootstrap_interval,
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
    set_alpha,
    set_distance,
)
from coprod_nlp.agreement.coefficients.bootstrap import COEFFICIENTS
from coprod_nlp.agreement.coefficients.weights import WEIGHTS
from coprod_nlp.agreement.estimates.resampling import resampled_counts
from coprod_nlp.exceptions import CodingsError

FUNCTIONS = [
    percent_agreement,
    conger_kappa,
    fleiss_kappa,
    brennan_prediger,
    gwet_ac,
    krippendorff_alpha,
]

_CELL = st.sampled_from(["a", "b", "c", None])
_RATINGS = (
    st.integers(2, 4)
    .flatmap(
        lambda r: st.lists(
            st.lists(_CELL, min_size=r, max_size=r), min_size=1, max_size=12
        )
    )
    .filter(lambda rows: any(cell for row in rows for cell in row))
)


def _same(a, b):
    assert (
        np.isnan(a.estimate) and np.isnan(b.estimate)
    ) or a.estimate == pytest.approx(b.estimate, abs=1e-9)


@pytest.mark.parametrize("function", FUNCTIONS)
@given(ratings=_RATINGS, data=st.data())
@settings(max_examples=40, deadline=None)
def test_order_names_and_unrated_units_change_nothing(function, ratings, data):
    """Units and coders in any order, other names for codes, an empty unit more."""
    before = function(ratings)
    units = data.draw(st.permutations(ratings))
    coders = data.draw(st.permutations(range(len(ratings[0]))))
    names = {"a": "z", "b": "y", "c": "x", None: None}

    changed = [[names[row[j]] for j in coders] for row in units] + [
        [None] * len(coders)
    ]

    _same(before, function(changed))


@pytest.mark.parametrize("function", FUNCTIONS)
@given(ratings=_RATINGS)
@settings(max_examples=40, deadline=None)
def test_no_coefficient_passes_1_and_every_gap_has_a_reason(function, ratings):
    """An estimate is at most 1 and inside its interval, or a reason stands there."""
    found = function(ratings)

    if found.defined:
        assert found.estimate <= 1 + 1e-12
        assert np.isnan(found.low) or found.low <= found.estimate <= found.high + 1e-12
    else:
        assert found.reason


def test_no_interval_reaches_below_minus_1():
    """Three units coded unlike: the standard error alone would reach -3.90."""
    assert cohen_kappa([["a", "b"], ["b", "a"], ["a", "b"]]).low == -1


@pytest.mark.parametrize("function", [*FUNCTIONS, cohen_kappa, scott_pi])
def test_perfect_agreement_is_1(function):
    """Two coders who always agree, on more than one code."""
    assert function([["a", "a"], ["b", "b"], ["a", "a"]]).estimate == 1


@pytest.mark.parametrize(
    "function", [cohen_kappa, conger_kappa, fleiss_kappa, gwet_ac, krippendorff_alpha]
)
def test_one_code_only_is_undefined_with_the_counts(function):
    """Neither 0 nor 1: there is nothing that could have differed."""
    found = function([["x", "x"]] * 30)

    assert np.isnan(found.estimate)
    assert found.reason == "both coders used one code only: 'x' on 30 of 30 units"


@pytest.mark.parametrize("coefficient", sorted({*COEFFICIENTS} - {"percent_agreement"}))
def test_one_code_only_is_undefined_in_the_bootstrap_too(coefficient):
    """The same gap with the same reason as in the coefficient itself."""
    found = bootstrap_interval([["y", "y"]] * 10, coefficient)

    assert np.isnan(found.estimate)
    assert found.reason == "both coders used one code only: 'y' on 10 of 10 units"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_units_of_one_coder_each_are_undefined_with_the_counts(function):
    """Agreement needs units that two coders rated."""
    found = function([["a", None], [None, "b"]])

    assert found.reason == "no unit was rated by two or more coders (0 of 2 units)"


def test_conger_is_cohen_for_two_coders():
    """The kappa of the table is Cohen's where there are two coders."""
    ratings = [["a", "b"], ["a", "a"], ["b", "b"], ["c", "b"]]

    _same(cohen_kappa(ratings), conger_kappa(ratings))


@pytest.mark.parametrize("kind", WEIGHTS)
def test_weights_lie_between_0_and_1_and_are_symmetric(kind):
    """1 on the diagonal, 0 somewhere, the same both ways."""
    w = agreement_weights([1, 2, 3, 4, 5], kind)

    assert np.diag(w).tolist() == [1] * 5
    assert w.min() == pytest.approx(0, abs=0.1)
    assert w == pytest.approx(w.T)


@pytest.mark.parametrize("coefficient", COEFFICIENTS)
@pytest.mark.parametrize("method", ["percentile", "bca"])
def test_the_bootstrap_holds_its_estimate_and_keeps_its_seed(coefficient, method):
    """Same seed, same interval, whatever the order of units."""
    rng = np.random.default_rng(1)
    true = rng.integers(0, 3, 60)
    ratings = np.where(
        rng.random((60, 2)) < 0.25, rng.integers(0, 3, (60, 2)), true[:, None]
    )

    first = bootstrap_interval(ratings, coefficient, n_resamples=300, method=method)
    again = bootstrap_interval(
        ratings[::-1], coefficient, n_resamples=300, method=method
    )

    assert first == again
    assert first.low < first.estimate < first.high


@pytest.mark.parametrize("function", [cohen_kappa, scott_pi, gwet_ac])
def test_analytic_errors_are_the_jackknifes_also_for_lopsided_weights(function):
    """Weights that are not symmetric: the variance is that of the derivative."""
    w = [[1, 0.67, 0.33], [0, 1, 0.67], [0.5, 0, 1]]
    cells = {(0, 0): 40, (0, 2): 17, (1, 0): 6, (1, 1): 25, (2, 1): 9, (2, 2): 45}
    ratings = np.repeat(list(cells), list(cells.values()), axis=0)
    n, times = len(ratings), np.array(list(cells.values()))
    first = times.cumsum() - 1

    se = function(ratings, weights=w).standard_error
    without = np.array(
        [function(np.delete(ratings, i, 0), weights=w).estimate for i in first]
    )
    mean = np.average(without, weights=times)
    jackknife = np.sqrt((n - 1) / n * (times * (without - mean) ** 2).sum())

    assert se == pytest.approx(jackknife, rel=0.015)


def test_the_bootstrap_draws_whole_respondents():
    """Copies of a unit within a respondent make no interval narrower."""
    rng = np.random.default_rng(0)
    a = rng.integers(0, 2, 50)
    single = np.stack([a, np.where(rng.random(50) < 0.2, 1 - a, a)], axis=1)
    fourfold, who = np.repeat(single, 4, axis=0), np.repeat(np.arange(50), 4)

    alone = bootstrap_interval(single, n_resamples=2000)
    whole = bootstrap_interval(fourfold, clusters=list(who), n_resamples=2000)
    naive = bootstrap_interval(fourfold, n_resamples=2000)

    assert whole.high - whole.low == pytest.approx(alone.high - alone.low, rel=0.1)
    assert naive.high - naive.low < 0.6 * (alone.high - alone.low)


def test_respondents_are_read_by_position():
    """The index of a Series says nothing about which unit is whose."""
    ratings = [["a", "a"], ["a", "b"], ["b", "b"], ["b", "a"], ["a", "a"], ["b", "b"]]
    who = ["r1", "r1", "r2", "r2", "r3", "r3"]

    found = bootstrap_interval(ratings, clusters=pd.Series(who, index=range(6, 0, -1)))

    assert found == bootstrap_interval(ratings, clusters=who)


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, "", " "])
def test_units_of_nobody_known_are_drawn_alone(missing):
    """Two missing respondents are not one and the same."""
    ratings = [["a", "a"], ["a", "b"], ["b", "b"], ["b", "a"]] * 5

    found = bootstrap_interval(ratings, clusters=[missing] * 20)

    assert found == bootstrap_interval(ratings, clusters=range(20))


def test_one_respondent_has_no_interval():
    """Who is drawn is always the same."""
    found = bootstrap_interval([["a", "a"], ["a", "b"]] * 9, clusters=["r"] * 18)

    assert np.isnan([found.low, found.high]).all()
    assert found.reason == "every resample gives the same value: no interval"


@pytest.mark.parametrize("times", [[1] * 50, [30, 20], [40, 1, 1, 1, 1, 1, 1, 1, 1, 1]])
def test_each_resample_has_as_many_units_as_the_data(times):
    """Whichever way rows are drawn, a resample is as large as the data."""
    times = np.array(times)
    counts = np.concatenate(list(resampled_counts(times, 400, 0)))

    assert (counts.sum(axis=1) == times.sum()).all()
    assert counts.mean(axis=0) == pytest.approx(times, rel=0.3)


def test_alpha_by_metric_has_a_bootstrap_interval():
    """Ordinal alpha has no analytic interval here; the bootstrap gives one."""
    ratings = [[1, 1], [2, 2], [3, 2], [4, 4], [1, 2], [3, 3], [2, 2], [4, 3]] * 4

    found = bootstrap_interval(
        ratings, "krippendorff_alpha", level="ordinal", n_resamples=300
    )

    assert found.low < found.estimate < found.high
    assert found.interval == "bootstrap, percentile, 300 resamples, seed 0"


@pytest.mark.parametrize(
    ("ratings", "options", "words"),
    [
        ([["a"], ["b"]], {}, "two coders or more"),
        ([[None, None]], {}, "No unit carries a rating"),
        ([["a", 1]], {}, "mix 1 number"),
        ([["a", "b"]], {"weights": "linear"}, "words have none"),
        ([["a", "d"]], {"categories": ["a", "b"]}, "not in the categories"),
        ([["a", "b"]], {"categories": ["a", "b", "a"]}, "names one twice"),
    ],
)
def test_ratings_that_cannot_be_read_are_refused(ratings, options, words):
    """Each message says what was expected, what was found and what to do."""
    with pytest.raises(CodingsError, match=words):
        conger_kappa(ratings, **options)


@pytest.mark.parametrize("scale", [["low", "mid", "high"], ["1", "2", "10"]])
@pytest.mark.parametrize(
    ("function", "options"),
    [
        (krippendorff_alpha, {"level": "interval"}),
        (krippendorff_alpha, {"level": "ratio"}),
        (cohen_kappa, {"weights": "ratio"}),
        (bootstrap_interval, {"coefficient": "krippendorff_alpha", "level": "ratio"}),
    ],
)
def test_words_have_no_distance(function, options, scale):
    """Not even words in order: ranks are no values, nor are numbers kept as text."""
    ratings = [scale[:2], scale[1:], [scale[0]] * 2, [scale[2]] * 2]

    with pytest.raises(CodingsError, match="must be numbers; found 3 different text"):
        function(ratings, categories=scale, **options)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"weights": "cubic"}, "weights must be one of"),
        ({"weights": [[1, 0, 0]]}, "must have shape"),
        ({"weights": [[0, 1], [1, 0]]}, "1 on the diagonal"),
        ({"confidence": 95}, "between 0 and 1"),
        ({"quantile": "T"}, "quantile must be one of"),
    ],
)
def test_options_that_make_no_sense_are_refused(options, words):
    """A wrong argument is a plain ValueError."""
    with pytest.raises(ValueError, match=words):
        conger_kappa([[1, 2], [2, 2], [1, 1]], **options)


@pytest.mark.parametrize("function", [cohen_kappa, scott_pi])
def test_coefficients_of_two_coders_refuse_three(function):
    """The message names the coefficient for more coders, in the bootstrap too."""
    with pytest.raises(CodingsError, match="compares two coders, found 3"):
        function([["a", "a", "b"]])
    with pytest.raises(CodingsError, match="compares two coders, found 3"):
        bootstrap_interval([["a", "a", "b"]], function.__name__)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"method": "BCa"}, "method must be one of"),
        ({"coefficient": "gwet_ac", "level": "ordinal"}, "gwet_ac does not have"),
    ],
)
def test_options_that_the_bootstrap_would_not_heed_are_refused(options, words):
    """A percentile interval is not named BCa, nor a nominal one ordinal."""
    with pytest.raises(ValueError, match=words):
        bootstrap_interval([[1, 2], [2, 2], [1, 1]], **options)


@pytest.mark.parametrize("kind", ["string", "string[pyarrow]", "Int64", "boolean"])
def test_na_of_any_type_is_not_rated(kind):
    """As None is in a list of lists."""
    values = [[1, 1], [0, None], [0, 0], [1, 0], [None, 1]]
    frame = pd.DataFrame(values, dtype="Int64").astype(kind)

    assert gwet_ac(frame).estimate == pytest.approx(gwet_ac(values).estimate)


def test_a_missing_set_is_no_empty_one():
    """Not rated, by any of pandas's words for it."""
    ratings = [[{"a"}, {"a"}], [{"b"}, {"a"}], [{"b"}, None]]

    for missing in (pd.NA, float("nan")):
        assert set_alpha([*ratings[:2], [{"b"}, missing]]) == set_alpha(ratings)


_PAIRS = [["a", "a"]] * 30 + [["b", "b"]] * 14 + [["a", "b"]] * 6


@pytest.mark.parametrize("function", [*FUNCTIONS, cohen_kappa, scott_pi])
def test_a_note_says_that_units_of_one_coder_widen_the_interval(function):
    """The published error counts them as no agreement; alpha's leaves them out."""
    both = function([*_PAIRS, *[["a", None], ["b", None]] * 75])
    words = "150 unit(s) rated by one coder widen this interval"

    assert both.note.startswith(words) == (function is not krippendorff_alpha)
    assert function(_PAIRS).note == ""


def test_units_of_one_coder_widen_no_bootstrap_interval_of_percent():
    """Neither the share nor how many units it is of has to do with them."""
    alone = [*_PAIRS, *[["a", None]] * 150]
    wide, drawn = (
        percent_agreement(alone),
        bootstrap_interval(alone, "percent_agreement"),
    )
    pairs = percent_agreement(_PAIRS)

    assert wide.low < pairs.low - 0.1
    assert drawn.high - drawn.low == pytest.approx(pairs.high - pairs.low, rel=0.1)


def test_an_interval_holds_its_estimate():
    """Where no unit agrees, most resamples give an alpha below that of the data."""
    ratings = [list(pair) for pair in ("ce", "bd", "ag", "dc", "fd", "cg", "fb", "ae")]

    alpha = bootstrap_interval(ratings, "krippendorff_alpha")

    assert alpha.low < alpha.estimate == alpha.high


def test_clusters_of_another_length_are_refused():
    """One respondent per unit."""
    with pytest.raises(CodingsError, match="2 units, 1 given"):
        bootstrap_interval([["a", "b"], ["a", "a"]], clusters=["r1"])


def test_specific_agreement_of_the_published_tables():
    """Cicchetti and Feinstein (1990): 0.842 and 0.857; 0.914 and 0.400."""
    balanced = binary_agreement(
        [1] * 49 + [0] * 51, [1] * 40 + [0] * 9 + [1] * 6 + [0] * 45
    )
    skewed = binary_agreement(
        [1] * 90 + [0] * 10, [1] * 80 + [0] * 10 + [1] * 5 + [0] * 5
    )

    assert (balanced.positive_agreement, balanced.negative_agreement) == pytest.approx(
        (0.842, 0.857), abs=6e-4
    )
    assert (skewed.positive_agreement, skewed.negative_agreement) == pytest.approx(
        (0.914, 0.400), abs=6e-4
    )
    assert skewed.pabak == pytest.approx(0.7)
    assert skewed.prevalence_index == pytest.approx(0.75)
    assert skewed.bias_index == pytest.approx(0.05)


def test_a_code_that_nobody_gave_has_no_positive_agreement():
    """0 of 0 is no share."""
    assert np.isnan(binary_agreement([0, 0], [0, 0]).positive_agreement)


def test_distances_between_sets():
    """Passonneau (2006): Jaccard times 1, 2/3, 1/3 or 0; two empty sets are equal."""
    assert set_distance("", "") == 0
    assert set_distance("a", "") == 1
    assert set_distance("ab", "abcd") == pytest.approx(1 - 1 / 2 * 2 / 3)
    assert set_distance("ab", "bc") == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert set_distance("ab", "bc", distance="jaccard") == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    "coefficient", [percent_agreement, cohen_kappa, gwet_ac, krippendorff_alpha]
)
def test_full_agreement_has_no_analytic_interval(coefficient):
    """Three of three alike is not known to be all: no width is no interval."""
    found = coefficient([["a", "a"], ["b", "b"], ["a", "a"]])

    assert found.estimate == 1.0
    assert np.isnan(found.low)
    assert found.reason == "no interval: all units add the same"


@pytest.mark.parametrize("function", [krippendorff_alpha, bootstrap_interval])
def test_an_unknown_level_is_refused(function):
    """The message names those that are known."""
    with pytest.raises(ValueError, match="level must be one of"):
        function([[1, 2], [2, 2], [1, 1]], level="cardinal")
