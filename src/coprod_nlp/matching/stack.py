"""The numeric core: combines members' logits into one calibrated probability."""

from typing import Any, Self

import numpy as np
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import check_is_fitted, validate_data

from coprod_nlp.typing import FloatArray


class LogisticStack(ClassifierMixin, BaseEstimator):
    """Two-class logistic regression on the logits of several members.

    The text never comes in here: `X` is numeric, so that scikit-learn's own checks
    apply in full and a test of the decision needs no language model. Fitted on logits
    of answers that the members had not seen, it stacks [1]_ and calibrates [2]_.

    Parameters
    ----------
    C : float
        Inverse strength of the penalty on the standardised logits.

    References
    ----------
    .. [1] D. H. Wolpert, "Stacked generalization", Neural Networks 5(2), 1992.
       doi:10.1016/S0893-6080(05)80023-1
    .. [2] J. Platt, "Probabilistic outputs for support vector machines", Advances in
       Large Margin Classifiers, 1999.
    """

    def __init__(self, *, C: float = 0.1) -> None:
        self.C = C

    @classmethod
    def from_parts(cls, coef: FloatArray, intercept: float) -> Self:
        """Return a fitted stack of classes 0 and 1 with these weights.

        Parameters
        ----------
        coef : ndarray of shape (n_logits,)
        intercept : float
        """
        stack = cls()
        stack.classes_ = np.array([0, 1])
        stack.n_features_in_ = len(coef)
        stack.coef_, stack.intercept_ = coef, intercept
        return stack

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags

    def fit(self, X: FloatArray, y: np.ndarray) -> Self:
        """Fit on logits of shape (n_answers, n_logits) and two classes."""
        X, y = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(y)
        if type_of_target(y) not in ("binary",):
            message = (
                f"Only binary classification is supported. The type of the target is "
                f"{type_of_target(y)}."
            )
            raise ValueError(message)
        self.classes_ = np.unique(y)
        if len(self.classes_) < 2:
            message = (
                f"Classifier can't train when only one class is present: {y[0]!r}."
            )
            raise ValueError(message)
        scaler = StandardScaler().fit(X)
        model = LogisticRegression(C=self.C, max_iter=2000)
        model.fit(scaler.transform(X), y)
        # Kept on the scale of the logits themselves: one weight, one meaning.
        self.coef_ = model.coef_[0] / scaler.scale_
        self.intercept_ = float(model.intercept_[0] - self.coef_ @ scaler.mean_)
        return self

    def decision_function(self, X: FloatArray) -> FloatArray:
        """Return the calibrated log-odds of the second class, shape (n_answers,)."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, dtype=np.float64)
        return X @ self.coef_ + self.intercept_

    def predict_proba(self, X: FloatArray) -> FloatArray:
        """Return probabilities of shape (n_answers, 2), in the order of `classes_`."""
        positive = expit(self.decision_function(X))
        return np.column_stack([1 - positive, positive])

    def predict(self, X: FloatArray) -> np.ndarray:
        """Return the likelier class of each answer, shape (n_answers,)."""
        second = (self.decision_function(X) > 0).astype(int)
        return self.classes_[second]
