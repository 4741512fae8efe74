"""An answer is told from a cell that holds none."""

import pytest

from coprod_nlp.text.nonanswers import AnswerKind, answer_kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", AnswerKind.BLANK),
        ("--", AnswerKind.BLANK),
        ("...", AnswerKind.BLANK),
        ("N/A", AnswerKind.NOT_APPLICABLE),
        ("na", AnswerKind.NOT_APPLICABLE),
        ("Not applicable to my role.", AnswerKind.NOT_APPLICABLE),
        ("Don\u2019t know", AnswerKind.DONT_KNOW),
        ("I honestly don't know what it is, sorry!", AnswerKind.DONT_KNOW),
        ("no idea", AnswerKind.DONT_KNOW),
        ("???", AnswerKind.DONT_KNOW),
        ("None", AnswerKind.NOTHING),
        ("nothing at the moment", AnswerKind.NOTHING),
        ("See above", AnswerKind.REFERS_BACK),
        ("as previous answer", AnswerKind.REFERS_BACK),
        ("same as question 7", AnswerKind.REFERS_BACK),
    ],
)
def test_which_kind_of_none(text, kind):
    """Each way of not answering has its name."""
    assert answer_kind(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "don't know, maybe working together?",
        "Nothing about us without us",
        "No time",
        "none of the patients are asked",
        "\U0001f44d",
        "As above but with families",
        "staff",
    ],
)
def test_an_answer_that_begins_like_none_is_an_answer(text):
    """Only a cell that is nothing else is set aside."""
    assert answer_kind(text) == AnswerKind.ANSWERED
