import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import cross_val_predict, cross_val_score
from sklearn.pipeline import Pipeline

from coprod_nlp.exceptions import CodingsError, ModelError
from coprod_nlp.matching import DefinitionMatcher, load_definition

pytestmark = pytest.mark.slow

GOOD = "Patients and staff write the care plan together as equal partners."
ELEMENTS = list(load_definition().element_names)


@pytest.fixture(scope="module")
def matcher():
    """Return the matcher that ships with the package."""
    return DefinitionMatcher()


def verdict(matcher, text):
    """Return the verdict on one text."""
    return matcher.judge([text]).iloc[0]


def test_a_good_definition_is_accurate(matcher):
    """The plainest paraphrase of the reference is recognised."""
    assert verdict(matcher, GOOD)["label"] == "accurate"


@pytest.mark.parametrize(
    "text",
    [
        "Cleaning the ward together every Friday.",
        "The doctor decides on the care plan and tells the patient.",
        "Something to do with making films?",
    ],
)
def test_a_wrong_definition_is_no_match(matcher, text):
    """Shared words do not make a match."""
    assert verdict(matcher, text)["decision"] != "match"


def test_a_row_per_answer_indexed_like_the_input(matcher):
    """Nothing is dropped and nothing changes its place."""
    texts = pd.Series([GOOD, None, "n/a", np.nan, ""], index=list("edcba"))
    verdicts = matcher.judge(texts)

    assert verdicts.index.tolist() == list("edcba")
    assert verdicts["label"].tolist() == ["accurate"] + ["no_definition"] * 4


def test_columns_are_as_documented(matcher):
    """The elements of the definition stand among the columns by name."""
    expected = ["label", "probability", "decision", "reason", "answer_kind"]

    assert set(matcher.judge([GOOD])) == {
        *expected,
        *ELEMENTS,
        "evidence",
        "echo",
        "mistaken_for",
    }


def test_no_answers_give_the_same_columns(matcher):
    """A survey in which nobody answered goes the same way."""
    none = matcher.judge([])

    assert none.empty
    pd.testing.assert_series_equal(none.dtypes, matcher.judge([GOOD]).dtypes)


def test_batch_size_and_order_change_nothing(matcher):
    """An answer alone gets the verdict, to the last digit, it gets among others."""
    texts = [GOOD, "Working together", "Patients choose their meals", "A plan", "No"]
    texts += ["Planning together " * n for n in range(1, 9)]
    together = matcher.judge(texts)
    backwards = matcher.judge(texts[::-1])[::-1].reset_index(drop=True)
    alone = pd.concat([matcher.judge([text]) for text in texts], ignore_index=True)

    pd.testing.assert_frame_equal(together, backwards, check_exact=True)
    pd.testing.assert_frame_equal(together, alone, check_exact=True)


def test_equal_answers_get_equal_verdicts(matcher):
    """Case of spaces and twins in one batch make no difference."""
    verdicts = matcher.judge([GOOD, "Working together", GOOD], evidence=False)

    assert verdicts.loc[0].equals(verdicts.loc[2])


def test_evidence_is_cut_from_the_answer(matcher):
    """Offsets name words of the answer, for an element of the definition."""
    found = verdict(matcher, GOOD)["evidence"]

    assert found
    assert all(0 <= e.start < e.end <= len(GOOD) for e in found)
    assert {e.element for e in found} <= set(ELEMENTS)


def test_a_copy_of_what_was_shown_goes_to_review(matcher):
    """Who copies the definition shows no implicit understanding."""
    row = verdict(matcher, load_definition().text)

    assert row["echo"]
    assert row["decision"] == "review"


@pytest.mark.parametrize(
    "text",
    [
        "Les patients et le personnel rédigent ensemble le plan de soins.",
        "المرضى والموظفون يكتبون خطة الرعاية معًا",
        "患者とスタッフが一緒にケアプランを作ります",
    ],
)
def test_another_language_goes_to_review(matcher, text):
    """The matcher reads English, and says so rather than guess."""
    assert verdict(matcher, text)["decision"] == "review"


@pytest.mark.parametrize("text", ["🙂", "?!", "\x00", "<script>alert(1)</script>"])
def test_what_is_no_sentence_is_no_match(matcher, text):
    """Odd characters neither fail nor match."""
    assert verdict(matcher, text)["decision"] != "match"


def test_a_very_long_answer_is_read_and_reviewed(matcher):
    """Of fifty thousand characters the opening is judged, and a person is told."""
    row = verdict(matcher, "We write the care plan with the patient. " * 1250)

    assert row["decision"] == "review"
    assert "only its first 20,000 characters" in row["reason"]


def test_a_number_among_the_answers_is_refused(matcher):
    """The message names the place and the type, never the content."""
    with pytest.raises(TypeError, match="number 1 is int"):
        matcher.judge([GOOD, 4])


def test_one_text_instead_of_several_is_refused(matcher):
    """Judging a str letter by letter would be silent nonsense."""
    with pytest.raises(TypeError, match="pass a list"):
        matcher.judge(GOOD)


