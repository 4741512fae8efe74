"""Says how far codings agree."""

from pathlib import Path
from typing import Annotated

import typer

from coprod_nlp.cli.console import Out, say


def agreement(
    files: Annotated[
        list[Path],
        typer.Argument(help="Codings: one table, or a file for each coder."),
    ],
    out: Out,
    unit: Annotated[
        str | None,
        typer.Option("--unit", help="Column of what was coded: unit, respondent, id."),
    ] = None,
    coder: Annotated[
        list[str] | None,
        typer.Option(
            "--coder", help="Column that names coders; or, repeated, one per coder."
        ),
    ] = None,
    code: Annotated[
        str | None, typer.Option("--code", help="Column of the codes: code.")
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", help="Column of the words that were coded.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Column of strata to split by.")
    ] = None,
    approach: Annotated[
        str,
        typer.Option(help="coding_reliability, codebook, or reflexive."),
    ] = "coding_reliability",
    spans: Annotated[
        bool, typer.Option("--spans", help="Compare marked words, not whole answers.")
    ] = False,
    blind: Annotated[
        bool, typer.Option("--blind", help="Hide who coded what in disagreements.csv.")
    ] = False,
) -> None:
    """Say how far coders agree, code by code, and list where they do not."""
    from coprod_nlp.files.tablefiles import check_apart, check_folder
    from coprod_nlp.pipeline.codings.agreeing import WRITTEN, compare_codings
    from coprod_nlp.pipeline.codings.layouts import Columns

    check_apart(files, [out / name for name in WRITTEN])
    check_folder(out)
    found = compare_codings(
        files,
        Columns(unit=unit, coders=tuple(coder or ()), code=code, by=by, text=text),
        approach=approach,
        spans=spans,
        blind=blind,
    )
    page = found.write(out)
    say(*found.remarks, *found.in_short(), f"Page: {page.resolve()}")
