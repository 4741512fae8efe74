"""Answers and codings come in several shapes and mean the same."""

import numpy as np
import pandas as pd
import pytest

from coprod_nlp.coding.inputs import (
    CodedAnswers,
    answers_by_question,
    checked_codings,
    coded_answers,
    labelled_texts,
)
from coprod_nlp.exceptions import CodingsError

TEXTS = {"R1": "no time", "R2": "far away"}
FRAME = pd.DataFrame({"q1": TEXTS})
NAMES = ["barriers/distance", "barriers/time"]


def coding(respondent="R1", code="barriers/time", **offsets):
    """Return a table with one coding."""
    return pd.DataFrame([{"respondent": respondent, "code": code, **offsets}])


@pytest.mark.parametrize(
    "answers",
    [
        FRAME,
        FRAME.rename_axis("respondent").reset_index(),
        FRAME.rename_axis("id").reset_index(),
        {"q1": FRAME["q1"], "q2": FRAME["q1"]},
        FRAME["q1"],
        pd.Series(
            list(TEXTS.values()), index=pd.MultiIndex.from_product([TEXTS, ["q1"]])
        ),
    ],
    ids=["frame", "respondent", "id", "mapping", "series", "long"],
)
def test_every_shape_of_answers_means_the_same(answers):
    """A coder's table fits the answers however they were read."""
    assert answers_by_question(answers, ["q1"]) == {"q1": TEXTS}


def test_respondents_are_known_by_text():
    """A table of codings is always text, while an index may hold numbers."""
    answers = pd.DataFrame({"q1": ["no time"]}, index=[7])

    assert answers_by_question(answers, ["q1"]) == {"q1": {"7": "no time"}}


def test_a_gap_among_respondents_makes_nobody_else():
    """A column of ids with a gap holds 1.0 where the answers have 1."""
    texts = answers_by_question(pd.DataFrame({"q1": ["no time"]}, index=[1]), ["q1"])

    assert coded_answers(coding(respondent=1.0), texts["q1"], NAMES).texts == (
        "no time",
    )


def test_a_missing_answer_is_left_out():
    """Whoever did not answer cannot have been coded."""
    answers = pd.DataFrame({"q1": ["no time", None, np.nan]})

    assert answers_by_question(answers, ["q1"]) == {"q1": {"0": "no time"}}


@pytest.mark.parametrize(
    "answers", [FRAME, {"q1": FRAME["q1"]}, FRAME["q1"]], ids=["frame", "map", "series"]
)
def test_a_coded_question_without_answers_is_named(answers):
    """Codings of another survey are noticed before anything is learnt."""
    with pytest.raises(CodingsError, match=r"'q9'\] that the answers lack\. Give"):
        answers_by_question(answers, ["q1", "q9"])


def test_a_respondent_who_answers_twice_is_refused():
    """Nobody can tell which of the two answers the coder read."""
    twice = pd.Series(["no time", "far away"], index=["R1", "R1"])

    with pytest.raises(CodingsError, match=r"first 'R1'\. Give one row"):
        answers_by_question(twice, ["q1"])


def test_marked_words_become_statements_of_their_code():
    """The words that a coder marked say better than the answer what a code is."""
    coded = coded_answers(coding(start=3, end=7), TEXTS, NAMES)

    assert coded.statements == ("time",)
    assert coded.codes == ("barriers/time",)
    assert coded.given.tolist() == [[0, 1]]


@pytest.mark.parametrize(
    "offsets",
    [
        {},
        {"start": None, "end": None},
        {"start": pd.NA, "end": pd.NA},
        {"start": "", "end": ""},
    ],
)
def test_without_marked_words_the_whole_answer_is_the_statement(offsets):
    """Most coding programs export codes without offsets."""
    assert coded_answers(coding(**offsets), TEXTS, NAMES).statements == ("no time",)


@pytest.mark.parametrize("kind", ["Int64", "float64", "str", "object"])
def test_offsets_may_be_numbers_or_text(kind):
    """A table read from a file or made in Python says the same."""
    codings = coding(start=3, end=7)
    codings[["start", "end"]] = codings[["start", "end"]].astype(kind)

    assert coded_answers(codings, TEXTS, NAMES).statements == ("time",)


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (0, 99, "marks characters 0 to 99 of an answer of 7. Use"),
        (5, 3, "marks characters 5 to 3"),
        (2, 3, "marks characters 2 to 3"),
        (3, None, "marks characters 3 to None"),
        (-4, 7, r"'start' .*whole numbers from 0.*1 row\(s\).*Correct"),
        (0.5, 7, "'start' .*whole numbers from 0"),
        (0, float("inf"), "'end' .*whole numbers from 0"),
        (0, "seven", "'end' .*whole numbers from 0"),
    ],
)
def test_offsets_that_mark_no_words_are_refused(start, end, message):
    """A negative offset would otherwise count from the end of the answer."""
    with pytest.raises(CodingsError, match=message) as caught:
        coded_answers(coding(start=start, end=end), TEXTS, NAMES)

    assert "no time" not in str(caught.value)


