"""Which answers the words alone settle, so that the encoder need not read them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from coprod_nlp.matching.stack import LogisticStack
from coprod_nlp.typing import BoolArray, FloatArray

CHANGED = 0.005
"""Share of held-out answers whose decision may differ from that of both members.

What the encoder costs against what changes: docs/decisions/0007.
"""


@dataclass(frozen=True, slots=True)
class Skimmer:
    """Calibrated probabilities from the lexical member alone.

    Parameters
    ----------
    accurate : LogisticStack
        Probability of *accurate* from the lexical member's features.
    elements : mapping of str to LogisticStack
    limit : float
        Probability of *accurate* up to which an answer is not read further: it does
        not match. Chosen on answers held out, so that the decision differs from that
        of both members on at most `CHANGED` of them. Negative: everything is read.
    """

    accurate: LogisticStack
    elements: Mapping[str, LogisticStack]
    limit: float

    def settles(self, accurate: FloatArray) -> BoolArray:
        """Say of each probability of *accurate* whether the words alone settle it."""
        return accurate <= self.limit


def skim_limit(
    probability: FloatArray,
    unmatched: BoolArray,
    *,
    highest: float = 0.5,
    changed: float = CHANGED,
) -> float:
    """Return the highest limit below which few decisions would change.

    Parameters
    ----------
    probability : ndarray of shape (n_answers,)
        Of *accurate*, by the words alone.
    unmatched : ndarray of bool, shape (n_answers,)
        Whether the full matcher decides ``no_match``.
    highest : float, default=0.5
        The limit is no higher, such as where the full matcher's ``no_match`` ends.
    changed : float
        Share of all answers that may be decided differently.

    Returns
    -------
    float
        At most `highest`; -1 where no limit keeps the decisions.

    Examples
    --------
    >>> p = np.array([0.1, 0.2, 0.3, 0.9])
    >>> skim_limit(p, np.array([True, True, False, False]))
    0.2
    """
    order = np.argsort(probability, kind="stable")
    ranked = probability[order]
    lost = np.cumsum(~unmatched[order])
    # Equal probabilities stand or fall together.
    last = np.append(ranked[1:] > ranked[:-1], True)
    good = np.flatnonzero(
        last & (lost <= changed * len(probability)) & (ranked <= highest)
    )
    return float(ranked[good[-1]]) if len(good) else -1.0
