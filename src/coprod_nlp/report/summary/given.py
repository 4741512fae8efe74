"""What the report is made from, and how much of it may be shown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from coprod_nlp.matching.definition import ReferenceDefinition, load_definition
from coprod_nlp.survey.survey import Survey

if TYPE_CHECKING:
    # For types alone: the finder brings scikit-learn along.
    from coprod_nlp.themes import ThematicMap, ThemeFinder

ARTICLE = "Webb J, Girardi A, Stewart I (2021) Nursing Times 117(4), 34-38"
"""The study that the bundled definition, and what counts as knowing it, come from."""


@dataclass(frozen=True, eq=False, slots=True)
class Findings:
    """What the steps of a run found.

    Parameters
    ----------
    survey : Survey
        The answers, with their instrument and problems.
    tables : mapping of str to DataFrame
        Long tables of shares by name, ``"<subject>"`` or ``"<subject>_by_<strata>"``.
        The subject is a question id, ``"knowledge"``, ``"definitions"``,
        ``"mistaken_for"`` or what describes respondents (``"role_type"``). Frames of
        other shapes are passed over.
    verdicts : DataFrame, optional
        What the matcher said, indexed like ``survey.definitions()``.
    reference : ReferenceDefinition, optional
        What the definitions were judged against; needed with `verdicts`.
    themes : mapping of str to ThemeFinder
        Fitted finders by question id.
    thematic_map : ThematicMap, optional
        Nodes and edges.
    agreement : DataFrame, optional
        Rows of `agreement_table` with ``comparison`` and ``subject``.
    coders : DataFrame, optional
        Columns subject, coder, answers: how many answers each person coded.

    Raises
    ------
    ValueError
        If there are verdicts and no reference definition.
    """

    survey: Survey
    tables: Mapping[str, pd.DataFrame]
    verdicts: pd.DataFrame | None = None
    reference: ReferenceDefinition | None = None
    themes: "Mapping[str, ThemeFinder]" = field(default_factory=dict)
    thematic_map: "ThematicMap | None" = None
    agreement: pd.DataFrame | None = None
    coders: pd.DataFrame | None = None

    def __post_init__(self) -> None:
        if self.verdicts is not None and self.reference is None:
            message = "verdicts need the reference definition they were made against."
            raise ValueError(message)

    @property
    def term(self) -> str:
        """What was to be defined, "the subject" where nothing was."""
        return "the subject" if self.reference is None else self.reference.name

    @property
    def study_followed(self) -> str:
        """The study that says what knowing the term is, "" for none."""
        return ARTICLE if self.reference == load_definition() else ""


@dataclass(frozen=True, slots=True)
class Showing:
    """How much a report shows, and under which heading.

    Parameters
    ----------
    title : str, default=""
        Heading; the name of the questionnaire when empty.
    quotations : int, default=3
        Quotations per group; 0 for a report without any.
    smallest_shown : int, default=0
        Under a rule for small counts, the least that is shown. Counts that stand in
        no table are then left out; those of definitions come from the table
        ``"decisions"``.
    withheld : mapping of str to collection of str
        Respondents who are not quoted, by question id; ``"definitions"`` for those.
    cautions : sequence of str, default=()
        What to know before the report is passed on.
    """

    title: str = ""
    quotations: int = 3
    smallest_shown: int = 0
    withheld: Mapping[str, Collection[str]] = field(default_factory=dict)
    cautions: Sequence[str] = ()

    @property
    def guarded(self) -> bool:
        """Whether small counts are hidden."""
        return self.smallest_shown > 1
