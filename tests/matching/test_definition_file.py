"""The reference definition is data, checked when it is read."""

import numpy as np
import pytest

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.matching import load_definition

VALID = """
name = "shared decisions"
text = "Deciding together."
rule = [["together"]]
[[elements]]
name = "together"
title = "Together"
description = "Both decide."
"""


def test_the_bundled_rule_is_the_frames():
    """Accurate = lived experience AND collaboration AND (equality OR support)."""
    definition = load_definition()
    rows = np.array([[1, 0, 1, 0, 1], [1, 1, 1, 0, 0], [0, 1, 1, 1, 1]], dtype=float)

    assert definition.rule_probability(rows).tolist() == [1.0, 0.0, 0.0]


def test_a_users_definition_is_read(tmp_path):
    """Another definition has its own elements and rule."""
    path = tmp_path / "mine.toml"
    path.write_text(VALID, encoding="utf-8")

    assert load_definition(path).element_names == ("together",)


def test_an_element_may_have_examples(tmp_path):
    """Words that express an element stand beside its description."""
    path = tmp_path / "mine.toml"
    path.write_text(VALID + 'examples = ["we chose it jointly"]\n', encoding="utf-8")

    assert load_definition(path).elements[0].examples == ("we chose it jointly",)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("rule = [[", 'rule = [["apart", '), "unknown in the rule"),
        (('title = "Together"', ""), "title"),
        (("name = ", "nam = "), "name"),
        (("[[elements]]", "[[elements"), "not valid TOML"),
    ],
)
def test_a_faulty_definition_says_where(tmp_path, change, message):
    """The error names the file and the place."""
    path = tmp_path / "mine.toml"
    path.write_text(VALID.replace(*change), encoding="utf-8")

    with pytest.raises(SettingsError, match=message) as caught:
        load_definition(path)

    assert "mine.toml" in str(caught.value)


def test_a_missing_definition_is_named(tmp_path):
    """The path that was tried is in the message."""
    with pytest.raises(SettingsError, match="could not be read"):
        load_definition(tmp_path / "none.toml")
