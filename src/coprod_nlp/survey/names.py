"""Knows every header by which a column of the instrument can be called."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from coprod_nlp.files.titles import header_key
from coprod_nlp.survey.headers import split_number
from coprod_nlp.survey.instrument import Instrument, Question

_SHORTEST_BEGINNING = 20


@dataclass(frozen=True)
class ColumnNames:
    """Every way in which a header can name a column of an instrument."""

    by_key: dict[str, str] = field(default_factory=dict)
    by_number: dict[str, Question] = field(default_factory=dict)
    by_text: dict[str, Question] = field(default_factory=dict)

    @classmethod
    def of(cls, instrument: Instrument) -> "ColumnNames":
        """Collect the names of an instrument's questions, parts and fields."""
        names = cls()
        for question in instrument.questions:
            if question.kind == "shown":
                continue
            names._add(question.id, question.headers)
            for part in question.parts:
                names._add(part.id, part.headers)
            names.by_number[question.number.casefold()] = question
            names.by_text[header_key(question.text)] = question
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
        if (whole := self.by_text.get(header_key(heading.rest))) is not None:
            return whole.id, "name"
        if (name := self._by_wording(heading.rest)) is not None:
            return name, "wording"
        question = self.by_number.get(heading.number)
        if question is None:
            return None
        return _part_or_whole(question, heading.rest), "number"

    def _by_wording(self, text: str) -> str | None:
        key = header_key(text)
        if (name := self.by_key.get(key)) is not None:
            return name
        if len(key) < _SHORTEST_BEGINNING:
            return None
        found = {
            _part_or_whole(question, key[len(wording) :])
            for wording, question in self.by_text.items()
            if wording.startswith(key) or key.startswith(wording + " ")
        }
        return found.pop() if len(found) == 1 else None


def _part_or_whole(question: Question, text: str) -> str:
    words = header_key(text).split()
    named = [part.id for part in question.parts if part.unit in words]
    return named[0] if len(named) == 1 else question.id
