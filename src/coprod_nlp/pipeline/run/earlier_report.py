"""Warns where two reports of one survey, laid side by side, would tell of a few."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from coprod_nlp.pipeline.run.writing import record_in
from coprod_nlp.survey import Survey
from coprod_nlp.survey.files import read_table

FEW = 10
"""Respondents by which two files may differ and still tell of those few."""

_MATTER = (
    ("input", ("export", "columns")),
    ("tables", ("by", "smallest_stratum", "suppression")),
    ("survey", ("encoding", "sheet")),
    ("models", ("definition-matcher", "idea-reader", "answer-encoder")),
)
"""What of a record decides who is counted where, beside the contents of own files."""


def earlier_report(folder: Path, survey: Survey, made_from: Mapping[str, Any]) -> str:
    """Say what the report that lies in a folder would give away beside a new one.

    Parameters
    ----------
    folder : Path
        Into which a run is about to write.
    survey : Survey
    made_from : mapping
        The record of that run; see `pipeline.run.provenance.provenance`.

    Returns
    -------
    str
        "" where the folder holds no run, a run of another survey, or the same run.

    Notes
    -----
    No single report can guard against this: a count of 40 in one and of 41 in the
    other tells of the respondent who came in between.
    """
    record = record_in(folder) or {}
    sha256 = _part(record, "input").get("sha256")
    if not isinstance(sha256, str):
        # A file of the same name that is not ours says nothing about a survey.
        return ""
    if sha256 == survey.sha256:
        other = ", ".join(_differences(record, made_from))
        same = "the folder held a report of the same file that differs in"
        return f"{same} {other}" if other else ""
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
    action = "replaced; whoever was given both can work out what only a few said"
    return with_notes(problems, {warning: action} if warning else {})


def with_notes(problems: pd.DataFrame, notes: Mapping[str, str]) -> pd.DataFrame:
    """Return the problems with others before them that are of no row.

    Parameters
    ----------
    problems : DataFrame
    notes : mapping of str to str
        What was found, and what was done about it.
    """
    if not notes:
        return problems
    rows = {
        "row": pd.Series([pd.NA] * len(notes), dtype="Int64"),
        "respondent": "",
        "question": "",
        "problem": list(notes),
        "action": list(notes.values()),
    }
    return pd.concat([pd.DataFrame(rows), problems], ignore_index=True).astype(
        problems.dtypes.to_dict()
    )


def _differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Name what may have moved people from one count to another."""
    for part, names in _MATTER:
        own, other = _part(now, part), _part(before, part)
        yield from (name for name in names if own.get(name) != other.get(name))
    own, other = _part(now, "own_files"), _part(before, "own_files")
    for name in sorted({*own, *other}):
        if own.get(name) != other.get(name):
            yield f"the contents of {name}"


def _part(record: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return a part of a record or of its settings; what is no part is an empty one."""
    for whole in (record, record.get("settings")):
        part = whole.get(name) if isinstance(whole, dict) else None
        if isinstance(part, dict):
            return part
    return {}


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
