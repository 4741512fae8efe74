"""Refuses strata that do not say whose they are, in one way for every step."""

import pandas as pd


def require_strata(by: object, expected: str) -> None:
    """Refuse anything but a Series, whose index says whose stratum each is.

    Parameters
    ----------
    by : object
        What was given for strata.
    expected : str
        What could have been given, as "a Series indexed by respondent".

    Raises
    ------
    TypeError
    """
    if not isinstance(by, pd.Series):
        message = (
            f"Strata must be {expected}, got {type(by).__name__}. An index says whose "
            "stratum each is: pass pd.Series(strata, index=...)."
        )
        raise TypeError(message)