def test_a_table_instead_of_a_column_is_refused(matcher):
    """Its columns' names would be judged."""
    with pytest.raises(TypeError, match="a DataFrame"):
        matcher.judge(pd.DataFrame({"answer": [GOOD]}))


@pytest.mark.parametrize("texts", [{"S1": GOOD}, {GOOD}, np.array([[GOOD, GOOD]])])
def test_what_is_no_list_of_answers_is_refused(matcher, texts):
    """The keys of a dict would be judged, and a set has no order."""
    with pytest.raises(TypeError, match=r"several texts|is ndarray"):
        matcher.judge(texts)


def test_one_shown_text_instead_of_several_is_refused():
    """Letter by letter, nothing would be found to be copied."""
    with pytest.raises(TypeError, match="shown_texts"):
        DefinitionMatcher(shown_texts=GOOD).judge([GOOD])


def test_a_matcher_that_was_written_over_is_read_again(matcher, tmp_path):
    """Also in the session that had judged with the one before."""
    matcher.save(tmp_path)
    stored = DefinitionMatcher(model=tmp_path)
    before = stored.judge([GOOD], evidence=False)["decision"].iloc[0]
    config = tmp_path / "config.json"
    changed = json.loads(config.read_text())
    changed["thresholds"] = {"lower": 0.0, "upper": 1.0}
    config.write_text(json.dumps(changed))

    assert before == "match"
    assert stored.judge([GOOD], evidence=False)["decision"].iloc[0] == "review"


@pytest.mark.parametrize(
    "name", ["config.json", "vocabulary.json.gz", "weights.safetensors"]
)
def test_a_damaged_file_of_a_matcher_is_told(matcher, tmp_path, name):
    """Half a file is what an interrupted copy leaves."""
    matcher.save(tmp_path)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])

    with pytest.raises(ModelError, match="damaged"):
        DefinitionMatcher(model=tmp_path).judge([GOOD])


def test_another_definition_needs_training(matcher):
    """Nothing pretends to judge what no model learnt."""
    own = load_definition()
    other = replace(own, name="recovery", text="Getting better.")

    with pytest.raises(ModelError, match="call fit"):
        DefinitionMatcher(other).judge([GOOD])


def test_a_pipeline_predicts_without_fit(matcher):
    """It is ready to use, so scikit-learn must not ask for `fit` first."""
    assert Pipeline([("judge", matcher)]).predict([GOOD, "n/a"]).tolist() == [
        True,
        False,
    ]


def test_a_pipeline_asks_to_fit_another_definition():
    """Nothing was trained for it."""
    other = replace(load_definition(), name="recovery", text="Getting better.")

    with pytest.raises(NotFittedError):
        Pipeline([("judge", DefinitionMatcher(other))]).predict([GOOD])


def test_the_score_is_the_share_of_right_predictions(matcher):
    """Partial is as little accurate as no definition is."""
    labels = ["accurate", "partial", "partial", "accurate"]
    coded = pd.DataFrame({"label": labels})

    assert matcher.score([GOOD, "n/a", GOOD, GOOD], coded) == 0.75


@pytest.mark.parametrize("label", [None, "Accurate", "1"])
def test_an_answer_without_a_label_has_no_score(matcher, label):
    """Counted as not accurate, it would pass for a right or a wrong one."""
    coded = pd.DataFrame({"label": ["accurate", label]})

    with pytest.raises(CodingsError, match="'label' of the codings holds 1 cell"):
        matcher.score([GOOD, "n/a"], coded)


class Kept(DefinitionMatcher):
    """A matcher that leaves out the hours in which it would learn."""

    def fit(self, X, y):
        """Learn nothing."""
        return self


def test_it_is_cross_validated_by_scikit_learn():
    """On codings as `fit` takes them, text beside numbers."""
    coded = pd.DataFrame(
        {"label": ["accurate", "partial"] * 2, ELEMENTS[0]: [1, 0] * 2}
    )

    assert cross_val_score(Kept(), [GOOD, "n/a"] * 2, coded, cv=2).tolist() == [1, 1]
    assert cross_val_predict(Kept(), [GOOD, "n/a"] * 2, coded, cv=2).tolist() == [
        *(True, False),
        *(True, False),
    ]


def test_a_match_by_somebody_who_had_not_heard_of_it_is_implicit(matcher):
    """The one who had heard is explicit, the one who did not say is neither."""
    verdicts = matcher.judge([GOOD, GOOD, GOOD], [False, True, None])

    assert verdicts["understanding"].tolist() == ["implicit", "explicit", ""]


def test_heard_needs_an_entry_per_text(matcher):
    """A shifted column would turn the finding round."""
    with pytest.raises(ValueError, match="one entry per text"):
        matcher.judge([GOOD, GOOD], [True])


def test_heard_is_true_or_false(matcher):
    """The word "no" would count as true."""
    with pytest.raises(ValueError, match="yes to True"):
        matcher.judge([GOOD], ["no"])
