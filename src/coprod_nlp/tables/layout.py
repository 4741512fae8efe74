"""Says what the numbers of a table are sums of, and what tables have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Layout:
    """Of which cells the values and the bases of a table are sums.

    Parameters
    ----------
    space : str
        Tables of one space share their cells; "" for the table's own subject.
    parts : mapping of str to sequence of str
        Cells of each value that is a sum; a value not named is a cell itself.
    bases : mapping of str to sequence of str
        Cells of each base, by what ``base_is`` says ("" without that column).
    sums : sequence of sequence of str
        Values whose sum readers form, though no table prints it: protected as if one
        did.
    """

    space: str = ""
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    bases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sums: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """Cells of two spaces that count the same respondents, in every stratum."""

    space: str
    cells: tuple[str, ...]
    other: str
    other_cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nest:
    """Strata that lie within strata of another kind, as months within a year do.

    Parameters
    ----------
    inner, outer : str
        Names of both kinds.
    within : mapping of str to str
        The outer stratum of each inner one.
    """

    inner: str
    outer: str
    within: Mapping[str, str]
