"""Reads a coding workbook back, and lists every cell that it cannot understand."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from coprod_nlp.coding.codebook import Codebook
from coprod_nlp.coding.workbook.cells import (
    CellProblem,
    CodedRow,
    CodeList,
    Status,
    status,
    understand,
)
from coprod_nlp.coding.workbook.layout import (
    ANSWER,
    CODEBOOK,
    MEMO,
    NONE,
    RESPONDENT,
    code_heading,
    codebook_sha256,
    fingerprint,
    offered_codes,
)
from coprod_nlp.coding.workbook.opening import About, open_workbook
from coprod_nlp.exceptions import CodingsError
from coprod_nlp.files.words import NO_CODE
from coprod_nlp.text.normalisation import normalise

_CODINGS = ("respondent", "question", "coder", "code", "memo")
_ANSWERS = ("respondent", "row", "status", "withheld", "memo")
_PROBLEMS = ("row", "column", "respondent", "found", "expected")


@dataclass(frozen=True, eq=False, slots=True)
class CodedWorkbook:
    """What a coder decided in a workbook.

    Parameters
    ----------
    question, coder : str
    codings : DataFrame
        respondent, question, coder, code, memo: one row for each code given; the code
        ``no code`` where the coder chose `none`.
    answers : DataFrame
        respondent, row (Int64, of the coding sheet), status (see `Status`), withheld
        (whether suggestions were left out), memo: one row for each answer written into
        the workbook, in its order.
    problems : DataFrame
        row (Int64), column, respondent, found, expected: one row for each cell that
        was not understood, is not yet coded, or is not as it was written. Codes named
        here do not stand in `codings`.
    suggestions : DataFrame
        respondent, rank, code, score: the suggestions that the coder was shown.
    """

    question: str
    coder: str
    codings: pd.DataFrame
    answers: pd.DataFrame
    problems: pd.DataFrame
    suggestions: pd.DataFrame

    def count(self, status: Status) -> int:
        """Return the number of answers that stand so."""
        return int((self.answers["status"] == status).sum())

    @property
    def cells_to_correct(self) -> pd.DataFrame:
        """The problems without those that only say "not yet coded"."""
        return self.problems[self.problems["found"] != Status.NOT_YET]


def read_workbook(
    path: Path | str, codebook: Codebook | None = None, *, coder: str | None = None
) -> CodedWorkbook:
    """Read the codes that were given in a workbook from `write_workbook`.

    Case and outer spaces of a code do not matter, nor does the order of rows.

    Parameters
    ----------
    path : Path or str
        The workbook, as the coder saved it.
    codebook : Codebook, optional
        By which codes are known; by default the one the workbook was written with.
    coder : str, optional
        Who coded; by default the name of the file without its ending.

    Returns
    -------
    CodedWorkbook

    Raises
    ------
    CodingsError
        If the file is no such workbook, a column that is needed is missing or stands
        twice, or the coder's name is blank.
    SettingsError
        If no code of `codebook` belongs to the workbook's question.
    """
    path = Path(path)
    name = normalise(path.stem if coder is None else coder)
    if not name:
        message = "The coder's name is blank. Give a name or a letter."
        raise CodingsError(message)
    opened = open_workbook(path)
    about, problems = opened.about, list(opened.problems)
    codes = CodeList.of(about.codes)
    if codebook is not None:
        codes = CodeList.of(offered_codes(codebook, about.question))
        problems += _changed(codebook, about)
    own, more = _own_rows(opened.rows, about, codes)
    problems += more
    strays = {row.respondent for row in opened.rows} - set(own)
    codings: list[tuple[str, ...]] = []
    answers: list[tuple[Any, ...]] = []
    for respondent in about.fingerprints:
        withheld = respondent in about.withheld
        row = own.get(respondent)
        if row is None:
            state = Status.UNCLEAR if respondent in strays else Status.MISSING
            answers.append((respondent, pd.NA, state, withheld, ""))
            continue
        given, more = understand(row, codes)
        problems += more
        answers.append((respondent, row.number, status(row, given), withheld, row.memo))
        for code in given:
            said = NO_CODE if code == NONE else code
            codings.append((respondent, about.question, name, said, row.memo))
    problems += _unfinished(answers)
    return CodedWorkbook(
        question=about.question,
        coder=name,
        codings=pd.DataFrame(codings, columns=list(_CODINGS), dtype="str"),
        answers=_frame(answers, _ANSWERS),
        problems=_frame(sorted(map(astuple, problems), key=_place), _PROBLEMS),
        suggestions=opened.suggestions,
    )


def _changed(codebook: Codebook, about: About) -> list[CellProblem]:
    if codebook_sha256(codebook) == about.codebook_sha256:
        return []
    found = "another codebook than the workbook was written with"
    expected = "the same; codes were read by the one given now"
    return [CellProblem(None, CODEBOOK, "", found, expected)]


def _own_rows(
    rows: Sequence[CodedRow], about: About, codes: CodeList
) -> tuple[dict[str, CodedRow], list[CellProblem]]:
    """Return the row of each respondent; codes of all other rows are problems."""
    own: dict[str, CodedRow] = {}
    problems: list[CellProblem] = []
    texts = set(about.fingerprints.values())
    gone = _gone(rows, about)
    for row in rows:
        astray = _astray(row, about, own, texts, gone)
        if astray is not None:
            problems += [
                astray,
                *_set_aside(replace(row, respondent=astray.respondent), codes),
            ]
            continue
        own[row.respondent] = row
        if fingerprint(row.answer) != about.fingerprints[row.respondent]:
            found = "another text than was written"
            expected = "the answer as it was written; the codes of the row count"
            problems.append(row.problem(ANSWER, found, expected))
    return own, problems


def _gone(rows: Sequence[CodedRow], about: About) -> dict[str, str]:
    """Return by their answer's fingerprint who has no row and shares it with no other.

    A spreadsheet may have made a number or a date of the name.
    """
    named = {row.respondent for row in rows}
    marks = {who: mark for who, mark in about.fingerprints.items() if who not in named}
    shared = Counter(marks.values())
    return {mark: who for who, mark in marks.items() if shared[mark] == 1}


def _astray(
    row: CodedRow,
    about: About,
    own: Mapping[str, CodedRow],
    texts: Container[str],
    gone: Mapping[str, str],
) -> CellProblem | None:
    """Say why nobody knows whose row it is, or None if it is known."""
    if row.respondent not in about.fingerprints:
        found = "a name that is not in the workbook" if row.respondent else "nothing"
        expected = "a respondent of the workbook, as it was written"
        who = gone.get(fingerprint(row.answer))
        if who is not None:
            expected += f"; the answer is that of {who!r}, who has no row"
        # What stands there may be an answer, and is not repeated.
        return replace(row, respondent="").problem(RESPONDENT, found, expected)
    if row.respondent in own:
        found = f"a second row; the first is {own[row.respondent].number}"
        return row.problem(RESPONDENT, found, "one row for each respondent")
    read = fingerprint(row.answer)
    if read != about.fingerprints[row.respondent] and read in texts:
        found = "the answer of another respondent"
        expected = "the respondent's own; sort whole rows, never one column"
        return row.problem(ANSWER, found, expected)
    return None


def _set_aside(row: CodedRow, codes: CodeList) -> list[CellProblem]:
    expected = "a row whose respondent and answer are in order; it is not counted"
    problems = [
        row.problem(c, codes.said(typed, row), expected)
        for c, typed in row.typed.items()
    ]
    if row.memo:
        found = f"a memo of {len(row.memo)} characters"
        problems.append(row.problem(MEMO, found, expected))
    return problems


def _unfinished(answers: Sequence[tuple[Any, ...]]) -> list[CellProblem]:
    """List the answers without a row, and those that nobody has coded yet."""
    problems = []
    for respondent, row, state, *_ in answers:
        if state == Status.MISSING:
            expected = "one row for each respondent"
            problems.append(
                CellProblem(None, RESPONDENT, respondent, "no row", expected)
            )
        elif state == Status.NOT_YET:
            expected = f"a code of the list, or {NONE!r}"
            column = code_heading(1)
            problems.append(CellProblem(row, column, respondent, state, expected))
    return problems


def _place(problem: tuple[Any, ...]) -> int:
    return -1 if problem[0] is None else int(problem[0])


def _frame(rows: Sequence[tuple[Any, ...]], columns: Sequence[str]) -> pd.DataFrame:
    kinds = {"row": "Int64", "withheld": "bool"}
    frame = pd.DataFrame(rows, columns=list(columns))
    return frame.astype({column: kinds.get(column, "str") for column in columns})
