"""Writes a table as the ending of its name says, and never over what is read."""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

import pandas as pd

from coprod_nlp.exceptions import OutputError, SettingsError
from coprod_nlp.files.csvfiles import neutralise_formulas, write_csv
from coprod_nlp.files.excelcells import as_cell
from coprod_nlp.files.parquetfiles import check_pyarrow, join_parquet

ENDINGS = (".csv", ".xlsx", ".parquet")
"""What `write_table` writes."""


def check_ending(path: Path, endings: Sequence[str] = ENDINGS) -> None:
    """Refuse a name that does not say how to write, before any work is done.

    Raises
    ------
    SettingsError
        If it has another ending.
    MissingExtraError
        If it is .parquet, and pyarrow is not installed.
    """
    if path.suffix.lower() not in endings:
        which = "one of the endings" if len(endings) > 1 else "the ending"
        message = f"{path.name} needs {which} {', '.join(endings)}. Name it so."
        raise SettingsError(message)
    if path.suffix.lower() == ".parquet":
        check_pyarrow(path)


def check_new(path: Path, endings: Sequence[str], *, holds: str) -> None:
    """Refuse a file that is not to be replaced, before any work is done.

    Parameters
    ----------
    path : Path
    endings : sequence of str
        See `check_ending`.
    holds : str
        What somebody may have put into the file if there is one, such as "codes".

    Raises
    ------
    SettingsError
        If it has another ending.
    FileExistsError
        If there is a file already.
    OutputError
        If nothing can be written there.
    """
    check_ending(path, endings)
    if os.path.exists(path):
        message = (
            f"{path.name} exists already and may hold somebody's {holds}. Name another "
            f"file, or move this one away."
        )
        raise FileExistsError(message)
    check_file(path)


def check_apart(read: Iterable[Path | None], written: Iterable[Path]) -> None:
    """Refuse to write over what is read, or into it, before any work is done.

    Parameters
    ----------
    read : iterable of Path
        Files and folders; None stands for one that was not named.
    written : iterable of Path

    Raises
    ------
    SettingsError
        If one is the same as the other, or lies in it.
    """
    sources = [path for path in read if path is not None]
    for out in written:
        if any(_is_in(out, source) for source in sources):
            where = "is what is read, or inside it"
        elif any(_is_in(source, out) for source in sources):
            where = "holds what is read"
        else:
            continue
        message = f"{out} {where}. Name an --out in another folder."
        raise SettingsError(message)


def _is_in(path: Path, other: Path) -> bool:
    """Say whether one is the other or lies in it, by whatever name."""
    return path.resolve().is_relative_to(other.resolve()) or bool(
        _identities(path) & _identities(other)
    )


def _identities(path: Path) -> set[tuple[int, int]]:
    """Return what is one for all names of a file, of each file there is."""
    there = path.rglob("*") if path.is_dir() else (path,)
    found = [file.stat() for file in there if file.is_file()]
    return {(file.st_dev, file.st_ino) for file in found}


def check_folder(folder: Path) -> None:
    """Refuse a folder that nothing can be written into, before any work is done.

    It is made for the trial if it is missing, and taken away again.

    Raises
    ------
    OutputError
        If it is a file, or the system does not let it be made or written into.
    """
    made = []
    try:
        for place in (folder, *folder.parents):
            if os.path.exists(place):
                break
            made.append(place)
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        why = "it is a file" if os.path.isfile(folder) else error.strerror
        message = f"{folder} is no folder to write into ({why}). Name another --out."
        raise OutputError(message) from error
    finally:
        for place in made:
            with suppress(OSError):
                place.rmdir()


def check_file(path: Path) -> None:
    """Refuse a file that cannot be written, before any work is done.

    Raises
    ------
    OutputError
        If it is a folder, or nothing can be written into its own.
    """
    if os.path.isdir(path):
        message = f"{path} is no file to write: it is a folder. Name a file in it."
        raise OutputError(message)
    check_folder(path.parent)


def check_ours(path: Path, columns: Iterable[str]) -> None:
    """Refuse to replace or delete a CSV file that no earlier run wrote.

    Parameters
    ----------
    path : Path
        May be missing.
    columns : iterable of str
        By which a file is known as one of an earlier run.

    Raises
    ------
    SettingsError
        If it has other columns.
    """
    if not path.exists():
        return
    with path.open("rb") as stream:
        header = stream.readline().decode("utf-8-sig", "replace").strip()
    if header != ",".join(columns):
        message = (
            f"{path} is in the way and no earlier run wrote it. Move it, or name "
            f"another --out."
        )
        raise SettingsError(message)


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as the ending of the name says; see `check_ending`.

    What a cell of a workbook cannot hold is cut, and says so; see `as_cell`.

    Raises
    ------
    SettingsError, MissingExtraError
        See `check_ending`.
    """
    check_ending(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".csv":
        write_csv(frame, path)
    elif path.suffix.lower() == ".xlsx":
        held = frame.map(lambda v: as_cell(v) if isinstance(v, str) else v)
        # Only now: a control character before a sign would have hidden it.
        safe = neutralise_formulas(held.rename(columns=as_cell))
        safe.to_excel(path, index=False, engine="openpyxl")
    else:
        frame.to_parquet(path, index=False, engine="pyarrow")


def join_tables(blank: Path, parts: Sequence[Path], out: Path) -> None:
    """Write the rows of tables of one kind into one file, holding few at a time.

    Parameters
    ----------
    blank : Path
        A table without rows, .csv or .parquet, written by `write_table`.
    parts : sequence of Path
        Tables of the same columns and ending, in the order of their rows.
    out : Path
        Written over if it exists; of the same ending.
    """
    if out.suffix.lower() == ".parquet":
        join_parquet(blank, parts, out)
        return
    header = blank.read_bytes()
    with out.open("wb") as joined:
        joined.write(header)
        for part in parts:
            # Each begins with the same header, to the byte.
            joined.write(part.read_bytes()[len(header) :])
