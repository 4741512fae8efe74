"""Makes coding workbooks from a table, and tables of codings from workbooks."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from coprod_nlp.coding import (
    CodedWorkbook,
    CodeSuggester,
    WrittenWorkbook,
    load_codebook,
    read_workbook,
    write_workbook,
)
from coprod_nlp.coding.codings import THEME_COLUMNS
from coprod_nlp.coding.workbook.writing import check_new_workbook
from coprod_nlp.exceptions import SettingsError
from coprod_nlp.files.csvfiles import write_csv
from coprod_nlp.files.problems import in_sentences
from coprod_nlp.files.tablefiles import (
    check_apart,
    check_ending,
    check_file,
    check_ours,
)
from coprod_nlp.pipeline.one_column import read_answers
from coprod_nlp.text.normalisation import LONGEST_READ, normalise

WITHHELD = 0.2
"""Share of answers whose suggestions are withheld, unless another is asked for."""


def workbook_from_table(
    path: Path,
    text: str,
    question: str,
    out: Path,
    *,
    identifier: str | None = None,
    codebook: Path | None = None,
    suggest: bool = False,
    withhold: float | None = None,
) -> tuple[WrittenWorkbook, tuple[str, ...]]:
    """Write one column of a table as a workbook to code in.

    Parameters
    ----------
    path : Path
        An export, or any table with one header row.
    text : str
        Header of the column that holds the answers.
    question : str
        Id of the question, as the codebook names it.
    out : Path
        New file, ``.xlsx``.
    identifier : str, optional
        See `read_answers`.
    codebook : Path, optional
        By default the bundled one.
    suggest : bool, default=False
        Whether suggestions are added, on a sheet to be opened after coding.
    withhold : float, optional
        Share of answers whose suggestions are left out; by default `WITHHELD`.

    Returns
    -------
    written : WrittenWorkbook
    notes : tuple of str
        What had to be decided to read the table and codebook, in sentences.

    Raises
    ------
    CoprodNLPError
        If table, column, ids or codebook do not fit, there is nothing to code, or
        something is to be withheld where nothing is suggested.
    FileExistsError
        If `out` exists.
    """
    check_new_workbook(out)
    if withhold is not None and not suggest:
        message = "There are no suggestions to withhold; ask for them (--suggest) too."
        raise SettingsError(message)
    book = load_codebook(codebook)
    column = read_answers(path, text, identifier)
    notes = (*column.notes, *in_sentences(book.problems))
    if not suggest:
        return write_workbook(column.answers, book, question, out), notes
    read = column.answers.map(normalise).str.slice(stop=LONGEST_READ)
    written = write_workbook(
        column.answers,
        book,
        question,
        out,
        suggestions=CodeSuggester(book).suggest(read, question),
        withheld_share=WITHHELD if withhold is None else withhold,
    )
    return written, notes


@dataclass(frozen=True, eq=False, slots=True)
class WrittenCodings:
    """What was read from a workbook, and the files that it was written to.

    Parameters
    ----------
    coded : CodedWorkbook
    files : mapping of str to Path
        By what is in them: codings, and problems and memos where there are any.
    """

    coded: CodedWorkbook
    files: dict[str, Path]


def codings_from_workbook(path: Path, coder: str, out: Path) -> WrittenCodings:
    """Read a workbook, and write its codings as `read_codings` takes them.

    Parameters
    ----------
    path : Path
        The workbook.
    coder : str
        Who coded.
    out : Path
        File to write, ``.csv``. Problems and memos, where there are any, go beside it
        as ``..._problems.csv`` and ``..._memos.csv``; those of an earlier run are
        replaced or removed.

    Returns
    -------
    WrittenCodings

    Raises
    ------
    SettingsError
        If `out` does not end in .csv, the workbook lies where something is written, or
        a file that is not ours bears the name of one that is written beside it.
    CodingsError
        If the file is no coding workbook.
    OutputError
        If `out` is no place to write to.
    """
    check_ending(out, [".csv"])
    files = {"codings": out}
    files |= {n: out.with_name(f"{out.stem}_{n}.csv") for n in ("problems", "memos")}
    check_apart([path], files.values())
    check_file(out)
    coded = read_workbook(path, coder=coder)
    memos = coded.answers[coded.answers["memo"] != ""]
    memos = memos[["respondent", "memo"]].assign(
        question=coded.question, coder=coded.coder
    )
    frames = {
        "codings": coded.codings.reindex(columns=list(THEME_COLUMNS)),
        "problems": coded.problems,
        "memos": memos[["respondent", "question", "coder", "memo"]],
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    for name in ("problems", "memos"):
        check_ours(files[name], frames[name].columns)
    for name, frame in frames.items():
        if len(frame) or name == "codings":
            write_csv(frame, files[name])
        else:
            # What an earlier run said no longer holds.
            files.pop(name).unlink(missing_ok=True)
    return WrittenCodings(coded, files)


def corrections(coded: CodedWorkbook) -> list[str]:
    """Return a sentence for each cell that a person has to correct, naming whose."""
    return [
        f"{'Sheet' if pd.isna(row) else f'Row {row}'}, {column}"
        f"{f' ({who!r})' if who else ''}: found {found}; expected {expected}."
        for row, column, who, found, expected in coded.cells_to_correct.itertuples(
            index=False
        )
    ]
