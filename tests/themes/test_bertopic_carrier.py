import pytest

from coprod_nlp.exceptions import NotEnoughDataError
from coprod_nlp.themes import ThemeFinder, as_bertopic


def test_nothing_is_carried_without_themes(bag_of_words):
    """BERTopic needs two topics, and the error says why there are none."""
    finder = ThemeFinder(encoder=bag_of_words).fit(["no time"])

    with pytest.raises(NotEnoughDataError, match="Only 1 distinct"):
        as_bertopic(finder)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_topics_are_the_candidate_themes(bag_of_words, barriers):
    """BERTopic keeps the finder's groups, with -1 for the residual."""
    finder = ThemeFinder(segment=False, encoder=bag_of_words, guide=None).fit(barriers)
    model = as_bertopic(finder)
    labels = dict(
        zip(model.get_topic_info()["Topic"], model.custom_labels_, strict=True)
    )
    themes = [labels[topic].split(" ")[0] for topic in model.topics_]

    assert themes == finder.labels_.tolist()
    assert "time" in dict(model.get_topic(model.topics_[0]))
