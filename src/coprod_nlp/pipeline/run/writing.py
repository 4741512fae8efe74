"""Writes files into a folder, and a manifest that lists them."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd

from coprod_nlp.files.checksums import file_sha256
from coprod_nlp.files.csvfiles import write_csv

MANIFEST = "manifest.json"


def write_files(
    folder: Path,
    frames: Mapping[str, pd.DataFrame],
    reports: Mapping[str, bytes],
    record: Mapping[str, Any],
    *,
    manifest: str = MANIFEST,
) -> None:
    """Write tables, reports and manifest.

    Parameters
    ----------
    folder : Path
        Made if missing. Files that an earlier run wrote are replaced or deleted; those
        that somebody changed since, or that no run wrote, get another name first: see
        `kept_names`.
    frames : mapping of str to DataFrame
        By file name without ``.csv``; a slash makes a folder.
    reports : mapping of str to bytes
        The page and the document, by file name.
    record : mapping
        What the files were made from; the hashes of all of them are added.
    manifest : str
        Name of the file that says so.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = {*(f"{name}.csv" for name in frames), *reports}
    for changed, kept in kept_names(folder, names, manifest=manifest).items():
        (folder / changed).rename(folder / kept)
    _clear(folder, manifest, names)
    written = []
    for name, frame in frames.items():
        path = folder / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_csv(frame, path)
        written.append(path)
    for name, contents in reports.items():
        (folder / name).write_bytes(contents)
        written.append(folder / name)
    outputs = {
        path.relative_to(folder).as_posix(): file_sha256(path)
        for path in sorted(written)
    }
    text = json.dumps({**record, "outputs": outputs}, indent=2, ensure_ascii=False)
    (folder / manifest).write_text(text + "\n", encoding="utf-8")


def record_in(folder: Path, manifest: str = MANIFEST) -> dict[str, Any] | None:
    """Return what the manifest in a folder says, None if there is none to be read."""
    try:
        record = json.loads((folder / manifest).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) else None


def may_change(
    folder: Path, names: Iterable[str], *, manifest: str = MANIFEST
) -> list[Path]:
    """Return all that `write_files` may write, rename or delete in a folder.

    Parameters
    ----------
    folder : Path
    names : iterable of str
        Of files and folders that are about to be written.
    manifest : str
        Name of the file that lists what the last run wrote.
    """
    listed = (name for name, _ in _outputs(folder, manifest))
    return [folder / name for name in (*names, manifest, *listed)]


def kept_names(
    folder: Path, written: Collection[str] = (), *, manifest: str = MANIFEST
) -> dict[str, str]:
    """Say under which names the next run keeps what no run wrote, or somebody changed.

    Parameters
    ----------
    folder : Path
    written : collection of str
        Names of the files that the run is about to write.
    manifest : str
        Name of the file that lists what the last run wrote.

    Returns
    -------
    dict of str to str
        By the file's name in the folder: ``report.docx`` to ``report (edited).docx``,
        or to the next such name that is free.
    """
    outputs = dict(_outputs(folder, manifest))
    there = {name for name in written if (folder / name).is_file()}
    return {
        name: _free_name(folder, Path(name))
        for name in sorted(there | outputs.keys())
        if outputs.get(name) != file_sha256(folder / name)
    }


def _free_name(folder: Path, name: Path) -> str:
    for number in count(1):
        mark = "(edited)" if number == 1 else f"(edited {number})"
        free = name.with_name(f"{name.stem} {mark}{name.suffix}")
        if not (folder / free).exists():
            break
    return free.as_posix()


def _clear(folder: Path, manifest: str, written: Collection[str]) -> None:
    """Delete what would else lie beside the new files and tell what they hide."""
    for name, sha256 in _outputs(folder, manifest):
        if name not in written and file_sha256(folder / name) == sha256:
            (folder / name).unlink()


def _outputs(folder: Path, manifest: str) -> Iterator[tuple[str, object]]:
    """Yield the files that a manifest lists and that are there, with their hashes."""
    outputs = (record_in(folder, manifest) or {}).get("outputs")
    for name, sha256 in outputs.items() if isinstance(outputs, dict) else ():
        path = folder / name
        # A manifest may have been edited: it must not lead out of the folder.
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            yield name, sha256
