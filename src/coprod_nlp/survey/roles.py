"""Tells clinical from non-clinical job titles by a list that users can edit."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import regex

from coprod_nlp.files.titles import header_key
from coprod_nlp.files.tomlfiles import FromToml, load_toml

Role = Literal["clinical", "non-clinical"]
"""What a rule can say; a title that no rule knows is `UNKNOWN_ROLE`."""

UNKNOWN_ROLE = "unknown"
"""Role type of those who gave none, and none that can be told from a job title."""

_BRACKETED = regex.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@dataclass(frozen=True)
class RoleRule(FromToml):
    """Job titles, as whole words with a star for the rest of one, and their role."""

    role: Role
    titles: tuple[str, ...]

    @cached_property
    def _pattern(self) -> regex.Pattern[str]:
        words = (
            r"\w*".join(map(header_key, title.split("*"))) for title in self.titles
        )
        return regex.compile(rf"\b(?:{'|'.join(words)})\b")

    def knows(self, key: str) -> bool:
        """Whether one of the titles stands in `key` (from `header_key`)."""
        return self._pattern.search(key) is not None


@dataclass(frozen=True)
class RoleList(FromToml):
    """Rules in order: the first that knows a title decides.

    Examples
    --------
    >>> roles = load_roles()
    >>> roles.role_of("Staff Nurse (nights)"), roles.role_of("PA to Clinical Director")
    ('clinical', 'non-clinical')
    >>> roles.role_of("Zookeeper")
    'unknown'
    """

    rules: tuple[RoleRule, ...]

    def __post_init__(self) -> None:
        for number, rule in enumerate(self.rules, start=1):
            if not rule.titles or not all(map(header_key, rule.titles)):
                message = f"rules[{number}].titles must name job titles, none blank."
                raise ValueError(message)

    def role_of(self, title: str) -> str:
        """Return "clinical", "non-clinical" or "unknown" for one job title."""
        outside = header_key(_BRACKETED.sub(" ", title))
        for key in (outside, header_key(title)):
            for rule in self.rules:
                if rule.knows(key):
                    return rule.role
        return UNKNOWN_ROLE

    def roles_of(self, titles: Iterable[str]) -> list[str]:
        """Return the role of each title; each distinct title is looked up once."""
        titles = list(titles)
        known = {title: self.role_of(title) for title in set(titles)}
        return [known[title] for title in titles]


def load_roles(path: str | Path | None = None) -> RoleList:
    """Return the job-title list of a TOML file, by default the bundled one.

    Raises
    ------
    SettingsError
        If the file is not there, is not TOML, or is not a list of rules.
    """
    roles: RoleList = load_toml(RoleList, path, "roles.toml")
    return roles
