"""Opens a survey file as a table with one column for each question."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from coprod_nlp.exceptions import SurveyReadError
from coprod_nlp.files.cells.opening import (
    Cells,
    Shaped,
    continues_header,
    errors_named,
    place_named,
    read_cells,
    refuse_title,
    shaped,
)
from coprod_nlp.files.problems import Problem, in_sentences
from coprod_nlp.files.titles import title_meant
from coprod_nlp.survey.columns import Naming
from coprod_nlp.survey.exports.columns import (
    Column,
    as_named,
    problems_of,
    put_together,
)
from coprod_nlp.survey.exports.dictionary import (
    DictionaryField,
    load_dictionary,
    worded,
)
from coprod_nlp.survey.exports.kinds import (
    PLAIN,
    REDCAP,
    SPSS,
    ExportKind,
    detect,
    export_named,
    matches,
    place_of,
)
from coprod_nlp.survey.exports.responses import respondents, without_ends


@dataclass(frozen=True, eq=False)
class Table:
    """A file as the survey asked for it: one header, and rows of cells as typed.

    Parameters
    ----------
    header : tuple of str
        One per column; "" where the header is blank.
    rows : tuple of list of str
        Every row has as many cells as the header; no row is blank throughout.
    numbers : tuple of int
        Of each row, as a spreadsheet counts them (the header begins in row 1); of an
        SPSS file, the number of the case.
    problems : tuple of Problem
        What had to be decided to read it.
    sha256 : str
        Of the file's bytes.
    kind : ExportKind
        Which tool wrote it.
    naming : Naming
        What the export says of its columns beside their names.
    identifiers : frozenset of int
        Columns that the export itself declares to identify people.
    n_left_out : int
        Rows that are no respondents, such as previews.
    sheet : str
        Which of several sheets of a workbook it is; "" where there is one.
    """

    header: tuple[str, ...]
    rows: tuple[list[str], ...]
    numbers: tuple[int, ...]
    problems: tuple[Problem, ...]
    sha256: str
    kind: ExportKind
    naming: Naming
    identifiers: frozenset[int] = frozenset()
    n_left_out: int = 0
    sheet: str = ""


def read_table(
    path: Path,
    *,
    export: str | None = None,
    dictionary: Path | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
) -> Table:
    """Read what a survey tool exported, or any table with one header row.

    Parameters
    ----------
    path : Path
        CSV, workbook or SPSS file.
    export : str, optional
        Which kind of export it is; by default it is told by the header, and said.
    dictionary : Path, optional
        Data dictionary of a REDCap project.
    encoding : str, optional
        See `read_cells`.
    sheet : str, optional
        Of a workbook; by default the first visible one that holds anything.

    Raises
    ------
    SurveyReadError
        If the file is missing, empty, of another kind, or broken.
    SettingsError
        If there is no such kind of export.
    """
    cells = read_cells(path, encoding=encoding, sheet=sheet)
    fields = () if dictionary is None else load_dictionary(dictionary)
    with errors_named(path):
        refuse_title(cells.rows)
        kind, problems = _kind_of(cells, export, fields)
        n_headings = 2 if cells.is_spss else kind.header_rows(cells.rows)
        body = shaped(cells, min(n_headings, len(cells.rows)))
        _refuse_second_header(body, kind)
    if fields and kind is REDCAP:
        body = _worded(body, fields)
    elif fields:
        problem = f"{kind.title} has no data dictionary"
        problems.append(Problem(problem, "the dictionary was ignored"))
    columns = kind.columns(body.headings, body.rows)
    header = [column.name for column in columns]
    rows = put_together(columns, body.rows)
    kept, of_rows = respondents(kind, header, rows, body.numbers)
    rows, of_cells = without_ends(kind, header, [rows[place] for place in kept])
    return Table(
        header=tuple(header),
        rows=tuple(rows),
        numbers=tuple(body.numbers[place] for place in kept),
        problems=(
            *cells.problems,
            *problems,
            *body.problems,
            *problems_of(columns),
            *of_rows,
            *of_cells,
        ),
        sha256=cells.sha256,
        kind=kind,
        naming=_naming(kind, columns, fields),
        identifiers=_identifiers(header, fields),
        n_left_out=len(body.rows) - len(kept),
        sheet=cells.sheet,
    )


def reading_notes(table: Table) -> tuple[str, ...]:
    """Say in sentences what had to be decided to read a table."""
    notes = in_sentences(table.problems)
    if not table.n_left_out:
        return notes
    return (*notes, f"{table.n_left_out} rows left out that are no respondents.")


def column_of(table: Table, name: str, path: Path) -> list[str]:
    """Return the cells under a header, as typed.

    Where an export gives names and wordings of its columns, either may be named.

    Raises
    ------
    SurveySchemaError
        If no column bears the name, or several do.
    """
    titles = [title.strip() for title in table.header]
    wordings = [table.naming.wording_of(place) for place in range(len(titles))]
    header = wordings if name in set(wordings) - set(titles) else titles
    place = place_named(name, header, path, sheet=table.sheet)
    return [row[place] for row in table.rows]


def heading_of(table: Table, name: str) -> str:
    """Return the name or wording of a column that `name` means; see `title_meant`."""
    titles = [title.strip() for title in table.header]
    wordings = [table.naming.wording_of(place) for place in range(len(titles))]
    if name in wordings:
        return name
    found = title_meant(name, titles)
    return found if found in titles else title_meant(name, wordings)


def naming_of(header: Sequence[str]) -> Naming:
    """Return what a header says by itself, of a table that is not read as a whole."""
    return _naming(detect(header), as_named([header], ()), ())


def _kind_of(
    cells: Cells, export: str | None, fields: Sequence[DictionaryField]
) -> tuple[ExportKind, list[Problem]]:
    if export is not None:
        return export_named(export), []
    kind = REDCAP if fields else detect(cells.rows[0])
    if kind is PLAIN and cells.is_spss:
        return SPSS, [Problem("the file is an SPSS file", "labels were read as words")]
    if kind is PLAIN:
        return kind, []
    told_by = " and ".join(map(repr, kind.told_by(cells.rows[0]))) or "its dictionary"
    problem = f"the file is an export of {kind.title}, told by {told_by}"
    action = 'read as one; set [survey] export = "plain" if that is wrong'
    problems = [Problem(problem, action)]
    if kind is REDCAP and not fields:
        problem = "no data dictionary was given"
        action = "where cells hold codes, give it as [survey] dictionary (--dictionary)"
        problems.append(Problem(problem, action))
    return kind, problems


def _refuse_second_header(body: Shaped, kind: ExportKind) -> None:
    """Refuse header rows that would otherwise be read as respondents."""
    for number, row in zip(body.numbers[:2], body.rows[:2], strict=True):
        if continues_header(row):
            message = (
                f"Row {number} continues the header (as Qualtrics and SurveyMonkey "
                f"export it), it is no respondent; the file was read as {kind.title}. "
                "Say which export it is (--export, [survey] export), or keep one "
                "header row with one name per column and delete the others."
            )
            raise SurveyReadError(message)


def _worded(body: Shaped, fields: Sequence[DictionaryField]) -> Shaped:
    labels, rows, problems = worded(fields, body.headings[0], body.rows)
    return replace(
        body,
        headings=(body.headings[0], labels),
        rows=tuple(rows),
        problems=(*body.problems, *problems),
    )


def _naming(
    kind: ExportKind, columns: Sequence[Column], fields: Sequence[DictionaryField]
) -> Naming:
    header = [column.name for column in columns]
    identifier = place_of(kind.identifier, header)
    if fields and fields[0].name in header:
        # REDCap names records by the first field, whatever a project calls it.
        identifier = header.index(fields[0].name)
    return Naming(
        wordings=tuple(column.wording for column in columns),
        about_response=frozenset(
            place
            for place, title in enumerate(header)
            if matches(kind.about_response, title)
        ),
        identifier=identifier,
        given_names=kind.given_names,
        places=tuple(column.places[0] for column in columns),
    )


def _identifiers(
    header: Sequence[str], fields: Sequence[DictionaryField]
) -> frozenset[int]:
    declared = {entry.name for entry in fields if entry.is_identifier}
    return frozenset(i for i, title in enumerate(header) if title in declared)
