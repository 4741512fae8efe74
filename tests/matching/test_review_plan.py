import pandas as pd
import pytest

from coprod_nlp.matching import plan_coding, plan_review


@pytest.fixture
def verdicts():
    """Return six verdicts: sure, unsure, in another language, and a non-answer."""
    return pd.DataFrame(
        {
            "probability": [0.98, 0.55, 0.02, 0.9, 0.03, 0.0],
            "decision": ["match", "review", "no_match", "match", "review", "no_match"],
            "reason": [
                "",
                "probability between the thresholds",
                "",
                "",
                "few known words, perhaps another language",
                "no answer to judge",
            ],
            "answer_kind": ["answered"] * 5 + ["blank"],
        },
        index=list("abcdef"),
    )


def test_what_no_probability_speaks_for_is_read_first(verdicts):
    """Then the least sure; a non-answer needs no reading."""
    assert plan_review(verdicts).index.tolist() == ["e", "b", "d", "a", "c"]


def test_reading_stops_where_the_target_is_reached(verdicts):
    """Two answers read lift the expected agreement above nineteen of twenty."""
    plan = plan_review(verdicts, 0.95)

    assert plan["to_read"].tolist() == [True, True, False, False, False]
    assert plan["expected_agreement"].iloc[1] == pytest.approx(4.86 / 5)


def test_everything_read_is_everything_right(verdicts):
    """The last row reads everything."""
    plan = plan_review(verdicts, 1)

    assert plan["to_read"].all()
    assert plan["expected_agreement"].iloc[-1] == pytest.approx(1)


def test_verdicts_read_back_from_a_file_are_planned_alike(verdicts, tmp_path):
    """There, no reason is a blank cell."""
    verdicts.to_csv(tmp_path / "v.csv")
    read = pd.read_csv(tmp_path / "v.csv", index_col=0)

    pd.testing.assert_frame_equal(plan_review(read), plan_review(verdicts))


def test_no_answers_need_no_reading(verdicts):
    """An empty table has the same columns."""
    assert list(plan_review(verdicts.iloc[:0])) == list(plan_review(verdicts))


@pytest.mark.parametrize("target", [0, 1.1])
def test_an_impossible_target_is_refused(verdicts, target):
    """A share lies between 0 and 1."""
    with pytest.raises(ValueError, match="target_agreement"):
        plan_review(verdicts, target)


ANSWERS = pd.Series(
    [f"we plan care number {n} with the patient" for n in range(30)]
    + ["n/a", None, ""],
    index=[f"r{n}" for n in range(33)],
)


def test_the_draw_holds_written_answers_only(bag_of_words):
    """What is no answer needs no code."""
    plan = plan_coding(ANSWERS, 12, encoder=bag_of_words)

    assert set(plan.index) <= set(ANSWERS.index[:30])


def test_nobody_is_drawn_twice(bag_of_words):
    """Twelve asked for are twelve answers."""
    plan = plan_coding(ANSWERS, 12, encoder=bag_of_words)

    assert plan.index.nunique() == 12


def test_every_answer_is_as_likely_to_be_drawn(bag_of_words):
    """Over many seeds each of 30 answers is drawn in about two fifths of the draws."""
    drawn = [
        plan_coding(ANSWERS, 12, encoder=bag_of_words, random_state=seed).index
        for seed in range(80)
    ]
    often = pd.Series([name for names in drawn for name in names]).value_counts()

    assert often.reindex(ANSWERS.index[:30]).between(13, 51).all()


def test_the_chance_is_the_share_drawn(bag_of_words):
    """Twelve of thirty written answers."""
    plan = plan_coding(ANSWERS, 12, encoder=bag_of_words)

    assert plan["sampling_probability"].unique().tolist() == [0.4]


def test_the_draw_is_spread_over_like_answers(bag_of_words):
    """Two kinds of answer, half each: half of the draw is of each kind."""
    texts = pd.Series(["write plans together"] * 40 + ["sign the form"] * 40)
    plan = plan_coding(texts, 8, encoder=bag_of_words)

    assert (plan.index < 40).sum() == 4


def test_all_are_drawn_where_there_are_no_more(bag_of_words):
    """Sixty asked for, thirty there."""
    assert len(plan_coding(ANSWERS, 60, encoder=bag_of_words)) == 30


def test_no_answers_give_no_plan_of_coding():
    """The columns stay."""
    assert plan_coding([]).columns.tolist() == ["position", "sampling_probability"]


def test_answers_that_are_all_alike_are_drawn_without_a_warning(bag_of_words):
    """There are fewer kinds than groups to spread over."""
    plan = plan_coding(["plan together"] * 40, 20, encoder=bag_of_words)

    assert len(plan) == 20


@pytest.mark.parametrize("texts", ["plan together", [1, 2], pd.DataFrame({"a": ["b"]})])
def test_what_is_no_list_of_texts_is_refused(texts):
    """Neither letters nor names of columns are answers."""
    with pytest.raises(TypeError):
        plan_coding(texts)


def test_a_draw_of_none_is_refused():
    """There is nothing to plan."""
    with pytest.raises(ValueError, match="at least 1, got 0"):
        plan_coding(ANSWERS, 0)
