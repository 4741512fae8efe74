"""Warns where two reports of one survey, laid side by side, would tell of a few."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from coprod_nlp.config import Settings
from coprod_nlp.pipeline.run.writing import MANIFEST
from coprod_nlp.survey import Survey
from coprod_nlp.survey.files import read_table

FEW = 10
"""Respondents by which two files may differ and still tell of those few."""

_TABLES = ("by", "smallest_stratum", "suppression")


def earlier_report(folder: Path, survey: Survey, settings: Settings) -> str:
    """Say what the report that lies in a folder would give away beside a new one.

    Parameters
    ----------
    folder : Path
        Into which a run is about to write.
    survey : Survey
    settings : Settings

    Returns
    -------
    str
        "" where the folder holds no run, a run of another survey, or the same run.

    Notes
    -----
    No single report can guard against this: a count of 40 in one and of 41 in the
    other tells of the respondent who came in between.
    """
    record = _manifest(folder)
    if record is None:
        return ""
    if record["input"]["sha256"] == survey.sha256:
        before, now = record["settings"]["tables"], settings.as_record()["tables"]
        other = [name for name in _TABLES if before.get(name) != now[name]]
        if not other:
            return ""
        return (
            "the folder held a report of the same file with other settings of "
            f"{', '.join(other)}"
        )
    before = _respondents(folder)
    now = set(map(str, survey.answers.index))
    apart = len(before ^ now)
    if len(before & now) * 2 < len(now) or apart > FEW:
        return ""
    return (
        "the folder held a report of another file, with the same respondents but for "
        f"{apart}"
    )


def with_warning(problems: pd.DataFrame, warning: str) -> pd.DataFrame:
    """Return the problems with a warning before them; without one, as they are."""
    if not warning:
        return problems
    row = {
        "row": pd.Series([pd.NA], dtype="Int64"),
        "respondent": "",
        "question": "",
        "problem": warning,
        "action": "replaced; whoever was given both can work out what only a few said",
    }
    return pd.concat([pd.DataFrame(row), problems], ignore_index=True).astype(
        problems.dtypes.to_dict()
    )


def _manifest(folder: Path) -> dict[str, Any] | None:
    """Return the record of the run that lies in a folder, None without a usable one."""
    try:
        record = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        known = isinstance(record["input"]["sha256"], str)
        return (
            record if known and isinstance(record["settings"]["tables"], dict) else None
        )
    except (OSError, ValueError, KeyError, TypeError):
        # A file of the same name that is not ours says nothing about a survey.
        return None


def _respondents(folder: Path) -> set[str]:
    """Return whose verdicts lie in a folder."""
    path = folder / "verdicts.csv"
    if not path.is_file():
        return set()
    table = read_table(path)
    if "respondent" not in table.header:
        return set()
    place = table.header.index("respondent")
    return {row[place] for row in table.rows}
