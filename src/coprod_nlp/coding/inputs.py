"""Brings answers and codings of several shapes into the one that fitting needs."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from coprod_nlp.exceptions import CodingsError
from coprod_nlp.files.names import named_index, names_of
from coprod_nlp.text.nonanswers import AnswerKind, answer_kind
from coprod_nlp.text.normalisation import as_texts, comparison_key
from coprod_nlp.typing import BoolArray, FloatArray, IntArray

Answers: TypeAlias = "pd.DataFrame | pd.Series[Any] | Mapping[str, pd.Series[Any]]"
"""Answers to several questions, in any shape that `answers_by_question` takes."""

_NEEDED = ("respondent", "question", "code")
_LARGEST = 10**9


@dataclass(frozen=True, slots=True)
class CodedAnswers:
    """The answers to one question that coders have coded.

    Parameters
    ----------
    texts : tuple of str, length n_answers
        In the order of their respondents.
    given : ndarray of 0/1, shape (n_answers, n_codes)
        Which codes some coder gave.
    statements, codes, owner : sequence
        The words that a coder marked, the code, and the position of the answer.
    respondents : tuple of str, length n_answers
        Whose answers they are.
    """

    texts: tuple[str, ...]
    given: FloatArray
    statements: tuple[str, ...]
    codes: tuple[str, ...]
    owner: tuple[int, ...]
    respondents: tuple[str, ...]

    @property
    def is_unique(self) -> BoolArray:
        """Whether nobody else gave the same text, whatever its case; (n_answers,)."""
        keys = pd.Series([comparison_key(text) for text in self.texts], dtype=object)
        return ~keys.duplicated(keep=False).to_numpy(dtype=bool)

    def parts(self, n_parts: int, random_state: int) -> IntArray:
        """Draw the part in which each answer is held out.

        Parameters
        ----------
        n_parts : int
        random_state : int
            Seed of the draw.

        Returns
        -------
        ndarray of int, shape (n_answers,)
            In [0, `n_parts`); -1 for texts that several gave. These always teach: if
            one were held out its equals would have given it away, and if all were the
            commonest answer of a survey would not be learnt.
        """
        is_unique = self.is_unique
        drawn = np.full(len(is_unique), -1)
        places = np.random.default_rng(random_state).permutation(is_unique.sum())
        drawn[is_unique] = places % n_parts
        return drawn


def answers_by_question(
    answers: Answers,
    questions: Sequence[str],
) -> dict[str, dict[str, str]]:
    """Return the text of each respondent under each question.

    Parameters
    ----------
    answers : DataFrame, Series or mapping
        A frame with one column per question, indexed by respondent or with a column
        ``respondent`` or ``id``; a mapping of question to Series; a Series indexed by
        (respondent, question); or, for a single question, one indexed by respondent.
    questions : sequence of str
        The questions that were coded.

    Raises
    ------
    CodingsError
        If a coded question is not among the answers, or a respondent answers it twice.
    TypeError
        If an answer is neither text nor missing.
    """
    if isinstance(answers, pd.Series):
        columns = _from_series(answers, questions)
    elif isinstance(answers, pd.DataFrame):
        for name in ("respondent", "id"):
            if name in answers.columns:
                answers = answers.set_index(name)
                break
        columns = {q: answers[q] for q in questions if q in answers.columns}
    else:
        columns = dict(answers)
    missing = [question for question in questions if question not in columns]
    if missing:
        message = (
            f"Codings name question(s) {missing!r} that the answers lack. Give the "
            f"answers as a table with one column per question."
        )
        raise CodingsError(message)
    return {question: _by_respondent(columns[question]) for question in questions}


def _by_respondent(column: "pd.Series[Any]") -> dict[str, str]:
    names = named_index(column.index)
    twice = names[names.duplicated()]
    if len(twice):
        message = (
            f"{len(twice)} answer(s) belong to a respondent who has one already, first "
            f"{twice[0]!r}. Give one row for each respondent."
        )
        raise CodingsError(message)
    texts = zip(names, as_texts(column), strict=True)
    return {name: text for name, text in texts if text}


def _from_series(
    answers: "pd.Series[Any]", questions: Sequence[str]
) -> dict[str, "pd.Series[Any]"]:
    if answers.index.nlevels == 2:
        named = answers.index.get_level_values(1)
        return {
            question: answers[named == question].droplevel(1)
            for question in questions
            if (named == question).any()
        }
    return dict.fromkeys(questions, answers) if len(questions) == 1 else {}


def coded_answers(
    codings: pd.DataFrame, texts: Mapping[str, str], names: Sequence[str]
) -> CodedAnswers:
    """Gather the codings of one question.

    Parameters
    ----------
    codings : DataFrame
        respondent, code and perhaps start and end, of one question. Codes outside
        `names` mark the answer as coded, and count for nothing else.
    texts : mapping of str to str
        Answer of each respondent.
    names : sequence of str
        Codes to learn.

    Raises
    ------
    CodingsError
        If a coded respondent has no answer, or a span is blank, only half given or
        outside it.
    """
    respondents = sorted(set(names_of(codings["respondent"])))
    missing = [respondent for respondent in respondents if not texts.get(respondent)]
    if missing:
        message = (
            f"{len(missing)} coded respondent(s) have no answer, first {missing[0]!r}. "
            f"Give the answers that the codings belong to."
        )
        raise CodingsError(message)
    row = {respondent: i for i, respondent in enumerate(respondents)}
    column = {name: j for j, name in enumerate(names)}
    given = np.zeros((len(respondents), len(names)))
    marked: set[tuple[int, str, str]] = set()
    for respondent, code, start, end in _coded_spans(codings):
        if code not in column:
            continue
        text = texts[respondent]
        words = text[start:end].strip()
        half = (start is None) != (end is None)
        if not words or half or (end or 0) > len(text):
            message = (
                f"A coding of respondent {respondent!r} marks characters {start} to "
                f"{end} of an answer of {len(text)}. Use the normalised answers."
            )
            raise CodingsError(message)
        given[row[respondent], column[code]] = 1
        marked.add((row[respondent], code, words))
    owner, codes, statements = zip(*sorted(marked), strict=True) if marked else [()] * 3
    return CodedAnswers(
        tuple(texts[respondent] for respondent in respondents),
        given,
        tuple(statements),
        tuple(codes),
        tuple(owner),
        tuple(respondents),
    )


def _coded_spans(
    codings: pd.DataFrame,
) -> list[tuple[str, str, int | None, int | None]]:
    """Return respondent, code and the words' range; no range means the whole."""
    start, end = (_offsets(codings, name) for name in ("start", "end"))
    return list(
        zip(
            names_of(codings["respondent"]),
            codings["code"].astype(str),
            start,
            end,
            strict=True,
        )
    )


