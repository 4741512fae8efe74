"""The command line: each command parses, calls one function, and says what it wrote."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from coprod_nlp import __version__
from coprod_nlp.cli.agreement import agreement
from coprod_nlp.cli.checking import check
from coprod_nlp.cli.coding import anchoring, codings, suggest, workbook
from coprod_nlp.cli.definitions import definitions
from coprod_nlp.cli.learning import draw, learn
from coprod_nlp.cli.sources import triangulate
from coprod_nlp.cli.surveys import compare, demo, run
from coprod_nlp.cli.themes import themes
from coprod_nlp.exceptions import CoprodNLPError

_UNREAD = 141
"""Exit status where nobody reads on, as shells give it for what ends so."""


class _Commands(TyperGroup):
    """Commands that end where nobody reads on, as `head` does after its lines."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Read the options; those for help and version print."""
        with _read_on():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        with _read_on():
            return super().invoke(ctx)


@contextmanager
def _read_on() -> Iterator[None]:
    """Take a pipe that was closed for no error of the data's."""
    try:
        yield
    except BrokenPipeError:
        # Python would write what is left when it ends, and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(_UNREAD) from None


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Reads open survey answers about coproduction, offline.",
)

for command in (
    demo,
    run,
    check,
    compare,
    triangulate,
    definitions,
    draw,
    learn,
    themes,
    suggest,
    workbook,
    codings,
    anchoring,
    agreement,
):
    app.command()(command)


def main() -> None:
    """Run the command line; errors of the user's data become one line, exit 1."""
    for stream in (sys.stdout, sys.stderr):
        # A file or pipe on Windows may not hold all letters that a header has.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except (CoprodNLPError, OSError) as error:
        Console(stderr=True, soft_wrap=True).print(
            f"Error: {error}", style="bold red", markup=False, highlight=False
        )
        sys.exit(1)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"coprod-nlp {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Read open survey answers about coproduction, offline."""
