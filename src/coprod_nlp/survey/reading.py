"""Reads a survey file into a Survey: columns, respondents, answers, strata."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pandas as pd

from coprod_nlp.exceptions import SurveyReadError, SurveySchemaError
from coprod_nlp.files.problems import Problem, problems_frame
from coprod_nlp.files.titles import QUESTION, short_titles
from coprod_nlp.survey.answers import (
    Rows,
    closed_answers,
    normalised_cells,
    text_problems,
)
from coprod_nlp.survey.columns import (
    ColumnMap,
    match_columns,
    title_of,
)
from coprod_nlp.survey.example import example_paths, example_sha256
from coprod_nlp.survey.files import Table, read_table
from coprod_nlp.survey.headers import visible
from coprod_nlp.survey.identifiers import respondent_ids
from coprod_nlp.survey.instrument import Instrument, Question
from coprod_nlp.survey.instrument_file import load_instrument
from coprod_nlp.survey.leftovers import Leftovers, leftovers
from coprod_nlp.survey.roles import RoleList, load_roles
from coprod_nlp.survey.routing import routing_problems
from coprod_nlp.survey.strata import strata_of
from coprod_nlp.survey.survey import Origin, Survey
from coprod_nlp.survey.unread import unread_gate

ABSENT = "the question is not in the file"
_Cells = Mapping[str, list[str]]


def read_survey(
    path: str | Path,
    *,
    instrument: Instrument | str | Path | None = None,
    columns: Mapping[str, str] | None = None,
    roles: RoleList | str | Path | None = None,
    export: str | None = None,
    dictionary: str | Path | None = None,
    keep_personal: Collection[str] = (),
    encoding: str | None = None,
    sheet: str | None = None,
    lenient: bool = False,
) -> Survey:
    """Read a survey export, changing and losing nothing without saying so.

    Parameters
    ----------
    path : path
        CSV (comma, semicolon or tab), workbook (xlsx, xls, ods), or SPSS file.
    instrument : Instrument or path, optional
        The questionnaire; by default the one that ships with the package.
    columns : mapping, optional
        Header in the file by question, for headers that are not understood:
        ``{"q4a": "What do you know?"}``.
    roles : RoleList or path, optional
        Which job titles are clinical, used where the file does not say.
    export : str, optional
        Kind of export, one of `survey.exports.kinds.EXPORTS` by name; by default it is
        told by the header, and `problems` say so.
    dictionary : path, optional
        Data dictionary of a REDCap project, which puts codes into words.
    keep_personal : collection of str, optional
        Headers of columns to keep although they hold personal data, such as e-mail
        addresses; by default no such column gets into the survey.
    encoding : str, optional
        Of a CSV file that is neither UTF-8, nor UTF-16 with its mark, nor cp1252.
    sheet : str, optional
        Of a workbook; by default the first visible one that holds anything.
    lenient : bool, default=False
        Whether a file that lacks columns, or has two for one question, is read as far
        as it goes; `Survey.origin` says what is wrong with it.

    Returns
    -------
    Survey
        Its `problems` list every decision that was taken.

    Raises
    ------
    SurveyReadError
        If the file cannot be read as a table, or has no respondents.
    SurveySchemaError
        If a column that the definitions need is missing, two columns answer one
        question, two respondents share an id, or no answer to the question who has
        heard of the term is one of its options.
    SettingsError
        If a file named by `instrument` or `roles` is not valid, there is no such kind
        of export, or `keep_personal` names a column that is not there.

    Examples
    --------
    >>> survey = read_survey(example_paths().survey)
    >>> len(survey), survey.answers.loc["S1-001", "q6"]
    (324, 'Very relevant')
    """
    path = Path(path)
    if not isinstance(instrument, Instrument):
        instrument = load_instrument(instrument)
    if not isinstance(roles, RoleList):
        roles = load_roles(roles)
    table = read_table(
        path,
        export=export,
        dictionary=None if dictionary is None else Path(dictionary),
        encoding=encoding,
        sheet=sheet,
    )
    if not table.rows:
        less = f" ({table.n_left_out} left out)" if table.n_left_out else ""
        message = f"{path.name} has a header, but no respondent below it{less}."
        raise SurveyReadError(message)
    found = match_columns(
        table.header, instrument, columns, naming=table.naming, lenient=lenient
    )
    lacking = _lacking(found, table, instrument)
    if lacking and not lenient:
        raise SurveySchemaError(lacking)
    cells = {name: _column(table, place) for name, place in found.positions.items()}
    ids, problems = respondent_ids(cells.get("respondent"), table.numbers)
    rows = Rows(table.numbers, tuple(ids))
    answers, raw, more = _answers(cells, instrument, rows)
    unread = unread_gate(answers, instrument)
    if unread and not lenient:
        raise SurveySchemaError(unread)
    texts = {name: normalised_cells(column) for name, column in cells.items()}
    # As read: a stratum is an option, whether its code or its wording was typed.
    closed = [q.id for q in instrument.questions if q.is_closed and q.id in answers]
    texts |= {name: answers[name].tolist() for name in closed}
    strata, of_strata = strata_of(texts, instrument, roles, rows)
    numbers = pd.Series(rows.numbers, index=answers.index)
    rest = leftovers(table, found.unmatched, answers.index, keep_personal)
    return Survey(
        answers=answers,
        raw=raw,
        strata=strata,
        extra=rest.extra,
        problems=problems_frame(
            [
                *table.problems,
                *found.problems,
                *rest.problems,
                *_declared(table, found),
                *problems,
                *more,
                *of_strata,
                *routing_problems(answers, instrument, numbers),
            ]
        ),
        instrument=instrument,
        source=path.name,
        sha256=table.sha256,
        synthetic=table.sha256 == example_sha256(),
        origin=_origin(
            table,
            found,
            rest,
            [*dict.fromkeys(found.faults.values()), *filter(None, [lacking, unread])],
        ),
    )


def example_survey() -> Survey:
    """Return the SYNTHETIC survey that ships with the package; nobody answered it.

    Examples
    --------
    >>> example_survey().synthetic
    True
    """
    return read_survey(example_paths().survey)


def _lacking(found: ColumnMap, table: Table, instrument: Instrument) -> str:
    """Say what the definitions need and is not there; "" if all is."""
    purposes = instrument.purposes
    if not purposes.definitions:
        return (
            f"A run judges definitions, and {instrument.name!r} names no question that "
            "asks for one. Name it under [purposes] of the instrument, as "
            'definitions = ["its id"]. For another survey use the commands `themes`, '
            "`suggest` and `workbook`, which read one column and need no instrument."
        )
    missing = []
    if purposes.heard is not None and purposes.heard.question not in found.positions:
        missing.append(purposes.heard.question)
    if not any(name in found.positions for name in purposes.definitions):
        missing.append(" or ".join(purposes.definitions))
    if not missing:
        return ""
    naming = table.naming
    titles = [
        ": ".join(filter(None, (title, visible(naming.wording_of(place)))))
        for place, title in enumerate(table.header)
        if place not in naming.about_response
    ]
    has = f"Read as {table.kind.title}, it has {short_titles(titles, kept=QUESTION)!r}."
    if not found.positions:
        has = (
            f"None of its {len(table.header)} columns is named after a question: "
            "is there a first row of names?"
        )
    return (
        f"The file lacks the column(s) {missing!r}. {has} Name the columns after "
        f"the questions, or say which they are: {missing[0].split()[0]} = "
        '"header in the file" under [survey.columns], or columns= in Python.'
    )


def _origin(
    table: Table, found: ColumnMap, rest: Leftovers, faults: Sequence[str]
) -> Origin:
    wordings = {
        title_of(table.header, place): visible(table.naming.wording_of(place))
        for place in range(len(table.header))
    }
    return Origin(
        export=table.kind.name,
        title=table.kind.title,
        columns={
            name: title_of(table.header, place)
            for name, place in found.positions.items()
        },
        told=found.told,
        wordings={title: wording for title, wording in wordings.items() if wording},
        about_response=rest.about_response,
        personal=rest.personal,
        n_left_out=table.n_left_out,
        faults=tuple(faults),
    )


def _declared(table: Table, found: ColumnMap) -> list[Problem]:
    """Say which columns are read although the export calls them identifiers."""
    return [
        Problem(
            problem=f"the column {title_of(table.header, place)!r} is an identifier "
            "by the data dictionary",
            action=f"read all the same, since it answers {name}",
            question=name,
        )
        for name, place in found.positions.items()
        if place in table.identifiers
    ]


def _column(table: Table, position: int) -> list[str]:
    return [row[position] for row in table.rows]


def _answers(
    cells: _Cells, instrument: Instrument, rows: Rows
) -> tuple[pd.DataFrame, pd.DataFrame, list[Problem]]:
    answers: dict[str, list[str]] = {}
    raw: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for question in instrument.questions:
        typed = _typed(question, cells)
        if typed is None:
            if question.kind != "shown":
                problems.append(Problem(ABSENT, "left out", question=question.id))
            continue
        texts = normalised_cells(typed)
        if question.is_closed:
            texts, unknown = closed_answers(question, texts, rows)
            problems += unknown
        problems += text_problems(typed, rows, question.id)
        raw[question.id], answers[question.id] = typed, texts
    given = [any(said) for said in zip(*answers.values(), strict=True)]
    if not any(given):
        what, action = "every answer is blank", "read as it stands"
        problems.append(Problem(what, action))
    else:
        problems += [
            Problem("nobody answered it", "read as it stands", question=name)
            for name, texts in answers.items()
            if not any(texts)
        ]
        problems += [
            rows.problem(position, "", "the response holds no answer at all", "kept")
            for position, is_given in enumerate(given)
            if not is_given
        ]
    index = pd.Index(rows.ids, name="respondent", dtype="str")
    frames = [pd.DataFrame(table, index=index, dtype="str") for table in (answers, raw)]
    return frames[0], frames[1], problems


def _typed(question: Question, cells: _Cells) -> list[str] | None:
    """Return the cells of a question; those of a duration in parts are put together."""
    if question.id in cells:
        return cells[question.id]
    parts = [part for part in question.parts if part.id in cells]
    if not parts:
        return None
    return [
        "; ".join(
            f"{part.unit}: {cell}"
            for part, cell in zip(parts, row, strict=True)
            if cell.strip()
        )
        for row in zip(*(cells[part.id] for part in parts), strict=True)
    ]
