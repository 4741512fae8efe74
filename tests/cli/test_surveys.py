"""What commands on whole surveys print."""

import pandas as pd
import pytest

from coprod_nlp.cli.surveys import decided_in_words
from coprod_nlp.pipeline.run.protecting import DECISIONS


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
