"""Codings make suggestions better, question by question."""

import pickle

import pandas as pd
import pytest
from sklearn.base import clone

from coprod_nlp.coding import CodeSuggester
from coprod_nlp.exceptions import CodingsError

TEXTS = pd.Series(
    {
        "R1": "no time on nights; families live far away",
        "R2": "it is my job",
        "R3": "parents live far off, and there is never any time.",
    }
)


def best(frame):
    """Return the first code of each answer."""
    return frame[frame["rank"] == 1].set_index("answer")["code"].to_dict()


def test_two_suggesters_say_the_same(small_codebook, bag_of_words, codings, answers):
    """Nothing depends on what was run before."""
    first, second = (
        CodeSuggester(small_codebook, encoder=bag_of_words)
        .fit(codings, answers)
        .suggest(TEXTS, "q1")
        for _ in range(2)
    )

    pd.testing.assert_frame_equal(first, second)


@pytest.mark.parametrize("seed", range(2))
def test_row_order_of_codings_changes_nothing(
    fitted, small_codebook, bag_of_words, codings, answers, seed
):
    """Coders may hand in their rows, and respondents their answers, in any order."""
    other = CodeSuggester(small_codebook, encoder=bag_of_words).fit(
        codings.sample(frac=1, random_state=seed),
        answers.sample(frac=1, random_state=seed),
    )

    assert other.thresholds_ == fitted.thresholds_
    pd.testing.assert_frame_equal(
        other.suggest(TEXTS, "q1"), fitted.suggest(TEXTS, "q1")
    )


def test_codings_set_the_threshold(fitted):
    """What is suggested for an answer is so whatever else is asked."""
    alone = fitted.suggest(TEXTS.iloc[:1], "q1")
    among = fitted.suggest(TEXTS, "q1")

    assert fitted.questions_ == ("q1",)
    pd.testing.assert_frame_equal(alone, among[among["answer"] == TEXTS.index[0]])


def test_the_learnt_threshold_decides_what_is_suggested(fitted):
    """The tick of a question follows the threshold of that question."""
    found = fitted.suggest(TEXTS, "q1")
    expected = found["score"] >= fitted.thresholds_["q1"]

    assert found["suggested"].tolist() == expected.tolist()


def test_learnt_scores_of_new_answers_are_probabilities(fitted):
    """Answers that were not coded are scored on the same scale."""
    found = fitted.suggest(["no time here", "relatives are hours away"], "q1")

    assert found["score"].between(0, 1).all()


def test_codings_teach_words_that_the_codebook_lacks(
    small_codebook, bag_of_words, suggester
):
    """What coders marked says what a code means in this organisation."""
    said = ["the rota", "no time", "families live far away"] * 10
    codes = ["other", "barriers/time", "barriers/distance"] * 10
    answers = pd.Series(said)
    codings = pd.DataFrame({"respondent": answers.index, "code": codes})
    fitted = CodeSuggester(small_codebook, encoder=bag_of_words).fit(
        codings.assign(question="q1"), answers
    )

    assert best(suggester.suggest(["the rota"], "q1")) != {0: "other"}
    assert best(fitted.suggest(["the rota"], "q1")) == {0: "other"}


def test_few_coded_answers_keep_the_threshold(
    small_codebook, bag_of_words, codings, answers
):
    """Nineteen answers are too few to say what a score is worth."""
    suggester = CodeSuggester(small_codebook, encoder=bag_of_words, threshold=0.5)
    suggester.fit(codings.iloc[:19], answers)

    assert suggester.thresholds_ == {"q1": 0.5}
    assert suggester.suggest(TEXTS, "q1")["score"].between(0, 1).all()


def test_from_twenty_coded_answers_on_they_decide_the_threshold(
    small_codebook, bag_of_words, codings, answers
):
    """With nineteen, the answers to be coded do."""
    suggester = CodeSuggester(small_codebook, encoder=bag_of_words)

    assert suggester.fit(codings.iloc[:20], answers).thresholds_.keys() == {"q1"}
    assert suggester.fit(codings.iloc[:19], answers).thresholds_ == {}


def test_a_question_without_codings_is_read_by_the_codebook(fitted, suggester):
    """Codings make suggestions better question by question."""
    pd.testing.assert_frame_equal(
        fitted.suggest(TEXTS, "q2"), suggester.suggest(TEXTS, "q2")
    )


def test_fitting_without_codings_learns_nothing(small_codebook, bag_of_words):
    """A pipeline may call fit before anybody has coded."""
    suggester = CodeSuggester(small_codebook, encoder=bag_of_words).fit()

    assert (suggester.questions_, suggester.thresholds_) == ((), {})


def test_codings_without_answers_are_refused(small_codebook, codings):
    """Codes say nothing without the words that they were given for."""
    with pytest.raises(ValueError, match="need the answers"):
        CodeSuggester(small_codebook).fit(codings)


def test_codings_of_another_survey_are_refused(
    small_codebook, bag_of_words, codings, answers
):
    """The error names a respondent and shows no answer."""
    suggester = CodeSuggester(small_codebook, encoder=bag_of_words)

    with pytest.raises(CodingsError, match=r"1 coded .*'R29'") as caught:
        suggester.fit(codings, answers.iloc[:29])

    assert "no time" not in str(caught.value)


def test_a_fitted_suggester_can_be_pickled(fitted):
    """A process that did not fit it suggests the same."""
    found = fitted.suggest(TEXTS, "q1")
    thawed = pickle.loads(pickle.dumps(fitted))

    pd.testing.assert_frame_equal(thawed.suggest(TEXTS, "q1"), found)


def test_what_the_codebook_taught_is_not_pickled(fitted):
    """It is keyed by an encoder that another process does not have."""
    fitted.suggest(TEXTS, "q1")

    assert "_scorers" not in vars(pickle.loads(pickle.dumps(fitted)))


def test_a_clone_has_the_settings_and_none_of_the_learning(fitted):
    """Scikit-learn's clone is a fresh estimator."""
    fitted.set_params(threshold=0.4, random_state=3)
    fresh = clone(fitted)

    assert (fresh.threshold, fresh.random_state) == (0.4, 3)
    assert fresh.codebook == fitted.codebook
    assert not hasattr(fresh, "thresholds_")
