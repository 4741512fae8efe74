"""Commands on whole surveys: the bundled example, a file, or two of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coprod_nlp.cli.console import (
    Config,
    Dictionary,
    Export,
    Out,
    kept_in_words,
    say,
    shown_progress,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from coprod_nlp.config import Settings
    from coprod_nlp.pipeline import Analysis
    from coprod_nlp.survey import Survey


def demo(out: Out) -> None:
    """Run everything on the bundled example survey, which is SYNTHETIC."""
    from coprod_nlp.files.tablefiles import check_apart, check_folder
    from coprod_nlp.pipeline import analyse
    from coprod_nlp.pipeline.run.analysis import WRITTEN
    from coprod_nlp.pipeline.run.writing import may_change
    from coprod_nlp.survey import example_paths, example_survey

    paths = example_paths()
    check_apart([paths.survey.parent], may_change(out, WRITTEN))
    check_folder(out)
    with shown_progress() as told:
        analysis = analyse(
            example_survey(),
            [paths.definition_codings, paths.theme_codings],
            progress=told,
        )
        warning, kept = analysis.warning_for(out), analysis.kept_in(out)
        report = analysis.write(out)
    _say(analysis, report, warning, kept)


def run(
    survey: Annotated[
        Path, typer.Argument(help="Survey export: CSV, xlsx, xls, ods or SPSS.")
    ],
    out: Out,
    codings: Annotated[
        list[Path] | None,
        typer.Option("--codings", help="Human codings, CSV or xlsx; repeatable."),
    ] = None,
    config: Config = None,
    export: Export = None,
    dictionary: Dictionary = None,
) -> None:
    """Read a survey, judge, group, count, compare, and write the report."""
    from coprod_nlp.files.tablefiles import check_apart, check_folder
    from coprod_nlp.pipeline import analyse
    from coprod_nlp.pipeline.run.analysis import WRITTEN
    from coprod_nlp.pipeline.run.reading import read_by_settings, settings_of
    from coprod_nlp.pipeline.run.writing import may_change

    settings = settings_of(config, export=export, dictionary=dictionary)
    read = [survey, *(codings or []), *_own(config, settings)]
    check_apart(read, may_change(out, WRITTEN))
    check_folder(out)
    answers = read_by_settings(survey, settings)
    say(*how_read(answers), *not_read(answers))
    with shown_progress() as told:
        analysis = analyse(answers, codings or [], settings=settings, progress=told)
        warning, kept = analysis.warning_for(out), analysis.kept_in(out)
        report = analysis.write(out)
    _say(analysis, report, warning, kept)


def compare(
    last: Annotated[Path, typer.Argument(help="Survey export of last year.")],
    this: Annotated[Path, typer.Argument(help="Survey export of this year.")],
    out: Out,
    config: Config = None,
) -> None:
    """Set the figures of two surveys with the same questions side by side."""
    from coprod_nlp.files.tablefiles import check_apart, check_folder
    from coprod_nlp.pipeline import compare_surveys
    from coprod_nlp.pipeline.run.reading import read_by_settings, settings_of
    from coprod_nlp.pipeline.run.writing import may_change
    from coprod_nlp.pipeline.side_by_side.two_surveys import MANIFEST, WRITTEN

    settings = settings_of(config)
    read = [last, this, *_own(config, settings)]
    check_apart(read, may_change(out, WRITTEN, manifest=MANIFEST))
    check_folder(out)
    both = [read_by_settings(path, settings) for path in (last, this)]
    say(*(line for survey in both for line in not_read(survey)))
    with shown_progress() as told:
        found = compare_surveys(*both, settings=settings, progress=told)
        kept = found.kept_in(out)
        page = found.write(out)
    say(
        *kept_in_words(kept),
        f"{len(found.last)} respondents before, {len(found.this)} now. "
        f"{found.page().headlines[0]}",
        *found.notes,
        f"Page: {page.resolve()}",
    )


def _own(config: Path | None, settings: "Settings") -> list[Path | None]:
    """Return the settings and all that they name to be read."""
    return [config, *settings.own_files(), settings.definitions.model]


def how_read(survey: "Survey") -> list[str]:
    """Return sentences on what the file is and what of it is not in the survey."""
    origin = survey.origin
    lines = [f"{survey.source}, read as: {origin.title}."]
    if origin.n_left_out:
        lines.append(f"{origin.n_left_out} rows left out that are no respondents.")
    if origin.personal:
        shown = ", ".join(with_wording(c, origin.wordings) for c in origin.personal)
        lines.append(f"Left out as personal data: {shown}.")
    return lines


def not_read(survey: "Survey") -> list[str]:
    """Warn of the questions of which many answers could not be read."""
    from coprod_nlp.survey.unread import often_unread

    return [
        f"Warning: {row.unread} of {row.given} answers to {row.question} in "
        f"{survey.source} could not be read and count as no answer; `check` says why."
        for row in often_unread(survey).itertuples(index=False)
    ]


def with_wording(title: str, wordings: "Mapping[str, str]") -> str:
    """Return a header with what respondents read, where the export says both."""
    return f"{title} ({wordings[title]})" if title in wordings else title


def decided_in_words(tables: "Mapping[str, pd.DataFrame]") -> str:
    """Say what was decided on written definitions, as tables/decisions.csv has it."""
    from pandas import isna

    from coprod_nlp.tables import EVERYBODY

    if "decisions" not in tables:
        return "none written"
    table = tables["decisions"]
    counts = table[table["stratum"] == EVERYBODY].set_index("value")["n"]
    failed = counts.filter(like="no match").sum(skipna=False)
    decided = {
        "match": counts["match"],
        "do not": failed,
        "to review": counts["review"],
    }
    return ", ".join(
        f"{'hidden' if isna(n) else n} {what}" for what, n in decided.items()
    )


def _say(
    analysis: "Analysis", report: Path, warning: str, kept: "Mapping[str, str]"
) -> None:
    """Say what was read, what needs a person, and where the report is."""
    survey = analysis.survey
    if survey.synthetic:
        say("SYNTHETIC example: no person answered, no patient exists.")
    say(
        f"{len(survey)} respondents; definitions: {decided_in_words(analysis.tables)}; "
        f"{sum(len(f.themes_) for f in analysis.themes.values())} candidate themes."
    )
    if len(survey.problems):
        say(f"{len(survey.problems)} notes on the data: see problems.csv.")
    n_flagged = analysis.quoting.n_identifying
    if n_flagged:
        say(
            f"{n_flagged} answers hold a possible identifier and are not quoted: see "
            "possible_identifiers.csv."
        )
    say(*kept_in_words(kept))
    if warning:
        say(f"Warning: {warning}. Do not hand on both.")
    say(f"Report: {report.resolve()}")
