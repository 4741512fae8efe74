import pandas as pd
import pytest

from coprod_nlp.config import TableSettings
from coprod_nlp.pipeline.run.protecting import FAILED
from coprod_nlp.pipeline.run.tabulating import mistaken_for, tabulate
from coprod_nlp.survey import example_survey


@pytest.fixture(scope="module")
def survey():
    """Return the example survey."""
    return example_survey()


@pytest.fixture(scope="module")
def verdicts(survey):
    """Return verdicts: ten informing, three consultation, two unnamed, one blank."""
    n = len(survey.answers)
    named = ["informing"] * 10 + ["consultation"] * 3 + [""] * (n - 13)
    return pd.DataFrame(
        {
            "label": ["partial"] * 15 + ["no_definition"] + ["accurate"] * (n - 16),
            "decision": "no_match",
            "answer_kind": ["answered"] * 15 + ["blank"] + ["answered"] * (n - 16),
            "mistaken_for": named,
        },
        index=survey.answers.index,
    )


@pytest.fixture(scope="module")
def tables(survey, verdicts):
    """Return all tables, by role type."""
    return tabulate(survey, verdicts, TableSettings(by=["role_type"]))


def test_failing_written_answers_are_counted(tables):
    """The base is every partial or inaccurate answer, named or not."""
    both = tables["mistaken_for"]
    counted = both[both["base_is"] == FAILED].set_index("value")

    assert counted["base"].unique().tolist() == [15]
    assert counted.loc["informing", "n"] == 10
    assert counted.loc["not named", "n"] == 2
    assert counted["n"].sum() == 15
    assert "mistaken_for_by_role_type" in tables


def test_small_counts_are_hidden_by_the_same_rule(survey, verdicts):
    """Three answers of one kind are too few to print under a rule of five."""
    settings = TableSettings(by=[], suppression="threshold-5")
    table = tabulate(survey, verdicts, settings)["mistaken_for"].set_index("value")

    assert table.loc["consultation", "n"].isna().all()
    assert (table.loc["consultation", "suppressed"] == "hidden").all()


def test_what_was_mistaken_is_a_share_of_two_bases(survey, tables):
    """Of those that failed, and of all who wrote a definition."""
    bases = tables["mistaken_for"].groupby("base_is")["base"].first()

    assert bases.to_dict() == {FAILED: 15, "wrote a definition": len(survey) - 1}


def test_a_definition_without_foils_has_no_table(survey, verdicts):
    """Where nothing was named there is nothing to count."""
    unnamed = verdicts.assign(mistaken_for="")

    assert mistaken_for(unnamed).isna().all()
    assert "mistaken_for" not in tabulate(survey, unnamed, TableSettings(by=[]))


def test_a_users_foils_stand_after_the_bundled_ones(verdicts):
    """An id that the bundled file lacks is counted too."""
    own = verdicts["mistaken_for"].replace("informing", "mine")
    found = mistaken_for(verdicts.assign(mistaken_for=own))

    assert (found == "mine").sum() == 10
    assert list(found.cat.categories)[-2:] == ["mine", "not named"]
