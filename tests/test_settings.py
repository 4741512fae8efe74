from typing import get_args

import pytest

from coprod_nlp.config import (
    Settings,
    SurveySettings,
    TableSettings,
    load_settings,
)
from coprod_nlp.exceptions import SettingsError
from coprod_nlp.survey.exports.kinds import EXPORTS
from coprod_nlp.tables.suppression import RULES


@pytest.fixture
def project(tmp_path):
    """Return a function that writes project.toml and gives its path."""

    def write(content):
        path = tmp_path / "project.toml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_an_empty_file_leaves_every_default(project):
    """What is not set is as documented."""
    assert load_settings(project("")) == Settings()


def test_paths_are_taken_from_the_folder_of_the_file(project, tmp_path):
    """A project works from wherever the command is run."""
    settings = load_settings(project('[survey]\nroles = "roles.toml"\n'))

    assert settings.survey.roles == tmp_path / "roles.toml"


def test_a_byte_order_mark_does_no_harm(project):
    """Windows editors write one."""
    assert load_settings(project(b"\xef\xbb\xbfseed = 3\n")).seed == 3


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("sed = 3", "sed: "),
        ("[tables]\nsmallest_stratum = 0", "tables.smallest_stratum: "),
        ("[survey]\nexport = 'forms'", "survey.export"),
        ("[tables]\nsuppression = '5'", "tables.suppression: "),
        ("[agreement]\napproach = 'kappa'", "agreement.approach: "),
        ("[report]\nquotations = 'many'", "report.quotations: "),
        ("seed = ", "not valid TOML"),
        (b"seed = '\xff'", "not UTF-8, which TOML is. Save it"),
    ],
)
def test_a_mistake_is_named_with_its_place(project, content, expected):
    """An unknown name is refused rather than ignored."""
    with pytest.raises(SettingsError, match=r"project\.toml") as raised:
        load_settings(project(content))

    assert expected in str(raised.value)


def test_every_rule_for_small_counts_can_be_set():
    """The names a project may write are those that the tables know."""
    known = get_args(TableSettings.model_fields["suppression"].annotation)

    assert known == tuple(RULES)


def test_every_kind_of_export_can_be_set():
    """The names a project may write are those that the survey step knows."""
    kinds, _ = get_args(SurveySettings.model_fields["export"].annotation)

    assert get_args(kinds) == tuple(kind.name for kind in EXPORTS)


def test_a_missing_file_is_named(tmp_path):
    """The path is in the message."""
    with pytest.raises(SettingsError, match=r"none\.toml"):
        load_settings(tmp_path / "none.toml")


def test_the_record_names_no_folder_of_the_machine(project):
    """A manifest made elsewhere from the same files is the same."""
    settings = load_settings(project('[themes]\ncodebook = "mine/codebook.toml"\n'))

    assert settings.as_record()["themes"]["codebook"] == "codebook.toml"
