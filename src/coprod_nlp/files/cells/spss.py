"""Reads an SPSS file as rows of strings: names, labels, and values in words."""

import datetime
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coprod_nlp.exceptions import MissingExtraError, SurveyReadError
from coprod_nlp.files.problems import Problem


def read_spss(
    path: Path, *, encoding: str | None = None
) -> tuple[list[list[str]], list[Problem]]:
    """Return the rows of an SPSS file, its values in the words of their labels.

    Parameters
    ----------
    path : Path
        A ``.sav`` or ``.zsav`` file.
    encoding : str, optional
        By default the one that the file names.

    Returns
    -------
    rows : list of list of str
        First the names of the variables, then their labels, then the cases. A value
        without a label is written as a number, whole ones without their ``.0``; dates
        in ISO form; "" for system-missing.
    problems : list of Problem
        Values that SPSS would have counted as missing; they are kept.

    Raises
    ------
    MissingExtraError
        If pyreadstat is not installed.
    SurveyReadError
        If the file is broken.
    """
    try:
        # Imported here: it is an extra, which most users do without.
        import pyreadstat
    except ImportError:
        what = f"{path.name} is an SPSS file"
        raise MissingExtraError(
            what,
            package="pyreadstat",
            extra="spss",
            otherwise="save it as CSV with value labels",
        ) from None
    try:
        values, meta = pyreadstat.read_sav(
            str(path), encoding=encoding, user_missing=True, output_format="dict"
        )
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
        message = (
            f"{path.name} is not an SPSS file that can be read ({error}). Export it "
            "again; if its letters are of another encoding than it says, name that as "
            "encoding."
        )
        raise SurveyReadError(message) from error
    names = list(values)
    labels = [meta.column_names_to_labels.get(name) or "" for name in names]
    columns = [
        _in_words(values[name], meta.variable_value_labels.get(name, {}))
        for name in names
    ]
    rows = [names, labels, *map(list, zip(*columns, strict=True))]
    return rows, _declared_missing(values, meta.missing_ranges)


def _in_words(values: Sequence[Any], labels: Mapping[Any, str]) -> list[str]:
    return [labels.get(value) or _typed(value) for value in values]


def _typed(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    return str(value)


def _declared_missing(
    values: Mapping[str, Sequence[Any]], ranges: Mapping[str, Sequence[Any]]
) -> list[Problem]:
    problems = []
    for name, bounds in ranges.items():
        n = sum(
            value is not None and _within(value, bound)
            for value in values[name]
            for bound in bounds
        )
        if n:
            problem = (
                f"the column {name!r} has {n} value(s) that SPSS counts as missing"
            )
            problems.append(Problem(problem, "read like any other value"))
    return problems


def _within(value: Any, bound: Any) -> bool:
    """Whether a value is the one declared, or between two that are."""
    if not isinstance(bound, dict):
        return bool(value == bound)
    try:
        return bool(bound["lo"] <= value <= bound["hi"])
    except TypeError:
        # A text and a number are not to be compared.
        return False
