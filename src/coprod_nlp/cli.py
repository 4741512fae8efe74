"""The command line: each command parses, calls one function, and says what it wrote."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from coprod_nlp import __version__
from coprod_nlp.exceptions import CoprodNLPError

if TYPE_CHECKING:
    from coprod_nlp.pipeline import Analysis
    from coprod_nlp.pipeline.analysis import Progress as Told

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Reads open survey answers about coproduction, offline.",
)

Out = Annotated[
    Path, typer.Option("--out", help="Folder to write into; it is made if missing.")
]


def main() -> None:
    """Run the command line; errors of the user's data become one line, exit 1."""
    try:
        app()
    except (CoprodNLPError, OSError) as error:
        Console(stderr=True, soft_wrap=True).print(
            f"Error: {error}", style="bold red", markup=False, highlight=False
        )
        sys.exit(1)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"coprod-nlp {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Read open survey answers about coproduction, offline."""


@app.command()
def demo(out: Out) -> None:
    """Run everything on the bundled example survey, which is SYNTHETIC."""
    from coprod_nlp.pipeline import analyse
    from coprod_nlp.survey import example_paths, example_survey

    paths = example_paths()
    with _shown_progress() as told:
        analysis = analyse(
            example_survey(),
            [paths.definition_codings, paths.theme_codings],
            progress=told,
        )
        report = analysis.write(out)
    _say(analysis, report)


@app.command()
def run(
    survey: Annotated[
        Path, typer.Argument(help="Survey export: CSV, xlsx, xls or ods.")
    ],
    out: Out,
    codings: Annotated[
        list[Path] | None,
        typer.Option("--codings", help="Human codings, CSV or xlsx; repeatable."),
    ] = None,
    config: Annotated[
        Path | None, typer.Option("--config", help="Settings of the project, TOML.")
    ] = None,
) -> None:
    """Read a survey, judge, group, count, compare, and write the report."""
    from coprod_nlp.config import Settings, load_settings
    from coprod_nlp.pipeline import analyse
    from coprod_nlp.survey import read_survey

    settings = load_settings(config) if config else Settings()
    chosen = settings.survey
    answers = read_survey(
        survey,
        instrument=chosen.instrument,
        columns=chosen.columns,
        roles=chosen.roles,
        encoding=chosen.encoding,
        sheet=chosen.sheet,
    )
    with _shown_progress() as told:
        analysis = analyse(answers, codings or [], settings=settings, progress=told)
        report = analysis.write(out)
    _say(analysis, report)


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
def themes(
    file: Annotated[Path, typer.Argument(help="Table: CSV, xlsx, xls or ods.")],
    text: Annotated[str, typer.Option("--text", help="Column of the answers.")],
    out: Out,
    identifier: Annotated[
        str | None, typer.Option("--id", help="Column that names the rows.")
    ] = None,
    question: Annotated[
        str | None, typer.Option("--question", help="Id of the question.")
    ] = None,
    edited: Annotated[
        Path | None,
        typer.Option("--edited", help="Your themes.toml of an earlier run."),
    ] = None,
) -> None:
    """Propose candidate themes for one column, or carry edited ones on."""
    from coprod_nlp.pipeline.theming import propose_themes

    with _shown_progress() as told:
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
    console = Console(soft_wrap=True, highlight=False)
    console.print(
        f"{theming.finder.n_answers_} answers: {states.count('adopted')} adopted "
        f"themes, {states.count('candidate')} candidate themes."
    )
    if theming.finder.reason_:
        console.print(theming.finder.reason_)
    console.print(f"Page: {page.resolve()}", markup=False)


@contextmanager
def _shown_progress() -> "Iterator[Told | None]":
    """Show a bar on a terminal, and nothing elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def told(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        yield told


def _say(analysis: "Analysis", report: Path) -> None:
    """Say what was read, what needs a person, and where the report is."""
    survey, verdicts = analysis.survey, analysis.verdicts
    counts = verdicts["decision"].value_counts()
    console = Console(soft_wrap=True, highlight=False)
    if survey.synthetic:
        console.print("SYNTHETIC example: no person answered, no patient exists.")
    console.print(
        f"{len(survey)} respondents; definitions: {counts.get('match', 0)} match, "
        f"{counts.get('no_match', 0)} do not, {counts.get('review', 0)} to review; "
        f"{sum(len(f.themes_) for f in analysis.themes.values())} candidate themes."
    )
    if len(survey.problems):
        console.print(f"{len(survey.problems)} notes on the data: see problems.csv.")
    console.print(f"Report: {report.resolve()}", markup=False)
