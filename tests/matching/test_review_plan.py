import pandas as pd
import pytest

from coprod_nlp.matching import plan_review


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


def test_no_answers_need_no_reading(verdicts):
    """An empty table has the same columns."""
    assert list(plan_review(verdicts.iloc[:0])) == list(plan_review(verdicts))


@pytest.mark.parametrize("target", [0, 1.1])
def test_an_impossible_target_is_refused(verdicts, target):
    """A share lies between 0 and 1."""
    with pytest.raises(ValueError, match="target_agreement"):
        plan_review(verdicts, target)
