"""Suggests codes for one column of a table, without a survey around it."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from coprod_nlp.coding import CodeSuggester, load_codebook, read_codings
from coprod_nlp.exceptions import CodingsError, SettingsError
from coprod_nlp.files.problems import in_sentences
from coprod_nlp.pipeline.one_column import read_answers
from coprod_nlp.text.normalisation import LONGEST_READ, normalise
from coprod_nlp.typing import Progress

COLUMNS = (
    "answer",
    "unit",
    "start",
    "end",
    "rank",
    "code",
    "score",
    "evidence",
    "suggested",
    "nearest",
    "nearest_respondent",
)


@dataclass(frozen=True, eq=False, slots=True)
class SuggestedCodes:
    """Suggested codes of a table's column, and what got none.

    Parameters
    ----------
    rows : DataFrame
        Columns `COLUMNS`: those of `CodeSuggester.suggest`, then those of
        `CodeSuggester.precedents`. One row for each answer and rank.
    n_answers : int
        Answers with suggestions.
    n_coded : int
        Answers that were coded already; suggestions are learnt from them.
    n_set_aside : int
        Cells that hold no answer ("n/a", blank).
    unplaced : DataFrame
        Codes that were given and do not belong to the question; see
        `coding.unknown.unplaced_codes`.
    notes : tuple of str
        What had to be decided to read the tables, in sentences.
    """

    rows: pd.DataFrame
    n_answers: int
    n_coded: int
    n_set_aside: int
    unplaced: pd.DataFrame
    notes: tuple[str, ...]


def suggest_for_table(
    path: Path,
    text: str,
    *,
    codebook: Path | None = None,
    question: str | None = None,
    codings: Path | None = None,
    identifier: str | None = None,
    top: int = 3,
    progress: Progress | None = None,
) -> SuggestedCodes:
    """Suggest codes for the answers that nobody has coded yet.

    Parameters
    ----------
    path : Path
        CSV or workbook with one header row.
    text : str
        Header of the column that holds the answers.
    codebook : Path, optional
        By default the bundled one.
    question : str, optional
        Offers the codes that belong to it; without it, all codes.
    codings : Path, optional
        Codings of some of the answers, as `read_codings` takes them, to learn from.
    identifier : str, optional
        See `read_answers`.
    top : int
        Codes for each answer.
    progress : callable, optional
        Told what is done, as in a run.

    Returns
    -------
    SuggestedCodes

    Raises
    ------
    CoprodNLPError
        If table, column, ids, codebook or codings do not fit, or codings come without
        a question.
    """
    if codings is not None and question is None:
        message = (
            "Codings are learnt from question by question; name the question that they "
            "belong to (--question)."
        )
        raise SettingsError(message)
    book = load_codebook(codebook)
    suggester = CodeSuggester(book)
    column = read_answers(path, text, identifier)
    answers = column.answers.map(normalise).str.slice(stop=LONGEST_READ)
    coded: set[str] = set()
    notes = (*column.notes, *in_sentences(book.problems))
    if codings is not None:
        read = read_codings(
            codings, answers=answers.to_frame(str(question)), question=question
        )
        notes, own = (*notes, *in_sentences(read.problems)), read.themes
        if own.empty:
            message = (
                f"{codings.name} holds no codes to learn from. Give a table with a "
                f"column 'code'."
            )
            raise CodingsError(message)
        suggester.fit(
            own,
            answers.to_frame(str(question)),
            None if progress is None else partial(progress, "training the encoder"),
        )
        coded = set(own["respondent"])
    left = answers[~answers.index.isin(coded)]
    rows = suggester.suggest(left, question, top=top)
    nearest = suggester.precedents(rows, question)
    n_answers = rows["answer"].nunique()
    return SuggestedCodes(
        rows=pd.concat([rows, nearest], axis=1)[list(COLUMNS)],
        n_answers=n_answers,
        n_coded=len(coded),
        n_set_aside=len(left) - n_answers,
        unplaced=getattr(suggester, "unplaced_", pd.DataFrame()),
        notes=notes,
    )
