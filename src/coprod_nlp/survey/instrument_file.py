"""Reads an instrument from TOML, the bundled one or the user's."""

from functools import cache
from pathlib import Path
from typing import Any

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.files.shipped import shipped_data
from coprod_nlp.files.tomlfiles import checked_against, parse_toml
from coprod_nlp.survey.instrument import Instrument
from coprod_nlp.survey.values import option_index


def load_instrument(path: str | Path | None = None) -> Instrument:
    """Return the questionnaire that a TOML file describes.

    Parameters
    ----------
    path : path, optional
        The user's own file; by default the staff survey of the article, which
        ships with the package.

    Returns
    -------
    Instrument
        Checked: every id that is named exists, every scale can be read.

    Raises
    ------
    SettingsError
        If the file is not there, is not TOML, or holds a value that an instrument
        cannot have; the message names the file, the value's path, what was expected.

    Examples
    --------
    >>> instrument = load_instrument()
    >>> instrument.question("q12").labels
    ('Yes', 'No', "Don't know", 'Not applicable')
    >>> instrument.question("q4b").asked_if
    Condition(question='q4', equals='No')
    """
    if path is None:
        return _bundled()
    path = Path(path)
    return _validated(parse_toml(path), str(path))


@cache
def _bundled() -> Instrument:
    content = parse_toml(shipped_data("instrument.toml"))
    return _validated(content, "the bundled instrument.toml")


def _validated(content: dict[str, Any], source: str) -> Instrument:
    # Without purposes there are questions all the same, for `check` to find.
    content = {"purposes": {}, **content}
    instrument: Instrument = checked_against(Instrument, content, source)
    for question in instrument.questions:
        try:
            option_index(question)
        except ValueError as error:
            message = f"{source} is not valid; correct {question.id}.options: {error}"
            raise SettingsError(message) from error
    return instrument
