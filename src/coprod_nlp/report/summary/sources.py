"""Says where each figure of a report can be looked up in the files of its run."""

from collections.abc import Sequence
from dataclasses import dataclass

HEADER_ROWS = 1
"""Rows of a CSV file before its first row of data; a spreadsheet counts from 1."""


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of one file that a figure was read from, or counts.

    Parameters
    ----------
    file : str
        Within the folder of the run: ``"tables/q6.csv"``.
    rows : tuple of int
        The rows that hold the figure, as a spreadsheet counts (the header is row 1).
    where : tuple of (str, tuple of str)
        Columns, each with the values that it may have: the figure is the number of
        rows that have them. Without `rows` and `where` it is the number of all rows.

    Examples
    --------
    >>> str(Source("tables/q6.csv", (2, 3, 4, 7)))
    'tables/q6.csv, rows 2 to 4 and 7'
    >>> str(Source("verdicts.csv", where=(("decision", ("match",)),)))
    'verdicts.csv, rows with decision “match”'
    """

    file: str
    rows: tuple[int, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __str__(self) -> str:
        if self.rows:
            return f"{self.file}, row{'s' * (len(self.rows) > 1)} {_runs(self.rows)}"
        if not self.where:
            return f"{self.file}, all rows"
        named = (
            f"{column} {' or '.join(f'“{value}”' for value in values)}"
            for column, values in self.where
        )
        return f"{self.file}, rows with {' and '.join(named)}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words of the report, with the sources of the figures in them.

    Parameters
    ----------
    text : str
        One sentence or a few.
    sources : tuple of Source
        In the order of the figures; empty for words without figures.
    """

    text: str
    sources: tuple[Source, ...] = ()

    @property
    def source_words(self) -> str:
        """The sources as they are printed; each file is named once."""
        return sources_in_words(self.sources)


def sources_in_words(sources: Sequence[Source]) -> str:
    """Return sources as they are printed, rows of one file together.

    Examples
    --------
    >>> sources_in_words([Source("a.csv", (3,)), Source("a.csv", (2,))])
    'a.csv, rows 2 and 3'
    """
    rows: dict[str, set[int]] = {}
    for source in sources:
        if source.rows:
            rows.setdefault(source.file, set()).update(source.rows)
    together = [
        Source(source.file, tuple(sorted(rows[source.file]))) if source.rows else source
        for source in sources
    ]
    return "; ".join(dict.fromkeys(map(str, together)))


def data_row(place: int) -> int:
    """Return the row of a spreadsheet that holds the row of a frame, from 0.

    Examples
    --------
    >>> data_row(0)
    2
    """
    return place + HEADER_ROWS + 1


def _runs(rows: Sequence[int]) -> str:
    """Return numbers with those that follow one another as a range."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    words = [
        word
        for run in runs
        for word in (
            [f"{run[0]} to {run[-1]}"] if len(run) > 2 else [str(row) for row in run]
        )
    ]
    return ", ".join(words[:-1]) + " and " * (len(words) > 1) + words[-1]
