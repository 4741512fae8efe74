"""Commands for a definition of one's own: draw answers to code, learn from codes."""

from math import isnan
from pathlib import Path
from typing import Annotated

import typer

from coprod_nlp.cli.console import Id, OwnDefinition, Text, say, shown_progress


def draw(
    file: Annotated[Path, typer.Argument(help="Table: CSV, xlsx, xls or ods.")],
    text: Text,
    out: Annotated[Path, typer.Option("--out", help="New sheet: .csv or .xlsx.")],
    definition: OwnDefinition = None,
    identifier: Id = None,
    number: Annotated[int, typer.Option("--number", min=1, help="How many.")] = 60,
) -> None:
    """Draw definitions for a person to code, at random and from every kind."""
    from coprod_nlp.files.tablefiles import check_new, write_table
    from coprod_nlp.matching import load_definition
    from coprod_nlp.pipeline.definitions.own_definition import sheet_to_code

    check_new(out, [".csv", ".xlsx"], holds="codes")
    sheet, notes = sheet_to_code(
        file, text, load_definition(definition), n_answers=number, identifier=identifier
    )
    write_table(sheet, out)
    say(*notes, f"{len(sheet)} answers to code, from the top down.")
    say(f"Sheet: {out.resolve()}")


def learn(
    file: Annotated[Path, typer.Argument(help="The sheet, coded.")],
    text: Text,
    out: Annotated[Path, typer.Option("--out", help="Folder for the matcher.")],
    definition: OwnDefinition = None,
    source: Annotated[
        str | None,
        typer.Option("--source", help="Column of sources, to be held out whole."),
    ] = None,
) -> None:
    """Train a matcher on coded definitions, and say how well it does."""
    from coprod_nlp.files.tablefiles import check_apart, check_folder
    from coprod_nlp.matching import load_definition
    from coprod_nlp.matching.persistence import CONFIG, VOCABULARY, WEIGHTS
    from coprod_nlp.pipeline.definitions.own_definition import learn_matcher

    written = [out / name for name in (CONFIG, VOCABULARY, WEIGHTS)]
    check_apart([file, definition], written)
    check_folder(out)
    with shown_progress() as told:
        learned = learn_matcher(
            file, text, load_definition(definition), source=source, progress=told
        )
    learned.matcher.save(out)
    kappa = learned.kappa
    interval = f"{kappa.low:.2f} to {kappa.high:.2f}"
    if isnan(kappa.low):
        interval = "no interval: too few, or all alike"
    say(
        *learned.notes,
        f"Learned from {learned.n_coded} coded answers; {learned.n_without_label} rows "
        f"without a label left out.",
        f"Accurate or not, on answers held out: kappa {kappa.value:.2f} ({interval}).",
        f"Matcher: {out.resolve()}",
    )
