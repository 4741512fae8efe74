"""Runs every step on a survey and holds what they found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from coprod_nlp.coding import Codebook, CodeSuggester, load_codebook, read_codings
from coprod_nlp.config import Settings
from coprod_nlp.exceptions import SurveySchemaError
from coprod_nlp.files.problems import problems_frame
from coprod_nlp.matching import ReferenceDefinition
from coprod_nlp.pipeline.run.coder_agreement import (
    coder_disagreements,
    coders,
    compare,
    unknown_code_notes,
    without_alone,
)
from coprod_nlp.pipeline.run.earlier_report import (
    earlier_report,
    with_notes,
    with_warning,
)
from coprod_nlp.pipeline.run.mapping import map_of_run
from coprod_nlp.pipeline.run.matcher import matcher_of
from coprod_nlp.pipeline.run.presenting import facts, run_facts, verdicts_frame
from coprod_nlp.pipeline.run.provenance import provenance
from coprod_nlp.pipeline.run.quoting import (
    Quoting,
    kinds_in,
    quoting,
    withheld_definitions,
)
from coprod_nlp.pipeline.run.tabulating import tabulate
from coprod_nlp.pipeline.run.writing import kept_names, write_files
from coprod_nlp.report import (
    Findings,
    Showing,
    Summary,
    cautions,
    render,
    render_docx,
    summarise,
    thematic_tree,
)
from coprod_nlp.survey import Survey, questions_asked
from coprod_nlp.tables import RULES
from coprod_nlp.text.normalisation import LONGEST_READ
from coprod_nlp.themes import (
    Guide,
    ThematicMap,
    ThemeFinder,
    set_aside_frame,
    themes_frame,
    units_frame,
)
from coprod_nlp.typing import Progress

PAGE, DOCUMENT, MAP = "report.html", "report.docx", "thematic_map.svg"
"""The report to read, the same to edit, and the picture of the thematic map."""

WRITTEN = (
    *(PAGE, DOCUMENT, MAP),
    *("verdicts.csv", "themes.csv", "units.csv", "suggestions.csv"),
    *("agreement.csv", "disagreements.csv", "coders.csv"),
    *("problems.csv", "possible_identifiers.csv", "questions.csv", "set_aside.csv"),
    *("thematic_map_nodes.csv", "thematic_map_edges.csv", "tables"),
)
"""Files of a run, known before there is one; the tables by their folder."""


@dataclass(frozen=True, eq=False)
class Analysis:
    """Everything found in one survey.

    Parameters
    ----------
    survey : Survey
    reference : ReferenceDefinition
        What definitions were judged against.
    verdicts : DataFrame
        Indexed by respondent; see `DefinitionMatcher.judge`.
    themes : mapping of str to ThemeFinder
        Fitted finders by question id.
    thematic_map : ThematicMap
    suggestions : DataFrame
        Suggested codes: question, then the columns of `CodeSuggester.suggest`.
    agreement, disagreements : DataFrame
        See `pipeline.run.coder_agreement`; empty without codings.
    coders : DataFrame
        How many answers each person coded: subject, coder, answers.
    tables : mapping of str to DataFrame
        See `pipeline.run.tabulating.tabulate`.
    quoting : Quoting
        Which answers must not be quoted, and why.
    settings : Settings
    provenance : mapping
        Hashes and versions that it takes to repeat the run.
    """

    survey: Survey
    reference: ReferenceDefinition
    verdicts: pd.DataFrame
    themes: Mapping[str, ThemeFinder]
    thematic_map: ThematicMap
    suggestions: pd.DataFrame
    agreement: pd.DataFrame
    disagreements: pd.DataFrame
    coders: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]
    quoting: Quoting
    settings: Settings
    provenance: Mapping[str, Any]

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return every table that is written, by file name without ``.csv``."""
        survey = self.survey
        return {
            "verdicts": verdicts_frame(
                survey.definitions(),
                survey.definition_questions(),
                survey.heard(),
                self.verdicts,
            ),
            "themes": self._marked(themes_frame(self.themes)),
            "units": units_frame(self.themes),
            "suggestions": self.suggestions,
            "agreement": self.agreement,
            "disagreements": self.disagreements,
            "coders": self.coders,
            "problems": survey.problems,
            "possible_identifiers": self.quoting.identifiers,
            "questions": questions_asked(survey),
            "set_aside": set_aside_frame(self.themes),
            "thematic_map_nodes": self.thematic_map.nodes,
            "thematic_map_edges": self.thematic_map.edges,
            **{f"tables/{name}": table for name, table in self.tables.items()},
        }

    def _marked(self, themes: pd.DataFrame) -> pd.DataFrame:
        """Say beside each exemplar what in it may identify somebody."""
        held = [kinds_in(text, self.settings) for text in themes["exemplar"]]
        return themes.assign(possible_identifiers=held)

    def summary(self) -> Summary:
        """Return what the report says, as numbers and sentences."""
        definitions = withheld_definitions(self.survey, self.quoting)
        smallest_shown = RULES[self.settings.tables.suppression].smallest_shown
        hides = smallest_shown > 1
        return summarise(
            Findings(
                survey=self.survey,
                tables=self.tables,
                verdicts=self.verdicts,
                reference=self.reference,
                themes=self.themes,
                thematic_map=self.thematic_map,
                agreement=without_alone(self.agreement) if hides else self.agreement,
                coders=self.coders,
            ),
            run=run_facts(self.provenance),
            provenance=facts(self.provenance),
            showing=Showing(
                title=self.settings.report.title,
                quotations=self.settings.report.quotations,
                smallest_shown=smallest_shown,
                withheld={**self.quoting.withheld, "definitions": definitions},
                cautions=cautions(self.quoting.n_identifying, self.quoting.n_of_few),
            ),
        )

    def warning_for(self, folder: Path | str) -> str:
        """Say what a report that lies in the folder would give away beside this one.

        "" where there is nothing to warn of; see `pipeline.run.earlier_report`.
        """
        return earlier_report(Path(folder), self.survey, self.provenance)

    def kept_in(self, folder: Path | str) -> dict[str, str]:
        """Say which files in the folder are not as a run wrote them.

        By name, with the name under which `write` keeps them.
        """
        written = {f"{name}.csv" for name in self.frames()} | {PAGE, DOCUMENT, MAP}
        return kept_names(Path(folder), written)

    def write(self, folder: Path | str) -> Path:
        """Write reports, tables and manifest into a folder; return the page's path.

        Files of an earlier run are replaced or deleted, and those that somebody changed
        are kept (see `write_files`); `problems` says so, and if that run tells
        something beside this one.

        Raises
        ------
        OSError
            If the folder cannot be written to, or a file is open elsewhere.
        """
        kept = {
            f"{changed} was not as a run wrote it": f"kept as {name}"
            for changed, name in self.kept_in(folder).items()
        }
        problems = with_notes(self.survey.problems, kept)
        problems = with_warning(problems, self.warning_for(folder))
        survey = replace(self.survey, problems=problems)
        warned = replace(self, survey=survey)
        summary = warned.summary()
        reports = {
            PAGE: render(summary).encode("utf-8"),
            DOCUMENT: render_docx(summary),
        }
        if summary.map.nodes:
            reports[MAP] = thematic_tree(summary.map).svg_file.encode("utf-8")
        write_files(Path(folder), warned.frames(), reports, self.provenance)
        return Path(folder) / PAGE


