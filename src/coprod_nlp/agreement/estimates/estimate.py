"""The one shape in which every coefficient answers."""

from dataclasses import dataclass
from math import isfinite, nan


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient with its interval, or the reason why there is none.

    Parameters
    ----------
    estimate : float
        The coefficient; nan where it is undefined, and then `reason` says why.
    low, high : float
        Ends of the interval; nan where none was asked for or none exists.
    reason : str
        Why the coefficient (or its interval) is undefined, with the counts.
    standard_error : float
        Analytic standard error; nan where none is published.
    observed, expected : float
        Observed and chance agreement from which the coefficient is made.
    interval : str
        How the interval was made, in words that can be printed.
    note : str
        What to know of that interval; "" where there is nothing.

    Examples
    --------
    >>> Estimate(0.5, 0.4, 0.6).defined
    True
    >>> float(Estimate(0.5))
    0.5
    """

    estimate: float
    low: float = nan
    high: float = nan
    reason: str = ""
    standard_error: float = nan
    observed: float = nan
    expected: float = nan
    interval: str = ""
    note: str = ""

    @property
    def defined(self) -> bool:
        """Whether the coefficient has a value."""
        return isfinite(self.estimate)

    def __float__(self) -> float:
        return self.estimate
