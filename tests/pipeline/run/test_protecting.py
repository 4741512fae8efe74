"""Nobody who has every table of a run can work out a hidden small count."""

import numpy as np
import pandas as pd
import pytest

from attacks import bounds_of
from coprod_nlp.config import TableSettings
from coprod_nlp.pipeline.run.protecting import (
    DECISIONS,
    definition_layouts,
    laid_out,
    nests_of,
)
from coprod_nlp.pipeline.run.tabulating import definition_states, tabulate
from coprod_nlp.survey import example_survey
from coprod_nlp.tables import crosstab, suppress_together
from coprod_nlp.tables.numbers import lay_out


@pytest.fixture(scope="module")
def survey():
    """Return the example survey."""
    return example_survey()


@pytest.fixture(scope="module")
def verdicts(survey):
    """Return verdicts drawn at random, some labels and decisions being rare."""
    rng = np.random.default_rng(0)
    wrote = survey.definitions() != ""
    label = rng.choice(
        ["accurate", "partial", "inaccurate", "no_definition"],
        len(wrote),
        p=[0.6, 0.3, 0.08, 0.02],
    )
    decision = np.where(label == "accurate", "match", "no_match")
    decision = np.where(rng.random(len(wrote)) < 0.05, "review", decision)
    foil = rng.choice(["informing", "consultation", ""], len(wrote), p=[0.7, 0.1, 0.2])
    failing = wrote & np.isin(label, ["partial", "inaccurate"])
    return pd.DataFrame(
        {
            "label": pd.Series(label, wrote.index).where(wrote, "no_definition"),
            "decision": pd.Series(decision, wrote.index).where(wrote, "no_match"),
            "answer_kind": wrote.map({True: "answered", False: "blank"}),
            "mistaken_for": pd.Series(foil, wrote.index).where(failing, ""),
        }
    )


@pytest.fixture(scope="module")
def whole(survey, verdicts):
    """Return the tables with nothing hidden, shares alone."""
    tables = tabulate(survey, verdicts, TableSettings())
    return {name: table for name, table in tables.items() if "share" in table}


@pytest.fixture(scope="module")
def hidden(survey, verdicts):
    """Return the tables under a rule of five."""
    return tabulate(survey, verdicts, TableSettings(suppression="threshold-5"))


@pytest.fixture(scope="module")
def attacked(survey, verdicts, whole, hidden):
    """Return each small number with the bounds that all the tables leave open."""
    layouts, ties = laid_out(whole, survey, definition_states(verdicts))
    counted = {
        name: table.reset_index(drop=True).astype({"n": "Int64", "base": "Int64"})
        for name, table in whole.items()
    }
    numbers = lay_out(counted, layouts, ties, n_respondents=len(survey))
    gone = ~numbers.printed
    for (name, column), places in numbers.places.items():
        gone[places] |= hidden[name][column].isna().to_numpy()
    small = np.flatnonzero((numbers.counts > 0) & (numbers.counts < 5))
    low, high = bounds_of(numbers, gone, small)
    return pd.DataFrame({"low": low, "high": high, "n": numbers.counts[small]})


def test_every_small_count_has_two_values_or_more(attacked):
    """Linear programmes over all tables of the run leave each of them open."""
    assert len(attacked) > 30
    assert (np.floor(attacked["high"] + 1e-6) > np.ceil(attacked["low"] - 1e-6)).all()


def test_the_bounds_hold_what_is_true(attacked):
    """The programmes know the tables as they are."""
    assert (attacked["low"] <= attacked["n"] + 1e-6).all()
    assert (attacked["high"] >= attacked["n"] - 1e-6).all()


def test_no_small_count_is_printed(hidden):
    """In whatever table it stands, as a count or as a base."""
    counts = ["n", "base", "against_n", "against_base"]
    printed = [
        table[name] for table in hidden.values() for name in counts if name in table
    ]

    assert not pd.concat(printed).between(1, 4).any()


