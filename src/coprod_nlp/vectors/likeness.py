"""Says which named idea a text is like, learnt from a few example statements."""

import warnings
from collections.abc import Sequence
from typing import Self

import numpy as np
from scipy import sparse
from scipy.special import softmax
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits

from coprod_nlp.exceptions import NotEnoughDataError
from coprod_nlp.typing import FloatArray, IntArray, TextEncoder

_NEAREST = 3
_SHARPNESS = 5.0
_TEMPERATURE = 1.5
# Above this, the axes cost more than they save.
_MANY_ROWS = 2500
_BLOCK = 4096
_NOTHING = 1e-10

_SMOOTHING = 0.2
"""Pseudo-count of every idea, so that the prior rules none out."""

_ROUNDS = 30
"""Rounds of expectation and maximisation in which the prior is fitted."""


class StatementLikeness(BaseEstimator):
    """Posterior over named ideas, from example statements of each.

    Three readings are added on the log scale: logistic regression on encoder
    vectors, logistic regression on words and character n-grams, and the mean
    cosine to the three nearest examples of each idea.

    Parameters
    ----------
    encoder : TextEncoder
        Gives unit-length vectors.
    C : float
        Inverse regularisation of both regressions.

    Attributes
    ----------
    classes_ : ndarray of str, shape (n_ideas,)
        Names in sorted order; the columns of every result.
    """

    def __init__(self, encoder: TextEncoder, *, C: float = 10.0) -> None:
        self.encoder = encoder
        self.C = C

    def fit(
        self,
        statements: Sequence[str],
        names: Sequence[str],
        *,
        vectors: FloatArray | None = None,
        sample_weight: FloatArray | None = None,
    ) -> Self:
        """Learn from statements and the name of the idea that each expresses.

        Parameters
        ----------
        statements, names : sequence of str, same length
        vectors : ndarray of shape (n_statements, n_dims), optional
            Of the statements, if already computed.
        sample_weight : ndarray of shape (n_statements,), optional

        Raises
        ------
        NotEnoughDataError
            If fewer than two ideas are named.
        """
        y = np.asarray(names, dtype=str)
        self.classes_ = np.unique(y)
        if len(self.classes_) < 2:
            message = (
                f"Likeness needs statements of at least two ideas, found "
                f"{len(self.classes_)}. Add a second code with examples."
            )
            raise NotEnoughDataError(message)
        if vectors is None:
            vectors = np.asarray(self.encoder.encode(list(statements)))
        self.vectors_ = vectors
        self.names_ = y
        self.word_ = TfidfVectorizer(
            sublinear_tf=True, ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b"
        ).fit(statements)
        self.character_ = TfidfVectorizer(
            sublinear_tf=True, analyzer="char_wb", ngram_range=(3, 5)
        ).fit(statements)
        settings = {"C": self.C, "max_iter": 1000, "class_weight": "balanced"}
        # The steps are too small to be shared between threads.
        with threadpool_limits(limits=1), warnings.catch_warnings():
            # One statement for each idea is few, and all that a bare codebook has.
            warnings.filterwarnings("ignore", "The number of unique classes")
            self.semantic_model_ = LogisticRegression(**settings).fit(
                self.vectors_, y, sample_weight=sample_weight
            )
            self.lexical_model_ = _fit_in_span(
                LogisticRegression(**settings),
                self._lexical(statements),
                y,
                sample_weight,
            )
        return self

    def _lexical(self, texts: Sequence[str]) -> sparse.csr_matrix:
        parts = [self.word_.transform(texts), self.character_.transform(texts)]
        return sparse.hstack(parts).tocsr()

    def similarity(self, vectors: FloatArray) -> FloatArray:
        """Return mean cosine to each idea's nearest examples, (n_texts, n_ideas)."""
        check_is_fitted(self)
        cosine = vectors @ self.vectors_.T
        columns = []
        for name in self.classes_:
            own = np.sort(cosine[:, self.names_ == name], axis=1)
            columns.append(own[:, -_NEAREST:].mean(axis=1))
        return np.stack(columns, axis=1)

    def posterior(
        self, texts: Sequence[str], vectors: FloatArray | None = None
    ) -> FloatArray:
        """Return the probability of each idea under an even prior.

        Parameters
        ----------
        texts : sequence of str, length n_texts
            Units or short answers.
        vectors : ndarray of shape (n_texts, n_dims), optional
            Their vectors, if already computed.

        Returns
        -------
        ndarray of shape (n_texts, n_ideas)
            In [0, 1]; rows sum to one.
        """
        check_is_fitted(self)
        if not len(texts):
            return np.zeros((0, len(self.classes_)))
        if vectors is None:
            vectors = np.asarray(self.encoder.encode(list(texts)))
        # Each text is set beside every statement: not all of them at once.
        blocks = (slice(at, at + _BLOCK) for at in range(0, len(texts), _BLOCK))
        return np.concatenate(
            [self._posterior(texts[some], vectors[some]) for some in blocks]
        )

    def _posterior(self, texts: Sequence[str], vectors: FloatArray) -> FloatArray:
        score = self.semantic_model_.predict_log_proba(vectors)
        score = score + self.lexical_model_.predict_log_proba(self._lexical(texts))
        score = score + _SHARPNESS * self.similarity(vectors)
        return softmax(score / _TEMPERATURE, axis=1)


