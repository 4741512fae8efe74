"""What commands on whole surveys print."""

import pandas as pd
import pytest

from coprod_nlp.cli.surveys import decided_in_words, not_read
from coprod_nlp.pipeline.run.protecting import DECISIONS
from coprod_nlp.survey import read_survey


@pytest.mark.parametrize(
    ("n", "said"),
    [
        ([9, 4, 3, 0, 6], "9 match, 7 do not, 6 to review"),
        ([9, 4, None, 0, None], "9 match, hidden do not, hidden to review"),
    ],
)
def test_the_screen_says_of_definitions_what_their_table_does(n, said):
    """Blanks are no definitions, and what the table hides is not printed."""
    table = pd.DataFrame({"stratum": "(all)", "value": list(DECISIONS), "n": n})

    assert decided_in_words({"decisions": table.astype({"n": "Int64"})}) == said


def test_without_definitions_the_screen_says_so():
    """There is no table of decisions then."""
    assert decided_in_words({}) == "none written"


def test_the_screen_warns_of_questions_whose_answers_were_not_read(tmp_path):
    """Their tables would be missing, and nobody would know why."""
    path = tmp_path / "survey.csv"
    path.write_text("id,q4,q4b,q6\n1,No,a,Agree\n2,No,b,5\n", encoding="utf-8")
    (said,) = not_read(read_survey(path))

    assert "1 of 2 answers to q6 in survey.csv could not be read" in said
