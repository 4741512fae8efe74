"""Reads and joins Parquet files a piece at a time; the one place that runs pyarrow."""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd

from coprod_nlp.exceptions import MissingExtraError, SurveyReadError, SurveySchemaError

MAGIC = b"PAR1"
"""How a Parquet file's bytes begin."""

_READ_AT_ONCE = 4096
_BUFFER = 2**20
_ROWS_PER_GROUP = 65_536


def check_pyarrow(path: Path) -> None:
    """Refuse a Parquet file, to be read or written, where pyarrow is not installed.

    Raises
    ------
    MissingExtraError
        If it is not.
    """
    if find_spec("pyarrow") is None:
        what = f"{path.name} is Parquet"
        raise MissingExtraError(
            what, package="pyarrow", extra="parquet", otherwise="use CSV"
        )


def parquet_files(path: Path) -> tuple[Path, ...]:
    """Return the file itself, or in their order the Parquet files of a folder.

    Raises
    ------
    SurveyReadError
        If the folder holds none.
    """
    if not path.is_dir():
        return (path,)
    files = tuple(sorted(path.rglob("*.parquet")))
    if not files:
        message = f"{path} holds no file that ends in .parquet; name the one to read."
        raise SurveyReadError(message)
    return files


def count_rows(files: Sequence[Path], text: str, identifier: str | None = None) -> int:
    """Return how many rows files have, once it is known that they can be read as one.

    Parameters
    ----------
    files : sequence of Path
    text, identifier : str
        Columns that every file needs: the first as text, the second of one type.

    Raises
    ------
    SurveyReadError
        If something is no Parquet file.
    SurveySchemaError
        If a column is missing, is no text, or changes its type from file to file.
    MissingExtraError
        If pyarrow is not installed.
    """
    n_rows = 0
    kinds: dict[str, tuple[str, str]] = {}
    for path in files:
        file = _opened(path)
        n_rows += file.metadata.num_rows
        for name in filter(None, (text, identifier)):
            kind = _type_of(file.schema_arrow, name, path)
            if name == text and not _is_text(kind):
                message = (
                    f"Column {name!r} of {path.name} is {kind}; definitions are text. "
                    f"Name the column that holds them, or write it as text."
                )
                raise SurveySchemaError(message)
            first, seen = kinds.setdefault(name, (path.name, str(kind)))
            if name != text and str(kind) != seen:
                message = (
                    f"Column {name!r} is {seen} in {first} and {kind} in {path.name}. "
                    f"Write it with one type in every file."
                )
                raise SurveySchemaError(message)
    return n_rows


def iterate_rows(
    files: Sequence[Path], columns: Sequence[str], *, first: int = 0
) -> Iterator[pd.DataFrame]:
    """Read columns a few thousand rows at a time, from row number `first` on.

    Yields
    ------
    DataFrame
        Text as str, any other column with its Arrow type.

    Raises
    ------
    SurveyReadError
        If a row group cannot be read; the message names it and its rows.
    """
    start = 0
    for path in files:
        file = _opened(path)
        for group in range(file.num_row_groups):
            stop = start + file.metadata.row_group(group).num_rows
            if stop > first:
                where = _place(path, group, file.num_row_groups, start, stop)
                skip = max(first - start, 0)
                yield from _iterate_group(file, group, columns, skip, where)
            start = stop


def _iterate_group(
    file: Any, group: int, columns: Sequence[str], skip: int, where: str
) -> Iterator[pd.DataFrame]:
    import pyarrow as pa

    batches = file.iter_batches(_READ_AT_ONCE, row_groups=[group], columns=columns)
    while True:
        try:
            batch = next(batches, None)
            if batch is None:
                return
            batch.validate(full=True)
        except (pa.ArrowException, OSError) as error:
            message = (
                f"{where} cannot be read: the file is damaged there. Copy it again "
                f"from where it came, or leave these rows out."
            )
            raise SurveyReadError(message) from error
        if skip < batch.num_rows:
            yield _frame(batch.slice(skip), columns)
        skip = max(skip - batch.num_rows, 0)


def _frame(batch: Any, columns: Sequence[str]) -> pd.DataFrame:
    frame = {}
    for name in columns:
        column = batch.column(name)
        if _is_text(column.type):
            frame[name] = pd.Series(column.to_pylist(), dtype="str")
        else:
            frame[name] = pd.Series(pd.arrays.ArrowExtensionArray(column))
    return pd.DataFrame(frame)


def column_names(path: Path) -> list[str]:
    """Return the names of the columns of a file, in their order.

    Raises
    ------
    SurveyReadError, MissingExtraError
        If it is no Parquet file, or pyarrow is not installed.
    """
    return list(_opened(path).schema_arrow.names)


def blank_rows(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """Return the columns of a file as `iterate_rows` does, without rows."""
    import pyarrow as pa

    kinds = [_type_of(_opened(path).schema_arrow, name, path) for name in columns]
    empty = [pa.array([], type=kind) for kind in kinds]
    return _frame(pa.RecordBatch.from_arrays(empty, names=list(columns)), columns)


def join_parquet(first: Path, others: Sequence[Path], out: Path) -> None:
    """Write the rows of files that have one schema into one file, in their order."""
    import pyarrow as pa
    from pyarrow import parquet

    schema = parquet.read_schema(first)
    with parquet.ParquetWriter(out, schema) as writer:
        held: list[Any] = []
        for path in (first, *others):
            held.append(parquet.read_table(path, schema=schema))
            if sum(table.num_rows for table in held) >= _ROWS_PER_GROUP:
                writer.write_table(pa.concat_tables(held))
                held.clear()
        if held:
            writer.write_table(pa.concat_tables(held))


def _opened(path: Path) -> Any:
    check_pyarrow(path)
    # Imported here: it is an extra, and most commands never need it.
    import pyarrow as pa
    from pyarrow import parquet

    try:
        # Without the buffer, a whole row group's column is held in memory.
        return parquet.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False)
    except (pa.ArrowException, OSError) as error:
        message = (
            f"{path} cannot be read as Parquet; it is of another kind, or was cut "
            f"short. Copy it again from where it came."
        )
        raise SurveyReadError(message) from error


def _type_of(schema: Any, name: str, path: Path) -> Any:
    places = schema.get_all_field_indices(name)
    if len(places) != 1:
        message = (
            f"{path.name} has {len(places)} columns named {name!r}; name one of its "
            f"{len(schema)} columns, each named once."
        )
        raise SurveySchemaError(message)
    return schema.field(places[0]).type


def _is_text(kind: Any) -> bool:
    from pyarrow import types

    if types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return (
        types.is_string(kind)
        or types.is_large_string(kind)
        or types.is_string_view(kind)
        or types.is_null(kind)
    )


def _place(path: Path, group: int, n_groups: int, start: int, stop: int) -> str:
    return (
        f"Row group {group + 1} of {n_groups} in {path.name} (rows {start + 1:,} to "
        f"{stop:,})"
    )
