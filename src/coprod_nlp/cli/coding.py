"""Commands for coding by hand: out to a workbook, and back."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console


def workbook(
    file: Annotated[Path, typer.Argument(help="Table: CSV, xlsx, xls or ods.")],
    text: Annotated[str, typer.Option("--text", help="Column of the answers.")],
    question: Annotated[
        str, typer.Option("--question", help="Id of the question in the codebook.")
    ],
    out: Annotated[Path, typer.Option("--out", help="New workbook to write, .xlsx.")],
    identifier: Annotated[
        str | None, typer.Option("--id", help="Column that names respondents.")
    ] = None,
    codebook: Annotated[
        Path | None, typer.Option("--codebook", help="Your codebook, TOML or CSV.")
    ] = None,
    suggest: Annotated[
        bool,
        typer.Option(help="Add suggestions, on a sheet to be opened after coding."),
    ] = False,
    withhold: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Share without suggestions; 0.2 by default."),
    ] = None,
) -> None:
    """Write answers as a workbook in which a person codes, blind first."""
    from coprod_nlp.pipeline.coding_files import workbook_from_table

    written = workbook_from_table(
        file,
        text,
        question,
        out,
        identifier=identifier,
        codebook=codebook,
        suggest=suggest,
        withhold=withhold,
    )
    console = Console(soft_wrap=True, highlight=False)
    console.print(
        f"{len(written.respondents)} answers to code; {written.n_blank} blank ones "
        f"left out."
    )
    if identifier is None:
        console.print("Respondents are named R0001, R0002, ... by the order of rows.")
    if suggest:
        console.print(f"Suggestions withheld for {len(written.withheld)} answers.")
    for what, whom in (
        ("Control characters left out of", written.altered),
        ("Shortened to what a cell holds", written.shortened),
    ):
        if whom:
            console.print(f"{what}: {', '.join(whom)}", markup=False)
    console.print(f"Workbook: {out.resolve()}", markup=False)


def codings(
    file: Annotated[Path, typer.Argument(help="Workbook that somebody coded in.")],
    coder: Annotated[str, typer.Option("--coder", help="Name or letter of the coder.")],
    out: Annotated[Path, typer.Option("--out", help="File to write, .csv.")],
) -> None:
    """Read a coded workbook back, and list what could not be understood."""
    from coprod_nlp.coding import Status
    from coprod_nlp.pipeline.coding_files import codings_from_workbook, corrections

    written = codings_from_workbook(file, coder, out)
    coded = written.coded
    console = Console(soft_wrap=True, highlight=False)
    counts = ", ".join(f"{coded.count(status)} {status}" for status in Status)
    console.print(
        f"{len(coded.answers)} answers: {counts}. {len(coded.codings)} codings, "
        f"{len(coded.problems)} problems."
    )
    for line in corrections(coded):
        console.print(line, markup=False)
    for what, path in written.files.items():
        console.print(f"{what.capitalize()}: {path.resolve()}", markup=False)
