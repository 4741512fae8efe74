"""Judges one column of definitions."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console


def definitions(
    file: Annotated[Path, typer.Argument(help="Table: CSV, xlsx, xls or ods.")],
    text: Annotated[str, typer.Option("--text", help="Column of the definitions.")],
    out: Annotated[
        Path, typer.Option("--out", help="File to write: .csv, .xlsx or .parquet.")
    ],
    identifier: Annotated[
        str | None, typer.Option("--id", help="Column that names the rows.")
    ] = None,
    definition: Annotated[
        Path | None, typer.Option("--definition", help="Your own definition, TOML.")
    ] = None,
    model: Annotated[
        Path | None, typer.Option("--model", help="Folder of a matcher you trained.")
    ] = None,
) -> None:
    """Judge one column of a table, without a survey around it."""
    from coprod_nlp.matching import DefinitionMatcher, load_definition
    from coprod_nlp.pipeline.judging import judge_table
    from coprod_nlp.text.csvfiles import check_ending, write_table

    check_ending(out)
    reference = load_definition(definition) if definition else None
    matcher = DefinitionMatcher(reference, model=model)
    verdicts = judge_table(file, text, matcher, identifier=identifier)
    write_table(verdicts, out)
    counts = verdicts["decision"].value_counts()
    console = Console(soft_wrap=True, highlight=False)
    console.print(
        f"{len(verdicts)} rows: {counts.get('match', 0)} match, "
        f"{counts.get('no_match', 0)} do not, {counts.get('review', 0)} to review."
    )
    console.print(f"Verdicts: {out.resolve()}", markup=False)
