import pandas as pd
import pytest

from coprod_nlp.coding import load_codebook
from coprod_nlp.config import AgreementSettings, Settings
from coprod_nlp.pipeline.run.coder_agreement import (
    ALONE,
    coder_disagreements,
    compare,
    unknown_code_notes,
    without_alone,
)

NOTHING = pd.DataFrame(columns=["respondent", "question", "coder", "code"])
SETTINGS = Settings(agreement=AgreementSettings(n_resamples=200))


@pytest.fixture
def definitions():
    """Return two coders' labels of six respondents."""
    labels = ["accurate", "partial"] * 3
    return pd.DataFrame(
        {
            "respondent": [f"R{i}" for i in range(6)] * 2,
            "coder": ["A"] * 6 + ["B"] * 6,
            "label": [*labels, *labels[:5], "accurate"],
        }
    )


@pytest.fixture
def verdicts():
    """Return the matcher's verdicts of eight respondents, one of them in review."""
    return pd.DataFrame(
        {
            "label": ["accurate", "partial"] * 4,
            "decision": ["match", "no_match"] * 3 + ["review", "no_match"],
            "answer_kind": "answered",
        },
        index=[f"R{i}" for i in range(8)],
    )


@pytest.fixture
def suggestions():
    """Return suggested codes of three answers to one question."""
    return pd.DataFrame(
        {
            "question": "q14",
            "answer": ["R0", "R1", "R2"],
            "code": ["time", "time", "staff"],
            "suggested": [True, False, True],
        }
    )


@pytest.fixture
def themes():
    """Return one coder's codes of three answers to one question."""
    return pd.DataFrame(
        {
            "respondent": ["R0", "R1", "R2"],
            "question": "q14",
            "coder": "A",
            "code": ["time", "no code", "time"],
        }
    )


def test_no_codings_give_an_empty_table(verdicts, suggestions):
    """Without coders there is nothing to agree with."""
    none = NOTHING.rename(columns={"code": "label"})

    assert compare(none, NOTHING, verdicts, suggestions, SETTINGS).empty


def test_coders_meet_each_other_and_the_machine(definitions, verdicts, suggestions):
    """Every pair of coders, each coder with the matcher, and with what it decided."""
    table = compare(definitions, NOTHING, verdicts, suggestions, SETTINGS)

    assert set(table["comparison"]) == {
        "A with B",
        "A with machine",
        f"A with {ALONE}",
        "B with machine",
        f"B with {ALONE}",
    }


def test_what_was_decided_alone_can_be_left_out(definitions, verdicts, suggestions):
    """Five of six beside all six tell that one went to review."""
    table = compare(definitions, NOTHING, verdicts, suggestions, SETTINGS)
    shown = without_alone(table)

    assert set(shown["comparison"]) == {"A with B", "A with machine", "B with machine"}
    assert table.loc[shown.index].equals(shown)


def test_only_units_that_both_judged_count(definitions, verdicts, suggestions):
    """Respondents whom no coder coded are no disagreement."""
    table = compare(definitions, NOTHING, verdicts, suggestions, SETTINGS)

    assert set(table["n_units"].dropna()) == {6}


def test_a_blank_cell_is_no_agreement(definitions, verdicts, suggestions):
    """That two coders find no definition in nothing says nothing about them."""
    verdicts.loc["R0", "answer_kind"] = "blank"
    table = compare(definitions, NOTHING, verdicts, suggestions, SETTINGS)

    assert set(table["n_units"].dropna()) == {5}


def test_disagreements_are_listed_for_talk(definitions, themes):
    """One respondent was labelled unlike; a single coder differs from nobody."""
    table = coder_disagreements(definitions, themes)

    assert table[["subject", "unit", "A", "B"]].to_numpy().tolist() == [
        ["definition", "R5", "partial", "accurate"]
    ]


def test_an_answer_without_a_ticked_code_is_no_code(verdicts, themes, suggestions):
    """Where neither gives a code, coder and machine agree."""
    table = compare(
        NOTHING.rename(columns={"code": "label"}),
        themes,
        verdicts,
        suggestions,
        SETTINGS,
    )
    time = table[table["code"] == "time"].iloc[0]

    assert (time["n_units"], time["percent"]) == (3, pytest.approx(2 / 3))


def test_codes_that_the_codebook_lacks_become_notes():
    """Each is named with its count and the nearest, and nothing is dropped."""
    themes = pd.DataFrame(
        {
            "respondent": ["R1", "R2", "R3"],
            "question": ["q12b"] * 3,
            "coder": ["A"] * 3,
            "code": ["barriers/distnace", "barriers/distnace", "barriers/distance"],
        }
    )
    (note,) = unknown_code_notes(themes, load_codebook()).to_dict("records")

    assert note["question"] == "q12b"
    assert "'barriers/distnace' under q12b (2 codings)" in note["problem"]
    assert "perhaps 'barriers/distance'" in note["problem"]


def test_without_codings_there_are_no_notes():
    """The notes join the survey's own, whose columns they have."""
    found = unknown_code_notes(NOTHING, load_codebook())

    assert list(found.columns) == ["row", "respondent", "question", "problem", "action"]
    assert found.empty
