"""A guide places units by the ideas that they resemble."""

from dataclasses import replace

import numpy as np
import pytest

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.themes import Guide, bundled_guide
from coprod_nlp.themes.concepts import concept_vectors
from coprod_nlp.vectors.answer_encoder import answer_encoder
from coprod_nlp.vectors.idea_reader import shipped_reader

STATEMENTS = ("no time at all", "never any time", "families live far away", "it is ok")
NAMES = ("time", "time", "distance", "other")
NEAR = ("there is no time", "no time at all today", "families live so far away")
FAR = ("a violin sonata", "the boiling point of mercury", "goals in extra time")


@pytest.fixture
def guide():
    """Return a guide of two ideas, and of what is neither."""
    return Guide(STATEMENTS, NAMES, "other")


@pytest.fixture(scope="module")
def placed():
    """Return a function that places texts by a guide, with the shipped encoder."""

    def _placed(guide, texts):
        vectors = answer_encoder().encode(texts)
        return vectors, concept_vectors(
            texts,
            vectors,
            vectors,
            encoder=answer_encoder(),
            guide=guide,
            weight=np.ones(len(texts), dtype=int),
        )

    return _placed


@pytest.mark.slow
def test_units_of_one_idea_come_closer(placed, guide):
    """Two ways to say it are less apart than by their vectors."""
    vectors, found = placed(guide, NEAR)

    assert np.linalg.norm(found[0] - found[1]) < np.linalg.norm(vectors[0] - vectors[1])


def test_what_is_no_idea_has_no_place_of_its_own(placed, guide):
    """Units that have nothing in common but that are not brought together."""
    vectors, found = placed(guide, NEAR)

    assert found.shape[1] == vectors.shape[1] + 2


@pytest.mark.slow
def test_a_guide_that_nobody_named_is_left_out_where_nothing_resembles_it(
    placed, guide
):
    """Another subject is not forced into ideas of this one."""
    vectors, found = placed(replace(guide, is_chosen=False), FAR)

    assert np.array_equal(found, vectors)


def test_a_guide_that_somebody_named_keeps_a_say(placed, guide):
    """Who names a guide knows what the answers are about."""
    vectors, found = placed(guide, FAR)

    assert found.shape[1] > vectors.shape[1]


@pytest.mark.slow
def test_a_reader_has_a_say_beside_the_statements(placed):
    """It was taught by more than they hold."""
    plain = replace(bundled_guide(), reader=None)

    assert not np.allclose(placed(plain, NEAR)[1], placed(bundled_guide(), NEAR)[1])


def test_the_bundled_guide_has_the_shipped_reader():
    """Themes and suggestions ask the same one."""
    assert bundled_guide().reader is shipped_reader()
    assert not bundled_guide().is_chosen


def test_phrases_of_a_codebook_guide_too(tmp_path):
    """They say in everyday words what a code is."""
    path = tmp_path / "codebook.toml"
    path.write_text(
        'other = "b"\n[[codes]]\ncode = "a"\nphrases = ["one way"]\n'
        '[[codes]]\ncode = "b"\nexamples = ["another"]\n'
    )

    guide = Guide.from_codebook(path)

    assert guide.statements == ("one way", "another")
    assert guide.other == "b"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "could not be read"),
        ("[[codes]", "not valid TOML"),
        ("codes = 3", "holds no"),
        ("codes = ['a']", "holds no"),
    ],
)
def test_a_file_that_is_no_codebook_is_no_guide(tmp_path, content, told):
    """Missing, not TOML, or without codes: the settings are at fault."""
    path = tmp_path / "codebook.toml"
    if content is not None:
        path.write_text(content)

    with pytest.raises(SettingsError, match=rf"codebook\.toml.* {told}"):
        Guide.from_codebook(path)
