"""Judges one column of definitions."""

from pathlib import Path
from typing import Annotated

import typer

from coprod_nlp.cli.console import Id, OwnDefinition, Text, say, shown_progress


def definitions(
    file: Annotated[
        Path, typer.Argument(help="Table: CSV, xlsx, xls, ods, Parquet (or a folder).")
    ],
    text: Text,
    out: Annotated[
        Path, typer.Option("--out", help="File to write: .csv, .xlsx or .parquet.")
    ],
    identifier: Id = None,
    definition: OwnDefinition = None,
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
    from coprod_nlp.files.tablefiles import check_apart, check_ending
    from coprod_nlp.matching import DefinitionMatcher, load_definition
    from coprod_nlp.pipeline.definitions.streaming import judge_file, written_with

    check_ending(out)
    check_apart([file, definition, model], written_with(out))
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
    say(*judged.notes)
    if judged.resumed:
        say(f"{judged.resumed} rows had been done by an earlier run.")
    say(
        f"{judged.n_written} wrote something: {counts.get('match', 0)} match, "
        f"{counts.get('no_match', 0)} do not, {counts.get('review', 0)} to review; "
        f"{judged.n_without_answer} without an answer.",
        f"Verdicts: {judged.out.resolve()}",
    )
    if judged.problems:
        say(f"Notes on the file, and rows to look at: {judged.problems.resolve()}")
