"""Whether wordings of one idea lie together, for an author whom training left out.

How many statements have another wording of the same idea as their nearest among all of
that author's, by the published encoder and by the answer encoder. SYNTHETIC.

    python benchmarks/everyday_ideas.py
"""

import argparse

import numpy as np
from shared import mean_ratio, store

from coprod_nlp.vectors.answer_encoder import answer_encoder
from coprod_nlp.vectors.encoders import SentenceEncoder, default_encoder
from coprod_nlp.vectors.training import everyday_ideas

ENCODERS = {"published": default_encoder, "answer encoder": answer_encoder}


def main() -> None:
    """Measure both encoders on the same statements."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    left_out = everyday_ideas(held_out=True)
    rows = []
    for name, encoder in ENCODERS.items():
        right = _nearest_is_same(encoder(), list(left_out.texts), left_out.idea)
        by_idea = np.bincount(left_out.idea, weights=right)[:, None]
        of_idea = np.bincount(left_out.idea).astype(float)[:, None]
        rows.append(
            {
                "encoder": name,
                "n_statements": len(right),
                "n_ideas": len(by_idea),
                **mean_ratio("nearest_is_same", by_idea, of_idea),
            }
        )
    store("everyday_ideas", rows)


def _nearest_is_same(
    encoder: SentenceEncoder, texts: list[str], idea: "np.ndarray"
) -> "np.ndarray":
    vectors = encoder.encode(texts)
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -1)
    return np.asarray(idea[likeness.argmax(axis=1)] == idea, dtype=float)


if __name__ == "__main__":
    main()
