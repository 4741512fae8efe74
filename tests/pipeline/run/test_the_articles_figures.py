"""The tables give the figures that Webb, Girardi and Stewart (2021) printed.

Counts were sought that give every printed figure with one set of respondents; the
article prints percentages and means, few counts. Definitions come with verdicts, as
data: no model is run.
"""

import csv

import pandas as pd
import pytest

from coprod_nlp.config import TableSettings
from coprod_nlp.pipeline.run.tabulating import tabulate
from coprod_nlp.survey import read_survey

RELEVANCE = [
    "Very irrelevant",
    "Slightly irrelevant",
    "Neither relevant nor irrelevant",
    "Slightly relevant",
    "Very relevant",
]
CONFIDENCE = [
    "Not at all confident",
    "Slightly confident",
    "Neither confident nor unconfident",
    "Moderately confident",
    "Very confident",
]
INVOLVED = ["Yes", "No", "Don't know"]

# Of 80 clinical and 27 non-clinical respondents, and one who gave no role. Whom the
# counts of a question leave over gave no answer.
COUNTS = {
    "q4": (["Yes", "No"], [39, 41], [11, 16], [0, 1]),
    "q6": (RELEVANCE, [0, 0, 2, 30, 48], [0, 1, 1, 10, 15], [0, 0, 0, 0, 1]),
    "q8": (RELEVANCE, [0, 0, 0, 20, 60], [0, 0, 0, 9, 18], [0, 0, 0, 0, 1]),
    "q10": (["Yes", "No"], [68, 12], [11, 9], [0, 0]),
    "q11": (CONFIDENCE, [2, 3, 10, 34, 29], [3, 3, 4, 6, 4], [0] * 5),
    "q12": (INVOLVED, [48, 9, 19], [11, 2, 13], [1, 0, 0]),
}
GROUPS = {"clinical": 80, "non-clinical": 27, "": 1}

# Those who wrote a definition, and those of them who defined it accurately: by
# whether they had heard of it.
WROTE = {"Yes": 20, "No": 47}
ACCURATE = {"Yes": 7, "No": 38}


def _survey(path):
    """Write the counts as an export with one row per respondent."""
    columns = {}
    for question, (options, *groups) in COUNTS.items():
        cells = []
        for size, counts in zip(GROUPS.values(), groups, strict=True):
            given = [o for o, n in zip(options, counts, strict=True) for _ in range(n)]
            cells += given + [""] * (size - len(given))
        columns[question] = cells
    columns["role_type"] = [role for role, n in GROUPS.items() for _ in range(n)]
    left = dict(WROTE)
    columns |= {"q4a": [], "q4b": []}
    for heard in columns["q4"]:
        text = "working together" if left[heard] > 0 else ""
        left[heard] -= 1
        columns["q4a"].append(text if heard == "Yes" else "")
        columns["q4b"].append(text if heard == "No" else "")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return read_survey(path)


def _verdicts(survey):
    """Judge as many definitions accurate as the article did."""
    wrote = survey.definitions() != ""
    left = dict(ACCURATE)
    accurate = []
    for heard, text in zip(survey.answers["q4"], wrote, strict=True):
        accurate.append(text and left[heard] > 0)
        left[heard] -= text
    accurate = pd.Series(accurate, index=wrote.index)
    label = accurate.map({True: "accurate", False: "partial"})
    return pd.DataFrame(
        {
            "label": label.where(wrote, "no_definition"),
            "decision": accurate.map({True: "match", False: "no_match"}),
            "answer_kind": wrote.map({True: "answered", False: "blank"}),
            "mistaken_for": "",
        }
    )


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """Return every table of the article's survey."""
    survey = _survey(tmp_path_factory.mktemp("article") / "survey.csv")
    assert len(survey) == 108
    settings = TableSettings(by=["role_type"])
    return tabulate(survey, _verdicts(survey), settings)


@pytest.mark.parametrize(
    ("table", "stratum", "value", "printed"),
    [
        ("role_type", "(all)", "clinical", "74.8"),
        ("role_type", "(all)", "non-clinical", "25.2"),
        ("q4_by_role_type", "clinical", "Yes", "48.8"),
        ("q4_by_role_type", "non-clinical", "Yes", "40.7"),
        ("q6", "(all)", "Slightly relevant or Very relevant", "96.3"),
        ("q8", "(all)", "Slightly relevant or Very relevant", "100.0"),
        ("q10_by_role_type", "(all)", "Yes", "79.0"),
        ("q10_by_role_type", "clinical", "Yes", "85.0"),
        ("q10_by_role_type", "non-clinical", "Yes", "55.0"),
        ("q11", "(all)", "Moderately confident or Very confident", "74.5"),
        (
            "q11_by_role_type",
            "clinical",
            "Moderately confident or Very confident",
            "80.8",
        ),
        (
            "q11_by_role_type",
            "non-clinical",
            "Moderately confident or Very confident",
            "50.0",
        ),
        ("q12", "(all)", "Yes", "58.3"),
        ("q12_by_role_type", "clinical", "Yes", "63.2"),
        ("q12_by_role_type", "non-clinical", "Yes", "42.3"),
        ("q12_by_role_type", "clinical", "No", "11.8"),
        ("q12_by_role_type", "non-clinical", "No", "7.7"),
        ("q12_by_role_type", "clinical", "Don't know", "25.0"),
        ("q12_by_role_type", "non-clinical", "Don't know", "50.0"),
    ],
)
def test_every_printed_share_is_given(tables, table, stratum, value, printed):
    """Each share of the article, to the precision it was printed with."""
    found = tables[table].set_index(["stratum", "value"])

    assert f"{100 * found.loc[(stratum, value), 'share']:.1f}" == printed


@pytest.mark.parametrize(
    ("stratum", "printed"), [("(all)", 3.92), ("clinical", 4.09), ("non-clinical", 3.3)]
)
def test_every_printed_mean_is_given(tables, stratum, printed):
    """The non-clinical mean is 65/20 = 3.25, printed as 3.3: halves went up."""
    found = tables["q11_by_role_type"].query("kind == 'mean'").set_index("stratum")
    unit = 0.1 if printed == 3.3 else 0.01

    assert abs(found.loc[stratum, "mean"] - printed) <= unit / 2


def test_67_2_percent_of_those_who_wrote_defined_it_accurately(tables):
    """The base of this share is the definitions written, not all respondents."""
    found = tables["knowledge"].set_index(["base_is", "value"])

    row = found.loc[("wrote a definition", "accurate")]
    assert (round(100 * row["share"], 1), row["base"]) == (67.2, 67)


def test_knowledge_with_implicit_understanding_is_over_80_percent(tables):
    """Having heard of it, or defining it accurately, of all respondents."""
    found = tables["knowledge"].set_index(["base_is", "value"])

    assert found.loc[("all respondents", "heard or accurate"), "share"] > 0.80


def test_a_respondent_without_a_role_is_no_part_of_the_base_of_roles(tables):
    """74.8 % is 80 of 107: the 108th gave no role."""
    assert tables["role_type"]["base"].unique().tolist() == [107]
    assert tables["q4_by_role_type"]["stratum"].iloc[-1] == "(not known)"
