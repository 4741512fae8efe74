"""What failing definitions are taken for: the file, the finder, the column."""

from dataclasses import replace

import pandas as pd
import pytest

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.matching import DefinitionMatcher, Foil, FoilFinder, load_foils
from coprod_nlp.matching.corpus import corpus_folder
from coprod_nlp.survey import example_paths

VALID = """
[[foils]]
id = "told"
title = "Told"
description = "They are told."
examples = ["telling patients the plan", "patients are told"]
[[foils]]
id = "chores"
title = "Chores"
description = "They clean."
examples = ["cleaning the kitchen", "washing dishes in the kitchen"]
"""
FAILING = [
    "The nurse explains the plan and the patient signs it.",
    "Two companies making a film and sharing the costs.",
]
GOOD = "Patients and staff write the care plan together as equal partners."


@pytest.fixture
def foils(tmp_path):
    """Return two foils that share hardly a word."""
    path = tmp_path / "mine.toml"
    path.write_text(VALID, encoding="utf-8")
    return load_foils(path)


def test_every_bundled_foil_has_examples_enough():
    """Fifteen to twenty-five statements, none of them under two foils."""
    foils = load_foils()
    examples = [text for foil in foils for text in foil.examples]

    assert all(15 <= len(foil.examples) <= 25 for foil in foils)
    assert len({text.casefold() for text in examples}) == len(examples)


def test_no_example_is_an_answer_of_the_corpus():
    """The finder is measured on the corpus, so it learns from none of it by heart."""
    path = corpus_folder() / "definitions.csv"
    answers = pd.read_csv(path, dtype=str)["text"].dropna()
    survey = pd.read_csv(example_paths().survey, dtype=str)
    known = {*answers, *survey["q4a"].dropna(), *survey["q4b"].dropna()}
    long = {t for foil in load_foils() for t in foil.examples if len(t.split()) > 4}

    assert not {t.casefold() for t in known} & {t.casefold() for t in long}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('id = "told"', 'id = "chores"'), "twice"),
        (('title = "Told"', ""), "title"),
        (('id = "told"', 'id = "Told!"'), "id: String"),
        (("[[foils]]", "[[foils"), "not valid TOML"),
    ],
)
def test_a_faulty_file_says_where(tmp_path, change, message):
    """The error names the file and the place."""
    path = tmp_path / "mine.toml"
    path.write_text(VALID.replace(*change), encoding="utf-8")

    with pytest.raises(SettingsError, match=message) as caught:
        load_foils(path)

    assert "mine.toml" in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    """The path that was tried is in the message."""
    with pytest.raises(SettingsError, match="could not be read"):
        load_foils(tmp_path / "none.toml")


def test_the_likeliest_foil_is_named(bag_of_words, foils):
    """An answer in the words of a foil gets its id."""
    finder = FoilFinder(bag_of_words).fit(foils)

    found = finder.predict(["patients are told the plan", "cleaning dishes"])
    assert found == ["told", "chores"]


def test_nothing_is_named_below_the_limit(bag_of_words, foils):
    """A limit that no posterior reaches leaves every answer without a name."""
    finder = FoilFinder(bag_of_words, limit=1.1).fit(foils)

    assert finder.predict(["patients are told the plan"]) == [""]
    assert finder.predict([]) == []


def test_other_answers_change_no_foil(bag_of_words, foils):
    """An answer alone gets the foil that it gets among others, and so does a twin."""
    finder = FoilFinder(bag_of_words, limit=0.6).fit(foils)
    texts = ["cleaning", "patients told", "the plan", "cleaning", "a car"]

    together = finder.predict(texts)
    assert together == [finder.predict([text])[0] for text in texts]
    assert together == finder.predict(texts[::-1])[::-1]


@pytest.mark.slow
def test_a_failing_answer_is_said_to_be_mistaken_for_something():
    """Signing is compliance, films are products; what is accurate has no foil."""
    index = list("abcde")
    texts = pd.Series([*FAILING, GOOD, "n/a", FAILING[0]], index=index)
    named = DefinitionMatcher().judge(texts)["mistaken_for"]

    assert named.tolist() == ["informing", "product_sense", "", "", "informing"]
    assert named.index.tolist() == index


@pytest.mark.slow
def test_without_evidence_nothing_is_named():
    """Who asks for probabilities alone does not wait for foils."""
    verdicts = DefinitionMatcher().judge(FAILING, evidence=False)

    assert verdicts["mistaken_for"].tolist() == ["", ""]


@pytest.mark.slow
def test_another_definition_has_only_the_foils_it_is_given():
    """What coproduction is mistaken for says nothing about another idea."""
    matcher = DefinitionMatcher()
    own = matcher._trained()
    other = replace(own.members, definition=replace(matcher.reference, name="x"))
    matcher.trained_ = replace(own, members=other)
    told = Foil("told", "Told", "", ("the nurse explains the plan", "signing"))
    film = Foil(
        "film",
        "Film",
        "",
        ("two companies making a film", "sharing the costs of films"),
    )

    assert matcher.judge(FAILING)["mistaken_for"].tolist() == ["", ""]
    matcher.foils = [told, film]
    assert matcher.judge(FAILING)["mistaken_for"].tolist() == ["told", "film"]
