"""Finds which column of a file answers which question of the instrument."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coprod_nlp.exceptions import SettingsError, SurveySchemaError
from coprod_nlp.survey.headers import Heading, header_key, split_number
from coprod_nlp.survey.instrument import Instrument, Question
from coprod_nlp.survey.problems import Problem

_SHORTEST_BEGINNING = 20
_LONGEST = 40


@dataclass(frozen=True)
class ColumnMap:
    """Where each question stands in a file.

    Parameters
    ----------
    positions : dict of str to int
        Column of each id found: question, part of a duration, or field.
    unmatched : tuple of int
        Columns that answer no question of the instrument.
    problems : tuple of Problem
        Columns told by number or wording, columns left over.
    """

    positions: Mapping[str, int]
    unmatched: tuple[int, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Names:
    """Every way in which a header can name a column of the instrument."""

    by_key: dict[str, str] = field(default_factory=dict)
    by_number: dict[str, Question] = field(default_factory=dict)
    by_text: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, instrument: Instrument) -> "_Names":
        names = cls()
        for question in instrument.questions:
            if question.kind == "shown":
                continue
            names._add(question.id, question.headers)
            for part in question.parts:
                names._add(part.id, part.headers)
            names.by_number[question.number.casefold()] = question
            names.by_text[header_key(question.text)] = question.id
        for extra in instrument.fields:
            names._add(extra.id, extra.headers)
        return names

    def _add(self, name: str, headers: Sequence[str]) -> None:
        for header in (name, *headers):
            self.by_key.setdefault(header_key(header), name)

    def meant_by(self, header: str) -> tuple[str, str] | None:
        """Return the id that a header means, and by what it was told."""
        if (name := self.by_key.get(header_key(header))) is not None:
            return name, "name"
        heading = split_number(header)
        if (name := self.by_text.get(header_key(heading.rest))) is not None:
            return name, "name"
        if (name := self._by_wording(heading.rest)) is not None:
            return name, "wording"
        question = self.by_number.get(heading.number)
        return (
            None if question is None else (_part_or_whole(question, heading), "number")
        )

    def _by_wording(self, text: str) -> str | None:
        key = header_key(text)
        if (name := self.by_key.get(key)) is not None:
            return name
        if len(key) < _SHORTEST_BEGINNING:
            return None
        found = {
            name
            for wording, name in self.by_text.items()
            if wording.startswith(key) or key.startswith(wording + " ")
        }
        return found.pop() if len(found) == 1 else None


def _part_or_whole(question: Question, heading: Heading) -> str:
    words = header_key(heading.rest).split()
    named = [part.id for part in question.parts if part.unit in words]
    return named[0] if len(named) == 1 else question.id


def match_columns(
    header: Sequence[str],
    instrument: Instrument,
    columns: Mapping[str, str] | None = None,
) -> ColumnMap:
    """Match the header of a file to the instrument.

    In this order: what the user says; id, known header or whole wording; an
    unmistakable beginning of the wording; number of the question. What is told by a
    beginning or a number is said.

    Parameters
    ----------
    header : sequence of str
        Of the file.
    instrument : Instrument
        Whose questions are looked for.
    columns : mapping, optional
        Header in the file by id of question, part or field: ``{"q4a": "My header"}``.

    Raises
    ------
    SurveySchemaError
        If two columns answer one question, or a header that the user names is not
        there.
    ValueError
        If `columns` names something that the instrument does not have.

    Examples
    --------
    >>> from coprod_nlp.survey.instrument_file import load_instrument
    >>> found = match_columns(["ID", "4. Heard of it?", "Mood"], load_instrument())
    >>> dict(found.positions), found.unmatched
    ({'respondent': 0, 'q4': 1}, (2,))
    """
    names = _Names.of(instrument)
    claims: dict[str, list[int]] = defaultdict(list)
    problems: list[Problem] = []
    said = _said(header, names, columns or {})
    for name, position in said.items():
        claims[name].append(position)
    for position, title in enumerate(header):
        meant = names.meant_by(title)
        if position in said.values() or meant is None or meant[0] in said:
            continue
        claims[meant[0]].append(position)
        if meant[1] != "name":
            problem = f"the column {title!r} is told by its {meant[1]}"
            action = f"read as {meant[0]}; set [survey.columns] if that is wrong"
            problems.append(Problem(problem=problem, action=action, question=meant[0]))
    _refuse_rivals(claims, header, instrument)
    positions = {name: places[0] for name, places in claims.items()}
    unmatched = tuple(sorted(set(range(len(header))) - set(positions.values())))
    problems += [
        Problem(
            problem=f"the column {_title(header, position)!r} matches no question",
            action="kept beside the answers, not analysed",
        )
        for position in unmatched
    ]
    return ColumnMap(positions, unmatched, tuple(problems))


def _said(
    header: Sequence[str], names: _Names, columns: Mapping[str, str]
) -> dict[str, int]:
    said: dict[str, int] = {}
    for name, title in columns.items():
        known = names.by_key.get(header_key(name))
        if known is None:
            valid = sorted(set(names.by_key.values()))
            message = f"[survey.columns] names {name!r}; the instrument has {valid!r}."
            raise SettingsError(message)
        places = [i for i, found in enumerate(header) if found.strip() == title.strip()]
        if len(places) != 1:
            message = (
                f"[survey.columns] says that {name} is {title!r}; the file has "
                f"{len(places)} such columns among {shown_titles(header)!r}."
            )
            raise SurveySchemaError(message)
        if places[0] in said.values():
            message = f"[survey.columns] uses {title!r} for two questions."
            raise SurveySchemaError(message)
        said[known] = places[0]
    return said


def _refuse_rivals(
    claims: Mapping[str, list[int]], header: Sequence[str], instrument: Instrument
) -> None:
    for name, places in claims.items():
        if len(places) > 1:
            rivals = [_title(header, place) for place in places]
            message = (
                f"{len(places)} columns answer {name}: {rivals!r} (columns "
                f"{[place + 1 for place in places]!r}). Remove one, or say which is "
                f'meant: {name} = "..." under [survey.columns], or columns=.'
            )
            raise SurveySchemaError(message)
    for question in instrument.questions:
        parts = [part.id for part in question.parts if part.id in claims]
        if question.id in claims and parts:
            message = (
                f"Both {question.id} and its parts {parts!r} have a column; remove "
                "one of them from the file."
            )
            raise SurveySchemaError(message)


def shown_titles(header: Sequence[str]) -> list[str]:
    """Return titles cut short: without a header row they would be answers."""
    return [
        title if len(title) <= _LONGEST else f"{title[:_LONGEST]}…" for title in header
    ]


def _title(header: Sequence[str], position: int) -> str:
    return header[position].strip() or f"(column {position + 1})"
