"""What was suggested in a workbook, and from whom it was withheld, comes back."""

import pandas as pd

from coprod_nlp.coding.workbook.reading import read_workbook
from coprod_nlp.coding.workbook.writing import write_workbook

TEXTS = pd.Series({"R1": "no time", "R2": "families live far", "007": "my job"})
CODES = ["barriers/time", "barriers/distance", "other"]


def test_withheld_answers_are_known(small_codebook, suggester, tmp_path):
    """So that codes given blind can be set against the others."""
    path = tmp_path / "A.xlsx"
    suggestions = suggester.suggest(TEXTS, "q1")
    written = write_workbook(
        *(TEXTS, small_codebook, "q1", path),
        suggestions=suggestions,
        withheld_share=0.34,
    )
    answers = read_workbook(path).answers

    assert tuple(answers["respondent"][answers["withheld"]]) == written.withheld != ()


def test_the_suggestions_that_were_shown_come_back(small_codebook, tmp_path):
    """Those that were withheld do not; what is shown is as it was suggested."""
    path = tmp_path / "A.xlsx"
    made = pd.DataFrame(
        {
            "answer": ["R1", "R1", "R2", "007"],
            "rank": [1, 2, 1, 1],
            "code": [*CODES, CODES[0]],
            "score": [0.75, 0.25, 0.5, 0.125],
            "evidence": ["no time", "no time", "families", "my job"],
        }
    )
    written = write_workbook(
        TEXTS, small_codebook, "q1", path, suggestions=made, withheld_share=0.34
    )
    expected = made[~made["answer"].isin(written.withheld)]
    found = read_workbook(path).suggestions

    assert len(written.withheld) == 1
    assert found["respondent"].tolist() == expected["answer"].tolist()
    assert found["rank"].tolist() == expected["rank"].tolist()
    assert found["code"].tolist() == expected["code"].tolist()
    assert found["score"].tolist() == expected["score"].tolist()
