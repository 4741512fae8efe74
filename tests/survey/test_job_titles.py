import pandas as pd
import pytest

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.survey import example_paths, load_roles
from coprod_nlp.survey.roles import RoleList, RoleRule


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("PA to Clinical Director", "non-clinical"),
        ("Medical Secretary", "non-clinical"),
        ("Ward Clerk", "non-clinical"),
        ("Clinical Coder", "non-clinical"),
        ("Project Manager (clinical systems)", "non-clinical"),
        ("Mental Health Act Administrator", "non-clinical"),
        ("Security nurse", "clinical"),
        ("Consultant Anaesthetist", "clinical"),
        ("HR consultant", "non-clinical"),
        ("Psychologist (DBT)", "clinical"),
        ("Dramatherapist", "clinical"),
        ("Registered Mental Health Nurse - nights", "clinical"),
        ("IT support technician", "non-clinical"),
        ("Senior support worker", "clinical"),
        ("Director of Finance", "non-clinical"),
        ("Director of Nursing", "clinical"),
        ("Staff", "unknown"),
        ("n/a", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_job_title_tells_the_role(title, role):
    """The head of the title decides, not a clinical word beside it."""
    assert load_roles().role_of(title) == role


def test_titles_match_as_whole_words():
    """The "it" of IT is not the "it" of "Community"."""
    roles = RoleList((RoleRule("non-clinical", ("it",)),))

    assert roles.role_of("Community visitor") == "unknown"


def test_the_first_rule_that_knows_the_title_decides():
    """Order in the file is order of precedence."""
    nurse = RoleRule("clinical", ("nurse",))
    bank = RoleRule("non-clinical", ("bank",))

    assert RoleList((nurse, bank)).role_of("Bank nurse") == "clinical"
    assert RoleList((bank, nurse)).role_of("Bank nurse") == "non-clinical"


def test_the_list_agrees_with_the_given_roles_of_the_example():
    """On the synthetic survey, at least 95 of 100 titles are told as given."""
    survey = pd.read_csv(example_paths().survey, dtype=str, keep_default_na=False)

    told = load_roles().roles_of(survey["job_title"])

    assert (told == survey["role_type"]).mean() >= 0.95


def test_a_users_list_is_checked(tmp_path):
    """A role that does not exist is refused, with its path."""
    path = tmp_path / "roles.toml"
    path.write_text('[[rules]]\nrole = "medical"\ntitles = ["nurse"]\n', "utf-8")

    with pytest.raises(SettingsError, match=r"rules\[1\]\.role.*'clinical'"):
        load_roles(path)


def test_a_blank_title_in_the_list_is_refused(tmp_path):
    """A blank pattern would match every job title."""
    path = tmp_path / "roles.toml"
    path.write_text('[[rules]]\nrole = "clinical"\ntitles = [""]\n', "utf-8")

    with pytest.raises(SettingsError, match="none blank"):
        load_roles(path)
