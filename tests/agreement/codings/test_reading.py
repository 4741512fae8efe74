"""Codings mean the same in whatever type pandas holds them."""

import numpy as np
import pandas as pd
import pytest

from coprod_nlp.agreement.codings.reading import read_codes

LONG = pd.DataFrame(
    {
        "unit": [1, 1, 2, 2, 3, 3],
        "coder": list("ABABAB"),
        "code": ["x", "x", "y", "no code", "x", None],
    }
)


def _same(one, other):
    assert one.units.tolist() == other.units.tolist()
    assert (one.cells == other.cells).all()
    assert (one.coders, one.codes, one.remarks) == (
        other.coders,
        other.codes,
        other.remarks,
    )


@pytest.mark.parametrize(
    "types",
    [
        {"code": "category", "coder": "category", "unit": "category"},
        {"code": "string", "coder": "string[pyarrow]", "unit": "Int64"},
        {"code": "object", "coder": "object", "unit": float},
    ],
)
def test_columns_of_any_type_read_alike(types):
    """Categories, text of three kinds, numbers that may be missing."""
    _same(read_codes(LONG.astype(types)), read_codes(LONG))


@pytest.mark.parametrize("kind", ["Int64", "int64[pyarrow]", float, "category"])
def test_respondents_of_any_type_may_be_missing(kind):
    """Who is not named is nobody else."""
    who = pd.Series([7, 7, 7, 7, None, None], dtype="Int64").astype(kind)

    units = read_codes(LONG.assign(respondent=who))

    first, second, third = units.clusters
    assert first == second != third


@pytest.mark.parametrize("blank", ["", " ", None, np.nan])
def test_units_of_nobody_named_stand_alone(blank):
    """Blanks of any width are no respondent who gave all of them."""
    assert read_codes(LONG.assign(respondent=blank)).clusters is None
