"""Words that change places in training, and what an answer loses without them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.matching.stand_ins import load_stand_ins

VALID = """
[[groups]]
name = "served"
keep = 0.0
each = false
found = ["patients/patient", "tenants/tenant"]
written = ["farmers/farmer"]
[[groups]]
name = "staff"
keep = 0.0
each = true
found = ["nurses/nurse", "doctors/doctor"]
written = ["vets/vet", "rangers/ranger", "tutors/tutor", "clerks/clerk"]
[without]
element = "lived_experience"
unclear = []
group = "served"
by = "staff"
others = ["family"]
"""


@pytest.fixture
def stand_ins(tmp_path):
    """Return two small groups."""
    path = tmp_path / "mine.toml"
    path.write_text(VALID, encoding="utf-8")
    return load_stand_ins(path)


@pytest.fixture
def rng():
    """Return a seeded generator."""
    return np.random.default_rng(0)


def test_plural_stays_plural_and_singular_singular(stand_ins, rng):
    """Grammar holds, so that no slip gives a varied answer away."""
    assert stand_ins.swap("Patients with a tenant", rng) == "farmers with a farmer"


def test_each_kind_of_staff_gets_its_own_word(stand_ins):
    """Over some draws nurse and doctor differ; the same word is always the same."""
    drawn = [
        stand_ins.swap("nurse doctor nurse", np.random.default_rng(seed)).split()
        for seed in range(20)
    ]

    assert all(first == third for first, _, third in drawn)
    assert any(first != second for first, second, _ in drawn)


def test_parts_of_words_stay(stand_ins, rng):
    """Impatient holds no patient."""
    assert stand_ins.swap("impatient nursery", rng) == "impatient nursery"


def test_those_served_become_staff(stand_ins, rng):
    """What remains is joint work among those who serve."""
    written = stand_ins.remove("patients and nurses plan it", rng)

    assert written is not None
    assert "patients" not in written
    assert written.endswith("and nurses plan it")


@pytest.mark.parametrize("text", ["patients and family plan it", "nurses plan it"])
def test_an_answer_that_may_still_name_them_is_left(stand_ins, rng, text):
    """Another word may mean them; or nobody was named to begin with."""
    assert stand_ins.remove(text, rng) is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('by = "staff"', 'by = "stuff"'), "stuff"),
        (('"nurses/nurse"', '"nurses"'), r"groups\[2\]\.found\[1\]: .*'nurses'"),
        (("keep = 0.0", "keep = 2"), r"groups\[1\]\.keep"),
    ],
)
def test_a_slip_in_the_file_is_named(tmp_path, change, message):
    """With the place where it stands."""
    path = tmp_path / "slip.toml"
    path.write_text(VALID.replace(*change), encoding="utf-8")

    with pytest.raises(SettingsError, match=message):
        load_stand_ins(path)


@given(st.text(), st.integers(0, 100))
def test_any_text_can_be_varied_and_the_seed_decides(text, seed):
    """The bundled lists work on whatever people type."""
    first, again = (
        load_stand_ins().swap(text, np.random.default_rng(seed)) for _ in range(2)
    )

    assert first == again
