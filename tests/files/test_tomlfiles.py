import tomllib
from dataclasses import dataclass
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.files.tomlfiles import FromToml, checked_against, toml_value

texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts | st.integers() | st.lists(texts))
def test_what_is_written_as_toml_is_read_again(value):
    """Whatever stands in a header or a note, and in one line."""
    written = toml_value(value)

    assert tomllib.loads(f"value = {written}")["value"] == value
    assert "\n" not in written


@dataclass
class Numbers(FromToml):
    """A list of whole numbers."""

    a: Annotated[tuple[int, ...], Field(min_length=1)]


def test_the_faults_of_a_file_are_one_line_whatever_their_number():
    """As the command line says them; values are counted from one."""
    with pytest.raises(SettingsError) as refused:
        checked_against(Numbers, {"a": [1, *"abcdef"]}, "mine.toml")
    told = str(refused.value)

    assert told.startswith("mine.toml is not valid; correct a[2]: Input should be")
    assert told.endswith("; and 1 more.")
    assert "\n" not in told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({"a": "b"}, "a: Input should be a valid list"),
        ({"a": []}, "a: List should have at least 1 item"),
        ({"a": [1], "b": 2}, "b: there is no such key"),
    ],
)
def test_faults_are_told_in_the_words_of_toml(content, told):
    """It has lists and keys, no tuples and no arguments."""
    with pytest.raises(SettingsError, match=f"correct {told}"):
        checked_against(Numbers, content, "mine.toml")


def test_a_list_is_not_blamed_for_what_is_in_it():
    """It is as long as it should be."""
    with pytest.raises(SettingsError, match=r"correct a\[1\]: [^;]*\.$"):
        checked_against(Numbers, {"a": ["one"]}, "mine.toml")
