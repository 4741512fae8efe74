"""Codes that the codebook cannot place are listed, never dropped."""

from dataclasses import replace

import pandas as pd
import pytest

from coprod_nlp.coding import Code, Codebook, CodeSuggester
from coprod_nlp.coding.unknown import (
    ELSEWHERE,
    UNKNOWN,
    refuse_unknown_codes,
    unplaced_codes,
)
from coprod_nlp.coding.workbook.layout import offered_codes
from coprod_nlp.exceptions import CodingsError, NotEnoughDataError


def given(*codes, question="q1"):
    """Return codings of one question."""
    respondents = [f"R{i:02d}" for i in range(len(codes))]
    return pd.DataFrame(
        {"respondent": respondents, "question": question, "coder": "A", "code": codes}
    )


def test_a_code_that_is_not_in_the_codebook_is_counted_with_the_nearest(small_codebook):
    """A slip of the pen is shown beside what was probably meant."""
    found = unplaced_codes(
        given("barriers/tme", "barriers/tme", "other"), small_codebook
    )

    assert found.to_dict("records") == [
        {
            "question": "q1",
            "code": "barriers/tme",
            "n_codings": 2,
            "found": UNKNOWN,
            "nearest": "barriers/time",
        }
    ]


def test_a_code_without_the_section_finds_its_like(small_codebook):
    """Coders often leave out what stands before the slash."""
    (row,) = unplaced_codes(given("Distance"), small_codebook).itertuples()

    assert row.nearest == "barriers/distance"


def test_a_code_of_another_question_is_told_apart(small_codebook):
    """It is known, and only not expected there."""
    (row,) = unplaced_codes(given("needs/training"), small_codebook).itertuples()

    assert (row.found, row.nearest) == (ELSEWHERE, "")


@pytest.mark.parametrize("code", ["no code", "none", "None"])
def test_no_code_is_no_unknown_code(small_codebook, code):
    """To say that nothing fits is a decision, and needs no entry in a codebook."""
    assert unplaced_codes(given(code), small_codebook).empty


def test_other_is_known_where_the_codebook_has_none(small_codebook):
    """A workbook offers it all the same."""
    bare = replace(small_codebook, codes=small_codebook.codes[:3], other="")
    offered = [code.code for code in offered_codes(bare, "q1")]

    assert unplaced_codes(given(*offered), bare).empty


def test_codes_may_be_numbers():
    """As a table read without types holds them."""
    book = Codebook((Code("1", "Time"), Code("2", "Staff")))
    (row,) = unplaced_codes(given(1, 2, 3, question=7), book).itertuples()

    assert (row.question, row.code, row.found) == ("7", "3", UNKNOWN)


def test_the_error_lists_codes_counts_and_what_was_meant(small_codebook):
    """Whoever reads it can correct the file without opening the codebook."""
    unplaced = unplaced_codes(given("barriers/tme", "zzz"), small_codebook)

    with pytest.raises(CodingsError) as caught:
        refuse_unknown_codes(unplaced)

    message = str(caught.value)
    assert "lacks 2 code(s)" in message
    assert "'barriers/tme' under q1 (1 codings), perhaps 'barriers/time'" in message
    assert "'zzz' under q1 (1 codings)" in message


def test_fitting_refuses_codes_that_the_codebook_lacks(
    small_codebook, bag_of_words, codings, answers
):
    """Nobody would notice that a fifth of the codings taught nothing."""
    codings.loc[:5, "code"] = "barriers/tme"

    with pytest.raises(CodingsError, match=r"barriers/tme.*\(6 codings\)"):
        CodeSuggester(small_codebook, encoder=bag_of_words).fit(codings, answers)


def test_fitting_tells_which_codes_it_did_not_learn(
    small_codebook, bag_of_words, codings, answers
):
    """A code of another question marks an answer as coded, and is listed."""
    codings.loc[:5, "code"] = "needs/training"
    suggester = CodeSuggester(small_codebook, encoder=bag_of_words)
    suggester.fit(codings, answers)

    assert suggester.unplaced_["code"].tolist() == ["needs/training"]
    assert suggester.unplaced_["n_codings"].tolist() == [6]


def test_a_question_with_a_single_code_is_named(small_codebook, bag_of_words):
    """The error says which question, which code, and what to do."""
    lonely = type(small_codebook)(small_codebook.codes[1:3])

    with pytest.raises(NotEnoughDataError, match=r"'q1'.*'barriers/distance'"):
        CodeSuggester(lonely, encoder=bag_of_words).suggest(["far away"], "q1")
