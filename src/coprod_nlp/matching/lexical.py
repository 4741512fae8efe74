"""The lexical member: which words and letter groups speak for a label or element."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import regex
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from coprod_nlp.matching.targets import N_LABELS, Targets
from coprod_nlp.text.spans import Span
from coprod_nlp.typing import FloatArray, IntArray
from coprod_nlp.vectors.finetuning import UNKNOWN

WORD = regex.compile(r"\b\w+\b")
"""A word as the lexical member counts it; stop words stay, "with" is not "for"."""

_MOST_KEPT = 50_000


def word_spans(text: str) -> list[Span]:
    """Return where each word of a text stands.

    Examples
    --------
    >>> [span.of("with, not for") for span in word_spans("with, not for")]
    ['with', 'not', 'for']
    """
    return [Span(*match.span()) for match in WORD.finditer(text)]


@dataclass(frozen=True, eq=False)
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

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """Return what stands in several of these texts."""
        words = _word_vectoriser().fit(texts)
        letters = _letter_vectoriser().fit(texts)
        return cls(
            tuple(words.get_feature_names_out().tolist()),
            tuple(letters.get_feature_names_out().tolist()),
            words.idf_,
            letters.idf_,
        )

    @cached_property
    def word_vectoriser(self) -> TfidfVectorizer:
        """What counts words."""
        vectoriser = _word_vectoriser(self.words)
        vectoriser.idf_ = self.word_idf
        return vectoriser

    @cached_property
    def letter_vectoriser(self) -> TfidfVectorizer:
        """What counts letter groups."""
        vectoriser = _letter_vectoriser(self.letters)
        vectoriser.idf_ = self.letter_idf
        return vectoriser

    def count(self, texts: Sequence[str]) -> csr_matrix:
        """Return TF-IDF of words, then of letter groups; (n_texts, n_features)."""
        both = (self.word_vectoriser, self.letter_vectoriser)
        return csr_matrix(hstack([part.transform(texts) for part in both]))


@dataclass(frozen=True, eq=False)
class LexicalMember:
    """TF-IDF of words and letter groups with one logistic regression per output.

    Parameters
    ----------
    vocabulary : Vocabulary
    weight : ndarray of shape (n_labels + n_elements, n_features)
    bias : ndarray of shape (n_labels + n_elements,)
    """

    vocabulary: Vocabulary
    weight: FloatArray
    bias: FloatArray

    def scores(self, texts: Sequence[str]) -> FloatArray:
        """Return logits of shape (n_texts, n_labels + n_elements)."""
        return self.weigh(self.count(texts))

    def count(self, texts: Sequence[str]) -> csr_matrix:
        """Return the counts of its vocabulary, of shape (n_texts, n_features)."""
        return self.vocabulary.count(texts)

    def weigh(self, counts: csr_matrix) -> FloatArray:
        """Return logits, as `scores` does, of texts that were counted."""
        return np.asarray(counts @ self.weight.T + self.bias)

    def known_share(self, text: str) -> float:
        """Return the share of an answer's words seen in training, in [0, 1]."""
        words = [match.group().lower() for match in WORD.finditer(text)]
        known = self.vocabulary.word_vectoriser.vocabulary_
        return sum(word in known for word in words) / len(words) if words else 0.0

    def contributions(
        self, text: str, counts: csr_matrix, outputs: Sequence[int]
    ) -> FloatArray:
        """Return what each word adds to some logits; shape (n_words, n_outputs).

        A word is credited with itself, with half of each two-word sequence it is in,
        and with its own letter groups; a column's sum is the logit without its bias.

        Parameters
        ----------
        text : str
        counts : csr_matrix of shape (1, n_features)
            The text's row of `count`.
        outputs : sequence of int
            Rows of the weights.
        """
        tokens = [span.of(text).lower() for span in word_spans(text)]
        held = [*self._words_held(tokens)]
        for number, token in enumerate(tokens):
            held += [(index, number, 1.0) for index in self._letters_held(token)]
        credit = np.zeros((len(tokens), len(outputs)))
        if not held:
            return credit
        index, holder, part = (np.array(column) for column in zip(*held, strict=True))
        seen, place = np.unique(index, return_inverse=True)
        times = np.bincount(place, weights=part)
        value = np.zeros(counts.shape[1])
        value[counts.indices] = counts.data
        share = part * (value[seen] / times)[place]
        weights = self.weight[np.ix_(np.array(outputs), index)]
        np.add.at(credit, holder, (share * weights).T)
        return credit

    def _words_held(self, tokens: Sequence[str]) -> Iterator[tuple[int, int, float]]:
        """Yield every counted word or pair with who holds it, and how much of it."""
        known = self.vocabulary.word_vectoriser.vocabulary_
        for number, token in enumerate(tokens):
            if token in known:
                yield known[token], number, 1.0
            if number and (pair := f"{tokens[number - 1]} {token}") in known:
                yield known[pair], number - 1, 0.5
                yield known[pair], number, 0.5

    def _letters_held(self, token: str) -> tuple[int, ...]:
        """Return the counted letter groups of a word; the same words come often."""
        held = self._groups.get(token)
        if held is None:
            if len(self._groups) >= _MOST_KEPT:
                self._groups.clear()
            offset = len(self.vocabulary.words)
            known = self.vocabulary.letter_vectoriser.vocabulary_
            found = (known.get(group) for group in self._analyse(token))
            held = tuple(offset + place for place in found if place is not None)
            self._groups[token] = held
        return held

    @cached_property
    def _groups(self) -> dict[str, tuple[int, ...]]:
        return {}

    @cached_property
    def _analyse(self) -> Callable[[str], list[str]]:
        return self.vocabulary.letter_vectoriser.build_analyzer()


def learn_lexical(
    texts: Sequence[str], targets: Targets, *, C: float = 4.0
) -> LexicalMember:
    """Learn vocabulary and weights from coded answers.

    Parameters
    ----------
    texts : sequence of str, length n_answers
    targets : Targets
    C : float
        Inverse strength of the regressions' penalty.
    """
    vocabulary = Vocabulary.of(texts)
    X = vocabulary.count(texts)
    labelled = targets.labels != UNKNOWN
    rows = [_label_weights(X[labelled], targets.labels[labelled], C)]
    for column, known in zip(targets.elements.T, targets.known.T > 0, strict=True):
        rows.append(_binary_weights(X[known], column[known], C))
    return LexicalMember(
        vocabulary,
        np.vstack([weight for weight, _ in rows]),
        np.concatenate([bias for _, bias in rows]),
    )


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
