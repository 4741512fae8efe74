"""What a reader can work out of hidden numbers, computed apart from what hides them."""

import numpy as np
from scipy import sparse
from scipy.optimize import linprog


def bounds_of(numbers, hidden, targets):
    """Return the least and the most that some hidden numbers may be.

    By linear programmes over cells that are not negative: the reader knows every
    published number, what each is the sum of, and that a hidden one is no 0.
    """
    no_zero = hidden & numbers.printed & (numbers.counts > 0)
    known = {
        "A_eq": sparse.vstack([numbers.sums[np.flatnonzero(~hidden)], numbers.zeros]),
        "b_eq": np.append(numbers.counts[~hidden], np.zeros(numbers.zeros.shape[0])),
        "A_ub": -numbers.sums[np.flatnonzero(no_zero)] if no_zero.any() else None,
        "b_ub": -np.ones(no_zero.sum()) if no_zero.any() else None,
        # Far above any number that is said.
        "bounds": (0, 2 * numbers.counts.max()),
    }

    def end(target, sign):
        found = linprog(sign * numbers.sums[[target]].toarray().ravel(), **known)
        assert found.status == 0, found.message
        return sign * found.fun

    ends = [(end(target, 1), end(target, -1)) for target in targets]
    return np.array(ends, dtype=float).reshape(-1, 2).T
