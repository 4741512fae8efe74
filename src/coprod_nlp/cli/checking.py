"""Says what is understood of a survey file, before anything is run."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from coprod_nlp.cli.console import Dictionary, Export, print_table
from coprod_nlp.cli.surveys import how_read, with_wording

if TYPE_CHECKING:
    from coprod_nlp.pipeline.check.understanding import SurveyCheck


def check(
    survey: Annotated[
        Path, typer.Argument(help="Survey export: CSV, xlsx, xls, ods or SPSS.")
    ],
    config: Annotated[
        Path | None, typer.Option("--config", help="Settings of the project, TOML.")
    ] = None,
    export: Export = None,
    dictionary: Dictionary = None,
    write_config: Annotated[
        Path | None,
        typer.Option("--write-config", help="New settings file to write, .toml."),
    ] = None,
) -> None:
    """Say what is understood of a survey file; exit 1 if `run` would refuse it."""
    from coprod_nlp.pipeline.check.starting import check_new_settings, write_settings
    from coprod_nlp.pipeline.check.understanding import check_survey
    from coprod_nlp.pipeline.run.reading import settings_of

    if write_config is not None:
        check_new_settings(write_config)
    settings = settings_of(config, export=export, dictionary=dictionary)
    found = check_survey(survey, settings)
    console = Console(soft_wrap=True, highlight=False)
    _say(found, console)
    if write_config is not None:
        write_settings(found, write_config)
        console.print(f"Settings: {write_config.resolve()}", markup=False)
    if found.faults:
        raise typer.Exit(code=1)


def _say(found: "SurveyCheck", console: Console) -> None:
    from pandas import NA

    survey = found.survey
    for line in how_read(survey):
        console.print(line, markup=False)
    console.print(f"{len(survey)} respondents.")
    worded = survey.origin.wordings
    matched = found.questions[found.questions["column"] != ""].drop(columns="text")
    shown = [with_wording(str(title), worded) for title in matched["column"]]
    print_table(
        console,
        ["id", "column", "told by", "answers", "not options", "astray"],
        [
            ["" if cell is NA else str(cell) for cell in row]
            for row in matched.assign(column=shown).to_numpy()
        ],
    )
    absent = found.questions.loc[found.questions["column"] == "", "id"]
    _list(console, "Not found", absent)
    if matched.empty:
        # Without a header row these would be answers.
        console.print(
            f"{len(survey.unmatched)} columns match no question: is there a first row "
            f"of names?"
        )
    for name in () if matched.empty else survey.unmatched:
        console.print(
            f"Matches no question: {with_wording(name, worded)}", markup=False
        )
    _list(console, "About the response", survey.origin.about_response)
    for question, rows in found.astray.groupby("question", sort=False):
        where = ", ".join(map(str, rows["row"]))
        console.print(f"Answered though not asked: {question}, rows {where}")
    for question, value, n in found.not_options.itertuples(index=False):
        what = repr(value) if value else "values not shown, since they may be answers"
        is_closed = survey.instrument.question(question).is_closed
        whose = f"No option of {question}" if is_closed else f"No time of {question}"
        console.print(f"{whose}: {what} ({n})", markup=False)
    console.print("What was decided in reading:")
    for question, problem, action in found.notes.itertuples(index=False):
        whose = f"{question}: " if question else ""
        console.print(f"- {whose}{problem}: {action}", markup=False)
    for fault in found.faults:
        console.print(f"An analysis would stop: {fault}", markup=False)


def _list(console: Console, what: str, names: Iterable[str]) -> None:
    if listed := ", ".join(names):
        console.print(f"{what}: {listed}", markup=False)
