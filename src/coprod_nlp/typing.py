"""Types that several layers share; imports nothing of ours."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]
"""Array of real numbers; its shape is in the docstring that uses it."""

BoolArray = NDArray[np.bool_]
"""Array of True and False; its shape is in the docstring that uses it."""

IntArray = NDArray[np.integer[Any]]
"""Array of whole numbers; its shape is in the docstring that uses it."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much is done and how much there is."""


@runtime_checkable
class TextEncoder(Protocol):
    """Anything that turns texts into vectors (a SentenceTransformer does)."""

    def encode(self, sentences: Sequence[str]) -> FloatArray:
        """Return an array of shape (n_texts, n_dims)."""
        ...
