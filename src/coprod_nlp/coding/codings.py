"""Reads what human coders decided, and refuses a table that contradicts itself."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from coprod_nlp.coding.tables import read_text_table
from coprod_nlp.coding.workbook.layout import refuse_coding_workbook
from coprod_nlp.exceptions import CodingsError
from coprod_nlp.files.problems import Problem, told_of_file
from coprod_nlp.files.titles import short_titles
from coprod_nlp.files.words import LABELS, NO_CODE, SEPARATOR

THEME_COLUMNS = ("respondent", "question", "coder", "code", "start", "end")
_KEY = ("respondent", "question", "coder")
_TEXT = "definition"
_MOST_SHOWN = 5


def _no_themes() -> pd.DataFrame:
    frame = pd.DataFrame({name: pd.Series(dtype="str") for name in THEME_COLUMNS})
    return frame.astype({"start": "Int64", "end": "Int64"})


def _no_definitions() -> pd.DataFrame:
    return pd.DataFrame({n: pd.Series(dtype="str") for n in (*_KEY, "label")})


@dataclass(frozen=True, slots=True)
class Codings:
    """What coders gave, by kind.

    Parameters
    ----------
    definitions : DataFrame
        respondent, question, coder, label, and one column of 0/1 (Int64) per element;
        one row for each respondent, question and coder.
    themes : DataFrame
        respondent, question, coder, code, start, end (Int64, NA where no words were
        marked); one row per coding, so an answer may have several or none.
    problems : tuple of Problem
        What had to be decided to read the files.
    """

    definitions: pd.DataFrame = field(default_factory=_no_definitions)
    themes: pd.DataFrame = field(default_factory=_no_themes)
    problems: tuple[Problem, ...] = ()


def read_codings(
    *paths: Path | str,
    answers: pd.DataFrame | None = None,
    question: str | None = None,
) -> Codings:
    """Read tables of codings; each file's header says which kind it holds.

    Parameters
    ----------
    *paths : Path or str
        CSV or workbook. Definitions have respondent, question, coder, label and
        elements of 0/1; a column ``definition`` with the text is passed over, and so
        are rows without a label, which nobody has coded yet. Themes have respondent,
        question, coder, code and, if words were marked, start and end (characters,
        half-open).
    answers : DataFrame, optional
        Indexed by respondent, one column per question; when given, respondents,
        questions and spans are checked against it.
    question : str, optional
        Rows of other questions are passed over; by default all are read.

    Returns
    -------
    Codings
        All files together.

    Raises
    ------
    SurveyReadError
        If a file cannot be read as a table.
    CodingsError
        If a column is missing or unknown, a cell is blank that must not be or holds
        several codes, a row stands twice, one coder gave two labels to one answer, or a
        code and "no code", a span is not inside its answer, a file has no row of the
        question, or it is a coding workbook that was not read yet.
    """
    definitions: list[pd.DataFrame] = []
    themes: list[pd.DataFrame] = []
    problems: list[Problem] = []
    for path in paths:
        name = Path(path).name
        frame, decided = read_text_table(Path(path))
        problems += told_of_file(name, decided)
        refuse_coding_workbook(frame.columns, Path(path))
        if question is not None:
            frame = _of_question(frame, question, name)
        if "code" in frame.columns:
            themes.append(_themes(frame, name, answers))
        elif "label" in frame.columns:
            definitions.append(_definitions(frame, name, answers))
        else:
            message = (
                f"{name} holds neither 'code' (themes) nor 'label' (definitions); "
                f"found {short_titles(frame.columns)!r}. Name the columns as in the "
                f"example."
            )
            raise CodingsError(message)
    codings = Codings(
        _joined(definitions, _no_definitions(), list(_KEY)),
        _joined(themes, _no_themes(), list(THEME_COLUMNS)),
        tuple(problems),
    )
    _refuse_contradictions(codings.themes, "The files together")
    return codings


def _of_question(frame: pd.DataFrame, question: str, name: str) -> pd.DataFrame:
    _require(frame, _KEY, name)
    own = frame[frame["question"] == question]
    if own.empty:
        asked = sorted(set(frame["question"]) - {""})
        message = (
            f"{name} has no row of the question {question!r}; its questions are "
            f"{short_titles(asked)!r}. Name one of them, or correct the column."
        )
        raise CodingsError(message)
    return own.copy()


def _joined(
    parts: list[pd.DataFrame], empty: pd.DataFrame, key: list[str]
) -> pd.DataFrame:
    if not parts:
        return empty
    frame = pd.concat(parts, ignore_index=True)
    twice = frame.duplicated(key)
    if twice.any():
        # Each file was checked alone, and row numbers mean nothing across files.
        first = frame.loc[twice, list(_KEY)].iloc[0].to_dict()
        message = (
            f"The files together say the same more than once, in {int(twice.sum())} "
            f"row(s), first for {first!r}. Name each file once, and keep one row each."
        )
        raise CodingsError(message)
    return frame


def _definitions(
    frame: pd.DataFrame, name: str, answers: pd.DataFrame | None
) -> pd.DataFrame:
    _require(frame, (*_KEY, "label"), name)
    # The text may stand beside its code, and what has no label yet is not coded.
    frame = frame.drop(columns=_TEXT, errors="ignore")
    frame = frame[frame["label"] != ""].copy()
    if frame.empty:
        message = f"{name}: no row has a label. Write one of {list(LABELS)!r}."
        raise CodingsError(message)
    _refuse_blank(frame, _KEY, name)
    unknown = sorted(set(frame["label"]) - set(LABELS))
    if unknown:
        message = (
            f"{name}: {len(unknown)} label(s) are not one of {list(LABELS)!r}, first "
            f"in row {_rows(~frame['label'].isin(LABELS))}. Correct them."
        )
        raise CodingsError(message)
    elements = [c for c in frame.columns if c not in (*_KEY, "label")]
    for element in elements:
        wrong = ~frame[element].isin(["0", "1"])
        if wrong.any():
            message = (
                f"{name}: column {element!r} should hold 0 or 1 for an element; other "
                f"values in row {_rows(wrong)}. Correct them, or remove the column."
            )
            raise CodingsError(message)
        frame[element] = frame[element].astype("Int64")
    _refuse_twice(frame, list(_KEY), name)
    _check_known(frame, answers, name)
    return frame[[*_KEY, "label", *elements]]


def _themes(
    frame: pd.DataFrame, name: str, answers: pd.DataFrame | None
) -> pd.DataFrame:
    _require(frame, (*_KEY, "code"), name)
    _refuse_blank(frame, (*_KEY, "code"), name)
    unknown = [c for c in frame.columns if c not in THEME_COLUMNS]
    if unknown:
        message = (
            f"{name} has unknown column(s) {short_titles(unknown)!r}; known are "
            f"{list(THEME_COLUMNS)!r}. Remove or rename them."
        )
        raise CodingsError(message)
    several = frame["code"].str.contains(SEPARATOR, regex=False)
    if several.any():
        message = (
            f"{name}: several codes, parted by {SEPARATOR!r}, in row "
            f"{_rows(several)}. Write a row for each code."
        )
        raise CodingsError(message)
    for column in ("start", "end"):
        if column not in frame.columns:
            frame[column] = ""
        wrong = ~frame[column].str.fullmatch(r"[0-9]{0,9}")
        if wrong.any():
            message = (
                f"{name}: {column!r} should be a whole number or empty; it is not in "
                f"row {_rows(wrong)}. Write it in digits, or leave both offsets empty."
            )
            raise CodingsError(message)
        frame[column] = pd.to_numeric(frame[column].replace("", None)).astype("Int64")
    _refuse_twice(frame, list(THEME_COLUMNS), name)
    _refuse_contradictions(frame, name)
    _check_known(frame, answers, name)
    _check_spans(frame, answers, name)
    return frame[list(THEME_COLUMNS)]


def _require(frame: pd.DataFrame, columns: tuple[str, ...], name: str) -> None:
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        message = (
            f"{name} lacks column(s) {missing!r}; found "
            f"{short_titles(frame.columns)!r}. Rename or add them."
        )
        raise CodingsError(message)


def _refuse_blank(frame: pd.DataFrame, columns: tuple[str, ...], name: str) -> None:
    for column in columns:
        blank = frame[column] == ""
        if blank.any():
            message = (
                f"{name}: no {column} in row {_rows(blank)}. Fill it in or drop the "
                f"row."
            )
            raise CodingsError(message)


def _rows(wrong: "pd.Series[bool]") -> str:
    """Return the numbers of wrong rows, which index a frame as it was read."""
    numbers = [str(number) for number in wrong.index[wrong]]
    more = len(numbers) - _MOST_SHOWN
    return ", ".join(numbers[:_MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _refuse_twice(frame: pd.DataFrame, key: list[str], name: str) -> None:
    twice = frame.duplicated(key, keep=False)
    if twice.any():
        message = (
            f"{name}: rows {_rows(twice)} say the same {', '.join(key)} more than "
            f"once. Keep one row each, so that no coder speaks twice."
        )
        raise CodingsError(message)


def _refuse_contradictions(themes: pd.DataFrame, name: str) -> None:
    """Refuse a code and "no code" from one coder for one answer."""
    none = themes["code"].str.casefold() == NO_CODE
    answers = pd.MultiIndex.from_frame(themes[list(_KEY)])
    both = none & answers.isin(answers[~none])
    if both.any():
        first = themes.loc[both, list(_KEY)].iloc[0].to_dict()
        message = (
            f"{name}: {NO_CODE!r} and a code from one coder for one answer, "
            f"{int(both.sum())} time(s), first for {first!r}. Keep one of both."
        )
        raise CodingsError(message)


def _check_known(frame: pd.DataFrame, answers: pd.DataFrame | None, name: str) -> None:
    if answers is None:
        return
    for column, known in (("respondent", answers.index), ("question", answers.columns)):
        strange = ~frame[column].isin(known.astype(str))
        if strange.any():
            message = (
                f"{name}: the {column} in row {_rows(strange)} is not in the survey. "
                f"Check the ids, or the survey that the codings belong to."
            )
            raise CodingsError(message)


def _check_spans(frame: pd.DataFrame, answers: pd.DataFrame | None, name: str) -> None:
    start, end = frame["start"], frame["end"]
    half = start.isna() != end.isna()
    if half.any():
        message = (
            f"{name}: only one of start and end in row {_rows(half)}. Give both, or "
            f"neither for the whole answer."
        )
        raise CodingsError(message)
    wrong = (start >= end).fillna(False).astype(bool)
    if answers is not None:
        lengths = _lengths(frame, answers)
        wrong |= (end > lengths).fillna(False).astype(bool)
    if wrong.any():
        message = (
            f"{name}: the span in row {_rows(wrong)} is empty, backwards or outside "
            f"its answer. Offsets count characters of the normalised answer from 0."
        )
        raise CodingsError(message)


def _lengths(frame: pd.DataFrame, answers: pd.DataFrame) -> "pd.Series[int]":
    """Return the length of each coded answer; a missing answer has no characters."""
    # By text: ids and questions of a table of codings are text, those of answers may
    # be numbers.
    known = {
        (str(respondent), str(question)): len(text) if isinstance(text, str) else 0
        for question, column in answers.items()
        for respondent, text in column.items()
    }
    pairs = zip(frame["respondent"], frame["question"], strict=True)
    return pd.Series([known[pair] for pair in pairs], index=frame.index)
