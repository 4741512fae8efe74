"""Reads the TOML files that a user may replace: the definition, the foils."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from coprod_nlp.exceptions import SettingsError

Content = TypeVar("Content", bound=BaseModel)


def read_toml(path: Path, form: type[Content], what: str) -> Content:
    """Read a file into the form that it should have.

    Parameters
    ----------
    path : Path
    form : subclass of BaseModel
    what : str
        Names the file in messages, such as "definition file".

    Raises
    ------
    SettingsError
        If the file is missing, is not TOML, or has another form.
    """
    try:
        return form.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (FileNotFoundError, IsADirectoryError):
        message = f"There is no {what} {str(path)!r}. Check the path."
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"The {what} {str(path)!r} is not valid TOML: {error}."
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        message = (
            f"The {what} {str(path)!r} is not valid at {place!r}: {first['msg']}. See "
            f"the bundled file for the form."
        )
    raise SettingsError(message)
