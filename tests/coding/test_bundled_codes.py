"""What was learnt of the bundled codes before anybody has coded. SYNTHETIC."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from coprod_nlp.coding import Codebook, CodeSuggester, load_codebook
from coprod_nlp.coding.corpus import HELD_OUT, open_answers
from coprod_nlp.coding.training import count_right, training_examples
from coprod_nlp.vectors.idea_reader import shipped_reader

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def written():
    """Return the coded answers of all authors."""
    return open_answers()


def known(suggester, question="q14"):
    """Return the encoders that a suggester reads a question with."""
    learnt = suggester._learnt(question)
    return learnt.readers if learnt is not None else ()


def changed(code, **fields):
    """Return the bundled codebook with one code changed."""
    codes = load_codebook().codes
    own = [replace(c, **fields) if c.code == code else c for c in codes]
    return Codebook(tuple(own), other="other")


def test_the_bundled_codebook_has_a_trained_reader():
    """Nobody needs to code first."""
    assert known(CodeSuggester()) == (shipped_reader(),)


def test_a_codebook_of_ones_own_has_none(small_codebook):
    """What was learnt of some codes says nothing of others."""
    assert known(CodeSuggester(small_codebook), "q1") == ()


def test_a_code_that_means_something_else_is_not_known():
    """A name alone does not make a code."""
    own = changed("improvement/training", description="Trains and buses.")

    assert known(CodeSuggester(own)) == ()


def test_more_examples_of_a_code_do_not_make_it_another():
    """A team may add its own words to the bundled frame."""
    own = changed("improvement/training", examples=("an away day",))

    assert known(CodeSuggester(own)) == (shipped_reader(),)


def test_another_encoder_stands_alone(bag_of_words):
    """Who names an encoder wants that one."""
    assert known(CodeSuggester(encoder=bag_of_words)) == ()


def test_a_threshold_that_was_named_is_used():
    """It says how much a coder wants to see."""
    answers = pd.Series(["more staff", "easy read leaflets"])
    shown = CodeSuggester(threshold=1.0).suggest(answers, "q14")

    assert not shown["suggested"].any()


def test_the_reader_knows_every_code():
    """Training and codebook belong together."""
    assert set(shipped_reader().names) == {code.code for code in load_codebook().codes}


def test_every_question_of_the_codebook_has_its_shares():
    """How common a code is depends on what was asked."""
    shares = shipped_reader().about["common"]

    assert set(shares) == {"", *load_codebook().questions}
    assert all(0 < share < 1 for own in shares.values() for share in own.values())


def test_authors_held_out_are_apart_from_the_others(written):
    """A calibration on answers that taught would trust too much."""
    apart, taught = written.by(HELD_OUT), written.by(HELD_OUT, others=True)

    assert len(apart.texts) + len(taught.texts) == len(written.texts)
    assert not set(apart.codings["respondent"]) & set(taught.codings["respondent"])
    assert {name[:3] for name in apart.codings["respondent"]} == set(HELD_OUT)


def test_every_answer_was_coded(written):
    """One without a code says so."""
    respondents = written.texts.index.get_level_values("respondent")

    assert set(written.codings["respondent"]) == set(respondents)


def test_every_mark_lies_in_its_answer(written):
    """Offsets count characters of the text as it stands."""
    marked = written.codings[written.codings["start"] != ""]
    texts = written.texts.loc[
        pd.MultiIndex.from_frame(marked[["respondent", "question"]])
    ]
    start, end = (marked[name].astype(int).to_numpy() for name in ("start", "end"))

    assert (start < end).all()
    assert (end <= texts.str.len().to_numpy()).all()


def test_nothing_is_taught_of_codes_that_a_question_does_not_offer(written):
    """That nobody gave a code that was not to be had says nothing."""
    examples = training_examples(load_codebook(), written.by(("T01",)))
    names = [code.code for code in load_codebook().codes]
    offered = {code.code for code in load_codebook().for_question("q13")}
    one = written.by(("T01",)).coded("q13", names).texts[0]

    known = examples.known[examples.texts.index(one)] == 1

    assert {name for name, is_known in zip(names, known, strict=True) if is_known} == (
        offered
    )


def test_examples_have_a_code_or_say_that_there_is_none(written):
    """Every text has one row, and every code given is one to learn from."""
    examples = training_examples(load_codebook(), written.by(("T01",)))

    assert len(examples.texts) == len(examples.elements) == len(examples.known)
    assert np.all(examples.known[examples.elements == 1] == 1)


def test_it_is_counted_how_often_the_likeliest_codes_are_right(written):
    """An answer without a code of its question cannot be right, and is not counted."""
    own = written.by(("T01",))
    coded = {
        question: own.coded(
            question, [c.code for c in load_codebook().for_question(question)]
        )
        for question in load_codebook().questions
    }

    counts = count_right(load_codebook(), shipped_reader(), own)

    with_code = sum(int(one.given.any(axis=1).sum()) for one in coded.values())
    assert counts["first"][1] == counts["one of three"][1] == with_code
    assert with_code / 2 < counts["first"][0] <= counts["one of three"][0] <= with_code


def test_what_the_reader_did_on_authors_left_out_is_kept():
    """Its card says how good it is on answers that taught nothing."""
    assert set(shipped_reader().about["held_out"]) == set(HELD_OUT)
