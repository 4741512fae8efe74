"""Proposes candidate themes for one column."""

from pathlib import Path
from typing import Annotated

import typer

from coprod_nlp.cli.console import Id, Out, Text, say, shown_progress


def themes(
    file: Annotated[Path, typer.Argument(help="Table: CSV, xlsx, xls or ods.")],
    text: Text,
    out: Out,
    identifier: Id = None,
    question: Annotated[
        str | None, typer.Option("--question", help="Id of the question.")
    ] = None,
    edited: Annotated[
        Path | None,
        typer.Option("--edited", help="Your themes.toml of an earlier run."),
    ] = None,
) -> None:
    """Propose candidate themes for one column, or carry edited ones on."""
    from coprod_nlp.files.tablefiles import check_apart, check_folder
    from coprod_nlp.pipeline.theming import WRITTEN, propose_themes

    check_apart([file], [out / name for name in WRITTEN])
    check_folder(out)
    with shown_progress() as told:
        theming = propose_themes(
            file,
            text,
            identifier=identifier,
            question=question,
            edited=edited,
            progress=told,
        )
        page = theming.write(out)
    states = [theme.state for theme in theming.theme_set.themes]
    say(
        *theming.origin.notes,
        f"{theming.finder.n_answers_} answers: {states.count('adopted')} adopted "
        f"themes, {states.count('candidate')} candidate themes.",
    )
    remembered = int((~theming.theme_set.units["current"]).sum())
    if remembered:
        say(
            f"Decided units that are remembered, not counted (current is no in "
            f"units.csv): {remembered}. Their answers are no longer in the file or "
            f"read otherwise; if they should be there, see whether a spreadsheet "
            f"changed answers or texts in the edited units.csv."
        )
    if theming.finder.reason_:
        say(theming.finder.reason_)
    say(f"Page: {page.resolve()}")
