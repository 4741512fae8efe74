"""Judges one column of a table of any size, a part at a time."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from coprod_nlp.exceptions import SettingsError, SurveyReadError
from coprod_nlp.files.cells.streams import (
    Stream,
    is_large_csv,
    is_parquet,
    open_stream,
)
from coprod_nlp.files.checksums import file_sha256
from coprod_nlp.files.csvfiles import write_csv
from coprod_nlp.files.problems import Problem, problems_frame
from coprod_nlp.files.tablefiles import (
    check_apart,
    check_ending,
    check_file,
    check_ours,
    write_table,
)
from coprod_nlp.pipeline.definitions.judging import Judge, judge_rows
from coprod_nlp.pipeline.definitions.parts import Parts, held_parts
from coprod_nlp.pipeline.one_column import (
    naming_column,
    read_column,
    refuse_one_name,
    refuse_own_numbers,
    taken_notes,
)
from coprod_nlp.text.nonanswers import AnswerKind
from coprod_nlp.text.normalisation import normalise
from coprod_nlp.typing import Progress

LARGE = 2**25
"""Bytes from which a CSV file is judged a part at a time (32 MiB)."""

PART = 4096
"""Rows of one part: what is lost when a run is killed."""

KEPT = 20_000
"""Distinct answers whose verdicts are remembered from part to part."""

_LONGEST_KEPT = 500
_PROBLEM_COLUMNS = ["row", "problem", "action"]


@dataclass(frozen=True)
class Judged:
    """What was written about a table.

    Parameters
    ----------
    out : Path
        The table of verdicts.
    decisions : mapping of str to int
        How many written definitions got each decision.
    n_without_answer : int
        Rows that hold none: blank cells and non-answers.
    problems : Path, optional
        Table of what had to be decided to read the file, and of the rows that could
        not be read, if there was anything.
    resumed : int
        Rows that an earlier run had done.
    notes : tuple of str
        Which columns were taken, where it is not those that were named.
    """

    out: Path
    decisions: Mapping[str, int]
    n_without_answer: int
    problems: Path | None = None
    resumed: int = 0
    notes: tuple[str, ...] = ()

    @property
    def n_written(self) -> int:
        """Rows that hold a definition."""
        return sum(self.decisions.values())


def judge_file(
    path: Path,
    text: str,
    out: Path,
    matcher: Judge,
    *,
    identifier: str | None = None,
    evidence: bool = True,
    progress: Progress | None = None,
    large: int = LARGE,
    part: int = PART,
) -> Judged:
    """Judge every row of a table and write the verdicts.

    Parquet, and CSV of `large` bytes or more, is read, judged and written a part at a
    time: memory does not grow with the table, a run that was killed goes on where it
    stopped, and a row that cannot be read is reported instead of ending the run.
    Anything else is read as a whole. The verdicts are the same.

    Parameters
    ----------
    path : Path
        CSV, workbook, Parquet, or a folder of Parquet files.
    text : str
        Column of the definitions; see `read_column`.
    out : Path
        .csv or .parquet; .xlsx too where the table is read as a whole.
    matcher : Judge
    identifier : str, optional
        Column that names the rows; by default the one that a run would take, and
        without one they are numbered.
    evidence : bool
        See `DefinitionMatcher.judge`.
    progress : callable, optional
        Told ``(what, done, total)`` after each part.
    large, part : int
        Bytes from which a CSV file is not read as a whole; rows of one part.

    Raises
    ------
    SurveyReadError, SurveySchemaError
        If the table cannot be read, or lacks a column.
    SettingsError
        If `out` cannot be written that way, what is read lies where something is
        written, or a file that is not ours bears the name of the problems.
    OutputError
        If `out` is no place to write to, the disk is full, or another process writes
        the same file.
    """
    check_ending(out)
    written = written_with(out)
    _, beside, _ = written
    check_apart([path], written)
    check_file(out)
    check_ours(beside, _PROBLEM_COLUMNS)
    if not (is_parquet(path) or (path.is_file() and is_large_csv(path, large))):
        column = read_column(path, text, identifier)
        rows = column.rows()
        verdicts = judge_rows(rows, column.text, matcher, evidence=evidence)
        write_table(verdicts, out)
        return Judged(
            out,
            *_counted(zip(verdicts["answer_kind"], verdicts["decision"], strict=True)),
            _write_problems(column.problems, beside),
            notes=taken_notes(text, identifier, column.text, column.identifier),
        )
    if out.suffix.lower() == ".xlsx":
        message = (
            f"{path.name} is judged a part at a time, and a workbook cannot be "
            f"written so. Name an --out that ends in .csv or .parquet."
        )
        raise SettingsError(message)
    naming = partial(_naming, text=text, identifier=identifier)
    stream = open_stream(path, text, naming)
    if stream.identifier is not None:
        refuse_one_name(stream.text, stream.identifier)
    record = {
        "version": version("coprod-nlp"),
        "matcher": matcher.fingerprint,
        "input": [file_sha256(file) for file in stream.files],
        "text": stream.text,
        "identifier": stream.identifier,
        "evidence": evidence,
        "rows of a part": part,
    }
    judge = partial(judge_rows, text=stream.text, matcher=matcher, evidence=evidence)
    with held_parts(out, record) as parts:
        begun = parts.done()
        blank = judge(stream.blank())
        n_parts = _judge_parts(stream, judge, blank, parts, part, progress)
        decisions, n_without = _counted(_decided(parts, n_parts))
        if sum(decisions.values()) + n_without != stream.n_rows:
            message = (
                f"{path.name} changed while it was read: it had {stream.n_rows:,} rows "
                f"at first. Run the same command again."
            )
            raise SurveyReadError(message)
        parts.join(blank, n_parts)
        problems = _write_problems(stream.problems, beside)
        parts.remove()
    return Judged(
        out,
        decisions,
        n_without,
        problems,
        resumed=min(begun * part, stream.n_rows),
        notes=taken_notes(text, identifier, stream.text, stream.identifier),
    )


def _naming(header: Sequence[str], text: str, identifier: str | None) -> str | None:
    """Return the column that names the rows; see `naming_column`."""
    found = naming_column(header, text, identifier)
    if found is None:
        refuse_own_numbers(header)
    return found


def written_with(out: Path) -> tuple[Path, ...]:
    """Return all that is written for an output: itself, problems, finished parts."""
    return (out, out.with_name(f"{out.stem}_problems.csv"), Parts(out).folder)


def _judge_parts(
    stream: Stream,
    judge: Callable[[pd.DataFrame], pd.DataFrame],
    blank: pd.DataFrame,
    parts: Parts,
    size: int,
    progress: Progress | None,
) -> int:
    """Judge and write the parts that are missing; return how many there are."""
    number = parts.done()
    done = min(number * size, stream.n_rows)
    known = blank.iloc[:, 1:].set_index(stream.text)
    if progress is not None:
        progress("rows", done, stream.n_rows)
    for rows in stream.parts(size=size, first=number * size):
        verdicts, known = judge_remembering(rows, stream.text, judge, known)
        parts.write(number, verdicts)
        number, done = number + 1, done + len(rows)
        if progress is not None:
            progress("rows", done, stream.n_rows)
    return number


def judge_remembering(
    rows: pd.DataFrame,
    text: str,
    judge: Callable[[pd.DataFrame], pd.DataFrame],
    known: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Judge rows, but no answer whose verdict is known.

    Parameters
    ----------
    rows : DataFrame
    text : str
        Column of the answers.
    judge : callable
        Sets verdicts beside rows, from their text alone.
    known : DataFrame
        Verdicts, indexed by normalised text.

    Returns
    -------
    tuple of DataFrame
        The rows with their verdicts; the verdicts now known, those of the answers
        met last, and of long answers none, since these hardly come twice.
    """
    normal = pd.Index(
        [normalise(cell) if isinstance(cell, str) else "" for cell in rows[text]],
        dtype="str",
    )
    distinct = normal.unique()
    fresh = pd.DataFrame({text: distinct[~distinct.isin(known.index)]})
    known = pd.concat([known, judge(fresh).set_index(text)])
    verdicts = known.loc[normal].set_axis(rows.index)
    met = known.index.isin(distinct)
    known = pd.concat([known[~met], known[met]])
    known = known[known.index.str.len() <= _LONGEST_KEPT].tail(KEPT)
    return pd.concat([rows.assign(**{text: normal}), verdicts], axis=1), known


def _decided(parts: Parts, n_parts: int) -> Iterator[tuple[str, str]]:
    """Yield the kind of answer and the decision of each row of all parts."""
    for number in range(n_parts):
        kinds, decisions = (
            parts.column(number, name) for name in ("answer_kind", "decision")
        )
        yield from zip(kinds, decisions, strict=True)


def _counted(decided: Iterable[tuple[str, str]]) -> tuple[dict[str, int], int]:
    """Count the decisions on written definitions, and the rows that hold none."""
    counts = Counter(
        decision if kind == AnswerKind.ANSWERED else "" for kind, decision in decided
    )
    n_without = counts.pop("", 0)
    return dict(counts), n_without


def _write_problems(problems: Sequence[Problem], path: Path) -> Path | None:
    """Write what was decided; where nothing was, what an earlier run said is gone."""
    if not problems:
        path.unlink(missing_ok=True)
        return None
    write_csv(problems_frame(problems)[_PROBLEM_COLUMNS], path)
    return path
