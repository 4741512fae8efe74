"""Writes files into a folder, and a manifest that lists them."""

import json
from collections.abc import Mapping
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
        Made if missing; files of the same names are replaced.
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
