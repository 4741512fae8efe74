"""Writes docs/commands.md from the command line itself.

Run ``python tests/command_page.py`` after a command or an option has changed.
"""

from pathlib import Path
from typing import Any

import typer

from coprod_nlp.cli import app

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
EXPLAINED = {
    "demo": "[getting started](getting-started.md)",
    "run": "[getting started](getting-started.md#3-run-your-own-file)",
    "check": "[reading exports](exports.md#what-check-says)",
    "compare": "[two surveys](comparing.md#two-surveys-last-years-and-this-years)",
    "triangulate": "[three sources](comparing.md#staff-audits-and-patients)",
    "definitions": "[large tables](at-scale.md)",
    "draw": "[a definition of your own](own-definition.md)",
    "learn": "[a definition of your own](own-definition.md)",
    "themes": "[candidate themes](candidate-themes.md)",
    "suggest": "[suggestions](coding-workbook.md#8-suggestions-as-a-table)",
    "workbook": "[coding in a workbook](coding-workbook.md)",
    "codings": "[coding in a workbook](coding-workbook.md#4-read-it-back)",
    "anchoring": "[the pull](coding-workbook.md#6-did-the-suggestions-pull)",
    "agreement": "[agreement between codings](agreement.md)",
}
"""Where each command is told at length."""

HEAD = """\
# Commands

{}

""".format(
    "Every command with its arguments and options, as `coprod-nlp COMMAND --help` says "
    "them; `coprod-nlp --version` prints the version. A mistake in a file ends a "
    "command with exit status 1 ([when something goes wrong](errors.md)), one in the "
    "options with 2; one whose output nobody reads on, with 141. This page is written "
    "by `python tests/command_page.py`."
)


def commands() -> dict[str, Any]:
    """Return the commands of the command line by name."""
    return dict(typer.main.get_command(app).commands)


def page() -> str:
    """Return the whole page."""
    found = commands()
    index = ["| command | does | more in |", "|---|---|---|"]
    for name, command in found.items():
        index.append(f"| [`{name}`](#{name}) | {command.help} | {EXPLAINED[name]} |")
    sections = [_section(name, command) for name, command in found.items()]
    return HEAD + "\n".join([*index, "", "\n".join(sections)])


def _section(name: str, command: Any) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    options.sort(key=lambda option: not option.required)
    usage = " ".join(
        ["coprod-nlp", name, *map(_named, arguments), *map(_needed, options)]
    ).strip()
    rows = [
        f"| {_names(p)} | {p.help} | {_default(p)} |" for p in (*arguments, *options)
    ]
    table = "\n".join(["| part | meaning | default |", "|---|---|---|", *rows])
    return f"## {name}\n\n{command.help}\n\n```\n{usage}\n```\n\n{table}\n"


def _named(argument: Any) -> str:
    return argument.name.upper() + ("..." if argument.nargs == -1 else "")


def _needed(option: Any) -> str:
    return f"{option.opts[0]} {option.name.upper()}" if option.required else ""


def _names(part: Any) -> str:
    if part.param_type_name == "argument":
        return f"`{_named(part)}`"
    return ", ".join(f"`{name}`" for name in (*part.opts, *part.secondary_opts))


def _default(part: Any) -> str:
    if part.required:
        return "needed"
    if part.is_flag:
        return f"`{part.opts[0]}`" if part.default else "off"
    return f"`{part.default}`" if part.default else "none"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
