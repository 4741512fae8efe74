"""What two surveys have in common is compared, and nothing else."""

import pandas as pd
import pytest

from coprod_nlp.exceptions import SurveySchemaError
from coprod_nlp.tables import change_table, crosstab, likert_table


def _scale(*points):
    """Make the table of a question that one respondent answered at each point."""
    kind = pd.CategoricalDtype(list(points), ordered=True)
    return likert_table(pd.Series(points).astype(kind))


def test_a_scale_is_not_compared_with_another():
    """A mean of 3 is above the middle of four points, and the middle of five."""
    four = _scale("Never", "Rarely", "Often", "Always")
    five = _scale("Never", "Rarely", "Sometimes", "Often", "Always")

    with pytest.raises(SurveySchemaError, match=r"'q7' .* one scale"):
        change_table({"q7": four}, {"q7": five})


def test_a_gap_in_a_later_survey_hides_no_figure():
    """One missing value makes numbers 1.0 rather than 1."""
    before = crosstab(pd.Series([1, 2, 2]))
    now = crosstab(pd.Series([1, 2, 1, None]))

    table = change_table({"q6": before}, {"q6": now})

    assert table["value"].tolist() == ["1", "2"]
