"""What commands share: options, how they speak, and a bar while they work."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text as Plain

if TYPE_CHECKING:
    from coprod_nlp.typing import Progress as Told

Out = Annotated[
    Path, typer.Option("--out", help="Folder to write into; it is made if missing.")
]
Text = Annotated[str, typer.Option("--text", help="Column of the answers.")]
Id = Annotated[
    str | None, typer.Option("--id", help="Column that names respondents, or the rows.")
]
Config = Annotated[
    Path | None, typer.Option("--config", help="Settings of the project, TOML.")
]
OwnCodebook = Annotated[
    Path | None, typer.Option("--codebook", help="Your codebook, TOML or CSV.")
]
OwnDefinition = Annotated[
    Path | None,
    typer.Option("--definition", help="Your own, TOML; else care coproduction."),
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


def say(*lines: str) -> None:
    """Print lines as they are: a header of somebody's file may hold brackets."""
    for line in lines:
        typer.echo(line)


def kept_in_words(kept: Mapping[str, str]) -> list[str]:
    """Say under which names files were kept that were not as a run wrote them."""
    return [
        f"{changed} was not as a run wrote it: kept as {name}."
        for changed, name in kept.items()
    ]


def print_table(
    titles: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    console: Console | None = None,
) -> None:
    """Print a table on a terminal, and elsewhere every cell whole, between tabs."""
    console = console or Console()
    if console.is_terminal:
        table = Table(*titles)
        for row in rows:
            # Not as markup: a header may hold brackets.
            table.add_row(*map(Plain, row))
        console.print(table)
        return
    for row in (titles, *rows):
        say("\t".join(" ".join(cell.split()) for cell in row))


@contextmanager
def shown_progress(*, pace: bool = False) -> "Iterator[Told | None]":
    """Show a bar on a terminal, and nothing elsewhere; with `pace` also how fast."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None, pace="")
        begun: list[tuple[float, int]] = []

        def told(what: str, done: int, total: int) -> None:
            # What an earlier run had done says nothing of the pace of this one.
            if not begun:
                begun.append((time.monotonic(), done))
            seconds = time.monotonic() - begun[0][0]
            said = pace_of(done - begun[0][1], total - done, seconds) if pace else ""
            bar.update(task, description=what, completed=done, total=total, pace=said)

        yield told


def pace_of(done: int, left: int, seconds: float) -> str:
    """Say how fast work goes, and how long what is left will take at that pace.

    Examples
    --------
    >>> pace_of(500, 1000, 2.0)
    '250 a second, 0:00:04 left'
    """
    if not done or not seconds:
        return ""
    rate = done / seconds
    return f"{rate:,.0f} a second, {timedelta(seconds=round(left / rate))} left"
