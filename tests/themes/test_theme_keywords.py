import numpy as np
import pytest
from scipy import sparse

from coprod_nlp.themes.keywords import class_tfidf, telling_words, theme_keywords


def test_a_word_that_every_theme_says_weighs_less():
    """Of two words as frequent in a class, the rarer elsewhere tells more."""
    weights = class_tfidf(sparse.csr_matrix([[2, 2], [2, 0]])).toarray()

    assert weights[0, 1] > weights[0, 0]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_weights_equal_those_of_bertopic():
    """The formula is BERTopic's, so that both show the same words."""
    from bertopic.vectorizers import ClassTfidfTransformer

    counts = np.random.default_rng(0).integers(0, 5, (4, 30))
    theirs = ClassTfidfTransformer().fit_transform(sparse.csr_matrix(counts))

    assert np.allclose(theirs.toarray(), class_tfidf(counts).toarray())


def test_a_word_is_said_once():
    """Singular, plural and the pair that holds a word count as one."""
    texts = ["short staff", "staffs", "staff cover", "no rooms", "room"]
    keywords = theme_keywords(texts, ["T1", "T1", "T1", "T2", "T2"])["T1"]

    assert sum("staff" in keyword for keyword in keywords) == 1


def test_answers_of_function_words_have_no_keywords():
    """A theme that says nothing telling has no keywords rather than a false one."""
    assert theme_keywords(["we do it", "so they are"], ["T1", "T1"]) == {"T1": ()}


def test_what_holds_an_emoji_together_is_no_word():
    """A theme whose name nobody can see has none; words beside emoji are words."""
    assert (
        telling_words("\U0001f469\u200d\u2695\ufe0f \u2764\ufe0f\u200d\U0001f525") == []
    )
    assert telling_words("\u2764\ufe0f\u200dnurses") == ["nurses"]
