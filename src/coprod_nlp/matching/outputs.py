"""What each member of the matcher says of a text: one row of logits per answer."""

import numpy as np
from scipy.special import expit, log_softmax, logit

from coprod_nlp.matching.definition import ReferenceDefinition
from coprod_nlp.matching.targets import ACCURATE, N_LABELS
from coprod_nlp.typing import FloatArray

_LIMIT = 1e-6


def stack_features(scores: FloatArray, definition: ReferenceDefinition) -> FloatArray:
    """Turn one member's logits into the features the stack reads.

    Parameters
    ----------
    scores : ndarray of shape (n_answers, n_labels + n_elements)
        Logits of the label's classes, then of each element.
    definition : ReferenceDefinition

    Returns
    -------
    ndarray of shape (n_answers, 2 + n_elements)
        Log-odds of *accurate* told directly, log-odds told by the rule from the
        elements, and the log-odds of each element.
    """
    log_p = log_softmax(scores[:, :N_LABELS], axis=1)[:, ACCURATE]
    direct = logit(np.clip(np.exp(log_p), _LIMIT, 1 - _LIMIT))
    elements = np.clip(scores[:, N_LABELS:], logit(_LIMIT), -logit(_LIMIT))
    by_rule = definition.rule_probability(expit(elements))
    by_rule = logit(np.clip(by_rule, _LIMIT, 1 - _LIMIT))
    return np.column_stack([direct, by_rule, elements])
