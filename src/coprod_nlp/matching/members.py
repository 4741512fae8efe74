"""The two members side by side: what they say of a batch of answers, in one pass."""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from scipy.special import softmax

from coprod_nlp.matching.definition import ReferenceDefinition
from coprod_nlp.matching.lexical import LexicalMember, learn_lexical
from coprod_nlp.matching.outputs import stack_features
from coprod_nlp.matching.targets import N_LABELS, Targets
from coprod_nlp.matching.tuned import TunedMember
from coprod_nlp.text.normalisation import normalise
from coprod_nlp.typing import FloatArray
from coprod_nlp.vectors.encoders import TokenVectors


@dataclass(frozen=True, slots=True)
class Reading:
    """What the members make of some answers.

    Parameters
    ----------
    features : ndarray of shape (n_answers, 2 * (2 + n_elements))
        Logits of the lexical member, then of the encoder member.
    labels : ndarray of shape (n_answers, n_labels)
        Mean of the members' label probabilities.
    vectors : ndarray of shape (n_answers, n_dims)
        Mean token vectors of the tuned encoder.
    tokens : list of TokenVectors
        For evidence.
    """

    features: FloatArray
    labels: FloatArray
    vectors: FloatArray
    tokens: list[TokenVectors]


@dataclass(frozen=True, slots=True)
class Members:
    """A lexical and an encoder member that learned from the same answers."""

    definition: ReferenceDefinition
    lexical: LexicalMember
    tuned: TunedMember

    def read(
        self,
        texts: Sequence[str],
        lexical: FloatArray | None = None,
        *,
        half: bool = False,
    ) -> Reading:
        """Read each text once and return all that both members say of it.

        Parameters
        ----------
        texts : sequence of str, length n_texts
            At least one.
        lexical : ndarray of shape (n_texts, n_outputs), optional
            The lexical member's scores, if they are known already.
        half : bool
            See `SentenceEncoder.encode_tokens`.
        """
        tokens = self.tuned.read(texts, half=half)
        vectors = np.stack([read.vectors.mean(axis=0) for read in tokens])
        if lexical is None:
            lexical = self.lexical.scores(texts)
        both = [lexical, self.tuned.scores(vectors)]
        return Reading(
            np.hstack([stack_features(scores, self.definition) for scores in both]),
            np.mean([softmax(scores[:, :N_LABELS], axis=1) for scores in both], axis=0),
            vectors,
            tokens,
        )


def train_members(
    texts: Sequence[str],
    targets: Targets,
    definition: ReferenceDefinition,
    untrained: TunedMember,
    progress: Callable[[int, int], None] | None = None,
) -> Members:
    """Train both members on coded answers and on the elements' examples.

    `untrained` stays as it is.
    """
    shown = [normalise(e) for element in definition.elements for e in element.examples]
    texts, targets = [*texts, *shown], targets.with_examples(definition)
    lexical = learn_lexical(texts, targets)
    tuned = copy(untrained).fit(texts, targets, progress)
    return Members(definition, lexical, tuned)
