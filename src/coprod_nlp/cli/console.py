"""What commands share: where to write, and a bar while they work."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from coprod_nlp.pipeline.analysis import Progress as Told

Out = Annotated[
    Path, typer.Option("--out", help="Folder to write into; it is made if missing.")
]

Export = Annotated[
    str | None,
    typer.Option(
        "--export",
        help="Kind of export: qualtrics, surveymonkey, microsoft-forms, redcap, jisc, "
        "google-forms, spss or plain; otherwise told by the header.",
    ),
]
Dictionary = Annotated[
    Path | None, typer.Option("--dictionary", help="Data dictionary of REDCap, CSV.")
]


def print_table(
    console: Console, titles: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    """Print a table on a terminal, and elsewhere every cell whole, between tabs."""
    if console.is_terminal:
        table = Table(*titles)
        for row in rows:
            # Not as markup: a header may hold brackets.
            table.add_row(*map(Text, row))
        console.print(table)
        return
    for row in (titles, *rows):
        # Not by rich, which would turn tabs into spaces.
        typer.echo("\t".join(" ".join(cell.split()) for cell in row))


@contextmanager
def shown_progress() -> "Iterator[Told | None]":
    """Show a bar on a terminal, and nothing elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def told(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        yield told