def analyse(
    survey: Survey,
    codings: Iterable[Path | str] = (),
    *,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Judge definitions, propose themes and codes, count, and compare with coders.

    Parameters
    ----------
    survey : Survey
        From `read_survey`.
    codings : iterable of Path or str
        Files of human codings, of definitions or of themes.
    settings : Settings, optional
    progress : callable, optional
        Told what is being done.

    Returns
    -------
    Analysis
        The same for the same input.

    Raises
    ------
    CoprodNLPError
        If a coding, codebook, definition or model does not fit.
    """
    settings = settings or Settings()
    paths = [Path(path) for path in codings]
    human = read_codings(*paths, answers=survey.answers)
    questions = theme_questions(survey, settings)
    to_quote = quoting(survey, settings)
    step = _Steps(progress, total=len(questions) * 2 + 3)
    matcher = matcher_of(survey, settings)
    step("judging definitions")
    verdicts = matcher.judge(survey.definitions())
    themes = {}
    codebook = load_codebook(settings.themes.codebook)
    notes = [
        survey.problems,
        problems_frame((*human.problems, *codebook.problems)),
        unknown_code_notes(human.themes, codebook),
    ]
    survey = replace(survey, problems=pd.concat(notes, ignore_index=True))
    guide = _guide(codebook) if settings.themes.codebook else "bundled"
    for question in questions:
        step(f"finding candidate themes in {question}")
        finder = ThemeFinder(guide=guide, random_state=settings.seed)
        themes[question] = finder.fit(_openings(survey, question), question=question)
    suggestions = _suggestions(survey, questions, codebook, settings, step)
    step("counting")
    tables = tabulate(survey, verdicts, settings.tables, seed=settings.seed)
    step("comparing with coders")
    agreement = compare(
        human.definitions, human.themes, verdicts, suggestions, settings
    )
    return Analysis(
        survey=survey,
        reference=matcher.reference,
        verdicts=verdicts,
        themes=themes,
        thematic_map=map_of_run(themes, human.themes, codebook, _domain_titles(survey)),
        suggestions=suggestions,
        agreement=agreement,
        disagreements=coder_disagreements(human.definitions, human.themes),
        coders=coders(human.definitions, human.themes),
        tables=tables,
        quoting=to_quote,
        settings=settings,
        provenance=provenance(survey, paths, matcher, settings),
    )


def theme_questions(survey: Survey, settings: Settings) -> list[str]:
    """Return the open questions in which themes are sought, in order.

    Raises
    ------
    SurveySchemaError
        If a question that was asked for is not in the survey or is closed.
    """
    definitions = set(survey.instrument.purposes.definitions)
    found = [
        question.id
        for question in survey.instrument.questions
        if question.kind == "open"
        and question.id in survey.answers
        and question.id not in definitions
    ]
    wanted = settings.themes.questions
    if wanted is None:
        return found
    unknown = sorted(set(wanted) - set(found))
    if unknown:
        message = (
            f"[themes] questions names {unknown!r}; the open questions that "
            f"{survey.source} has are {found!r}."
        )
        raise SurveySchemaError(message)
    return [question for question in found if question in wanted]


def _openings(survey: Survey, question: str) -> pd.Series:
    """Return answers as far as they are read; `problems` lists longer ones."""
    return survey.open_answers(question).str.slice(stop=LONGEST_READ)


def _suggestions(
    survey: Survey,
    questions: list[str],
    codebook: Codebook,
    settings: Settings,
    step: "_Steps",
) -> pd.DataFrame:
    """Suggest codes without codings, so that coders' codes can test them.

    A question with fewer than two codes to choose from gets no suggestions.
    """
    suggester = CodeSuggester(codebook, random_state=settings.seed)
    suggested = []
    for question in questions:
        step(f"suggesting codes for {question}")
        if sum(code.belongs_to(question) for code in codebook.codes) > 1:
            rows = suggester.suggest(_openings(survey, question), question=question)
            suggested.append(rows.assign(question=question))
    if not suggested:
        return pd.DataFrame(columns=["question", "answer", "code", "suggested"])
    frame = pd.concat(suggested, ignore_index=True)
    return frame[["question", *frame.columns.drop("question")]]


def _guide(codebook: Codebook) -> Guide:
    """Return what a user's codebook says of each idea, to guide the themes too."""
    pairs = [(text, code.code) for code in codebook.codes for text in code.statements]
    statements, names = zip(*pairs, strict=True)
    return Guide(statements, names, codebook.other)


def _domain_titles(survey: Survey) -> dict[str, str]:
    """Return the title of the first domain that each question feeds."""
    instrument = survey.instrument
    names = {domain.id: domain.name for domain in instrument.domains}
    return {q.id: names[q.domains[0]] for q in instrument.questions if q.domains}


class _Steps:
    """Counts steps and passes them on."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def __call__(self, what: str) -> None:
        if self._progress is not None:
            self._progress(what, self._done, self._total)
        self._done += 1
