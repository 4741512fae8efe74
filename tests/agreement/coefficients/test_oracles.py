"""Equal to other people's programs on random tables."""

import itertools
import warnings

import krippendorff
import numpy as np
import pytest
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import jaccard_distance, masi_distance
from scipy import stats
from statsmodels.stats import inter_rater

from coprod_nlp.agreement import (
    bootstrap_interval,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
    set_alpha,
)

N_TABLES = 200


def _tables(n_coders=None, *, missing=0.0):
    """Yield random tables of 0..K-1 ratings."""
    for seed in range(N_TABLES):
        rng = np.random.default_rng(seed)
        r = n_coders or int(rng.integers(2, 5))
        k = int(rng.integers(2, 6))
        true = rng.integers(0, k, int(rng.integers(5, 40)))
        noise = rng.random((len(true), r)) < 0.3
        table = np.where(noise, rng.integers(0, k, noise.shape), true[:, None])
        table = table.astype(float)
        table[rng.random(table.shape) < missing] = np.nan
        yield table, k


def _same(ours, theirs):
    assert (np.isnan(ours) and not np.isfinite(theirs)) or ours == pytest.approx(
        theirs, abs=1e-9
    )


@pytest.mark.parametrize("weights", ["identity", "linear", "quadratic"])
def test_cohens_kappa_and_its_error_are_statsmodels(weights):
    """Value and standard error, on 200 tables of two coders."""
    kind = {"identity": None, "linear": "linear", "quadratic": "quadratic"}[weights]
    for table, k in _tables(2):
        counts = np.zeros((k, k))
        np.add.at(counts, tuple(table.astype(int).T), 1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            theirs = inter_rater.cohens_kappa(counts, wt=kind)
        ours = cohen_kappa(table, weights=weights, categories=range(k), ddof=0)
        _same(ours.estimate, theirs.kappa)
        _same(ours.standard_error, theirs.std_kappa)


def test_fleiss_kappa_is_statsmodels():
    """On 200 complete tables of two to four coders."""
    for table, k in _tables():
        counts = (table[:, :, None] == np.arange(k)).sum(axis=1)
        _same(fleiss_kappa(table).estimate, inter_rater.fleiss_kappa(counts))


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_is_that_of_the_krippendorff_package(level):
    """On 200 tables of two to four coders with a fifth of the ratings missing."""
    n_compared = 0
    for table, _ in _tables(missing=0.2):
        ours = krippendorff_alpha(table, level=level)
        if not ours.defined:
            continue
        theirs = krippendorff.alpha(table.T, level_of_measurement=level)
        _same(ours.estimate, theirs)
        n_compared += 1
    assert n_compared > 0.9 * N_TABLES


@pytest.mark.parametrize(("method", "theirs"), [("percentile",) * 2, ("bca", "BCa")])
def test_bootstrap_intervals_are_scipys(method, theirs):
    """Of percent agreement of 60 units, up to what 20,000 draws leave to chance."""
    rng = np.random.default_rng(0)
    same = rng.random(60) < 0.8
    table = [["x", "x" if agree else "y"] for agree in same]

    ours = bootstrap_interval(
        table, "percent_agreement", method=method, n_resamples=20_000
    )
    drawn = stats.bootstrap(
        (same,), np.mean, n_resamples=20_000, method=theirs, rng=1
    ).confidence_interval

    assert (ours.low, ours.high) == pytest.approx(tuple(drawn), abs=0.018)


def test_scotts_pi_and_percent_are_nltks():
    """On 200 tables of two coders."""
    for table, _ in _tables(2):
        task = AnnotationTask(
            [(str(j), str(i), int(x)) for (i, j), x in np.ndenumerate(table)]
        )
        _same(percent_agreement(table).estimate, task.avg_Ao())
        _same(scott_pi(table).estimate, task.pi())


@pytest.mark.parametrize(
    ("distance", "theirs"), [("masi", masi_distance), ("jaccard", jaccard_distance)]
)
def test_alpha_of_sets_is_nltks(distance, theirs):
    """On 200 tables of sets of one or two codes."""
    for seed in range(N_TABLES):
        rng = np.random.default_rng(seed)
        codes = list("abcd")[: int(rng.integers(2, 5))]
        sets = [
            frozenset(c) for r in range(1, 3) for c in itertools.combinations(codes, r)
        ]
        n, r = int(rng.integers(4, 20)), int(rng.integers(2, 4))
        table = [[sets[rng.integers(len(sets))] for _ in range(r)] for _ in range(n)]
        data = [
            (str(j), str(i), x)
            for i, row in enumerate(table)
            for j, x in enumerate(row)
        ]
        task = AnnotationTask(data, distance=theirs)

        ours = set_alpha(table, distance=distance)

        _same(ours.estimate, task.alpha())
