"""The encoder member: a sentence encoder whose upper layers learned to judge."""

from collections.abc import Callable, Sequence

import numpy as np

from coprod_nlp.matching.targets import N_LABELS, Targets
from coprod_nlp.text.spans import Span
from coprod_nlp.typing import FloatArray
from coprod_nlp.vectors.encoders import SentenceEncoder, TokenVectors
from coprod_nlp.vectors.finetuning import Examples, FineTuned, finetune
from coprod_nlp.vectors.upper_layers import FinetuneSettings


class TunedMember:
    """Linear heads on the mean of fine-tuned token vectors.

    Because head and mean are linear, a logit is exactly the sum of what each token
    adds; so one reading gives both the judgement and the words that carry it.

    Parameters
    ----------
    base : SentenceEncoder
        The published encoder.
    settings : FinetuneSettings, optional
    vary : callable, optional
        See `finetune`.
    """

    def __init__(
        self,
        base: SentenceEncoder,
        settings: FinetuneSettings | None = None,
        vary: Callable[[Examples, np.random.Generator], Examples] | None = None,
    ) -> None:
        self.base = base
        self.settings = settings or FinetuneSettings()
        self.vary = vary

    def fit(
        self,
        texts: Sequence[str],
        targets: Targets,
        progress: Callable[[int, int], None] | None = None,
    ) -> "TunedMember":
        """Fine-tune on coded answers."""
        learned = finetune(
            self.base,
            Examples(texts, targets.labels, targets.elements, targets.known),
            n_labels=N_LABELS,
            settings=self.settings,
            vary=self.vary,
            progress=progress,
        )
        return self.take(learned)

    def take(self, learned: FineTuned) -> "TunedMember":
        """Use weights that were learned before."""
        self.learned = learned
        self.encoder = SentenceEncoder(self.base.folder, overlay=learned.overlay)
        return self

    def read(self, texts: Sequence[str], *, half: bool = False) -> list[TokenVectors]:
        """Return every token's vector, one entry per text."""
        return self.encoder.encode_tokens(texts, half=half)

    def scores(self, means: FloatArray) -> FloatArray:
        """Return logits of shape (n_texts, n_outputs) from mean token vectors."""
        # In double precision, so that sums do not depend on how many texts there are.
        return means.astype(np.float64) @ self.learned.weight.T + self.learned.bias

    def contributions(
        self, tokens: TokenVectors, words: Sequence[Span], outputs: Sequence[int]
    ) -> FloatArray:
        """Return what words add to some logits; shape (n_words, n_outputs)."""
        weights = self.learned.weight[list(outputs)]
        per_token = tokens.vectors @ weights.T / len(tokens.vectors)
        credit = np.zeros((len(words), len(weights)))
        number = 0
        for span, value in zip(tokens.spans, per_token, strict=True):
            while number < len(words) and words[number].end <= span.start:
                number += 1
            if number < len(words) and len(span) and words[number].overlap(span):
                credit[number] += value
        return credit