def _fit_in_span(
    model: LogisticRegression,
    features: sparse.csr_matrix,
    y: "np.ndarray",
    sample_weight: FloatArray | None,
) -> LogisticRegression:
    """Fit a model whose weights are penalised by their length, in fewer dimensions.

    Such weights are a sum of rows of the features. Where there are fewer rows than
    columns, they are therefore sought along the rows' principal axes, and turned back:
    the same weights, to the solver's tolerance, sooner.
    """
    if features.shape[0] > min(_MANY_ROWS, features.shape[1]):
        return model.fit(features, y, sample_weight=sample_weight)
    size, axes = np.linalg.eigh((features @ features.T).toarray())
    spans = size > _NOTHING * size[-1]
    length, axes = np.sqrt(size[spans]), axes[:, spans]
    model.fit(axes * length, y, sample_weight=sample_weight)
    model.coef_ = (features.T @ (axes / length @ model.coef_.T)).T
    model.n_features_in_ = features.shape[1]
    return model


def fit_prior(
    posterior: FloatArray,
    *,
    weight: FloatArray | IntArray | None = None,
) -> FloatArray:
    """Adapt posteriors to how common each idea is in this batch of texts.

    Parameters
    ----------
    posterior : ndarray of shape (n_texts, n_ideas)
        Under an even prior.
    weight : ndarray of shape (n_texts,), optional
        How often each text occurs.

    Returns
    -------
    ndarray of shape (n_texts, n_ideas)
        Posterior under the estimated prior; rows sum to one.

    References
    ----------
    .. [1] M. Saerens, P. Latinne, C. Decaestecker, "Adjusting the outputs of a
       classifier to new a priori probabilities", Neural Computation 14(1), 2002.
       doi:10.1162/089976602753284446

    Examples
    --------
    >>> often_first = np.array([[0.9, 0.1], [0.9, 0.1], [0.9, 0.1], [0.5, 0.5]])
    >>> bool(fit_prior(often_first)[3, 0] > 0.9)
    True
    """
    if not len(posterior):
        return posterior
    n_ideas = posterior.shape[1]
    weight = np.ones(len(posterior)) if weight is None else weight
    prior = np.full(n_ideas, 1.0 / n_ideas)
    adapted = posterior
    for _ in range(_ROUNDS):
        adapted = posterior * prior
        adapted = adapted / adapted.sum(axis=1, keepdims=True)
        prior = (weight @ adapted + _SMOOTHING) / (weight.sum() + _SMOOTHING * n_ideas)
    return adapted
