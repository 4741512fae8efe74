"""Weighs words by rarity, so that what every unit says does not place the units."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from coprod_nlp.typing import FloatArray, IntArray, TextEncoder
from coprod_nlp.vectors.encoders import BLOCK, SentenceEncoder
from coprod_nlp.vectors.lengths import of_length_one

_LEAST = 0.05
_BOUNDARY = 0.2


def unit_vectors(
    encoder: TextEncoder, texts: Sequence[str], weight: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Return unit-length vectors, rare words counting more than common ones, and plain.

    In answers to one question the question's own words stand everywhere and tell
    nothing apart; each token's vector therefore weighs as the logarithm of the share of
    texts without it [1]_.

    Parameters
    ----------
    encoder : TextEncoder
        One that gives whole texts only is taken as it is.
    texts : sequence of str, length n_units
        Distinct units.
    weight : ndarray of shape (n_units,)
        How often each unit occurs.

    Returns
    -------
    weighted, plain : ndarray of shape (n_units, n_dims)
        From one reading; plain as `encoder.encode` gives them.

    References
    ----------
    .. [1] S. Arora, Y. Liang and T. Ma, "A simple but tough-to-beat baseline for
       sentence embeddings", ICLR 2017.
    """
    if not isinstance(encoder, SentenceEncoder):
        plain = np.asarray(encoder.encode(texts), dtype=float)
        return plain, plain
    words = [
        [span.of(text).lower() for span in spans]
        for text, spans in zip(texts, encoder.token_spans(texts), strict=True)
    ]
    rarity = _rarity(words, weight)
    vectors = np.zeros((len(texts), encoder.n_dims))
    means = np.zeros((len(texts), encoder.n_dims), dtype=np.float32)
    # Block by block: every token's vector of a large survey would not fit.
    for first in range(0, len(texts), BLOCK):
        read = encoder.encode_tokens(texts[first : first + BLOCK])
        for row, tokens in enumerate(read, start=first):
            own = [rarity[word] for word in words[row]]
            vectors[row] = np.average(tokens.vectors, axis=0, weights=own)
            means[row] = tokens.mean
    return of_length_one(vectors), of_length_one(means).astype(float)


def _rarity(words: Sequence[Sequence[str]], weight: IntArray) -> dict[str, float]:
    n_with: Counter[str] = Counter()
    for own, count in zip(words, weight.tolist(), strict=True):
        n_with.update(dict.fromkeys(set(own), count))
    total = int(weight.sum())
    rarity = {
        word: max(_LEAST, float(np.log((total + 1) / (n + 0.5))))
        for word, n in n_with.items()
    }
    # The encoder's own opening and closing tokens, which stand for no word.
    return {**rarity, "": _BOUNDARY}
