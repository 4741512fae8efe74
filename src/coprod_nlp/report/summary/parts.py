"""The smallest frozen parts of a report: a share, a quotation, a coefficient."""

from dataclasses import dataclass

from coprod_nlp.report.summary.sources import Sentence, Source


@dataclass(frozen=True, slots=True)
class Share:
    """One share with its count, its base and its interval.

    Parameters
    ----------
    stratum, value : str
        Who was counted, and what was counted among them, in readable words.
    n, base : int or None
        Count and what it is out of; None where suppressed.
    share, low, high : float or None
        In [0, 1]; None where suppressed or where the base is 0.
    key : str, default=""
        The value as the table writes it.
    row : int, default=0
        Its row in the CSV file, as a spreadsheet counts (the header is row 1).
    """

    stratum: str
    value: str
    n: int | None
    base: int | None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    key: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean point of a scale in one stratum, of `n` answers on the scale.

    `sd` is None where there is one answer only; `row` is its row in the CSV file.
    """

    stratum: str
    mean: float
    sd: float | None
    n: int
    row: int = 0


@dataclass(frozen=True, slots=True)
class ShareTable:
    """Shares that belong under one heading and come from one CSV file.

    Parameters
    ----------
    name, file : str
        Name on the page, and the file in the folder of tables, without ".csv", that
        the shares are from.
    heading : str
        What the table shows, without its strata.
    subject : str
        The question id, or the name of what was counted ("knowledge").
    by : str
        What the strata are ("role type"); "" when only everybody is counted.
    shares : tuple of Share
        In the order of the table.
    ordered : bool
        Whether the values are points of a scale, which a picture stacks in order.
    apart : tuple of str
        Values that stand outside the scale ("Don't know").
    means : tuple of Mean
        Per stratum, where the table gives them.
    positive : tuple of Share
        Share at the positive points of the scale per stratum, where given.
    contrasts : tuple of Sentence
        How far the strata differ, in sentences.
    """

    name: str
    file: str
    heading: str
    subject: str
    by: str
    shares: tuple[Share, ...]
    ordered: bool = False
    apart: tuple[str, ...] = ()
    means: tuple[Mean, ...] = ()
    positive: tuple[Share, ...] = ()
    contrasts: tuple[Sentence, ...] = ()

    @property
    def title(self) -> str:
        """Heading with the strata, as a caption."""
        if not self.by:
            return self.heading
        # A question keeps its question mark; a phrase goes on with a comma.
        joint = " By" if self.heading[-1:] in "?." else ", by"
        return f"{self.heading}{joint} {self.by}"

    @property
    def strata(self) -> tuple[str, ...]:
        """Strata in the order in which they first appear."""
        return tuple(dict.fromkeys(share.stratum for share in self.shares))

    @property
    def values(self) -> tuple[str, ...]:
        """Values in the order in which they first appear."""
        return tuple(dict.fromkeys(share.value for share in self.shares))

    @property
    def path(self) -> str:
        """The file within the folder of the run."""
        return f"tables/{self.file}.csv"

    def source(self, *items: Share | Mean) -> Source:
        """Return where shares or means of this table can be looked up."""
        return Source(self.path, tuple(sorted({item.row for item in items})))

    def of(self, stratum: str) -> tuple[Share, ...]:
        """Return the shares of one stratum."""
        return tuple(share for share in self.shares if share.stratum == stratum)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a quotation under the same evidence.

    Parameters
    ----------
    text : str
        The words as the respondent wrote them.
    elements : tuple of str
        Titles of the elements these words show; empty for the words between.
    ending : tuple of str
        Those whose evidence ends here, so that a name is printed once.
    """

    text: str
    elements: tuple[str, ...] = ()
    ending: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a respondent, cut where evidence starts and ends."""

    pieces: tuple[Piece, ...]
    note: str = ""

    @property
    def text(self) -> str:
        """The quotation without its marks."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class QuotedGroup:
    """Quotations that show the same thing, with how many answers do; None if hidden."""

    title: str
    meaning: str
    n: int | None
    quotations: tuple[Quoted, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class MapNode:
    """A domain or a theme of the thematic map, sized by respondents.

    `state` is "adopted" or "candidate"; `row` is its row in thematic_map_nodes.csv.
    """

    id: str
    kind: str
    name: str
    size: int
    parent: str
    state: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class MapLink:
    """Two themes that share respondents; `row` is the row in the file of links."""

    source: str
    target: str
    weight: int
    row: int = 0


@dataclass(frozen=True, slots=True)
class Map:
    """The thematic map as nodes and links."""

    nodes: tuple[MapNode, ...] = ()
    links: tuple[MapLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One coefficient with its interval; None where it is undefined."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """Agreement between two codings on one code, or on all codes.

    `row` is its row in agreement.csv.
    """

    comparison: str
    subject: str
    code: str
    n_units: int
    n_positive: int | None
    percent: Coefficient
    kappa: Coefficient
    ac1: Coefficient
    alpha: Coefficient
    note: str
    overall: bool
    row: int = 0

    @property
    def coefficients(self) -> tuple[Coefficient, ...]:
        """The coefficients that correct for chance, in the order shown."""
        return (self.kappa, self.ac1, self.alpha)

    @property
    def is_measured(self) -> bool:
        """Whether any of them could be computed."""
        return any(each.value is not None for each in self.coefficients)


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A row of the survey file that needs a look, and what was done with it.

    `place` is its row in problems.csv.
    """

    row: str
    respondent: str
    question: str
    problem: str
    action: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing that a reader of the report will ask.

    Parameters
    ----------
    part, asks : str
        The part of the checklist, and what to report.
    coreq : str
        Numbers of the items of COREQ that ask it; "" for what others ask.
    said : Sentence
        What the run can say; without text where a person must write it.
    """

    part: str
    asks: str
    coreq: str
    said: Sentence

    @property
    def is_blank(self) -> bool:
        """Whether a person must write it."""
        return not self.said.text
