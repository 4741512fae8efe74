"""Hands candidate themes to BERTopic, for its representations, hierarchy and plots."""

import warnings
from typing import TYPE_CHECKING

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from coprod_nlp.exceptions import NotEnoughDataError
from coprod_nlp.themes.finder import ThemeFinder
from coprod_nlp.themes.keywords import telling_words
from coprod_nlp.themes.results import RESIDUAL
from coprod_nlp.typing import FloatArray

if TYPE_CHECKING:
    from bertopic import BERTopic

_OUTLIERS = -1


def as_bertopic(finder: ThemeFinder) -> "BERTopic":
    """Return a fitted BERTopic model whose topics are the finder's candidate themes.

    BERTopic numbers topics by their units, so topic 0 need not be ``T01``: custom
    labels name the theme of each. Topic -1 holds the residual. BERTopic computes no
    vectors, reduction or clusters of its own, so none of its chance comes in.

    Parameters
    ----------
    finder : ThemeFinder
        Fitted, with at least two themes.

    Returns
    -------
    BERTopic
        With c-TF-IDF weights and representations, ready for ``hierarchical_topics``
        and the plots that need no vectors. It reads units, not answers.

    Raises
    ------
    NotEnoughDataError
        If the finder found fewer than two themes.
    """
    if len(finder.themes_) < 2:
        message = (
            f"BERTopic needs two candidate themes or more, found "
            f"{len(finder.themes_)}. {finder.reason_}"
        ).strip()
        raise NotEnoughDataError(message)
    topics = [
        _OUTLIERS if label == RESIDUAL else int(label[1:]) - 1
        for label in finder.labels_
    ]
    with warnings.catch_warnings():
        # BERTopic's parts warn about their own deprecations, which no user can mend.
        warnings.simplefilter("ignore")
        model = _fitted(finder.units_["text"].tolist(), topics)
    names = {theme.id: f"{theme.id} {theme.name}" for theme in finder.themes_}
    pairs = set(zip(model.topics_, finder.labels_.tolist(), strict=True))
    model.set_topic_labels({topic: names.get(theme, theme) for topic, theme in pairs})
    return model


def _fitted(texts: list[str], topics: list[int]) -> "BERTopic":
    # Imported here: it brings umap and numba, which take many seconds.
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction

    model = BERTopic(
        embedding_model=BaseEmbedder(),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=CountVectorizer(analyzer=telling_words),
        calculate_probabilities=False,
    )
    placeholder: FloatArray = np.zeros((len(texts), 1))
    # With an empty cluster step, BERTopic takes `y` as the topics, and renumbers them.
    model.fit(texts, embeddings=placeholder, y=np.asarray(topics))
    return model
