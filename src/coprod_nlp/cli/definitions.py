"""Judges one column of definitions."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from coprod_nlp.cli.console import shown_progress


def definitions(
    file: Annotated[
        Path, typer.Argument(help="Table: CSV, xlsx, xls, ods, Parquet (or a folder).")
    ],
    text: Annotated[str, typer.Option("--text", help="Column of the definitions.")],
    out: Annotated[
        Path, typer.Option("--out", help="File to write: .csv, .xlsx or .parquet.")
    ],
    identifier: Annotated[
        str | None, typer.Option("--id", help="Column that names the rows.")
    ] = None,
    definition: Annotated[
        Path | None,
        typer.Option("--definition", help="Your own, TOML; else care coproduction."),
    ] = None,
    model: Annotated[
        Path | None, typer.Option("--model", help="Folder of a matcher you trained.")
    ] = None,
    evidence: Annotated[
        bool, typer.Option(help="Look for the words that show each element.")
    ] = True,
    fast: Annotated[
        bool,
        typer.Option(
            "--fast",
            help="Skim answers whose words alone show that they do not match.",
        ),
    ] = False,
) -> None:
    """Judge one column of a table of any size, without a survey around it."""
    from coprod_nlp.matching import DefinitionMatcher, load_definition
    from coprod_nlp.pipeline.definitions.streaming import judge_file

    reference = load_definition(definition) if definition else None
    with shown_progress(pace=True) as told:
        judged = judge_file(
            file,
            text,
            out,
            DefinitionMatcher(reference, model=model, fast=fast),
            identifier=identifier,
            evidence=evidence,
            progress=told,
        )
    counts = judged.decisions
    console = Console(soft_wrap=True, highlight=False)
    for note in judged.notes:
        console.print(note, markup=False)
    if judged.resumed:
        console.print(f"{judged.resumed} rows had been done by an earlier run.")
    console.print(
        f"{judged.n_written} wrote something: {counts.get('match', 0)} match, "
        f"{counts.get('no_match', 0)} do not, {counts.get('review', 0)} to review; "
        f"{judged.n_without_answer} without an answer."
    )
    console.print(f"Verdicts: {judged.out.resolve()}", markup=False)
    if judged.problems:
        console.print(
            f"Notes on the file, and rows to look at: {judged.problems.resolve()}",
            markup=False,
        )
