"""The lexical member: which words and letter groups speak for a label or element."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import regex
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from coprod_nlp.matching.outputs import N_LABELS, Targets
from coprod_nlp.text.spans import Span
from coprod_nlp.typing import FloatArray, IntArray

WORD = regex.compile(r"\b\w+\b")
"""A word as the lexical member counts it; stop words stay, "with" is not "for"."""


def word_spans(text: str) -> list[Span]:
    """Return where each word of a text stands.

    Examples
    --------
    >>> [span.of("with, not for") for span in word_spans("with, not for")]
    ['with', 'not', 'for']
    """
    return [Span(*match.span()) for match in WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words and letter groups that are counted, with their weights.

    Parameters
    ----------
    words, letters : tuple of str
        One- and two-word sequences; groups of two to five letters within a word.
    word_idf, letter_idf : ndarray of shape (len(words),) and (len(letters),)
        Inverse document frequencies, as scikit-learn smooths them.
    """

    words: tuple[str, ...]
    letters: tuple[str, ...]
    word_idf: FloatArray
    letter_idf: FloatArray


class LexicalMember:
    """TF-IDF of words and letter groups with one logistic regression per output.

    Parameters
    ----------
    C : float
        Inverse strength of the regressions' penalty.
    """

    def __init__(self, *, C: float = 4.0) -> None:
        self.C = C

    def fit(self, texts: Sequence[str], targets: Targets) -> "LexicalMember":
        """Learn vocabulary and weights from coded answers."""
        words = _word_vectoriser().fit(texts)
        letters = _letter_vectoriser().fit(texts)
        self.vocabulary = Vocabulary(
            tuple(words.get_feature_names_out().tolist()),
            tuple(letters.get_feature_names_out().tolist()),
            words.idf_,
            letters.idf_,
        )
        X = self._counts(texts)
        rows = [_label_weights(X, targets.labels, self.C)]
        rows += [_binary_weights(X, column, self.C) for column in targets.elements.T]
        self.weight = np.vstack([weight for weight, _ in rows])
        self.bias = np.concatenate([bias for _, bias in rows])
        return self

    @classmethod
    def from_parts(
        cls, vocabulary: Vocabulary, weight: FloatArray, bias: FloatArray
    ) -> "LexicalMember":
        """Rebuild a fitted member from what was stored of it."""
        member = cls()
        member.vocabulary, member.weight, member.bias = vocabulary, weight, bias
        return member

    def scores(self, texts: Sequence[str]) -> FloatArray:
        """Return logits of shape (n_texts, n_labels + n_elements)."""
        return self._counts(texts) @ self.weight.T + self.bias

    def known_share(self, text: str) -> float:
        """Return the share of an answer's words seen in training, in [0, 1]."""
        words = [match.group().lower() for match in WORD.finditer(text)]
        known = self._vectorisers()[0].vocabulary_
        return sum(word in known for word in words) / len(words) if words else 0.0

    def contributions(self, text: str, output: int) -> FloatArray:
        """Return what each word adds to one logit; shape (n_words,).

        A word is credited with itself, with half of each two-word sequence it is in,
        and with its own letter groups; the sum is the logit without its bias.
        """
        row = self._counts([text])
        weights = self.weight[output]
        value = dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
        words, letters = self._vectorisers()
        spans = word_spans(text)
        grams = _occurrences(spans, text, words, letters)
        counts: dict[int, int] = {}
        for index, _ in grams:
            counts[index] = counts.get(index, 0) + 1
        credit = np.zeros(len(spans))
        for index, holders in grams:
            share = value.get(index, 0.0) * weights[index] / counts[index]
            for holder in holders:
                credit[holder] += share / len(holders)
        return credit

    def _counts(self, texts: Sequence[str]) -> csr_matrix:
        words, letters = self._vectorisers()
        return csr_matrix(hstack([words.transform(texts), letters.transform(texts)]))

    def _vectorisers(self) -> tuple[TfidfVectorizer, TfidfVectorizer]:
        if not hasattr(self, "_pair"):
            words = _word_vectoriser(self.vocabulary.words)
            letters = _letter_vectoriser(self.vocabulary.letters)
            words.idf_ = self.vocabulary.word_idf
            letters.idf_ = self.vocabulary.letter_idf
            self._pair = (words, letters)
        return self._pair


def _word_vectoriser(vocabulary: Sequence[str] | None = None) -> TfidfVectorizer:
    return TfidfVectorizer(
        ngram_range=(1, 2),
        min_df=2,
        sublinear_tf=True,
        token_pattern=r"(?u)\b\w+\b",
        vocabulary=vocabulary,
    )


def _letter_vectoriser(vocabulary: Sequence[str] | None = None) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(2, 5),
        min_df=3,
        sublinear_tf=True,
        vocabulary=vocabulary,
    )


def _label_weights(
    X: csr_matrix, labels: IntArray, C: float
) -> tuple[FloatArray, FloatArray]:
    """Return logits' weights for every label; one never seen gets a low constant."""
    weight = np.zeros((N_LABELS, X.shape[1]))
    bias = np.full(N_LABELS, -20.0)
    present = np.unique(labels)
    if len(present) == 1:
        bias[present] = 0.0
        return weight, bias
    model = LogisticRegression(C=C, max_iter=2000).fit(X, labels)
    if len(present) == 2:
        weight[present[1]], bias[present[1]] = model.coef_[0], model.intercept_[0]
        bias[present[0]] = 0.0
    else:
        weight[present], bias[present] = model.coef_, model.intercept_
    return weight, bias


def _binary_weights(
    X: csr_matrix, expressed: FloatArray, C: float
) -> tuple[FloatArray, FloatArray]:
    if len(np.unique(expressed)) == 1:
        return np.zeros((1, X.shape[1])), np.array([10.0 if expressed[0] else -10.0])
    model = LogisticRegression(C=C, max_iter=2000).fit(X, expressed)
    return model.coef_, model.intercept_


def _occurrences(
    spans: Sequence[Span],
    text: str,
    words: TfidfVectorizer,
    letters: TfidfVectorizer,
) -> list[tuple[int, tuple[int, ...]]]:
    """List every counted feature of a text with the words that hold it."""
    tokens = [span.of(text).lower() for span in spans]
    found: list[tuple[int, tuple[int, ...]]] = []
    known = words.vocabulary_
    for number, token in enumerate(tokens):
        if token in known:
            found.append((known[token], (number,)))
        if number and (pair := f"{tokens[number - 1]} {token}") in known:
            found.append((known[pair], (number - 1, number)))
    offset, known = len(known), letters.vocabulary_
    analyse = letters.build_analyzer()
    for number, token in enumerate(tokens):
        found += [(offset + known[g], (number,)) for g in analyse(token) if g in known]
    return found
