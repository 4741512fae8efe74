"""Varies coded answers in training, so that no wording stands for a code."""

from dataclasses import dataclass

import numpy as np

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.matching.definition import ReferenceDefinition
from coprod_nlp.matching.stand_ins import StandIns
from coprod_nlp.matching.targets import ACCURATE, NO_DEFINITION, PARTIAL
from coprod_nlp.vectors.finetuning import UNKNOWN, Examples

LONGEST_JOINED = 500
"""Characters up to which two answers are joined."""


@dataclass(frozen=True, slots=True)
class Variation:
    """Writes each answer anew in every pass over the training answers.

    Parameters
    ----------
    definition : ReferenceDefinition
        Its rule says what two answers joined express.
    stand_ins : StandIns, optional
        Without it, answers are joined only.
    swapped : float
        Share of answers in which words change places within their group.
    removed : float
        Share of accurate answers from which those served are removed, where that can
        be done; the answer is then coded *partial* without the element. Counterfactual
        answers teach what a code hangs on [1]_.
    joined : float
        Share of answers that another one is put behind.

    References
    ----------
    .. [1] D. Kaushik, E. Hovy and Z. C. Lipton, "Learning the difference that makes a
       difference with counterfactually-augmented data", ICLR 2020. arXiv:1909.12434
    """

    definition: ReferenceDefinition
    stand_ins: StandIns | None = None
    swapped: float = 0.8
    removed: float = 0.3
    joined: float = 0.15

    def __post_init__(self) -> None:
        """Refuse stand-ins that speak of elements the definition lacks."""
        if self.stand_ins is None:
            return
        without, names = self.stand_ins.without, self.definition.element_names
        unknown = sorted({without.element, *without.unclear} - set(names))
        if unknown:
            message = (
                f"The stand-ins name the elements {unknown!r}; the definition "
                f"{self.definition.name!r} has {names!r}. Correct [without]."
            )
            raise SettingsError(message)

    def __call__(self, examples: Examples, rng: np.random.Generator) -> Examples:
        """Return as many answers, each as it is or varied, with the codes that fit."""
        texts = list(examples.texts)
        labels, elements = examples.labels.copy(), examples.elements.copy()
        known = examples.known.copy()
        for row in range(len(texts)):
            if rng.random() < self.joined:
                other = int(rng.integers(len(texts)))
                both = self._join(examples, row, other)
                if both is not None:
                    texts[row], labels[row], elements[row] = both
            if self.stand_ins is None:
                continue
            if labels[row] == ACCURATE and rng.random() < self.removed:
                without = self._remove(texts[row], elements[row], self.stand_ins, rng)
                if without is not None:
                    labels[row] = PARTIAL
                    texts[row], elements[row], known[row] = without
            if rng.random() < self.swapped:
                texts[row] = self.stand_ins.swap(texts[row], rng)
        return Examples(texts, labels, elements, known)

    def _join(
        self, examples: Examples, row: int, other: int
    ) -> tuple[str, int, np.ndarray] | None:
        """Return two answers as one, where its code is beyond doubt."""
        first, second = examples.texts[row], examples.texts[other]
        label = int(min(examples.labels[row], examples.labels[other]))
        if {NO_DEFINITION, UNKNOWN} & {examples.labels[row], examples.labels[other]}:
            return None
        if len(first) + len(second) > LONGEST_JOINED:
            return None
        elements = np.maximum(examples.elements[row], examples.elements[other])
        by_rule = self.definition.rule_probability(elements[None])[0] > 0
        # Two answers that are accurate only together: a coder might say otherwise.
        if by_rule != (label == ACCURATE):
            return None
        return f"{first.rstrip(' .')}. {second}", label, elements

    def _remove(
        self,
        text: str,
        elements: np.ndarray,
        stand_ins: StandIns,
        rng: np.random.Generator,
    ) -> tuple[str, np.ndarray, np.ndarray] | None:
        written = stand_ins.remove(text, rng)
        if written is None:
            return None
        names = self.definition.element_names
        elements, known = elements.copy(), np.ones(len(names))
        elements[names.index(stand_ins.without.element)] = 0.0
        known[[names.index(name) for name in stand_ins.without.unclear]] = 0.0
        return written, elements, known
