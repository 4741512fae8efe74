"""Finds which column of a file answers which question of the instrument."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex

from coprod_nlp.exceptions import SettingsError, SurveySchemaError
from coprod_nlp.files.problems import Problem
from coprod_nlp.files.titles import QUESTION, header_key, short_titles
from coprod_nlp.survey.instrument import Instrument
from coprod_nlp.survey.names import ColumnNames

_ONLY_NAME = "name, under another wording"
_ALIKE = "header, which is like the one in the settings"


@dataclass(frozen=True)
class Naming:
    """What an export says of its columns beside their names.

    Parameters
    ----------
    wordings : tuple of str
        What respondents read, one per column; "" where it is not said. Where it is,
        it goes before the name, which may be nothing but a count.
    about_response : frozenset of int
        Columns that the tool added; they answer no question.
    identifier : int, optional
        The column by which the export names responses.
    given_names : str
        Pattern of names that the tool gives by counting.
    places : tuple of int
        Where each column begins in the file, counted from 0, if not where it is now.
    """

    wordings: tuple[str, ...] = ()
    about_response: frozenset[int] = frozenset()
    identifier: int | None = None
    given_names: str = "(?!)"
    places: tuple[int, ...] = ()

    def number_of(self, position: int) -> int:
        """Return the number of a column in the file, counted from 1."""
        return (self.places[position] if self.places else position) + 1

    def wording_of(self, position: int) -> str:
        """Return what respondents read over a column, "" if it is not known."""
        return self.wordings[position].strip() if self.wordings else ""

    def chosen_name(self, header: Sequence[str], position: int) -> str:
        """Return the name of a column, "" if the tool gave it by counting."""
        given = regex.fullmatch(self.given_names, header[position].strip())
        return "" if given else header[position]


@dataclass(frozen=True)
class ColumnMap:
    """Where each question stands in a file.

    Parameters
    ----------
    positions : dict of str to int
        Column of each id found: question, part of a duration, or field.
    told : dict of str to str
        By what each was told: settings, export, name, wording or number.
    unmatched : tuple of int
        Columns that answer no question of the instrument.
    problems : tuple of Problem
        Columns told by number or wording.
    faults : dict of str to str
        What is wrong with each id that two columns answer; it is not among the
        positions.
    """

    positions: Mapping[str, int]
    told: Mapping[str, str]
    unmatched: tuple[int, ...]
    problems: tuple[Problem, ...]
    faults: Mapping[str, str]


def match_columns(
    header: Sequence[str],
    instrument: Instrument,
    columns: Mapping[str, str] | None = None,
    *,
    naming: Naming = Naming(),
    lenient: bool = False,
) -> ColumnMap:
    """Match the header of a file to the instrument.

    In this order: what the user says; id, known header or whole wording; an
    unmistakable beginning of the wording; number of the question. What is told by a
    beginning or a number is said. Where an export gives name and wording, the wording
    decides; a name that the tool did not give by counting decides only where no wording
    of the file means the question.

    Parameters
    ----------
    header : sequence of str
        Of the file.
    instrument : Instrument
        Whose questions are looked for.
    columns : mapping, optional
        Header in the file by id of question, part or field: ``{"q4a": "My header"}``.
    naming : Naming, optional
        What the export says of its columns.
    lenient : bool, default=False
        Whether two columns that answer one question are left unmatched.

    Raises
    ------
    SurveySchemaError
        If two columns answer one question, or a header that the user names is not
        there.
    SettingsError
        If `columns` names something that the instrument does not have.

    Examples
    --------
    >>> from coprod_nlp.survey.instrument_file import load_instrument
    >>> found = match_columns(["ID", "4. Heard of it?", "Mood"], load_instrument())
    >>> dict(found.positions), found.unmatched
    ({'respondent': 0, 'q4': 1}, (2,))
    """
    names = ColumnNames.of(instrument)
    said = _said(header, names, columns or {}, naming)
    claims = _claims(header, names, said, naming)
    faults = _rivals(claims, header, instrument, naming)
    if faults and not lenient:
        raise SurveySchemaError(next(iter(faults.values())))
    found = {name: places[0] for name, places in claims.items() if name not in faults}
    positions = {name: position for name, (position, _) in found.items()}
    told = {name: by for name, (_, by) in found.items()}
    unmatched = set(range(len(header))) - set(positions.values())
    return ColumnMap(
        positions=positions,
        told=told,
        unmatched=tuple(sorted(unmatched)),
        problems=tuple(
            Problem(
                problem=f"the column {title_of(header, positions[name])!r} is told by "
                f"its {by}",
                action=f"read as {name}; set [survey.columns] if that is wrong",
                question=name,
            )
            for name, by in told.items()
            if by in ("wording", "number", _ONLY_NAME, _ALIKE)
        ),
        faults=faults,
    )


def _claims(
    header: Sequence[str],
    names: ColumnNames,
    said: Mapping[str, tuple[int, str]],
    naming: Naming,
) -> dict[str, list[tuple[int, str]]]:
    """Return, for each id, the columns that answer it, and by what each is told."""
    claims: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for name, place in said.items():
        claims[name].append(place)
    own = naming.identifier
    taken = {position for position, _ in said.values()}
    if own is not None and own not in taken and "respondent" not in said:
        claims["respondent"].append((own, "export"))
    settled = set(claims)
    fixed = {place for places in claims.values() for place, _ in places}
    free = sorted(set(range(len(header))) - fixed - naming.about_response)
    unknown = []
    for position in free:
        meant = names.meant_by(naming.wording_of(position) or header[position])
        if meant is None:
            unknown.append(position)
        elif meant[0] not in settled:
            claims[meant[0]].append((position, meant[1]))
    settled = set(claims)
    for position in unknown:
        meant = names.meant_by(naming.chosen_name(header, position))
        if meant is not None and meant[0] not in settled:
            claims[meant[0]].append((position, _ONLY_NAME))
    return claims


def _said(
    header: Sequence[str],
    names: ColumnNames,
    columns: Mapping[str, str],
    naming: Naming,
) -> dict[str, tuple[int, str]]:
    """Return the column that the user gives for each id, and by what it is told."""
    said: dict[str, tuple[int, str]] = {}
    for name, title in columns.items():
        known = names.by_key.get(header_key(name))
        if known is None:
            valid = sorted(set(names.by_key.values()))
            message = f"[survey.columns] names {name!r}; the instrument has {valid!r}."
            raise SettingsError(message)
        places, by = _places(title.strip(), header, naming)
        if len(places) != 1:
            message = (
                f"[survey.columns] says that {name} is {title!r}; the file has "
                f"{len(places)} such columns among "
                f"{short_titles(header, kept=QUESTION)!r}."
            )
            raise SurveySchemaError(message)
        if places[0] in {position for position, _ in said.values()}:
            message = f"[survey.columns] uses {title!r} for two questions."
            raise SurveySchemaError(message)
        said[known] = places[0], by
    return said


def _places(title: str, header: Sequence[str], naming: Naming) -> tuple[list[int], str]:
    """Return the columns of a title: of that name, else wording, else one alike."""
    if not title:
        return [], "settings"
    names = [name.strip() for name in header]
    wordings = [naming.wording_of(position) for position in range(len(header))]
    for titles in (names, wordings):
        same = [position for position, own in enumerate(titles) if own == title]
        if same:
            return same, "settings"
    key = header_key(title)
    alike = [i for i, name in enumerate(names) if key and header_key(name) == key]
    return alike, _ALIKE


def _rivals(
    claims: Mapping[str, Sequence[tuple[int, str]]],
    header: Sequence[str],
    instrument: Instrument,
    naming: Naming,
) -> dict[str, str]:
    """Return what is wrong with each id that more than one column answers."""
    faults = {}
    for name, places in claims.items():
        if len(places) > 1:
            rivals = [title_of(header, place) for place, _ in places]
            numbers = [naming.number_of(place) for place, _ in places]
            faults[name] = (
                f"{len(places)} columns answer {name}: {rivals!r} (columns "
                f"{numbers!r}). Remove one, or say which is meant: "
                f'{name} = "..." under [survey.columns], or columns=.'
            )
    for question in instrument.questions:
        parts = [part.id for part in question.parts if part.id in claims]
        if question.id in claims and parts:
            message = (
                f"Both {question.id} and its parts {parts!r} have a column; remove "
                "one of them from the file."
            )
            faults |= dict.fromkeys((question.id, *parts), message)
    return faults


def title_of(header: Sequence[str], position: int) -> str:
    """Return the header of a column, or its number where the header is blank."""
    return header[position].strip() or f"(column {position + 1})"
