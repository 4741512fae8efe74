"""Errors a user can act on; each says what was expected, found, and what to do.

CoprodNLPError
├── SurveyReadError (ValueError)      a file that cannot be read as a table
├── SurveySchemaError (ValueError)    a table that does not fit the instrument
├── SettingsError (ValueError)        a settings, instrument or codebook file
├── CodingsError (ValueError)         a table of human codings
├── ModelError (ValueError)           an encoder or a trained part
├── NotEnoughDataError (ValueError)   too few answers or labels for the step
├── MissingExtraError (ImportError)   a library that is installed only when asked for
└── OutputError (OSError)             what cannot be written

No message carries the text of an answer.
"""


class CoprodNLPError(Exception):
    """Base of every error that coprod-nlp raises about a user's data."""


class SurveyReadError(CoprodNLPError, ValueError):
    """The file could not be read as a table."""


class SurveySchemaError(CoprodNLPError, ValueError):
    """The table was read, but does not fit the instrument."""


class SettingsError(CoprodNLPError, ValueError):
    """A settings, instrument, definition or codebook file is not valid."""


class CodingsError(CoprodNLPError, ValueError):
    """A table of human codings is not valid."""


class ModelError(CoprodNLPError, ValueError):
    """An encoder or a trained part is missing, altered or of another kind."""


class NotEnoughDataError(CoprodNLPError, ValueError):
    """There are too few answers or labels for the step asked for."""


class MissingExtraError(CoprodNLPError, ImportError):
    """A library is not installed that only some files need.

    Parameters
    ----------
    what : str
        What needs it, as a clause: "survey.sav is an SPSS file".
    package : str
        Name of the library.
    extra : str
        The extra of coprod-nlp that installs it.
    otherwise : str
        What to do without it: "save it as CSV".
    """

    def __init__(self, what: str, *, package: str, extra: str, otherwise: str) -> None:
        message = (
            f"{what}, which needs {package}; it is not installed. Install "
            f'".[{extra}]" in place of ".", as the README says, or {otherwise}.'
        )
        super().__init__(message)
        self.package = package
        self.extra = extra


class OutputError(CoprodNLPError, OSError):
    """A file cannot be written: no such place, a full disk, or another process."""
