"""Places units by the ideas they resemble, so that wording matters less."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Self, cast

import numpy as np

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.files.shipped import shipped_data
from coprod_nlp.files.tomlfiles import parse_toml
from coprod_nlp.typing import FloatArray, IntArray, TextEncoder
from coprod_nlp.vectors.encoders import SentenceEncoder
from coprod_nlp.vectors.idea_reader import IdeaReader, shipped_reader
from coprod_nlp.vectors.likeness import StatementLikeness, fit_prior

_STRANGE, _FAMILIAR = 0.52, 0.60
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Guide:
    """Example statements of ideas that staff voice; no theme is bound to them.

    Parameters
    ----------
    statements, names : tuple of str, same length
        A statement and the idea that it expresses.
    other : str
        The name that stands for none of these ideas, if there is one: what has nothing
        in common but that is not brought together.
    reader : IdeaReader, optional
        An encoder that was trained to tell the ideas; it counts as much as likeness to
        the statements.
    is_chosen : bool
        Whether somebody named it for these answers. One that nobody named counts for
        nothing where units do not resemble it at all.
    """

    statements: tuple[str, ...]
    names: tuple[str, ...]
    other: str = ""
    reader: IdeaReader | None = None
    is_chosen: bool = True

    def __post_init__(self) -> None:
        if len(self.statements) != len(self.names) or len(set(self.names)) < 2:
            message = (
                f"A guide needs one name for each statement and two names or more, "
                f"got {len(self.statements)} statements, {len(self.names)} names "
                f"({len(set(self.names))} distinct)."
            )
            raise SettingsError(message)

    @classmethod
    def from_codebook(cls, path: Path | str) -> Self:
        """Read titles, descriptions, examples and phrases of a codebook in TOML.

        Raises
        ------
        SettingsError
            If the file cannot be read, is not TOML, or has no ``[[codes]]`` with a
            code and examples.
        """
        content = parse_toml(Path(path))
        codes = content.get("codes")
        pairs = [
            (statement, str(entry["code"]))
            for entry in (codes if isinstance(codes, list) else [])
            if isinstance(entry, dict) and "code" in entry
            for statement in (
                entry.get("title", ""),
                entry.get("description", ""),
                *entry.get("examples", ()),
                *entry.get("phrases", ()),
            )
            if statement
        ]
        if not pairs:
            message = (
                f"{Path(path).name} holds no [[codes]] with examples. Name a codebook."
            )
            raise SettingsError(message)
        statements, names = zip(*pairs, strict=True)
        return cls(statements, names, str(content.get("other", "")))


@cache
def bundled_guide() -> Guide:
    """Return the ideas of the codebook that ships with the package."""
    guide = Guide.from_codebook(shipped_data("codebook.toml"))
    return replace(guide, reader=shipped_reader(), is_chosen=False)


@lru_cache(maxsize=4)
def _statement_vectors(encoder: Hashable, guide: Guide) -> FloatArray:
    return np.asarray(cast(TextEncoder, encoder).encode(list(guide.statements)))


@lru_cache(maxsize=4)
def _likeness(encoder: Hashable, guide: Guide) -> StatementLikeness:
    return StatementLikeness(cast(TextEncoder, encoder)).fit(
        guide.statements, guide.names, vectors=_statement_vectors(encoder, guide)
    )


def concept_vectors(
    texts: tuple[str, ...],
    vectors: FloatArray,
    plain: FloatArray,
    *,
    encoder: TextEncoder,
    guide: Guide,
    weight: IntArray,
) -> FloatArray:
    """Join what a unit says (its vector) with which ideas it resembles.

    The less the units as a whole resemble the guide, the more its say shrinks
    against the encoder's, so that another subject is not forced into its ideas. Whether
    they do, likeness to the statements tells; which ideas they are, the guide's reader
    tells as well, if it has one and `encoder` is of its kind.

    Parameters
    ----------
    texts : tuple of str, length n_units
        Distinct units.
    vectors : ndarray of shape (n_units, n_dims)
        Their unit-length vectors, by which they are placed beside the ideas.
    plain : ndarray of shape (n_units, n_dims)
        As the encoder gives them, by which they resemble the ideas.
    encoder : TextEncoder
        Says which statements a unit resembles.
    guide : Guide
        Statements of known ideas.
    weight : ndarray of shape (n_units,)
        How often each unit occurs.

    Returns
    -------
    ndarray of shape (n_units, n_ideas + n_dims)
        Square roots of the ideas' probabilities, whose distance is Hellinger's, beside
        the weighted vectors.
    """
    known = _statement_vectors(cast(Hashable, encoder), guide)
    nearest = (plain @ known.T).max(axis=1)
    familiarity = np.average(nearest, weights=weight)
    trust = np.clip((familiarity - _STRANGE) / (_FAMILIAR - _STRANGE), 0.0, 1.0)
    if trust == 0 and not guide.is_chosen:
        return vectors
    likeness = _likeness(cast(Hashable, encoder), guide)
    posterior = likeness.posterior(texts, plain)
    if guide.reader is not None and isinstance(encoder, SentenceEncoder):
        names = [str(name) for name in likeness.classes_]
        posterior = _mean_of(posterior, guide.reader.probability(texts, names))
    ideas = np.sqrt(fit_prior(posterior, weight=weight))
    ideas = ideas[:, likeness.classes_ != guide.other]
    say = 1.0 if guide.is_chosen else trust
    return np.hstack([say * ideas, (1.5 - 1.1 * trust) * vectors])


def _mean_of(one: FloatArray, other: FloatArray) -> FloatArray:
    """Return the geometric mean of two readings, rows summing to one."""
    share = other / np.maximum(other.sum(axis=1, keepdims=True), _LEAST)
    mean = np.sqrt(np.maximum(one, _LEAST) * np.maximum(share, _LEAST))
    return np.asarray(mean / mean.sum(axis=1, keepdims=True))
