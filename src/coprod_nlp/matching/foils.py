"""What a failing definition was taken for: the foils, and a finder of the likeliest."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Self

import numpy as np
from pydantic import Field
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from coprod_nlp.files.tomlfiles import FromToml, load_toml
from coprod_nlp.typing import FloatArray, TextEncoder
from coprod_nlp.vectors.encoders import default_encoder
from coprod_nlp.vectors.lengths import of_length_one
from coprod_nlp.vectors.likeness import StatementLikeness

_Text = Annotated[str, Field(min_length=1)]

LIMIT = 0.45
"""Posterior below which no foil is named.

The lowest at which seven in ten of the named were right, on 100 answers that a reader
had sorted (`benchmarks/foils_against_coder.py`); others measure it.
"""


@dataclass(frozen=True, slots=True)
class Foil(FromToml):
    """Something that an idea is commonly mistaken for.

    Parameters
    ----------
    id : str
        As it stands in a table of verdicts.
    title, description : str
        What a reader is shown.
    examples : tuple of str
        Statements that take the idea for this.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: _Text
    description: _Text
    examples: Annotated[tuple[_Text, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class _FoilFile(FromToml):
    foils: Annotated[tuple[Foil, ...], Field(min_length=2)]

    def __post_init__(self) -> None:
        counts = Counter(foil.id for foil in self.foils)
        twice = sorted(id for id, count in counts.items() if count > 1)
        if twice:
            message = f"foils names {twice!r} twice; give each foil its own id."
            raise ValueError(message)


def load_foils(path: Path | str | None = None) -> tuple[Foil, ...]:
    """Read foils from a TOML file, by default those of care coproduction.

    Raises
    ------
    SettingsError
        If the file is missing, is not TOML, lacks a part, or names a foil twice.

    Examples
    --------
    >>> load_foils()[0].id
    'consultation'
    """
    file: _FoilFile = load_toml(_FoilFile, path, "foils.toml")
    return file.foils


class FoilFinder(BaseEstimator):
    """Names what a failing definition was most likely mistaken for.

    Parameters
    ----------
    encoder : TextEncoder, optional
        Gives unit-length vectors; by default the installed all-MiniLM-L6-v2. The
        matcher gives its own, which has learned what the elements are.
    limit : float
        A foil whose posterior is below this is not named.

    Attributes
    ----------
    likeness_ : StatementLikeness
        Learnt from the foils' examples.
    """

    def __init__(
        self, encoder: TextEncoder | None = None, *, limit: float = LIMIT
    ) -> None:
        self.encoder = encoder
        self.limit = limit

    def fit(self, foils: Sequence[Foil]) -> Self:
        """Learn from the examples of each foil.

        Raises
        ------
        NotEnoughDataError
            If there are fewer than two foils.
        """
        pairs = [(text, foil.id) for foil in foils for text in foil.examples]
        self.encoder_ = self.encoder or default_encoder()
        self.likeness_ = StatementLikeness(self.encoder_).fit(
            [text for text, _ in pairs], [id for _, id in pairs]
        )
        return self

    def predict(
        self, texts: Sequence[str], means: FloatArray | None = None
    ) -> list[str]:
        """Return the id of each text's likeliest foil, "" where none is likely.

        A text's foil does not depend on the other texts.

        Parameters
        ----------
        texts : sequence of str, length n_texts
        means : ndarray of shape (n_texts, n_dims), optional
            Their mean token vectors by the finder's encoder, if they are known.
        """
        check_is_fitted(self)
        if not texts:
            return []
        if means is None:
            means = self.encoder_.encode(list(texts))
        # In double precision, so that sums do not depend on how many texts there are.
        vectors = of_length_one(means.astype(np.float64))
        posterior = self.likeness_.posterior(texts, vectors).round(6)
        best = np.argmax(posterior, axis=1)
        return [
            str(self.likeness_.classes_[column]) if row[column] >= self.limit else ""
            for row, column in zip(posterior, best, strict=True)
        ]
