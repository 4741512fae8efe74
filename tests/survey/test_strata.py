"""Strata that are told by closed questions."""

from coprod_nlp.survey import Instrument, Option, Purposes, Question, read_survey


def test_a_closed_department_is_one_stratum_however_it_was_typed(csv_file):
    """Code, wording and both are the same option, as among the answers."""
    ward = Question(
        id="q1",
        number="1",
        text="Where do you work?",
        kind="single",
        options=(Option("Ward A", code="1"), Option("Ward B", code="2")),
    )
    text = Question(id="what", number="2", text="What is it?", kind="open")
    path = csv_file(
        *(["x", cell] for cell in ("1", "Ward A", "ward a", "2 - Ward B")),
        header=["what", "q1"],
    )
    purposes = Purposes(definitions=("what",), department="q1")
    survey = read_survey(path, instrument=Instrument("Own", purposes, (ward, text)))

    assert survey.strata["department"].tolist() == ["Ward A"] * 3 + ["Ward B"]
