import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_nlp.survey import Option, Question, load_instrument
from coprod_nlp.survey.values import option_index, read_option

Q6 = option_index(load_instrument().question("q6"))
Q10 = option_index(load_instrument().question("q10"))
TO_TEN = option_index(
    Question(
        id="q",
        number="1",
        text="How likely?",
        kind="likert",
        options=tuple(Option(label=f"point {n}", code=str(n)) for n in range(11)),
    )
)


@pytest.mark.parametrize(
    "typed",
    [
        *("5", "5.0", "5,0", "very relevant", " VERY  RELEVANT ", "Very relevant."),
        *("5 - Very relevant", "5: very relevant", "Very relevant (5)"),
    ],
)
def test_wording_and_code_mean_the_same_option(typed):
    """Exports write the wording, the code, or both."""
    assert read_option(typed.strip(), Q6) == "Very relevant"


@pytest.mark.parametrize(
    "typed",
    ["6", "0", "55", "5.5", "relevant", "4 - Very relevant", "5 - Relevant", "-5"],
)
def test_what_the_scale_does_not_have_is_no_option(typed):
    """Nothing is rounded, cut or guessed."""
    assert read_option(typed, Q6) is None


@pytest.mark.parametrize("typed", ["Don't know", "don\u2019t know", "DONT KNOW", "DK"])
def test_apostrophes_and_case_do_not_matter(typed):
    """Word turns a straight apostrophe into a curly one."""
    assert read_option(typed, Q10) == "Don't know"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1.0", "point 1"), ("10.0", "point 10"), ("1.5", None), ("1\n0", None)],
)
def test_what_stands_between_digits_is_kept(typed, meant):
    """A column with blanks is exported as 1.0, which is not 10."""
    assert read_option(typed, TO_TEN) == meant


@given(st.text(max_size=30))
def test_any_text_is_read_as_an_option_or_as_none(text):
    """No cell makes the reader fail."""
    assert read_option(text, Q6) in {None, *Q6.values()}
