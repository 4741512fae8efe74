"""Commands for coding: suggestions, out to a workbook, and back."""

from pathlib import Path
from typing import Annotated

import typer

from coprod_nlp.cli.console import Id, OwnCodebook, Text, say, shown_progress


def workbook(
    file: Annotated[Path, typer.Argument(help="Table: CSV, xlsx, xls or ods.")],
    text: Text,
    question: Annotated[
        str, typer.Option("--question", help="Id of the question in the codebook.")
    ],
    out: Annotated[Path, typer.Option("--out", help="New workbook to write, .xlsx.")],
    identifier: Id = None,
    codebook: OwnCodebook = None,
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
    from coprod_nlp.pipeline.codings.workbooks import workbook_from_table

    written, notes = workbook_from_table(
        file,
        text,
        question,
        out,
        identifier=identifier,
        codebook=codebook,
        suggest=suggest,
        withhold=withhold,
    )
    say(
        *notes,
        f"{len(written.respondents)} answers to code; {written.n_blank} blank ones "
        f"left out.",
    )
    if suggest:
        say(f"Suggestions withheld for {len(written.withheld)} answers.")
    for what, whom in (
        ("Control characters left out of", written.altered),
        ("Shortened to what a cell holds", written.shortened),
    ):
        if whom:
            say(f"{what}: {', '.join(whom)}")
    say(f"Workbook: {out.resolve()}")


def suggest(
    file: Annotated[Path, typer.Argument(help="Table: CSV, xlsx, xls or ods.")],
    text: Text,
    out: Annotated[
        Path, typer.Option("--out", help="File to write: .csv, .xlsx or .parquet.")
    ],
    codebook: OwnCodebook = None,
    question: Annotated[
        str | None,
        typer.Option("--question", help="Id of the question in the codebook."),
    ] = None,
    codings: Annotated[
        Path | None,
        typer.Option("--codings", help="Codings of some answers, to learn from."),
    ] = None,
    identifier: Id = None,
    top: Annotated[int, typer.Option(min=1, help="Codes for each answer.")] = 3,
) -> None:
    """Suggest codes for one column of a table; a person decides."""
    from coprod_nlp.coding.unknown import in_words
    from coprod_nlp.files.tablefiles import (
        check_apart,
        check_ending,
        check_file,
        write_table,
    )
    from coprod_nlp.pipeline.codings.suggesting import suggest_for_table

    check_ending(out)
    check_apart([file, codebook, codings], [out])
    check_file(out)
    with shown_progress() as told:
        found = suggest_for_table(
            file,
            text,
            codebook=codebook,
            question=question,
            codings=codings,
            identifier=identifier,
            top=top,
            progress=told,
        )
    write_table(found.rows, out)
    say(
        *found.notes,
        f"{found.n_answers} answers with suggestions; {found.n_coded} coded already, "
        f"{found.n_set_aside} without an answer.",
    )
    for row in found.unplaced.itertuples(index=False):
        say(f"Not learnt, since it does not belong there: {in_words(row)}.")
    say(f"Suggestions: {out.resolve()}")


def codings(
    file: Annotated[Path, typer.Argument(help="Workbook that somebody coded in.")],
    coder: Annotated[str, typer.Option("--coder", help="Name or letter of the coder.")],
    out: Annotated[Path, typer.Option("--out", help="File to write, .csv.")],
) -> None:
    """Read a coded workbook back, and list what could not be understood."""
    from coprod_nlp.coding import Status
    from coprod_nlp.pipeline.codings.workbooks import codings_from_workbook, corrections

    written = codings_from_workbook(file, coder, out)
    coded = written.coded
    counts = ", ".join(f"{coded.count(status)} {status}" for status in Status)
    say(
        f"{len(coded.answers)} answers: {counts}. {len(coded.codings)} codings, "
        f"{len(coded.problems)} problems.",
        *corrections(coded),
    )
    for what, path in written.files.items():
        say(f"{what.capitalize()}: {path.resolve()}")


def anchoring(
    file: Annotated[Path, typer.Argument(help="Workbook that somebody coded in.")],
    coder: Annotated[str, typer.Option("--coder", help="Name or letter of the coder.")],
    out: Annotated[
        Path, typer.Option("--out", help="File to write: .csv, .xlsx or .parquet.")
    ],
    second: Annotated[
        Path | None,
        typer.Option("--second", help="Codings by somebody who saw no suggestions."),
    ] = None,
    codebook: OwnCodebook = None,
) -> None:
    """Say how far suggestions pulled a coder, where a part was withheld."""
    from coprod_nlp.files.tablefiles import (
        check_apart,
        check_ending,
        check_file,
        write_table,
    )
    from coprod_nlp.pipeline.codings.anchoring import anchoring_from_workbook

    check_ending(out)
    check_apart([file, second, codebook], [out])
    check_file(out)
    found = anchoring_from_workbook(file, coder, codebook=codebook, second=second)
    write_table(found.table, out)
    say(found.sentence(), f"Table: {out.resolve()}")
