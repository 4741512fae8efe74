"""The reference definition: its text, its elements, the rule that combines them."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import Field

from coprod_nlp.files.tomlfiles import FromToml, load_toml
from coprod_nlp.typing import FloatArray

_Text = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Element(FromToml):
    """One thing that a definition should contain.

    Parameters
    ----------
    name : str
        Identifier, also the name of its column in a table of verdicts.
    title, description : str
        What a reader is shown.
    examples : tuple of str
        Words that express it. A matcher that learns the definition learns from them
        too, about this element only.
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: _Text
    description: _Text
    examples: tuple[_Text, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceDefinition(FromToml):
    """What the answers are judged against.

    Parameters
    ----------
    name, text : str
        What is defined, and in which words.
    source : str
        Whose words these are.
    elements : tuple of Element
    rule : tuple of tuple of str
        An answer is accurate when each group has at least one element expressed.
    """

    name: _Text
    text: _Text
    source: str = field(default="", kw_only=True)
    elements: Annotated[tuple[Element, ...], Field(min_length=1)]
    rule: Annotated[
        tuple[Annotated[tuple[str, ...], Field(min_length=1)], ...], Field(min_length=1)
    ]

    def __post_init__(self) -> None:
        names = self.element_names
        unknown = sorted({name for group in self.rule for name in group} - set(names))
        if unknown or len(set(names)) < len(names):
            message = (
                f"A definition needs distinct element names and a rule that names them "
                f"only; elements are {list(names)!r}, unknown in the rule are "
                f"{unknown!r}."
            )
            raise ValueError(message)

    @property
    def element_names(self) -> tuple[str, ...]:
        """Names of the elements, in order."""
        return tuple(element.name for element in self.elements)

    def rule_probability(self, probability: FloatArray) -> FloatArray:
        """Combine element probabilities by the rule, as if they were independent.

        Parameters
        ----------
        probability : ndarray of shape (n_answers, n_elements)
            In [0, 1], columns in the order of `elements`.

        Returns
        -------
        ndarray of shape (n_answers,)

        Examples
        --------
        >>> definition = load_definition()
        >>> definition.rule_probability(np.array([[1.0, 0.0, 1.0, 0.5, 0.5]])).item()
        0.75
        """
        names = self.element_names
        combined = np.ones(len(probability))
        for group in self.rule:
            columns = [names.index(name) for name in group]
            combined = combined * (1 - np.prod(1 - probability[:, columns], axis=1))
        return combined


def load_definition(path: Path | str | None = None) -> ReferenceDefinition:
    """Read a reference definition from a TOML file, by default the bundled one.

    Raises
    ------
    SettingsError
        If the file is missing, is not TOML, or lacks a part.

    Examples
    --------
    >>> load_definition().element_names[0]
    'lived_experience'
    """
    definition: ReferenceDefinition = load_toml(
        ReferenceDefinition, path, "definition.toml"
    )
    return definition
