"""Makes one column for each question out of header rows and spread options."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import regex

from coprod_nlp.files.problems import Problem

Rows = Sequence[Sequence[str]]
Fold = Callable[[Rows, Rows], list["Column"]]
"""Makes columns of the rows of a header, and of the rows below it."""

_UNMARKED = frozenset({"", "0", "unchecked"})
_OWN = frozenset({"response", "open-ended response"})
_SELECTED = " - Selected Choice"
_QUALTRICS_PART = regex.compile(r"(?P<stem>.+?)(?:_\d+)+(?P<text>_TEXT)?")
_REDCAP_NAME = regex.compile(r"(?P<stem>.+?)___(?P<option>.+)")
_REDCAP_LABEL = regex.compile(r"(?P<stem>.+) \(choice=(?P<option>.*)\)", regex.DOTALL)


@dataclass(frozen=True, slots=True)
class Column:
    """One column as the survey asked for it, of one or several in the file.

    Parameters
    ----------
    name : str
        As the file names it.
    places : tuple of int
        Where it stands in the file.
    wording : str
        What respondents read, where the file says so beside the name.
    meanings : tuple of str or None
        What a mark in each place means; None where the cell itself says it.
    """

    name: str
    places: tuple[int, ...]
    wording: str = ""
    meanings: tuple[str | None, ...] = (None,)

    def cell(self, row: Sequence[str]) -> str:
        """Return what a row says here; several options are separated by "; "."""
        if self.meanings == (None,):
            return row[self.places[0]]
        said = []
        for place, meaning in zip(self.places, self.meanings, strict=True):
            text = row[place].strip()
            if text and (meaning is None or text.casefold() not in _UNMARKED):
                said.append(text if meaning is None else meaning)
        # "Other (please specify):" and what was typed there.
        return "; ".join([*(text.removesuffix(":") for text in said[:-1]), *said[-1:]])


@dataclass(frozen=True, slots=True)
class _Part:
    """A column of the file, and what it is to the question that it belongs to.

    Parameters
    ----------
    column : Column
        As it stands by itself.
    question : str
        What parts of one question have in common.
    name, wording : str
        Of the question.
    option : str, optional
        The option it stands for, "" for what is typed beside the options; by default
        it is the question's own column.
    """

    column: Column
    question: str
    name: str
    wording: str
    option: str | None = None

    def kind(self, rows: Rows, marks: frozenset[str]) -> str:
        """Return own, option, blank, typed, or apart (a question by itself)."""
        if self.option is None:
            return "own"
        cells = {row[self.column.places[0]].strip() for row in rows} - {""}
        if not cells:
            return "blank"
        if cells == {self.option.strip()} or {c.casefold() for c in cells} <= marks:
            return "option"
        beside = not self.option or self.option.casefold().startswith("other")
        return "typed" if beside else "apart"


def put_together(columns: Sequence[Column], rows: Rows) -> list[list[str]]:
    """Return the cells of the columns, row by row."""
    if all(column.meanings == (None,) for column in columns) and rows:
        places = [column.places[0] for column in columns]
        if places == list(range(len(rows[0]))):
            # Nothing moves: a plain table may have hundreds of thousands of rows.
            return [list(row) for row in rows]
    return [[column.cell(row) for column in columns] for row in rows]


def problems_of(columns: Iterable[Column]) -> list[Problem]:
    """Say which columns were put together."""
    return [
        Problem(
            problem=f"{column.name!r} is spread over {len(column.places)} columns",
            action="put together; several options are separated by '; '",
        )
        for column in columns
        if len(column.places) > 1
    ]


def as_named(headings: Rows, rows: Rows) -> list[Column]:
    """Take the first row of the header as names, the second as what people read."""
    wordings = headings[1] if len(headings) > 1 else [""] * len(headings[0])
    return [
        Column(name, (place,), "" if wording == name else wording)
        for place, (name, wording) in enumerate(zip(headings[0], wordings, strict=True))
    ]


def qualtrics_columns(headings: Rows, rows: Rows) -> list[Column]:
    """Take tags and wordings; put a question's options and other text together."""
    columns = as_named(headings, rows)
    names = {column.name for column in columns}
    parts = []
    for column in columns:
        tag, wording, option = column.name, column.wording, None
        found = _QUALTRICS_PART.fullmatch(tag)
        if found is not None and found["text"]:
            tag, wording, option = found["stem"], "", ""
        elif found is not None and found["stem"] not in names:
            tag = found["stem"]
            wording, _, option = wording.rpartition(" - ")
        wording = wording.removesuffix(_SELECTED)
        parts.append(_Part(column, tag, tag, wording, option))
    return _gathered(parts, rows, frozenset())


def redcap_columns(headings: Rows, rows: Rows) -> list[Column]:
    """Take names and labels; put the boxes of a question together."""
    parts = []
    for column in as_named(headings, rows):
        name, wording, option = column.name, column.wording, None
        if by_name := _REDCAP_NAME.fullmatch(name):
            name, option = by_name["stem"], by_name["option"]
        if by_label := _REDCAP_LABEL.fullmatch(wording or name):
            option = by_label["option"]
            if by_name:
                wording = by_label["stem"]
            else:
                name = by_label["stem"]
        parts.append(_Part(column, name, name, wording, option))
    return _gathered(parts, rows, frozenset({"0", "1", "checked", "unchecked"}))


def surveymonkey_columns(headings: Rows, rows: Rows) -> list[Column]:
    """Put the columns together that stand under one question of the first row."""
    if len(headings) == 1:
        return as_named(headings, rows)
    parts = []
    question, shown = "", ""
    for place, (title, below) in enumerate(zip(*headings[:2], strict=True)):
        if title.strip():
            # Two questions may bear one title, so the place tells them apart.
            question, shown = str(place), title
        own = not below.strip() or below.strip().casefold() in _OWN
        name = shown if own else f"{shown} - {below}"
        column = Column(name, (place,))
        parts.append(_Part(column, question, shown, "", None if own else below))
    return _gathered(parts, rows, frozenset())


def _gathered(
    parts: Iterable[_Part], rows: Rows, marks: frozenset[str]
) -> list[Column]:
    """Return one column for each question that has options, others as they stand."""
    groups: dict[str, list[_Part]] = {}
    for part in parts:
        groups.setdefault(part.question, []).append(part)
    return [
        column
        for members in groups.values()
        for column in _together(members, rows, marks)
    ]


def _together(
    parts: Sequence[_Part], rows: Rows, marks: frozenset[str]
) -> list[Column]:
    kinds = [part.kind(rows, marks) for part in parts]
    if not {"own", "option"} & set(kinds):
        return [part.column for part in parts]
    joined: dict[int, str | None] = {}
    apart = []
    for part, kind in zip(parts, kinds, strict=True):
        if kind == "apart":
            apart.append(_beside(part))
        else:
            meant = part.option if kind in ("option", "blank") else None
            joined[part.column.places[0]] = meant
    wording = next((part.wording for part in parts if part.wording), "")
    whole = Column(parts[0].name, tuple(joined), wording, tuple(joined.values()))
    return [whole, *apart]


def _beside(part: _Part) -> Column:
    """Name what stands beside a question so that it is not taken for the question."""
    if part.column.wording:
        return replace(part.column, wording=f"{part.option} ({part.wording})")
    return replace(part.column, name=f"{part.option} ({part.name})")
