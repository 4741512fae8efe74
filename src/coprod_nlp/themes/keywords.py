"""Finds the words that tell one theme from the others."""

from collections.abc import Sequence

import numpy as np
import regex
from scipy import sparse
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

from coprod_nlp.typing import BoolArray, FloatArray

# A joiner or a mark is of a word, and no word: most emoji hold one.
_TOKEN = regex.compile(r"\p{L}(?:\w|['\u2019](?=\w))+")
_FEWEST_KEYWORDS, _MOST_KEYWORDS = 4, 8
_ALSO_STOP = """
im ive id dont doesnt didnt isnt arent wasnt cant wont its thats theyre theres youre
hes shes weve just really lot lots thing things get gets got getting bit don't doesn't
didn't isn't aren't wasn't can't won't it's that's they're there's i'm i've i'd i'll
you're he's she's we're we've we'd they'd let like does did doing say says said way
ways use used using sure yes think know want make makes made need needs quite etc
example maybe stuff goes come comes going
"""
STOP_WORDS = frozenset(ENGLISH_STOP_WORDS) | frozenset(_ALSO_STOP.split())
"""Words that carry no idea of their own in an answer."""


def class_tfidf(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """Weigh words by how much more often one class says them than the average.

    Parameters
    ----------
    counts : csr_matrix of shape (n_classes, n_words)
        How often each class uses each word.

    Returns
    -------
    csr_matrix of shape (n_classes, n_words)
        Share of the word in its class times ``log(1 + A / f)``, with A the mean
        number of words in a class and f the word's count over all classes.

    References
    ----------
    .. [1] M. Grootendorst, "BERTopic: Neural topic modeling with a class-based
       TF-IDF procedure", 2022. arXiv:2203.05794
    """
    counts = sparse.csr_matrix(counts, dtype=float)
    per_class = np.asarray(counts.sum(axis=1)).ravel()
    per_word = np.asarray(counts.sum(axis=0)).ravel()
    share = sparse.diags(1 / np.maximum(per_class, 1)) @ counts
    # BERTopic truncates the mean; the same is done here so that both agree.
    idf = np.log(1 + int(per_class.mean()) / np.maximum(per_word, 1))
    return sparse.csr_matrix(share @ sparse.diags(idf))


def theme_keywords(
    texts: Sequence[str], labels: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Return the most telling words of each theme, most telling first.

    Parameters
    ----------
    texts, labels : sequence of str, same length
        Units and the theme that each is in.

    Returns
    -------
    dict of str to tuple of str
        Words and pairs of words, eight at most. No function word stands alone, and no
        word is said twice.

    Examples
    --------
    >>> texts = ["no time", "too little time", "staff shortages", "short of staff"]
    >>> theme_keywords(texts, ["T1", "T1", "T2", "T2"])["T1"]
    ('time', 'little')
    """
    names, membership = np.unique(np.asarray(labels, dtype=str), return_inverse=True)
    vectorizer = CountVectorizer(analyzer=telling_words)
    try:
        per_unit = vectorizer.fit_transform(texts)
    except ValueError:  # scikit-learn's word for: no unit holds a telling word
        return {str(name): () for name in names}
    gather = sparse.csr_matrix(
        (np.ones(len(texts)), (membership, np.arange(len(texts))))
    )
    weights = class_tfidf(gather @ per_unit).toarray()
    # A word of one unit is that unit's rather than the theme's: shared words first.
    shared = (gather @ (per_unit > 0)).toarray() > 1
    words = vectorizer.get_feature_names_out()
    return {
        str(name): _distinct(words, row, common)
        for name, row, common in zip(names, weights, shared, strict=True)
    }


def telling_words(text: str) -> list[str]:
    """Return the words that are not function words, and the pairs side by side."""
    words = [w.replace("\u2019", "'") for w in _TOKEN.findall(text.lower())]
    telling = [word not in STOP_WORDS for word in words]
    single = [w for w, tells in zip(words, telling, strict=True) if tells]
    pairs = [
        f"{words[i]} {words[i + 1]}"
        for i in range(len(words) - 1)
        if telling[i] and telling[i + 1]
    ]
    return single + pairs


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "ies", "es", "ed", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _distinct(
    words: Sequence[str],
    weights: FloatArray,
    shared: BoolArray,
) -> tuple[str, ...]:
    order = np.lexsort((np.asarray(words), -weights, ~shared))
    chosen: list[str] = []
    seen: set[str] = set()
    for i in order[weights[order] > 0]:
        limit = _MOST_KEYWORDS if shared[i] else _FEWEST_KEYWORDS
        if len(chosen) >= limit:
            break
        stems = {_stem(part) for part in words[i].split()}
        if not stems & seen:
            chosen.append(str(words[i]))
            seen |= stems
    return tuple(chosen)
