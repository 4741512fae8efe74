"""The reference definition: its text, its elements, the rule that combines them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.files.shipped import shipped_data
from coprod_nlp.files.tomlfiles import checked_against, parse_toml
from coprod_nlp.typing import FloatArray


@dataclass(frozen=True, slots=True)
class Element:
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

    name: str
    title: str
    description: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceDefinition:
    """What the answers are judged against.

    Parameters
    ----------
    name, text, source : str
        What is defined, in which words, and by whom.
    elements : tuple of Element
    rule : tuple of tuple of str
        An answer is accurate when each group has at least one element expressed.
    """

    name: str
    text: str
    source: str
    elements: tuple[Element, ...]
    rule: tuple[tuple[str, ...], ...]

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


class _ElementFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: Annotated[str, Field(min_length=1)]
    description: Annotated[str, Field(min_length=1)]
    examples: list[Annotated[str, Field(min_length=1)]] = []


class _DefinitionFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(min_length=1)]
    text: Annotated[str, Field(min_length=1)]
    source: str = ""
    elements: Annotated[list[_ElementFile], Field(min_length=1)]
    rule: Annotated[
        list[Annotated[list[str], Field(min_length=1)]], Field(min_length=1)
    ]


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
    return _bundled() if path is None else _read(Path(path))


@cache
def _bundled() -> ReferenceDefinition:
    return _read(shipped_data("definition.toml"))


def _read(path: Path) -> ReferenceDefinition:
    content = checked_against(_DefinitionFile, parse_toml(path), path.name)
    names = [element.name for element in content.elements]
    unknown = sorted({n for group in content.rule for n in group} - set(names))
    if unknown or len(set(names)) < len(names):
        message = (
            f"The definition file {str(path)!r} needs distinct element names and a "
            f"rule that names them only; elements are {names!r}, unknown in the rule "
            f"are {unknown!r}."
        )
        raise SettingsError(message)
    return ReferenceDefinition(
        name=content.name,
        text=content.text,
        source=content.source,
        elements=tuple(
            Element(e.name, e.title, e.description, tuple(e.examples))
            for e in content.elements
        ),
        rule=tuple(tuple(group) for group in content.rule),
    )