def test_most_of_what_is_not_small_is_still_shown(whole, hidden):
    """A table that hides everything is of no use: of everybody, nine in ten remain."""
    shown = [
        hidden[name].loc[table["stratum"].to_numpy() == "(all)", "n"].notna()
        for name, table in whole.items()
        if "_by_" not in name
    ]

    assert pd.concat(shown).mean() > 0.9


def test_a_base_that_stands_in_two_tables_is_hidden_in_both(whole, hidden):
    """Failing definitions are counted by label and are the base of what they are."""
    labels = hidden["definitions_by_department"]
    failing = labels[labels["value"].isin(["partial", "inaccurate"])]
    known = failing.groupby("stratum")["n"].agg(lambda n: n.notna().all())
    taken = hidden["mistaken_for_by_department"]
    small = whole["definitions_by_department"].query(
        "value == 'inaccurate' and 0 < n < 5"
    )["stratum"]

    assert len(small)
    assert not known[small].any()
    assert set(taken["suppressed"]) == {"", "hidden"}


def test_means_say_nothing_that_the_counts_do_not(hidden):
    """A mean is printed only where every count it is made of is."""
    table = hidden["q11_by_role_type"]
    points = table[table["kind"] == "point"].groupby("stratum")["n"]
    whole = points.agg(lambda n: n.notna().all())
    shown = table[table["kind"] == "mean"].set_index("stratum")["mean"].notna()

    assert not (shown & ~whole.reindex(shown.index)).any()


def test_wards_are_known_to_lie_within_their_sites():
    """What the wards of a site have is what the site has."""
    site = pd.Series(["east", "east", "west", None])
    strata = {"site": site, "ward": pd.Series(["A", "B", "C", None])}
    (nest,) = nests_of({**strata, "role": pd.Series(["x", "y", "x", "y"])})[:1]

    assert (nest.inner, nest.outer) == ("ward", "site")
    assert nest.within["B"] == "east"


def test_strata_that_cross_lie_in_none():
    """A role is found at both sites."""
    site = pd.Series(["east", "east", "west", "west"])
    role = pd.Series(["nurse", "doctor", "nurse", "doctor"])

    assert nests_of({"site": site, "role": role}) == []


def test_the_hidden_count_of_a_ward_is_not_what_its_site_leaves():
    """West has two wards: with its count and that of one, the other's is known."""
    counts = {"A": 8, "B": 3, "C": 8, "D": 2}
    ward = pd.Series([name for name in counts for _ in range(20)])
    said = pd.Series(
        [x for n in counts.values() for x in ["no"] * n + ["yes"] * (20 - n)]
    )
    site = ward.map({"A": "east", "B": "east", "C": "west", "D": "west"})
    strata = {"ward": ward, "site": site}
    tables = {"q_by_" + kind: crosstab(said, values) for kind, values in strata.items()}
    hidden = suppress_together(tables, "threshold-5", nests=nests_of(strata))
    by_ward = hidden["q_by_ward"].set_index(["stratum", "value"])["n"]
    by_site = hidden["q_by_site"].set_index(["stratum", "value"])["n"]

    assert pd.isna(by_ward["D", "no"])
    assert pd.isna(by_ward["C", "no"]) or pd.isna(by_site["west", "no"])


def test_what_readers_add_up_is_protected():
    """Of 26 definitions 15 match and 8 wait: three, one by one hidden, are left."""
    kinds = ["match"] * 15 + ["review"] * 8
    kinds += ["no match, partial"] * 2 + ["no match, inaccurate"]
    decided = pd.Series(pd.Categorical(kinds, categories=list(DECISIONS)))
    none = pd.DataFrame({"state": ["no definition"], "label": ["no_definition"]})
    layouts = {"decisions": definition_layouts(none)["decisions"]}
    table = suppress_together(
        {"decisions": crosstab(decided)}, "threshold-5", layouts=layouts
    )["decisions"].set_index("value")

    shown = table.loc[["match", "review"], ["n", "base"]]
    assert shown["n"].isna().any() or shown["base"].isna().any()
