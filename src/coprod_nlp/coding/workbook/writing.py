"""Writes a workbook in which a person codes answers before seeing suggestions."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import regex

from coprod_nlp.coding.codebook import Codebook
from coprod_nlp.coding.inputs import labelled_texts
from coprod_nlp.coding.workbook.layout import (
    SUGGESTION_COLUMNS,
    codebook_sha256,
    offered_codes,
)
from coprod_nlp.coding.workbook.sheets import (
    new_workbook,
    write_about,
    write_codebook,
    write_coding,
    write_suggestions,
)
from coprod_nlp.exceptions import CodingsError, NotEnoughDataError
from coprod_nlp.files.excelcells import shortened
from coprod_nlp.files.tablefiles import check_new
from coprod_nlp.text.nonanswers import AnswerKind, answer_kind
from coprod_nlp.text.normalisation import normalise

_FORBIDDEN = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_ROWS = 1_048_576


@dataclass(frozen=True, slots=True)
class WrittenWorkbook:
    """What went into a workbook, and what had to be decided to write it.

    Parameters
    ----------
    respondents : tuple of str
        Whose answers are in it, in its order.
    withheld : tuple of str
        Those of them whose suggestions are left out.
    n_blank : int
        Answers without a letter or digit; they are left out.
    altered : tuple of str
        Whose answers held control characters, which a workbook cannot hold.
    shortened : tuple of str
        Whose answers were longer than a cell may be; the cell says so at its end.
    """

    respondents: tuple[str, ...]
    withheld: tuple[str, ...]
    n_blank: int
    altered: tuple[str, ...]
    shortened: tuple[str, ...]


def write_workbook(
    answers: "pd.Series[Any] | Sequence[str] | pd.DataFrame",
    codebook: Codebook,
    question: str,
    path: Path | str,
    *,
    suggestions: pd.DataFrame | None = None,
    withheld_share: float = 0.0,
    random_state: int = 0,
    n_codes: int = 4,
) -> WrittenWorkbook:
    """Write one answer a row, with a list of codes to choose from in each cell.

    Parameters
    ----------
    answers : Series, sequence of str or DataFrame
        Texts indexed by respondent; of a frame the column `question` is taken. They
        keep their order, and are normalised.
    codebook : Codebook
        Its codes for the question are offered, with other and ``none``.
    question : str
        Id of the question.
    path : Path or str
        New file, ``.xlsx``; its folder is made if missing.
    suggestions : DataFrame, optional
        From `CodeSuggester.suggest`; they go on a sheet of their own.
    withheld_share : float, default=0.0
        Share, in [0, 1], of the answers with suggestions for which these are left out
        at random: what coders give there shows how far suggestions pull.
    random_state : int
        Seed of that choice.
    n_codes : int, default=4
        Codes that an answer may get.

    Returns
    -------
    WrittenWorkbook

    Raises
    ------
    ValueError
        If `withheld_share` is not in [0, 1], is given without suggestions, or
        `n_codes` is not positive.
    SettingsError
        If the path does not end in .xlsx, or no code belongs to the question.
    FileExistsError
        If the file exists, since it may hold somebody's codes.
    CodingsError
        If a respondent stands twice or has no name that a cell can hold, or there are
        more rows than a sheet has.
    NotEnoughDataError
        If every answer is blank.
    """
    _check_options(withheld_share, n_codes, suggestions)
    path = Path(path)
    check_new_workbook(path)
    offered = offered_codes(codebook, question)
    texts = {str(r): text for r, text in _checked(labelled_texts(answers, question))}
    kept = {r: normalise(text) for r, text in texts.items()}
    kept = {r: t for r, t in kept.items() if answer_kind(t) is not AnswerKind.BLANK}
    if not kept:
        message = f"All {len(texts)} answers are blank; there is nothing to code."
        raise NotEnoughDataError(message)
    shown = {respondent: shortened(text) for respondent, text in kept.items()}
    rows = _suggested(suggestions, list(shown))
    withheld = _withheld(rows, withheld_share, random_state)
    _refuse_too_many(max(len(shown), len(rows)) + 2)
    book = new_workbook()
    write_coding(book, shown, n_codes, len(offered))
    write_codebook(book, offered)
    if suggestions is not None:
        write_suggestions(book, rows[~rows["respondent"].isin(withheld)])
    settings = {
        "question": question,
        "codebook": codebook.title,
        "codebook version": codebook.version,
        "codebook sha256": codebook_sha256(codebook),
        "coprod-nlp": version("coprod-nlp"),
    }
    write_about(book, settings, offered, shown, set(withheld))
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return WrittenWorkbook(
        respondents=tuple(shown),
        withheld=withheld,
        n_blank=len(texts) - len(kept),
        altered=tuple(r for r in kept if _FORBIDDEN.search(texts[r])),
        shortened=tuple(r for r in kept if shown[r] != kept[r]),
    )


def check_new_workbook(path: Path) -> None:
    """Refuse a path that no workbook can be written to; see `check_new`."""
    check_new(path, [".xlsx"], holds="codes")


def _check_options(share: float, n_codes: int, suggestions: object) -> None:
    if not 0 <= share <= 1:
        message = f"withheld_share lies in [0, 1], got {share}."
        raise ValueError(message)
    if share and suggestions is None:
        message = f"withheld_share={share} needs suggestions to withhold, got none."
        raise ValueError(message)
    if n_codes < 1:
        message = f"n_codes must be 1 or more, got {n_codes=}."
        raise ValueError(message)


def _checked(pairs: list[tuple[Any, str]]) -> list[tuple[Any, str]]:
    """Return the pairs, if each respondent has a name of its own that a cell keeps."""
    names = [str(label) for label, _ in pairs]
    wrong = sum(not name or normalise(name) != name for name in names)
    twice = len(names) - len(set(names))
    if wrong or twice:
        message = (
            f"Of {len(names)} respondents {twice} stand twice, and {wrong} have a name "
            f"that is blank or has outer spaces or control characters. Give each one "
            f"row and a plain name."
        )
        raise CodingsError(message)
    return pairs


def _suggested(
    suggestions: pd.DataFrame | None, respondents: list[str]
) -> pd.DataFrame:
    """Return the suggestions for these respondents, in their order."""
    if suggestions is None:
        return pd.DataFrame(columns=list(SUGGESTION_COLUMNS))
    rows = suggestions.assign(respondent=suggestions["answer"].astype(str))
    rows = rows[rows["respondent"].isin(respondents)]
    place = rows["respondent"].map({r: i for i, r in enumerate(respondents)})
    order = np.lexsort((rows["rank"].to_numpy(), place.to_numpy()))
    return rows.iloc[order][list(SUGGESTION_COLUMNS)]


def _withheld(rows: pd.DataFrame, share: float, random_state: int) -> tuple[str, ...]:
    names = rows["respondent"].drop_duplicates().tolist()
    random = np.random.default_rng(random_state)
    chosen = random.permutation(len(names))[: round(share * len(names))]
    return tuple(names[i] for i in sorted(chosen))


def _refuse_too_many(n_rows: int) -> None:
    if n_rows > _MOST_ROWS:
        message = (
            f"A sheet has {_MOST_ROWS} rows, and {n_rows} are needed. Write several "
            f"workbooks, each with a part of the answers."
        )
        raise CodingsError(message)
