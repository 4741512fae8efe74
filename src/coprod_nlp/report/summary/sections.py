"""The sections of a report, and the Summary that holds them all; no HTML."""

from dataclasses import dataclass

from coprod_nlp.matching import Element
from coprod_nlp.report.summary.parts import (
    AgreementRow,
    ChecklistItem,
    Map,
    Quoted,
    QuotedGroup,
    ShareTable,
    ShownProblem,
)
from coprod_nlp.report.summary.sources import Sentence, Source

THEMES, UNITS, SET_ASIDE = "themes.csv", "units.csv", "set_aside.csv"
"""The files that hold the numbers of candidate themes."""

TEXT_SHOWN = "text shown"
"""What stands in place of counts where nothing was asked."""

STEADY = 0.6
"""Stability below which a group dissolves about as often as it comes back; see [1]_.

.. [1] C. Hennig, Computational Statistics & Data Analysis 52(1), 2007.
   doi:10.1016/j.csda.2006.11.025
"""


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """One question, who was to answer it and how many did.

    The counts are None for a text that respondents only read, and where the rule for
    small counts hides them; `instead` says which. `row` is its row in questions.csv.
    """

    id: str
    number: str
    text: str
    n_asked: int | None
    n_answered: int | None
    asked_if: str = ""
    instead: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Definitions:
    """What was found in the respondents' own definitions.

    Parameters
    ----------
    reference, rule : str
        The reference definition and when an answer counts as accurate.
    elements : tuple of Element
        In the order of the reference definition.
    n_respondents, n_written : int
        All respondents, and those who wrote something to judge.
    n_matched, n_unmatched, n_review : int
        Written definitions by decision; they add up to `n_written`. None, as
        `n_written`, where the rule for small counts hides it.
    n_echo : int
        Definitions that repeat the questionnaire's own words.
    set_aside : tuple of (str, int)
        Non-answers by kind.
    review_reasons : tuple of (str, int)
        Why answers were handed to a person.
    groups : tuple of QuotedGroup
        Quotations by what was found.
    written_source, matched_source, unmatched_source, review_source : Source
        Where the counts can be looked up.
    """

    reference: str
    rule: str
    elements: tuple[Element, ...]
    n_respondents: int
    n_written: int | None
    n_matched: int | None
    n_unmatched: int | None
    n_review: int | None
    n_echo: int
    set_aside: tuple[tuple[str, int], ...]
    review_reasons: tuple[tuple[str, int], ...]
    groups: tuple[QuotedGroup, ...]
    written_source: Source
    matched_source: Source
    unmatched_source: Source
    review_source: Source


@dataclass(frozen=True, slots=True)
class Theme:
    """A candidate theme of one question; `row` is its row in themes.csv."""

    id: str
    name: str
    keywords: tuple[str, ...]
    n_units: int
    n_answers: int
    stability: float | None
    quotations: tuple[Quoted, ...]
    row: int = 0

    @property
    def source(self) -> Source:
        """Where its numbers can be looked up."""
        return Source(THEMES, (self.row,))

    @property
    def is_unstable(self) -> bool:
        """Whether it came back in few of the repeated runs."""
        return self.stability is not None and round(self.stability, 2) < STEADY


@dataclass(frozen=True, slots=True)
class QuestionThemes:
    """The candidate themes of one open question.

    Parameters
    ----------
    question, number, text : str
        Id, printed number and wording of the question.
    n_answers, n_units : int
        Answers that were read and the units they were cut into.
    set_aside : tuple of (str, int)
        Non-answers by kind.
    n_residual : int
        Units that fit no candidate theme.
    reason : str
        Why there are no themes; "" when there are some.
    themes : tuple of Theme
        Largest first.
    residual_row : int
        Row of the residual in themes.csv.
    """

    question: str
    number: str
    text: str
    n_answers: int
    n_units: int
    set_aside: tuple[tuple[str, int], ...]
    n_residual: int
    reason: str
    themes: tuple[Theme, ...]
    residual_row: int = 0

    @property
    def source(self) -> Source:
        """Where the numbers of all its themes can be looked up."""
        return Source(THEMES, tuple(theme.row for theme in self.themes))

    @property
    def residual_source(self) -> Source:
        """Where the size of the residual can be looked up."""
        return Source(THEMES, (self.residual_row,))

    @property
    def units_source(self) -> Source:
        """The rows that its units are counted in."""
        return Source(UNITS, where=(("question", (self.question,)),))

    @property
    def aside_source(self) -> Source:
        """The rows that its non-answers are counted in."""
        return Source(SET_ASIDE, where=(("question", (self.question,)),))


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain of the instrument with the tables and themes it is shown by.

    Questions that feed it and stand in another section are in `elsewhere`, as the
    printed number and the title of that section; `unread` says of which of its own
    questions many answers were not read.
    """

    id: str
    title: str
    tables: tuple[ShareTable, ...]
    themes: tuple[QuestionThemes, ...]
    elsewhere: tuple[tuple[str, str], ...] = ()
    unread: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything a report says, as numbers and words.

    Parameters
    ----------
    title, source : str
        Heading of the report and name of the survey file.
    synthetic : bool
        Whether the answers were invented; the report then says so everywhere.
    term : str
        What was to be defined, such as "care coproduction".
    n_respondents : int
        Respondents in the file.
    guarded : bool
        Whether a rule for small counts is set, so that small ones are left out.
    cautions : tuple of str
        What to know before the report is passed on.
    headlines : tuple of Sentence
        The findings in sentences, most important first.
    unread : tuple of Sentence
        Of which questions many answers were not read.
    questions : tuple of QuestionAsked
        In the order of the questionnaire.
    respondents : tuple of ShareTable
        Who answered.
    knowledge : tuple of ShareTable
        Heard of it, defined it accurately, either.
    associations : tuple of Sentence
        Whether time in post and knowledge go together, in sentences.
    definitions : Definitions or None
        None when the questionnaire asked for no definition.
    definition_tables : tuple of ShareTable
        Tables about the definitions.
    mistaken_for : ShareTable or None
        What failing definitions were taken for; None where nothing was named.
    domains : tuple of Domain
        In the order of the instrument.
    map : Map
        The thematic map; empty when there are no themes.
    agreement : tuple of AgreementRow
        Empty when no codings were given.
    left_out : str
        Why no coefficient of agreement is given; "" where they are.
    problems : tuple of ShownProblem
        Rows that need a look.
    limits, methods : tuple of Sentence
        Sentences on what the figures do not say, paragraphs on how they came about.
    checklist : tuple of ChecklistItem
        What to report of the study, filled in as far as the run knows.
    provenance : tuple of (str, str)
        What it takes to make the same report again.
    """

    title: str
    source: str
    synthetic: bool
    term: str
    n_respondents: int
    guarded: bool
    cautions: tuple[str, ...]
    headlines: tuple[Sentence, ...]
    unread: tuple[Sentence, ...]
    questions: tuple[QuestionAsked, ...]
    respondents: tuple[ShareTable, ...]
    knowledge: tuple[ShareTable, ...]
    associations: tuple[Sentence, ...]
    definitions: Definitions | None
    definition_tables: tuple[ShareTable, ...]
    mistaken_for: ShareTable | None
    domains: tuple[Domain, ...]
    map: Map
    agreement: tuple[AgreementRow, ...]
    left_out: str
    problems: tuple[ShownProblem, ...]
    limits: tuple[Sentence, ...]
    methods: tuple[Sentence, ...]
    checklist: tuple[ChecklistItem, ...]
    provenance: tuple[tuple[str, str], ...]
