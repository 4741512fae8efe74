import tomllib

from hypothesis import given
from hypothesis import strategies as st

from coprod_nlp.files.tomlfiles import toml_value

texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts | st.integers() | st.lists(texts))
def test_what_is_written_as_toml_is_read_again(value):
    """Whatever stands in a header or a note, and in one line."""
    written = toml_value(value)

    assert tomllib.loads(f"value = {written}")["value"] == value
    assert "\n" not in written
