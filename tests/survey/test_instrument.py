from pathlib import Path

import pytest

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.survey import load_instrument
from coprod_nlp.survey.instrument import Condition

SMALL = """
name = "Small"
purposes = { definitions = ["a"] }

[[questions]]
id = "gate"
number = "1"
kind = "single"
text = "Heard?"
options = [{ label = "Yes", code = "1" }, { label = "No", code = "2" }]

[[questions]]
id = "a"
number = "2"
kind = "open"
text = "What is it?"
asked_if = { question = "gate", equals = "Yes" }
"""


@pytest.fixture
def refusal(tmp_path: Path):
    """Return the message with which an instrument is refused."""

    def message(old: str, new: str) -> str:
        assert old in SMALL
        path = tmp_path / "mine.toml"
        path.write_text(SMALL.replace(old, new), encoding="utf-8")
        with pytest.raises(SettingsError) as caught:
            load_instrument(path)
        return str(caught.value)

    return message


def test_the_bundled_instrument_asks_the_questions_of_the_article():
    """Box 1: fourteen questions, two of them with two branches."""
    ids = [question.id for question in load_instrument().questions]

    assert ids == [
        *("q1", "q2", "q3", "q4", "q4a", "q4b", "q5", "q6", "q7", "q8", "q9"),
        *("q10", "q11", "q12", "q12a", "q12b", "q13", "q14"),
    ]


def test_the_relevance_scale_is_that_of_box_1():
    """Five points, from very irrelevant (1) to very relevant (5)."""
    options = load_instrument().question("q6").options

    assert [(option.code, option.label) for option in options] == [
        ("1", "Very irrelevant"),
        ("2", "Slightly irrelevant"),
        ("3", "Neither relevant nor irrelevant"),
        ("4", "Slightly relevant"),
        ("5", "Very relevant"),
    ]


def test_not_applicable_stands_beside_the_confidence_scale():
    """Question 11 has five points of confidence, and one option apart."""
    question = load_instrument().question("q11")

    assert len(question.labels) == 6
    assert question.apart == ("Not applicable",)


@pytest.mark.parametrize(
    ("branch", "gate", "answer"),
    [
        ("q4a", "q4", "Yes"),
        ("q4b", "q4", "No"),
        ("q12a", "q12", "Yes"),
        ("q12b", "q12", "No"),
    ],
)
def test_branches_wait_for_their_answer(branch, gate, answer):
    """Each branch question names the answer that leads to it."""
    asked_if = load_instrument().question(branch).asked_if

    assert asked_if == Condition(gate, answer)


def test_every_domain_is_fed_by_a_question():
    """Table 1's seven domains, none of them empty."""
    instrument = load_instrument()

    assert len(instrument.domains) == 7
    assert all(instrument.questions_of(domain.id) for domain in instrument.domains)


def test_the_shown_definition_is_among_the_texts():
    """Who copies question 5 into an answer can be found out."""
    texts = load_instrument().texts

    assert any("as equal partners in the commissioning" in text for text in texts)


def test_an_unknown_question_names_those_there_are():
    """Asking for q99 says which ids exist."""
    with pytest.raises(KeyError, match="q12b"):
        load_instrument().question("q99")


@pytest.mark.parametrize(
    ("old", "new", "path", "expectation"),
    [
        ('kind = "open"', 'kind = "opne"', "questions[2] (a).kind", "'open'"),
        ('text = "Heard?"', "", "questions[1] (gate).text", "required"),
        ('name = "Small"', 'nam = "Small"', "nam", "no such key"),
        ('number = "2"', "number = 2", "questions[2] (a).number", "string"),
        ('code = "2"', 'code = "1"', "gate.options", "share the spelling '1'"),
        ('equals = "Yes"', 'equals = "Maybe"', "a.asked_if", "not an option of gate"),
        ('question = "gate"', 'question = "gat"', "a.asked_if", "not a question"),
        ('definitions = ["a"]', 'definitions = ["b"]', "purposes", "not a question"),
        ('id = "a"', 'id = "gate"', "'gate'", "used 2 times"),
        (', { label = "No", code = "2" }', "", "gate", "at least two"),
        ('"single"', '"text"', "gate", "any other kind none"),
        ('id = "gate"', 'id = "decisions"', "'decisions'", "another table"),
        ('id = "gate"', 'id = "heard_by_all"', "'heard_by_all'", "without _by_"),
        ('id = "gate"', 'id = "a/b"', "'a/b'", "use letters"),
        (
            'kind = "single"',
            'kind = "single"\nasked_if = { question = "gate", equals = "Yes" }',
            "gate.asked_if",
            "not asked before it",
        ),
        (
            'single"\ntext = "Heard?"\noptions = [{',
            'likert"\ntext = "Heard?"\noptions = [{ apart = true,',
            "gate",
            "1 point(s) that are not apart",
        ),
        ('name = "Small"', 'name = "Small', "mine.toml", "not valid TOML"),
    ],
)
def test_a_faulty_value_is_named_with_file_path_and_expectation(
    refusal, old, new, path, expectation
):
    """Whoever edits the instrument is told where the slip is."""
    message = refusal(old, new)

    assert "mine.toml" in message
    assert path in message
    assert expectation in message


def test_a_missing_instrument_file_is_said(tmp_path):
    """The path is named, and that it could not be read."""
    with pytest.raises(SettingsError, match="could not be read"):
        load_instrument(tmp_path / "none.toml")


def test_a_users_instrument_replaces_the_bundled_one(tmp_path):
    """Another questionnaire is another file, not another program."""
    path = tmp_path / "mine.toml"
    path.write_text(SMALL, encoding="utf-8")

    assert load_instrument(path).question("gate").labels == ("Yes", "No")
