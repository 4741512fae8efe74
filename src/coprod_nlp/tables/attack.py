"""Works out what a reader could infer of hidden counts from all that is published."""

from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import OptimizeResult, linprog

from coprod_nlp.tables.numbers import Numbers
from coprod_nlp.typing import BoolArray, IntArray

_NOTHING = 1e-6


def hidden_safely(numbers: Numbers, small: BoolArray) -> BoolArray:
    """Return which numbers to hide so that no small one can be worked out.

    Parameters
    ----------
    numbers : Numbers
    small : ndarray of bool, shape (n_numbers,)
        Counts that must not be known; those printed are hidden first.

    Returns
    -------
    ndarray of bool, shape (n_numbers,)
        For each small number at least two whole numbers lie between the least and the
        most that it may be: by linear programmes over cells that are not negative, for
        a reader who knows every published number, what each is the sum of, and that a
        hidden one is no 0. What is said anyhow (`Numbers.fixed`) is never hidden.

    Notes
    -----
    Where a number is pinned, the programme's dual values name the published numbers
    that pin it; one of these is hidden, the cheapest: rather a count than a base,
    rather of a stratum than of everybody, rather a small than a large one. What is
    found safe stays so, since hiding more only widens the bounds. A number that was
    hidden on the way and can be worked out all the same is shown again in the end.
    """
    hidden = small | ~numbers.printed
    hidden &= ~numbers.fixed
    left: IntArray = np.flatnonzero(small & ~numbers.fixed)
    while len(left):
        attack = _Attack(numbers, hidden)
        left = _not_yet_safe(attack, left)
        if not len(left):
            break
        target, pins = _first_pinned(attack, left)
        if target is None:
            break
        left = left[np.flatnonzero(left == target)[0] :]
        if not len(pins):
            left = left[1:]
            continue
        costs = (
            pins, numbers.counts[pins], numbers.everybody[pins], numbers.is_base[pins],
        )  # fmt: skip
        hidden[pins[np.lexsort(costs)[0]]] = True
    attack = _Attack(numbers, hidden)
    hidden[_given_away(attack, np.flatnonzero(hidden & numbers.printed & ~small))] = (
        False
    )
    return hidden


def _not_yet_safe(attack: "_Attack", left: IntArray) -> IntArray:
    """Drop targets that may be larger than they are, many at a time."""
    while len(left):
        together = sparse.csr_array(attack.numbers.sums[left].sum(axis=0)[None, :])
        point = attack.most(together).x
        safe = attack.numbers.sums[left] @ point > attack.truth(left) + 1 - _NOTHING
        if not safe.any():
            break
        left = left[~safe]
    return left


def _first_pinned(attack: "_Attack", left: IntArray) -> tuple[int | None, IntArray]:
    """Return the first target with a single value, and what pins it."""
    for target in map(int, left):
        row, truth = attack.numbers.sums[[target]], attack.truth(target)
        most = attack.most(row)
        if -most.fun > truth + 1 - _NOTHING:
            continue
        if attack.most(-row).fun < truth - 1 + _NOTHING:
            continue
        return target, attack.pins(most)
    return None, np.array([], dtype=int)


def _given_away(attack: "_Attack", places: IntArray) -> IntArray:
    """Return those numbers that have one value whatever the hidden cells hold."""
    rng = np.random.default_rng(0)
    for _ in range(3):
        if not len(places):
            return places
        # What differs between two solutions has no single value: most fall out here.
        sums = attack.numbers.sums[places]
        weights = sparse.csr_array((rng.standard_normal(len(places)) @ sums)[None, :])
        one, other = (sums @ attack.most(side).x for side in (weights, -weights))
        places = places[np.abs(one - other) < _NOTHING]
    rows = [attack.numbers.sums[[place]] for place in places]
    width = [-attack.most(row).fun - attack.most(-row).fun for row in rows]
    return places[np.array(width, dtype=float) < _NOTHING]


class _Attack:
    """What is known of the cells: equalities, and that hidden numbers are no 0."""

    def __init__(self, numbers: Numbers, hidden: BoolArray) -> None:
        self.numbers = numbers
        self._shown = np.flatnonzero(~hidden)
        not_zero = np.flatnonzero(hidden & numbers.printed & (numbers.counts > 0))
        self._equal = sparse.vstack([numbers.sums[self._shown], numbers.zeros])
        self._values = np.concatenate(
            [numbers.counts[self._shown], np.zeros(numbers.zeros.shape[0])]
        )
        self._at_least = numbers.sums[not_zero]
        # No programme is unbounded, and the cap lies above any number that is said.
        self._most = float(max(numbers.counts.max(initial=0), 1)) * 2

    def truth(self, place: Any) -> Any:
        """Return the values of numbers."""
        return self.numbers.counts[place]

    def most(self, weights: sparse.csr_array) -> OptimizeResult:
        """Maximise a weighted sum of cells."""
        n_least = self._at_least.shape[0]
        found = linprog(
            -weights.toarray().ravel(),
            A_ub=-self._at_least if n_least else None,
            b_ub=-np.ones(n_least) if n_least else None,
            A_eq=self._equal,
            b_eq=self._values,
            bounds=(0, self._most),
            method="highs",
        )
        if found.status != 0:
            message = (
                "The tables contradict each other, so what they reveal cannot be "
                f"worked out ({found.message}). Give tables of the same respondents."
            )
            raise ValueError(message)
        return found

    def pins(self, found: OptimizeResult) -> IntArray:
        """Return the published numbers that the optimum hangs on and may be hidden."""
        used = np.abs(found.eqlin.marginals[: len(self._shown)]) > _NOTHING
        pins = self._shown[used]
        free = self.numbers.printed & ~self.numbers.fixed & (self.numbers.counts > 0)
        return pins[free[pins]]