def test_a_code_counts_once_for_each_answer_however_many_gave_it():
    """Two coders who agree do not teach the same words twice."""
    both = pd.concat([coding(start=3, end=7), coding(start=3, end=7)])
    coded = coded_answers(both, TEXTS, NAMES)

    assert coded.statements == ("time",)
    assert coded.given.sum() == 1


def test_a_foreign_code_marks_the_answer_as_coded():
    """An answer with a code of another question was read, and got none of these."""
    coded = coded_answers(coding(code="needs/training"), TEXTS, NAMES)

    assert coded.texts == ("no time",)
    assert coded.given.tolist() == [[0, 0]]
    assert coded.statements == ()


@pytest.mark.parametrize("texts", [{}, {"R1": ""}])
def test_a_coded_respondent_without_an_answer_is_refused(texts):
    """The codings belong to other answers."""
    with pytest.raises(CodingsError, match=r"1 coded .*no answer, first 'R1'. Give"):
        coded_answers(coding(), texts, NAMES)


@pytest.mark.parametrize(
    "codings",
    [
        pd.DataFrame({"respondent": ["R1"], "code": ["other"]}),
        pd.DataFrame(columns=["respondent", "question", "code"]),
    ],
)
def test_codings_need_rows_and_columns(codings):
    """The error says what was expected and what was found."""
    with pytest.raises(CodingsError, match=r"'question'.*got \d rows with .*Rename"):
        checked_codings(codings)


@pytest.mark.parametrize("column", ["respondent", "question"])
@pytest.mark.parametrize("cell", [None, ""])
def test_a_coding_of_nobody_or_of_no_question_is_refused(column, cell):
    """Its row is named."""
    codings = pd.DataFrame({"respondent": ["R1", "R2"], "question": "q1", "code": "a"})
    codings.loc[1, column] = cell

    with pytest.raises(CodingsError, match=r"1 row\(s\) .* first at 1"):
        checked_codings(codings)


@pytest.mark.parametrize("blank", [None, "", " "])
def test_a_row_without_a_code_is_no_coding(blank):
    """It does not say that no code applies."""
    codings = pd.DataFrame(
        {"respondent": ["R1", "R2"], "question": "q1", "code": ["a", blank]}
    )

    assert checked_codings(codings)["respondent"].tolist() == ["R1"]


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, pd.NaT])
def test_a_missing_answer_is_blank(missing):
    """Every way in which pandas says that nothing is there is the same nothing."""
    assert labelled_texts(["no time", missing], None) == [(0, "no time"), (1, "")]


def test_labels_are_those_of_the_index():
    """A suggestion names the respondent, also when two rows share the name."""
    texts = pd.Series(["no time", "far"], index=["R1", "R1"])

    assert labelled_texts(texts, None) == [("R1", "no time"), ("R1", "far")]


def test_the_column_of_the_question_is_read():
    """A frame holds several questions, of which one is asked for."""
    assert labelled_texts(FRAME, "q1") == list(TEXTS.items())


@pytest.mark.parametrize("question", ["q9", None])
def test_a_frame_without_the_question_is_refused(question):
    """The error says which column was looked for."""
    with pytest.raises(ValueError, match=f"no column {question!r}. Name one"):
        labelled_texts(FRAME, question)


@pytest.mark.parametrize("number", [3, 2.5, ["no time"]])
def test_an_answer_that_is_no_text_is_refused(number):
    """A number means that the file was read with guessed types, and text was lost."""
    with pytest.raises(TypeError, match="dtype=str"):
        labelled_texts(["no time", number], None)


def test_a_single_text_is_not_a_list_of_letters():
    """Python would go through the letters, and each would be an answer."""
    with pytest.raises(TypeError, match="pass a list") as caught:
        labelled_texts("no time", None)

    assert "no time" not in str(caught.value)


def coded(*texts):
    """Return answers of these texts, none of them given a code."""
    given = np.zeros((len(texts), 1))
    return CodedAnswers(texts, given, (), (), (), tuple(map(str, range(len(texts)))))


def test_texts_that_several_gave_are_never_held_out():
    """Their equals would give them away."""
    answers = coded("No time", "far away", "no time.", "never")

    assert answers.is_unique.tolist() == [False, True, False, True]
    assert answers.parts(2, 0)[[0, 2]].tolist() == [-1, -1]
    assert sorted(answers.parts(2, 0)[[1, 3]]) == [0, 1]


def test_another_seed_holds_out_others():
    """The draw is random, and the seed's alone."""
    answers = coded(*map(str, range(30)))

    assert answers.parts(3, 0).tolist() == answers.parts(3, 0).tolist()
    assert answers.parts(3, 0).tolist() != answers.parts(3, 1).tolist()


def test_parts_are_of_one_size():
    """Each answer is held out once, and as many at a time as can be."""
    answers = coded(*map(str, range(30)))

    assert np.bincount(answers.parts(3, 0)).tolist() == [10, 10, 10]
