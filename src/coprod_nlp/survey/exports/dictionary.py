"""Reads a REDCap data dictionary: what fields are called and what codes mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coprod_nlp.exceptions import SurveyReadError
from coprod_nlp.files.cells.opening import read_plain
from coprod_nlp.files.problems import Problem
from coprod_nlp.survey.exports.kinds import place_of

_COLUMNS = {
    "name": "variable ?/ ?field name",
    "kind": "field type",
    "label": "field label",
    "choices": "choices, calculations,? or slider labels",
    "identifier": r"identifier\?",
}
_FIXED = {
    "yesno": {"1": "Yes", "0": "No"},
    "truefalse": {"1": "True", "0": "False"},
}
_CODED = ("radio", "dropdown", "checkbox")


@dataclass(frozen=True)
class DictionaryField:
    """One field of a REDCap project.

    Parameters
    ----------
    name, label : str
        As the columns of an export call it; as respondents read it.
    choices : mapping of str to str
        Wording by code.
    is_checkbox : bool
        Whether several may be chosen, so that the export has a column for each.
    is_identifier : bool
        Whether the project flags it as one.
    """

    name: str
    label: str
    choices: Mapping[str, str] = field(default_factory=dict)
    is_checkbox: bool = False
    is_identifier: bool = False


def load_dictionary(path: Path) -> tuple[DictionaryField, ...]:
    """Read the data dictionary of a REDCap project, in the order of its fields.

    Raises
    ------
    SurveyReadError
        If the file cannot be read, or lacks a column of a data dictionary.
    """
    table = read_plain(path)
    places = {
        key: place_of(title, table.headings[0]) for key, title in _COLUMNS.items()
    }
    missing = [key for key, place in places.items() if place is None]
    if missing:
        message = (
            f"{path.name} is no REDCap data dictionary: it has no column for "
            f"{missing!r}; expected Variable / Field Name, Field Type, Field Label, "
            "Choices and Identifier?. Download it from the project: Data Dictionary."
        )
        raise SurveyReadError(message)
    found = []
    for row in table.rows:
        cells = {
            key: row[place].strip()
            for key, place in places.items()
            if place is not None
        }
        found.append(
            DictionaryField(
                name=cells["name"],
                label=cells["label"],
                choices=_choices(cells["kind"], cells["choices"]),
                is_checkbox=cells["kind"] == "checkbox",
                is_identifier=cells["identifier"].casefold() == "y",
            )
        )
    return tuple(found)


def _choices(kind: str, text: str) -> Mapping[str, str]:
    """Read ``1, Yes | 0, No``; other kinds keep calculations in the same place."""
    if kind not in _CODED:
        return _FIXED.get(kind, {})
    pairs = (piece.partition(",") for piece in text.split("|"))
    return {code.strip(): label.strip() for code, _, label in pairs if code.strip()}


def worded(
    dictionary: Sequence[DictionaryField],
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> tuple[list[str], list[list[str]], list[Problem]]:
    """Return labels of the columns, and the rows with codes put into words.

    Parameters
    ----------
    dictionary : sequence of DictionaryField
        From `load_dictionary`.
    names : sequence of str
        Header of the export.
    rows : sequence of sequence of str
        Below it.

    Returns
    -------
    labels : list of str
        One per column; that of a box ends with ``(choice=...)``; "" where the
        dictionary has no such field.
    rows : list of list of str
        Of the same shape.
    problems : list of Problem
        Codes that the dictionary does not have; they are kept.
    """
    fields = {entry.name: entry for entry in dictionary if not entry.is_checkbox}
    labels = {entry.name: entry.label for entry in fields.values()}
    for entry in dictionary:
        if entry.is_checkbox:
            labels |= {
                # REDCap writes a code such as -99 as _99 in the name of a column.
                f"{entry.name}___{code.lower().replace('-', '_')}": (
                    f"{entry.label} (choice={label})"
                )
                for code, label in entry.choices.items()
            }
    problems = []
    translated = [list(row) for row in rows]
    for place, name in enumerate(names):
        choices = fields[name].choices if name in fields else {}
        known = {"", *choices, *choices.values()}
        unknown = 0
        for row in translated if choices else []:
            code = row[place].strip()
            unknown += code not in known
            row[place] = choices.get(code, row[place])
        if unknown:
            problem = f"cells of {name!r} hold no code of the dictionary"
            problems.append(Problem(problem, f"{unknown} kept as typed"))
    return [labels.get(name, "") for name in names], translated, problems
