"""Checks TOML files against a class, saying where a faulty value stands."""

import json
import tomllib
from collections.abc import Hashable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, cast

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.files.shipped import shipped_data


class FromToml:
    """Base of the dataclasses that a TOML file may describe.

    A key that the dataclass lacks is refused: it is a slip of spelling, and would
    otherwise be ignored in silence.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


def parse_toml(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file, or say why it has none.

    Raises
    ------
    SettingsError
        If it is not there, is not UTF-8, or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        message = f"{path} could not be read ({error.strerror}); check the path."
        raise SettingsError(message) from error
    except UnicodeDecodeError as error:
        message = f"{path} is not UTF-8, which TOML is. Save it as UTF-8."
        raise SettingsError(message) from error
    except tomllib.TOMLDecodeError as error:
        message = f"{path} is not valid TOML: {error}."
        raise SettingsError(message) from error


def load_toml(kind: type[object], path: Path | str | None, shipped: str) -> Any:
    """Return a TOML file as a `kind`, by default the one that ships with the package.

    Parameters
    ----------
    kind : type
        See `checked_against`.
    path : path, optional
        The user's own file.
    shipped : str
        Name of the one that ships, which is read once.

    Raises
    ------
    SettingsError
        If the file is missing, is not TOML, or is no `kind`.
    """
    if path is None:
        return _shipped(cast(Hashable, kind), shipped)
    return _read(kind, Path(path))


@cache
def _shipped(kind: type[object], name: str) -> Any:
    return _read(kind, shipped_data(name))


def _read(kind: type[object], path: Path) -> Any:
    return checked_against(kind, parse_toml(path), str(path))


def toml_value(value: str | float | Iterable[str]) -> str:
    """Write a text, a number or a list of texts as TOML reads it back.

    Examples
    --------
    >>> toml_value(["q12b", "q14"])
    '["q12b", "q14"]'
    """
    if isinstance(value, str):
        # JSON and TOML write text alike, but for the one sign that only TOML escapes.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, int | float):
        return repr(value)
    return f"[{', '.join(toml_value(item) for item in value)}]"


def toml_lines(values: Mapping[str, str | float | Iterable[str]]) -> str:
    """Write a line for each name with its value.

    Examples
    --------
    >>> print(toml_lines({"seed": 3, "by": ["survey"]}), end="")
    seed = 3
    by = ["survey"]
    """
    return "".join(f"{name} = {toml_value(value)}\n" for name, value in values.items())


def checked_against(kind: type[Any], content: dict[str, Any], source: str) -> Any:
    """Return `content` as a `kind` (dataclass or model), or name its first faults.

    Raises
    ------
    SettingsError
        With file, path of the value, expectation; at most five faults.
    """
    # Imported here: pydantic takes a moment, and not every use reads a file.
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(kind).validate_python(content)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        faults = [
            f"{_path_of(fault['loc'], content)}: {_in_words(fault)}"
            for fault in found
            if not any(_is_within(other["loc"], fault["loc"]) for other in found)
        ]
        more = "" if len(faults) <= 5 else f"; and {len(faults) - 5} more"
        message = f"{source} is not valid; correct {'; '.join(faults[:5])}{more}."
        raise SettingsError(message) from error


def _in_words(fault: Mapping[str, Any]) -> str:
    """Say what is wrong in the words of TOML, which has lists and keys."""
    if fault["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        return "there is no such key"
    told = str(fault["msg"]).removeprefix("Value error, ").removesuffix(".")
    return told.replace("valid tuple", "valid list").replace("Tuple", "List")


def _is_within(location: tuple[int | str, ...], whole: tuple[int | str, ...]) -> bool:
    """Tell whether a fault is in a part; for pydantic the whole then lacks the part."""
    return len(location) > len(whole) and location[: len(whole)] == whole


def _path_of(location: tuple[int | str, ...], content: Any) -> str:
    """Write a path such as ``questions[4] (q4a).kind``, counting from one."""
    path = ""
    for step in location:
        if isinstance(step, int):
            content = content[step] if isinstance(content, list) else None
            named = content.get("id") if isinstance(content, dict) else None
            path += f"[{step + 1}]" + (f" ({named})" if named else "")
        else:
            content = content.get(step) if isinstance(content, dict) else None
            path += f".{step}" if path else step
    return path or "the file"
