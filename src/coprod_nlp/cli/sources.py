"""Sets a staff survey beside other sources."""

from pathlib import Path
from typing import Annotated

import typer

from coprod_nlp.cli.console import Out, kept_in_words, say


def triangulate(
    run: Annotated[Path, typer.Argument(help="Folder of a run on the staff survey.")],
    audits: Annotated[
        Path, typer.Option("--audits", help="Audited care plans, one row each.")
    ],
    month: Annotated[
        str, typer.Option("--month", help="Month of the staff survey, as 2024-05.")
    ],
    out: Out,
    patients: Annotated[
        Path | None,
        typer.Option("--patients", help="Patients' own answers, one row each."),
    ] = None,
    suppression: Annotated[
        str,
        typer.Option(
            "--suppression",
            help="Rule for small counts: none, threshold-5, threshold-10, "
            "threshold-11 or nhs-sub-national.",
        ),
    ] = "none",
) -> None:
    """Set perceived involvement beside audited care plans and patients' answers."""
    from coprod_nlp.files.tablefiles import check_apart, check_folder
    from coprod_nlp.pipeline.run.writing import may_change
    from coprod_nlp.pipeline.side_by_side.triangulating import (
        OWN_MANIFEST,
        WRITTEN,
    )
    from coprod_nlp.pipeline.side_by_side.triangulating import (
        triangulate as set_side_by_side,
    )

    written = may_change(out, WRITTEN, manifest=OWN_MANIFEST)
    check_apart([audits, patients], written)
    check_folder(out)
    found = set_side_by_side(
        run, audits, month=month, patients=patients, rule=suppression
    )
    kept = found.kept_in(out)
    page = found.write(out)
    say(*kept_in_words(kept), *found.page().headlines, *found.notes)
    say(f"Page: {page.resolve()}")
