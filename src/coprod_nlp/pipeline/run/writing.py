"""Writes files into a folder, and a manifest that lists them."""

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from coprod_nlp.text.checksums import file_sha256
from coprod_nlp.text.csvfiles import write_csv

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
        Made if missing; files of the same names are replaced. Files that an earlier
        run wrote and this one does not are deleted, unless somebody changed them.
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
    _clear(folder, manifest, {*(f"{name}.csv" for name in frames), *reports})
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


def _clear(folder: Path, manifest: str, kept: Collection[str]) -> None:
    """Delete what would else lie beside the new files and tell what they hide."""
    outputs = (record_in(folder, manifest) or {}).get("outputs")
    for name, sha256 in outputs.items() if isinstance(outputs, dict) else ():
        path = folder / name
        if name in kept or not path.is_file():
            continue
        # A manifest may have been edited: it must not lead out of the folder.
        inside = path.resolve().is_relative_to(folder.resolve())
        if inside and file_sha256(path) == sha256:
            path.unlink()
