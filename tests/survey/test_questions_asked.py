"""How many were asked each question, and how many answered."""

from coprod_nlp.survey import example_survey, questions_asked


def test_a_branch_is_put_to_those_who_took_it():
    """Question 4a applies to those who had heard of coproduction, 4b to the others."""
    survey = example_survey()
    asked = questions_asked(survey).set_index("question")
    heard = (survey.answers["q4"] == "Yes").sum()

    assert asked.loc["q4a", "asked"] == heard
    assert asked.loc["q4a", "asked_if"] == "asked if 4 was “Yes”"
    assert asked.loc["q4", "asked"] == len(survey)


def test_an_answer_astray_is_counted_as_answered():
    """Whoever answered without being asked has answered; problems names the row."""
    survey = example_survey()
    asked = questions_asked(survey).set_index("question")

    assert asked.loc["q4b", "answered"] == (survey.answers["q4b"] != "").sum()


def test_a_text_that_was_shown_has_no_counts():
    """Nobody answers a definition that is only read."""
    asked = questions_asked(example_survey()).set_index("question")

    assert asked.loc["q5", ["asked", "answered"]].isna().all()
