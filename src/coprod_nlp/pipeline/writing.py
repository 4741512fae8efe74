"""Writes the files of a run into a folder, and a manifest that lists them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from coprod_nlp.text.csvfiles import write_csv
from coprod_nlp.text.encoders import file_sha256

REPORT, MANIFEST = "report.html", "manifest.json"


def write_files(
    folder: Path,
    frames: Mapping[str, pd.DataFrame],
    report: str,
    record: Mapping[str, Any],
) -> Path:
    """Write tables, report and manifest; return the path of the report.

    Parameters
    ----------
    folder : Path
        Made if missing; files of the same names are replaced.
    frames : mapping of str to DataFrame
        By file name without ``.csv``; a slash makes a folder.
    report : str
        The page.
    record : mapping
        What the run was made from; the hashes of all files are added.
    """
    written = []
    for name, frame in frames.items():
        path = folder / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_csv(frame, path)
        written.append(path)
    page = folder / REPORT
    page.write_text(report, encoding="utf-8")
    written.append(page)
    outputs = {
        path.relative_to(folder).as_posix(): file_sha256(path)
        for path in sorted(written)
    }
    text = json.dumps({**record, "outputs": outputs}, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return page
