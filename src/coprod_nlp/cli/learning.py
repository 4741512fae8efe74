"""Commands for a definition of one's own: draw answers to code, learn from codes."""

from math import isnan
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from coprod_nlp.cli.console import shown_progress

Text = Annotated[str, typer.Option("--text", help="Column of the definitions.")]
Definition = Annotated[
    Path | None,
    typer.Option("--definition", help="Your own, TOML; else care coproduction."),
]


def draw(
    file: Annotated[Path, typer.Argument(help="Table: CSV, xlsx, xls or ods.")],
    text: Text,
    out: Annotated[Path, typer.Option("--out", help="New sheet: .csv or .xlsx.")],
    definition: Definition = None,
    identifier: Annotated[
        str | None, typer.Option("--id", help="Column that names the rows.")
    ] = None,
    number: Annotated[int, typer.Option("--number", min=1, help="How many.")] = 60,
) -> None:
    """Draw definitions for a person to code, at random and from every kind."""
    from coprod_nlp.files.tablefiles import check_ending, write_table
    from coprod_nlp.matching import load_definition
    from coprod_nlp.pipeline.definitions.own_definition import sheet_to_code

    check_ending(out)
    if out.exists():
        message = f"{out} exists and may hold codes. Name another file."
        raise FileExistsError(message)
    sheet, notes = sheet_to_code(
        file, text, load_definition(definition), n_answers=number, identifier=identifier
    )
    write_table(sheet, out)
    console = Console(soft_wrap=True, highlight=False)
    for note in notes:
        console.print(note, markup=False)
    console.print(f"{len(sheet)} answers to code, from the top down.")
    console.print(f"Sheet: {out.resolve()}", markup=False)


def learn(
    file: Annotated[Path, typer.Argument(help="The sheet, coded.")],
    text: Text,
    out: Annotated[Path, typer.Option("--out", help="Folder for the matcher.")],
    definition: Definition = None,
    source: Annotated[
        str | None,
        typer.Option("--source", help="Column of sources, to be held out whole."),
    ] = None,
) -> None:
    """Train a matcher on coded definitions, and say how well it does."""
    from coprod_nlp.matching import load_definition
    from coprod_nlp.pipeline.definitions.own_definition import learn_matcher

    with shown_progress() as told:
        learned = learn_matcher(
            file, text, load_definition(definition), source=source, progress=told
        )
    learned.matcher.save(out)
    kappa = learned.kappa
    interval = f"{kappa.low:.2f} to {kappa.high:.2f}"
    if isnan(kappa.low):
        interval = "no interval: too few, or all alike"
    console = Console(soft_wrap=True, highlight=False)
    for note in learned.notes:
        console.print(note, markup=False)
    console.print(
        f"Learned from {learned.n_coded} coded answers; {learned.n_without_label} rows "
        f"without a label left out."
    )
    console.print(
        f"Accurate or not, on answers held out: kappa {kappa.value:.2f} ({interval})."
    )
    console.print(f"Matcher: {out.resolve()}", markup=False)
