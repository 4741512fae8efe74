"""The page on commands says what the command line says."""

from command_page import PAGE, commands, page


def test_the_page_is_that_of_the_present_commands():
    """If this fails, run ``python tests/command_page.py``."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_part_of_every_command_says_what_it_is():
    """A row without a meaning would explain nothing."""
    parts = [part for command in commands().values() for part in command.params]

    assert [part.name for part in parts if not part.help] == []
