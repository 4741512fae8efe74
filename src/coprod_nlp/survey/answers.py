"""Turns the cells of one question into answers, and says what it did not understand."""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from coprod_nlp.files.problems import Problem
from coprod_nlp.survey.instrument import Question
from coprod_nlp.survey.values import (
    names_several,
    option_index,
    option_key,
    read_option,
)
from coprod_nlp.text.normalisation import LONGEST_READ, normalise

_CONTROL = regex.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_EXCEL_LIMIT = 32_767

SEVERAL = "several options where one is asked for"
NO_OPTION = "not one of the question's options"
"""Why an answer to a closed question counts as none."""


@dataclass(frozen=True)
class Rows:
    """Which row of the file, and which respondent, each cell belongs to."""

    numbers: tuple[int, ...]
    ids: tuple[str, ...]

    def problem(
        self, position: int, question: str, problem: str, action: str
    ) -> Problem:
        """Return a problem of the cell at `position`."""
        return Problem(
            row=self.numbers[position],
            respondent=self.ids[position],
            question=question,
            problem=problem,
            action=action,
        )


def normalised_cells(cells: Sequence[str]) -> list[str]:
    """Return the normalised text of each cell; each distinct cell is read once."""
    texts = {cell: normalise(cell) for cell in set(cells)}
    return [texts[cell] for cell in cells]


def text_problems(cells: Sequence[str], rows: Rows, question: str) -> list[Problem]:
    """Say which cells hold what a survey form does not let people type."""
    problems = []
    for position, cell in enumerate(cells):
        if _CONTROL.search(cell):
            what = "control characters (such as NUL) in the text"
            action = "left out of the answer; `raw` keeps them"
            problems.append(rows.problem(position, question, what, action))
        if "\ufffd" in cell:
            what = "letters were lost before the file was read (\ufffd)"
            problems.append(rows.problem(position, question, what, "kept as they are"))
        if len(cell) == _EXCEL_LIMIT:
            what = f"exactly {_EXCEL_LIMIT:,} characters, where Excel cuts a cell off"
            problems.append(rows.problem(position, question, what, "read as it stands"))
        elif len(cell) > LONGEST_READ:
            what = f"very long: {len(cell):,} characters"
            action = f"kept whole; its first {LONGEST_READ:,} characters are analysed"
            problems.append(rows.problem(position, question, what, action))
    return problems


def closed_answers(
    question: Question, texts: Sequence[str], rows: Rows
) -> tuple[list[str], list[Problem]]:
    """Put closed answers into the wording of the instrument.

    A text that is not an option stays as typed and is listed; `Survey.closed` gives
    <NA> for it.

    Parameters
    ----------
    question : Question
        With its options.
    texts : sequence of str
        Normalised cells.
    rows : Rows
        Where they stand.
    """
    index = option_index(question)
    meant = {text: read_option(text, index) for text in set(texts) if text}
    problems = [
        rows.problem(
            position,
            question.id,
            SEVERAL if names_several(text, index) else NO_OPTION,
            "kept as typed; counted as no answer",
        )
        for position, text in enumerate(texts)
        if text and meant[text] is None
    ]
    labels = {option_key(label) for label in question.labels}
    n_coded = sum(
        meant.get(text) is not None and option_key(text) not in labels for text in texts
    )
    if n_coded:
        scale = "; ".join(f"{o.code} = {o.label}" for o in question.options if o.code)
        problem = "answers are written as codes or in another spelling"
        action = f"{n_coded} read by the instrument" + (f": {scale}" if scale else "")
        problems.append(Problem(problem=problem, action=action, question=question.id))
    return [meant.get(text) or text for text in texts], problems
