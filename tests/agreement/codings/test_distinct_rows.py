import hypothesis.strategies as st
import numpy as np
from hypothesis import given
from hypothesis.extra.numpy import array_shapes, arrays

from coprod_nlp.agreement.codings.distinct import distinct_rows


@given(
    arrays(
        np.int64, array_shapes(min_dims=2, max_dims=2), elements=st.integers(-1, 300)
    )
)
def test_distinct_rows_are_numpys(table):
    """Only faster: the same rows in the same order, and as often."""
    rows, inverse, times = np.unique(
        table, axis=0, return_inverse=True, return_counts=True
    )

    first, where, often = distinct_rows(table)

    assert table[first].tolist() == rows.tolist()
    assert where.tolist() == inverse.ravel().tolist()
    assert often.tolist() == times.tolist()
