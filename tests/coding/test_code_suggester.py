"""Codes are suggested from the codebook alone."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.utils.validation import check_is_fitted

from coprod_nlp.coding import Code, Codebook, CodeSuggester
from coprod_nlp.exceptions import NotEnoughDataError, SettingsError
from coprod_nlp.vectors.answer_encoder import answer_encoder
from coprod_nlp.vectors.encoders import default_encoder

COLUMNS = [
    *("answer", "unit", "start", "end", "rank"),
    *("code", "score", "suggested", "evidence"),
]
TEXTS = pd.Series(
    {
        "R1": "no time on nights; families live far away",
        "R2": "it is my job",
        "R3": "parents live far off, and there is never any time.",
        "R4": "teach new staff",
    }
)


def best(frame):
    """Return the first code of each answer."""
    return frame[frame["rank"] == 1].set_index("answer")["code"].to_dict()


def test_codes_are_suggested_without_any_codings(suggester):
    """Before anybody has coded, the codebook says what a code is."""
    found = suggester.suggest(["never any time", "families live far away"], "q1")

    assert best(found) == {0: "barriers/time", 1: "barriers/distance"}


def test_scikit_learn_is_told_that_a_suggester_is_ready(small_codebook):
    """It suggests without `fit`, so nothing may ask for that first."""
    check_is_fitted(CodeSuggester(small_codebook))


def test_columns_are_those_of_the_documentation(suggester):
    """The coding workbook reads them by name, also when nobody answered."""
    assert list(suggester.suggest(TEXTS, "q1")) == COLUMNS
    assert list(suggester.suggest([], "q1")) == COLUMNS


def test_codes_are_plain_text(suggester):
    """A code goes into JSON, workbooks and messages like any other text."""
    codes = suggester.suggest(TEXTS, "q1")["code"]

    assert {type(code) for code in codes} == {str}


def test_an_empty_table_has_the_types_of_a_full_one(suggester):
    """Tables of several questions are joined, and an empty one must not change them."""
    empty = suggester.suggest(["n/a"], "q1")

    assert empty.dtypes.equals(suggester.suggest(TEXTS, "q1").dtypes)


def test_only_codes_of_the_question_are_offered(suggester):
    """What belongs to another question would lead a coder astray."""
    found = suggester.suggest(TEXTS, "q1", top=9)

    assert set(found["code"]) == {"barriers/time", "barriers/distance", "other"}


def test_without_a_question_all_codes_are_offered(suggester, small_codebook):
    """An answer of unknown question may be about anything."""
    found = suggester.suggest(TEXTS, top=9)

    assert set(found["code"]) == {code.code for code in small_codebook.codes}


@pytest.mark.parametrize("top", [1, 2, 3])
def test_each_answer_gets_as_many_codes_as_asked_for(suggester, top):
    """Ranks count from one."""
    ranks = suggester.suggest(TEXTS, "q1", top=top).groupby("answer")["rank"]

    assert ranks.apply(list).tolist() == [list(range(1, top + 1))] * len(TEXTS)


def test_better_codes_come_first(suggester):
    """Rank follows score within each answer."""
    found = suggester.suggest(TEXTS, "q1", top=9)

    assert (found.groupby("answer")["score"].diff().dropna() <= 0).all()


@pytest.mark.parametrize("top", [0, -1])
def test_no_codes_at_all_cannot_be_asked_for(suggester, top):
    """The error says what was asked for."""
    with pytest.raises(ValueError, match=f"top must be 1 or more, got top={top}"):
        suggester.suggest(TEXTS, "q1", top=top)


def test_answers_keep_their_labels_and_order(suggester):
    """A suggestion names the respondent."""
    assert list(best(suggester.suggest(TEXTS, "q1"))) == list(TEXTS.index)


def test_a_frame_is_read_by_the_question(suggester):
    """The column of the question holds the answers."""
    frame = pd.DataFrame({"q1": TEXTS, "q2": "no time"})

    pd.testing.assert_frame_equal(
        suggester.suggest(frame, "q1"), suggester.suggest(TEXTS, "q1")
    )


@pytest.mark.parametrize("cell", ["n/a", "", "  ", None, np.nan, "don't know", "???"])
def test_a_non_answer_gets_no_rows(suggester, cell):
    """Nothing was said, so nothing can be coded; the others keep their labels."""
    found = suggester.suggest(["no time", cell, "far away"], "q1")

    assert set(found["answer"]) == {0, 2}


def test_evidence_is_cut_out_of_the_answer(suggester):
    """A coder finds the very words at their place in the answer."""
    found = suggester.suggest(TEXTS, "q1")
    cut = [
        TEXTS[answer][start:end]
        for answer, start, end in zip(
            found["answer"], found["start"], found["end"], strict=True
        )
    ]

    assert cut == found["evidence"].tolist()


def test_evidence_is_the_unit_that_shows_the_code(suggester):
    """Of two ideas, each is shown by its own words; units count from nought."""
    found = suggester.suggest(TEXTS, "q1").query("answer == 'R1'").set_index("code")
    shown = found.loc[["barriers/time", "barriers/distance"]]

    assert shown["evidence"].tolist() == ["no time on nights", "families live far away"]
    assert shown["unit"].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("threshold", "ticked"), [(0.0, True), (1.01, False)], ids=["all", "none"]
)
def test_the_threshold_decides_what_is_suggested(
    small_codebook, bag_of_words, threshold, ticked
):
    """A code is listed by its rank and ticked by its score."""
    suggester = CodeSuggester(small_codebook, encoder=bag_of_words, threshold=threshold)

    assert set(suggester.suggest(TEXTS, "q1")["suggested"]) == {ticked}


def test_a_score_on_the_threshold_is_suggested(small_codebook, bag_of_words, suggester):
    """The threshold is the score from which a code is suggested."""
    score = suggester.suggest(TEXTS, "q1")["score"].iloc[1]
    at_score = CodeSuggester(small_codebook, encoder=bag_of_words, threshold=score)
    found = at_score.suggest(TEXTS, "q1")

    assert found["suggested"].tolist() == (found["score"] >= score).tolist()
    assert found["suggested"].iloc[1]


def test_a_code_that_stands_out_among_many_is_suggested(bag_of_words):
    """Many codes share what is sure, so that the best may have a low score."""
    words = ("time", "far", "training", "job", "live", "staff", "short", "never")
    words += ("teach", "families", "parents", "away")
    codebook = Codebook(tuple(Code(word, word) for word in words))
    suggester = CodeSuggester(codebook, encoder=bag_of_words)
    found = suggester.suggest(["time"], top=12)

    assert found.loc[found["suggested"], "code"].tolist() == ["time"]


def test_an_answer_like_no_code_is_given_few(bag_of_words):
    """All scores are low, and what is no likelier than by chance is no suggestion."""
    words = ("time", "far", "training", "job", "live", "staff", "short", "never")
    codebook = Codebook(tuple(Code(word, word) for word in words))
    found = CodeSuggester(codebook, encoder=bag_of_words).suggest(["zzz"], top=8)

    assert found["suggested"].sum() <= 2


def test_a_code_at_home_wins_over_one_that_is_only_allowed(bag_of_words):
    """Where a code is rarer, its words must speak more clearly."""
    codes = [
        Code("allowed", "no time", questions=("q2",), also_in=("q1",)),
        Code("at home", "no time", questions=("q1",)),
    ]
    suggester = CodeSuggester(Codebook(tuple(codes)), encoder=bag_of_words)

    assert best(suggester.suggest(["no time"])) == {0: "allowed"}
    assert best(suggester.suggest(["no time"], "q1")) == {0: "at home"}


def test_the_other_code_waits_for_the_rest(bag_of_words):
    """What no code covers is other; what two cover alike goes to the named one."""
    codes = (Code("a rest", "no time"), Code("time", "no time"))
    suggester = CodeSuggester(Codebook(codes, other="a rest"), encoder=bag_of_words)

    assert best(suggester.suggest(["no time"])) == {0: "time"}


def test_a_tie_goes_to_the_alphabet(bag_of_words):
    """No run differs from another, whatever the order of the codebook."""
    codes = (Code("b", "no time"), Code("a", "no time"))
    suggester = CodeSuggester(Codebook(codes), encoder=bag_of_words)
    found = suggester.suggest(["no time"])

    assert found["score"].tolist() == pytest.approx([0.5, 0.5])
    assert found["code"].tolist() == ["a", "b"]


def test_an_unknown_question_is_refused(small_codebook, bag_of_words):
    """The error names the questions that the codebook covers."""
    codebook = Codebook(small_codebook.codes[:3])
    suggester = CodeSuggester(codebook, encoder=bag_of_words)

    with pytest.raises(SettingsError, match=r"'q9'; it covers \('q1', 'q2'\)"):
        suggester.suggest(TEXTS, "q9")


def test_one_code_is_nothing_to_choose_from(bag_of_words):
    """The error says that a second code is needed."""
    suggester = CodeSuggester(Codebook((Code("a", "A"),)), encoder=bag_of_words)

    with pytest.raises(NotEnoughDataError, match="Add a second code"):
        suggester.suggest(TEXTS)


def test_a_number_among_the_answers_is_refused(suggester):
    """A number means that the file was read with guessed types."""
    with pytest.raises(TypeError, match="dtype=str"):
        suggester.suggest(["no time", 3], "q1")


def test_answers_by_respondent_are_no_list_of_answers(suggester):
    """Codes would be suggested for the ids."""
    with pytest.raises(TypeError, match="a dict"):
        suggester.suggest({"R1": "no time"}, "q1")


@pytest.mark.slow
def test_a_lone_surrogate_does_not_end_the_run():
    """A broken export leaves one, which the encoder cannot read."""
    found = CodeSuggester().suggest(["\ud800 no time"], top=1)

    assert found["end"].tolist() == [9]


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f600\U0001f600 no time \U0001f61e",
        "\U0001f600",
        "\u0644\u0627 \u064a\u0648\u062c\u062f \u0648\u0642\u062a",
        "\u202eno time\u202c",
        "e\u0301quipe; no time",
        "no\u0000time",
        "<script>alert(1)</script>",
        "no time, " * 5_000 + "no time",
        "x" * 50_000,
    ],
    ids=["emoji", "symbol", "arabic", "rtl", "combining", "nul", "html", "long", "x"],
)
def test_unusual_answers_survive(suggester, text):
    """Whatever was typed is scored, and its evidence is its own."""
    found = suggester.suggest([text], "q1")

    assert len(found) == 3
    assert found["score"].between(0, 1).all()
    assert all(
        text[start:end] == said
        for start, end, said in zip(
            found["start"], found["end"], found["evidence"], strict=True
        )
    )


@given(st.lists(st.text(max_size=40), max_size=4))
@settings(max_examples=30)
def test_every_suggestion_is_a_probability_with_evidence(suggester, texts):
    """Scores lie in [0, 1], and spans inside the answer that they name."""
    found = suggester.suggest(texts, "q1")

    assert found["score"].between(0, 1).all()
    assert all(
        texts[answer][start:end] == said
        for answer, start, end, said in zip(
            found["answer"],
            found["start"],
            found["end"],
            found["evidence"],
            strict=True,
        )
    )


@pytest.mark.parametrize("seed", range(3))
def test_row_order_of_answers_changes_nothing(suggester, seed):
    """Shuffled answers get the same codes."""
    shuffled = TEXTS.sample(frac=1, random_state=seed)
    key = ["answer", "rank"]

    pd.testing.assert_frame_equal(
        suggester.suggest(shuffled, "q1").set_index(key).sort_index(),
        suggester.suggest(TEXTS, "q1").set_index(key).sort_index(),
    )


def test_other_answers_do_not_change_a_suggestion(suggester):
    """An answer is read by itself, with whomever it is sent."""
    alone = suggester.suggest(TEXTS.iloc[:1], "q1")
    together = suggester.suggest(TEXTS, "q1").query("answer == 'R1'")

    pd.testing.assert_frame_equal(alone, together)


@pytest.mark.slow
def test_the_real_encoder_reads_answers_by_the_bundled_codebook():
    """Wordings that no example holds get the code that a coder would give."""
    found = CodeSuggester().suggest(
        [
            "relatives would have to drive half a day to get to us",
            "half of the posts on my unit are empty",
        ],
        "q12b",
        top=1,
    )

    assert best(found) == {0: "barriers/distance", 1: "barriers/staffing_resources"}


@pytest.mark.slow
def test_the_shipped_answer_encoder_reads_unless_another_is_named(small_codebook):
    """Scores are those that it gives, not those of the published one."""
    scores = [
        CodeSuggester(small_codebook, encoder=encoder)
        .suggest(TEXTS, "q1")["score"]
        .tolist()
        for encoder in (None, answer_encoder(), default_encoder())
    ]

    assert scores[0] == scores[1]
    assert scores[0] != scores[2]
