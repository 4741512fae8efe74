"""What a report is made of, before it is HTML or Word."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from coprod_nlp.report.figures import Picture
from coprod_nlp.report.summary.parts import Quoted
from coprod_nlp.report.summary.sources import Sentence

ROW = "CSV row"
"""Heading of the column that says in which row of its file a row can be looked up."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section, of level 3 or 4."""

    text: str
    level: int = 3


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running words.

    Parameters
    ----------
    said : Sentence
    style : str
        "" for plain; "quiet" for remarks; "caution", "keywords" and "question" for
        what their names say.
    opening : str
        Words in bold before the others.
    """

    said: Sentence
    style: str = ""
    opening: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; "headlines" for the findings in short, "notes" where numbers count."""

    items: tuple[Sentence, ...]
    style: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A few figures to be seen at a glance: what each counts, and the count."""

    items: tuple[tuple[Sentence, str], ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """Words with what they mean; "provenance" where the meaning is a code."""

    items: tuple[tuple[str, str], ...]
    style: str = "elements"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a respondent, or of the reference definition ("reference")."""

    quoted: Quoted
    style: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """Heading of a column, and whether it holds numbers."""

    title: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells as they are printed, and the row of the CSV file that they are from."""

    cells: tuple[str, ...]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table, and where its rows can be looked up.

    Parameters
    ----------
    title : str
        What it shows.
    file : str
        Within the folder of the run; "" for a table of words that is from no file.
    columns : tuple of Column
    rows : tuple of Row
        Cells in the order of `columns`; the first names the row.
    remark : str
        Said after the title.
    """

    title: str
    file: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    remark: str = ""

    @property
    def caption(self) -> str:
        """Title, file and remark in sentences."""
        end = "" if self.title[-1:] in "?." else "."
        origin = f"From {self.file}." if self.file else ""
        return " ".join(filter(None, (f"{self.title}{end}", origin, self.remark)))

    @property
    def header(self) -> tuple[Column, ...]:
        """The columns as printed: the last says in which row of the file to look."""
        row = (Column(ROW, is_number=True),) if self.file else ()
        return (*self.columns, *row)

    def line(self, row: Row) -> tuple[str, ...]:
        """Return the cells of a row as printed."""
        return (*row.cells, str(row.number)) if self.file else row.cells


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption, remarks beneath it, and the numbers behind it.

    The table is None where the one beside it has the numbers.
    """

    title: str
    picture: Picture
    table: Table | None
    remarks: tuple[Sentence, ...] = ()
    is_wide: bool = False

    def inner(self, folded: bool) -> tuple["Block", ...]:
        """Return the blocks inside it, those folded away only with `folded`."""
        return (self.table,) if self.table is not None else ()


@dataclass(frozen=True, slots=True)
class Gallery:
    """Figures that stand side by side where there is room."""

    figures: tuple[Figure, ...]

    def inner(self, folded: bool) -> tuple["Block", ...]:
        """Return the blocks inside it, those folded away only with `folded`."""
        return self.figures


@dataclass(frozen=True, slots=True)
class Cards:
    """Groups of blocks, each about one thing, side by side where there is room."""

    cards: tuple[tuple["Block", ...], ...]

    def inner(self, folded: bool) -> tuple["Block", ...]:
        """Return the blocks inside it, those folded away only with `folded`."""
        return tuple(block for card in self.cards for block in card)


@dataclass(frozen=True, slots=True)
class Folded:
    """Blocks that fold away; on paper their title stands for them, unless open."""

    title: str
    blocks: tuple["Block", ...]
    is_open: bool = False

    def inner(self, folded: bool) -> tuple["Block", ...]:
        """Return the blocks inside it, those folded away only with `folded`."""
        return self.blocks if folded or self.is_open else ()


Block = (
    Heading
    | Paragraph
    | Bullets
    | Numbers
    | Terms
    | Quotation
    | Table
    | Figure
    | Gallery
    | Cards
    | Folded
)
"""Anything that a section holds."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report.

    Parameters
    ----------
    id : str
        Its address on the page.
    title, short : str
        Its heading, and its name in the list of contents.
    blocks : tuple of Block
    """

    id: str
    title: str
    short: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole report, as words and pictures in order.

    Parameters
    ----------
    title, lead, ending : str
        Heading, the line beneath it, and the last line.
    is_synthetic : bool
        Whether every page and figure has to say so.
    sections : tuple of Section
    """

    title: str
    lead: Sentence
    ending: str
    is_synthetic: bool
    sections: tuple[Section, ...] = field(default=())

    def blocks(self, *, folded: bool = True) -> Iterator[Block]:
        """Yield every block, those inside others after the one that holds them.

        With `folded` false, what is folded away stays so, as on paper.
        """
        for section in self.sections:
            yield from _each(section.blocks, folded)


def files_of(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """Return the files that the figures in some blocks can be looked up in."""
    found: dict[str, None] = {}
    for block in _each(blocks):
        if isinstance(block, Table) and block.file:
            found[block.file] = None
        elif isinstance(block, Paragraph):
            found.update((source.file, None) for source in block.said.sources)
    return tuple(found)


def _each(blocks: tuple[Block, ...], folded: bool = True) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Figure | Gallery | Cards | Folded):
            yield from _each(block.inner(folded), folded)
