"""Keeps the finished parts of a large table beside it, so that work can go on."""

import errno
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock, Timeout

from coprod_nlp.exceptions import OutputError
from coprod_nlp.files.tablefiles import join_tables, write_table

_RECORD, _LOCK = "run.json", "lock"


@dataclass(frozen=True, slots=True)
class Parts:
    """The work folder of one output: its finished parts, numbered from 0.

    A part is there as a whole or not at all, so that after a crash the missing ones
    are those to do again.

    Parameters
    ----------
    out : Path
        The file that the parts become.
    """

    out: Path

    @property
    def folder(self) -> Path:
        """Where the parts are, beside the output and on the same disk."""
        return self.out.with_name(f"{self.out.name}.parts")

    def path(self, number: int) -> Path:
        """Return the file of one part."""
        return self.folder / f"part-{number:06d}{self.out.suffix.lower()}"

    def done(self) -> int:
        """Return how many parts are finished, from the first on without a gap."""
        number = 0
        while self.path(number).is_file():
            number += 1
        return number

    def write(self, number: int, frame: pd.DataFrame) -> None:
        """Write one part.

        Raises
        ------
        OutputError
            If the disk is full; the parts before it are kept.
        """
        with self._told_when_full():
            unfinished = self.folder / f"unfinished{self.out.suffix.lower()}"
            write_table(frame, unfinished)
            _replace(unfinished, self.path(number))

    def column(self, number: int, name: str) -> list[str]:
        """Return one column of texts of a finished part."""
        path = self.path(number)
        if path.suffix == ".csv":
            frame = pd.read_csv(path, usecols=[name], dtype=str, keep_default_na=False)
        else:
            frame = pd.read_parquet(path, columns=[name])
        return frame[name].tolist()

    def join(self, blank: pd.DataFrame, n_parts: int) -> None:
        """Put the parts together as the output, which appears as a whole.

        Parameters
        ----------
        blank : DataFrame
            The columns, without rows.
        n_parts : int

        Raises
        ------
        OutputError
            If the disk is full; the parts are kept.
        """
        ending = self.out.suffix.lower()
        with self._told_when_full():
            columns, joined = self.folder / f"columns{ending}", self.folder / "joined"
            write_table(blank, columns)
            joined = joined.with_suffix(ending)
            parts = [self.path(number) for number in range(n_parts)]
            join_tables(columns, parts, joined)
            _replace(joined, self.out)

    def remove(self) -> None:
        """Delete the parts; the folder goes once nobody holds it."""
        for path in self.folder.iterdir():
            if path.name != _LOCK:
                path.unlink()

    @contextmanager
    def _told_when_full(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            message = (
                f"The disk of {self.out.parent.resolve()} is full. What is done is "
                f"kept in {self.folder.name}: free some space and run the same "
                f"command again."
            )
            raise OutputError(message) from error


def _replace(written: Path, final: Path) -> None:
    """Give a file its final name once it is on the disk, not only in memory."""
    with written.open("rb+") as file:
        os.fsync(file.fileno())
    written.replace(final)


@contextmanager
def held_parts(out: Path, record: Mapping[str, Any]) -> Iterator[Parts]:
    """Hold the work folder of an output, alone, while it is written.

    Parameters
    ----------
    out : Path
        Its folder is made if missing.
    record : mapping
        All that decides what is in a part; parts of another record are not mixed in.

    Raises
    ------
    OutputError
        If another process holds it, or it has parts of another record.
    """
    parts = Parts(out)
    parts.folder.mkdir(parents=True, exist_ok=True)
    # The system lets go of the lock when a process ends, also when it is killed.
    lock = FileLock(parts.folder / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        message = (
            f"Another process is writing {out.name} (it holds {parts.folder.name}). "
            f"Wait until it ends, or name another --out."
        )
        raise OutputError(message) from None
    try:
        _agree_on(record, parts)
        yield parts
    finally:
        lock.release()
        # Some systems delete no file that is held.
        if not [path for path in parts.folder.iterdir() if path.name != _LOCK]:
            with suppress(OSError):
                (parts.folder / _LOCK).unlink(missing_ok=True)
                parts.folder.rmdir()


def _agree_on(record: Mapping[str, Any], parts: Parts) -> None:
    text = json.dumps(dict(record), indent=2, ensure_ascii=False, sort_keys=True)
    path = parts.folder / _RECORD
    if parts.done():
        found = json.loads(path.read_text(encoding="utf-8"))
        other = [name for name in record if found.get(name) != record[name]]
        if other:
            message = (
                f"{parts.folder} holds parts of another run: {', '.join(other)} "
                f"differ. Delete that folder to begin anew, or name another --out."
            )
            raise OutputError(message)
    path.write_text(text + "\n", encoding="utf-8")
