"""Writes a settings file to start from, with what was understood of a survey file."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from coprod_nlp.files.tablefiles import check_new
from coprod_nlp.files.tomlfiles import toml_lines, toml_value
from coprod_nlp.pipeline.check.understanding import SurveyCheck

_HEAD = """\
# Settings of a project of coprod-nlp, to be edited; docs/settings.md explains each.
# Lines that begin with # do nothing. Written from {source} ({title}).

"""
_OF_COLUMNS = """\
# Which column answers which question, by its header in the file. What stands here goes
# before anything that would be recognised.
"""


def check_new_settings(path: Path) -> None:
    """Refuse a path that no settings can be written to; see `check_new`."""
    check_new(path, [".toml"], holds="settings")


def write_settings(check: SurveyCheck, path: Path) -> None:
    """Write what was understood of a survey file as settings to edit.

    Parameters
    ----------
    check : SurveyCheck
        From `check_survey`.
    path : Path
        New file, ``.toml``; see `check_new_settings`. Paths in it are relative to it.

    Notes
    -----
    Reading the file again by these settings finds the same columns.
    """
    check_new_settings(path)
    origin = check.survey.origin
    head = _HEAD.format(source=toml_value(check.survey.source), title=origin.title)
    blocks = [f"{head}seed = {check.settings.seed}\n"]
    for name, part in check.settings:
        if not isinstance(part, BaseModel):
            continue
        values = _values(dict(part), path.parent)
        if name == "survey":
            values["export"] = origin.export
            blocks.append(f"[survey]\n{toml_lines(values)}{_personal(check)}")
            blocks.append(f"{_OF_COLUMNS}[survey.columns]\n{_columns(check)}")
        elif values:
            blocks.append(f"[{name}]\n{toml_lines(values)}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(blocks), encoding="utf-8", newline="\n")


def _personal(check: SurveyCheck) -> str:
    return "".join(
        f"# left out as personal data: {toml_value(title)}\n"
        for title in check.survey.origin.personal
    )


def _values(part: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return what a part of the settings sets; paths as seen from the new file."""
    values = {}
    for name, value in part.items():
        if isinstance(value, Path):
            values[name] = _seen_from(folder, value).as_posix()
        elif value is not None and value != [] and not isinstance(value, dict):
            values[name] = value
    return values


def _seen_from(folder: Path, path: Path) -> Path:
    try:
        return Path(os.path.relpath(path, folder))
    except ValueError:
        # Windows knows no way from one drive to another.
        return path.absolute()


def _columns(check: SurveyCheck) -> str:
    wordings = check.survey.origin.wordings
    fields = {field.id for field in check.survey.instrument.fields}
    lines = []
    for row in check.questions.itertuples(index=False):
        name, column = str(row.id), str(row.column)
        if column:
            remark = f"  # {toml_value(wordings[column])}" if column in wordings else ""
            lines.append(f"{name} = {toml_value(column)}{remark}\n")
        elif name not in fields:
            lines.append(f'# {name} = ""  # not found: {toml_value(str(row.text))}\n')
    # Without a header row, titles that match nothing would be answers.
    if (check.questions["column"] != "").any():
        lines += [
            f"# matches no question: {toml_value(title)}\n"
            for title in check.survey.unmatched
        ]
    return "".join(lines)
