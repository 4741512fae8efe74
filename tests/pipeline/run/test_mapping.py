"""The thematic map of a run: adopted where people coded, candidates elsewhere."""

from types import SimpleNamespace

import pandas as pd
import pytest

from coprod_nlp.coding import Code, Codebook, load_codebook
from coprod_nlp.pipeline.run.mapping import agreed, map_of_run


@pytest.fixture
def codings():
    """Two coders who agree on one code of two, and one code for the rest."""
    rows = [
        ("R1", "q12b", "A", "barriers/distance"),
        ("R1", "q12b", "A", "barriers/time_workload"),
        ("R1", "q12b", "B", "barriers/distance"),
        ("R2", "q12b", "A", "other"),
        ("R2", "q12b", "B", "other"),
        ("R3", "q12b", "A", "no code"),
        ("R3", "q12b", "B", "barriers/distance"),
    ]
    return pd.DataFrame(rows, columns=["respondent", "question", "coder", "code"])


def test_a_code_counts_where_everybody_who_coded_gave_it(codings):
    """What one coder alone gave is not agreed, nor what another saw no code in."""
    kept = agreed(codings)

    assert kept[kept["code"] == "barriers/distance"]["respondent"].tolist() == ["R1"]
    assert "barriers/time_workload" not in set(kept["code"])


def test_the_map_names_codes_as_the_codebook_does(codings):
    """The code for everything else is no theme; titles come from the codebook."""
    finders = {"q12b": SimpleNamespace(themes_=(), units_=pd.DataFrame())}
    drawn = map_of_run(finders, codings, load_codebook(None), {"q12b": "Barriers"})

    assert drawn.nodes["name"].tolist() == ["Barriers", "Distance"]
    assert drawn.nodes["state"].tolist() == ["adopted", "adopted"]


def test_other_is_no_theme_where_the_codebook_has_none(codings):
    """Coders are offered it all the same."""
    finders = {"q12b": SimpleNamespace(themes_=(), units_=pd.DataFrame())}
    bare = Codebook((Code("barriers/distance", "Distance"),))
    drawn = map_of_run(finders, codings, bare, {"q12b": "Barriers"})

    assert drawn.nodes["name"].tolist() == ["Barriers", "Distance"]


def test_no_codings_make_no_adopted_theme(codings):
    """A run without coders draws candidates alone."""
    drawn = map_of_run({}, codings.iloc[:0], load_codebook(None), {})

    assert drawn.nodes.empty
