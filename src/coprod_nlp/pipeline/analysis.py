"""Runs every step on a survey and holds what they found."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from coprod_nlp.coding import Codebook, CodeSuggester, Codings, read_codings
from coprod_nlp.config import Settings
from coprod_nlp.matching import DefinitionMatcher, ReferenceDefinition, load_definition
from coprod_nlp.pipeline.comparing import compare
from coprod_nlp.pipeline.manifest import provenance
from coprod_nlp.pipeline.tabulating import tabulate
from coprod_nlp.pipeline.writing import write_analysis
from coprod_nlp.survey import Instrument, Survey
from coprod_nlp.themes import ThematicMap, ThemeFinder, thematic_map

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done, and how many there are."""


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
    agreement : DataFrame
        See `pipeline.comparing.compare`; empty without codings.
    tables : mapping of str to DataFrame
        See `pipeline.tabulating.tabulate`.
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
    tables: Mapping[str, pd.DataFrame]
    settings: Settings
    provenance: Mapping[str, Any]

    def write(self, folder: Path | str) -> Path:
        """Write report, tables and manifest into a folder; return the report's path.

        Files of an earlier run of the same name are replaced.

        Raises
        ------
        NotADirectoryError
            If `folder` is a file.
        """
        return write_analysis(self, Path(folder))


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
    human = Codings.join([read_codings(path) for path in paths])
    questions = theme_questions(survey, settings)
    step = _Steps(progress, total=len(questions) * 2 + 3)
    reference = load_definition(settings.definitions.reference)
    matcher = DefinitionMatcher(
        reference if settings.definitions.reference else None,
        model=settings.definitions.model,
        shown_texts=survey.instrument.texts,
    )
    step("judging definitions")
    verdicts = matcher.judge(survey.definitions())
    themes = {}
    for question in questions:
        step(f"finding themes in {question}")
        themes[question] = ThemeFinder(random_state=settings.seed).fit(
            survey.open_answers(question), question=question
        )
    codebook = Codebook.load(settings.themes.codebook)
    suggester = CodeSuggester(codebook)
    suggestions = []
    for question in questions:
        step(f"suggesting codes for {question}")
        if codebook.of_question(question):
            answers = survey.open_answers(question)
            suggested = suggester.suggest(answers, question=question)
            suggested.insert(0, "question", question)
            suggestions.append(suggested)
    step("counting")
    tables = tabulate(survey, verdicts, settings.tables)
    step("comparing with coders")
    all_suggestions = (
        pd.concat(suggestions, ignore_index=True)
        if suggestions
        else pd.DataFrame(columns=["question", "answer", "code", "suggested"])
    )
    return Analysis(
        survey=survey,
        reference=reference,
        verdicts=verdicts,
        themes=themes,
        thematic_map=thematic_map(themes, _domain_titles(survey.instrument)),
        suggestions=all_suggestions,
        agreement=compare(
            human.definitions, human.themes, verdicts, all_suggestions, settings
        ),
        tables=tables,
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


def _domain_titles(instrument: Instrument) -> dict[str, str]:
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