def _offsets(codings: pd.DataFrame, name: str) -> list[int | None]:
    if name not in codings.columns:
        return [None] * len(codings)
    column = codings[name]
    filled = column.notna() & (column.astype("str").str.strip() != "")
    numbers = pd.to_numeric(column.where(filled), errors="coerce").to_numpy(
        dtype=float, na_value=np.nan
    )
    right = (numbers >= 0) & (numbers <= _LARGEST) & (numbers == np.floor(numbers))
    n_wrong = int((filled.to_numpy() & ~right).sum())
    if n_wrong:
        message = (
            f"The column {name!r} of the codings should hold whole numbers from 0, or "
            f"nothing; {n_wrong} row(s) hold something else. Correct them."
        )
        raise CodingsError(message)
    return [int(n) if known else None for n, known in zip(numbers, right, strict=True)]


def checked_codings(codings: pd.DataFrame) -> pd.DataFrame:
    """Return the codings, if they have the columns that fitting needs.

    A row without a code is no coding.

    Raises
    ------
    CodingsError
        If respondent, question or code is missing, or there are no rows; or a row does
        not say who was coded, or on which question.
    """
    missing = [name for name in _NEEDED if name not in codings.columns]
    if missing or codings.empty:
        message = (
            f"Codings need rows with {list(_NEEDED)!r}; got {len(codings)} rows with "
            f"{list(codings.columns)!r}. Rename the columns, or leave codings out."
        )
        raise CodingsError(message)
    named = codings[["respondent", "question"]].apply(names_of)
    nameless = (named == "").any(axis=1)
    if nameless.any():
        message = (
            f"{int(nameless.sum())} row(s) of the codings have no respondent or no "
            f"question, first at {codings.index[nameless][0]!r}. Fill or remove them."
        )
        raise CodingsError(message)
    blank = codings["code"].isna() | (codings["code"].astype(str).str.strip() == "")
    return codings[~blank]


def labelled_texts(
    answers: "pd.Series[Any] | Sequence[str] | pd.DataFrame", question: str | None
) -> list[tuple[Hashable, str]]:
    """Return (index label, text) of each answer; a missing one is blank.

    Raises
    ------
    TypeError
        See `as_texts`.
    ValueError
        If a frame lacks the question.
    """
    if isinstance(answers, pd.DataFrame):
        if question not in answers.columns:
            message = (
                f"The answers have no column {question!r}. Name one that they have as "
                f"the question."
            )
            raise ValueError(message)
        answers = answers[question]
    return list(as_texts(answers).items())


def answered_texts(
    answers: "pd.Series[Any] | Sequence[str] | pd.DataFrame", question: str | None
) -> tuple[list[Hashable], list[str]]:
    """Return labels and texts of the answers that are no non-answers.

    Raises
    ------
    TypeError, ValueError
        As `labelled_texts`.
    """
    pairs = [
        (label, text)
        for label, text in labelled_texts(answers, question)
        if answer_kind(text) is AnswerKind.ANSWERED
    ]
    return [label for label, _ in pairs], [text for _, text in pairs]
