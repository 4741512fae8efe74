"""What each member of the matcher says of a text: one row of logits per answer."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, log_softmax, logit

from coprod_nlp.files.words import LABELS, Label
from coprod_nlp.matching.definition import ReferenceDefinition
from coprod_nlp.typing import FloatArray, IntArray
from coprod_nlp.vectors.finetuning import UNKNOWN

ACCURATE, PARTIAL, NO_DEFINITION = (
    LABELS.index(label)
    for label in (Label.ACCURATE, Label.PARTIAL, Label.NO_DEFINITION)
)
"""Columns of these labels in a table of label logits."""

N_LABELS = len(LABELS)
_LIMIT = 1e-6


@dataclass(frozen=True, slots=True)
class Targets:
    """What human coders said of the answers a model learns from.

    Parameters
    ----------
    labels : ndarray of shape (n_answers,)
        Index into ``LABELS``, or `UNKNOWN`.
    elements : ndarray of shape (n_answers, n_elements)
        1 where the element is expressed, else 0.
    known : ndarray of shape (n_answers, n_elements)
        1 where somebody said so, else 0.
    """

    labels: IntArray
    elements: FloatArray
    known: FloatArray

    @property
    def accurate(self) -> IntArray:
        """1 where the label is *accurate*, else 0; shape (n_answers,)."""
        return (self.labels == ACCURATE).astype(int)

    def __len__(self) -> int:
        return len(self.labels)

    def rows(self, index: IntArray) -> "Targets":
        """Return the targets of some answers."""
        return Targets(self.labels[index], self.elements[index], self.known[index])

    def with_examples(self, definition: ReferenceDefinition) -> "Targets":
        """Return the targets followed by those of the elements' examples.

        An example expresses its element; nothing else is known of it.
        """
        counts = [len(element.examples) for element in definition.elements]
        shown = np.repeat(np.eye(len(counts)), counts, axis=0)
        return Targets(
            np.append(self.labels, np.full(len(shown), UNKNOWN)),
            np.vstack([self.elements, shown]),
            np.vstack([self.known, shown]),
        )


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
