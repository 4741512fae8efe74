"""Tells which codes may be one code that was written in several ways."""

from collections.abc import Iterable


def spelt_alike(codes: Iterable[str]) -> str:
    """Name the codes that differ in capitals or spaces only; "" where none do.

    Examples
    --------
    >>> spelt_alike(["Time", "staff", "time"])
    "'Time', 'time'"
    """
    alike: dict[str, list[str]] = {}
    for code in sorted(set(codes)):
        alike.setdefault(" ".join(code.casefold().split()), []).append(code)
    doubled = [same for same in alike.values() if len(same) > 1]
    return ", ".join(repr(code) for same in doubled for code in same)
