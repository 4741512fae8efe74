"""Says what is understood of a survey file, before anything is run."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coprod_nlp.cli.console import Config, Dictionary, Export, print_table, say
from coprod_nlp.cli.surveys import how_read, with_wording

if TYPE_CHECKING:
    from coprod_nlp.pipeline.check.understanding import SurveyCheck


def check(
    survey: Annotated[
        Path, typer.Argument(help="Survey export: CSV, xlsx, xls, ods or SPSS.")
    ],
    config: Config = None,
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
    _say(found)
    if write_config is not None:
        write_settings(found, write_config)
        say(f"Settings: {write_config.resolve()}")
    if found.faults:
        raise typer.Exit(code=1)


def _say(found: "SurveyCheck") -> None:
    from pandas import NA

    survey = found.survey
    say(*how_read(survey), f"{len(survey)} respondents.")
    worded = survey.origin.wordings
    matched = found.questions[found.questions["column"] != ""].drop(columns="text")
    shown = [with_wording(str(title), worded) for title in matched["column"]]
    print_table(
        ["id", "column", "told by", "answers", "not options", "astray"],
        [
            ["" if cell is NA else str(cell) for cell in row]
            for row in matched.assign(column=shown).to_numpy()
        ],
    )
    absent = found.questions.loc[found.questions["column"] == "", "id"]
    _list("Not found", absent)
    if matched.empty:
        # Without a header row these would be answers.
        say(
            f"{len(survey.unmatched)} columns match no question: is there a first row "
            f"of names?"
        )
    for name in () if matched.empty else survey.unmatched:
        say(f"Matches no question: {with_wording(name, worded)}")
    _list("About the response", survey.origin.about_response)
    for question, rows in found.astray.groupby("question", sort=False):
        where = ", ".join(map(str, rows["row"]))
        say(f"Answered though not asked: {question}, rows {where}")
    for question, value, n in found.not_options.itertuples(index=False):
        what = repr(value) if value else "values not shown, since they may be answers"
        is_closed = survey.instrument.question(question).is_closed
        whose = f"No option of {question}" if is_closed else f"No time of {question}"
        say(f"{whose}: {what} ({n})")
    say("What was decided in reading:")
    for question, problem, action in found.notes.itertuples(index=False):
        whose = f"{question}: " if question else ""
        say(f"- {whose}{problem}: {action}")
    for fault in found.faults:
        say(f"An analysis would stop: {fault}")


def _list(what: str, names: Iterable[str]) -> None:
    if listed := ", ".join(names):
        say(f"{what}: {listed}")
