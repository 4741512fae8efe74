"""Fine-tuned weights are stored as small differences."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from coprod_nlp.vectors.overlays import packed_overlay, unpacked_overlay

NAME = "layer.weight"


def both(seed, shape):
    """Return published weights and ones that differ from them a little."""
    rng = np.random.default_rng(seed)
    base = rng.normal(size=shape).astype(np.float32)
    moved = base + rng.normal(scale=0.01, size=shape).astype(np.float32)
    return {NAME: base}, {NAME: moved}


@given(st.integers(0, 50), st.sampled_from([(6,), (4, 6), (2, 3, 5)]))
def test_weights_come_back_to_the_rounding_of_their_row(seed, shape):
    """No weight moves by more than half a step of its row's scale."""
    base, moved = both(seed, shape)

    tensors = packed_overlay(moved, base)
    again = unpacked_overlay(tensors, base)[NAME]

    step = tensors[f"scale.{NAME}"].max()
    assert np.abs(again - moved[NAME]).max() <= step / 2 + 1e-6


def test_a_difference_takes_a_byte():
    """The repository holds the weights."""
    base, moved = both(0, (4, 6))

    assert packed_overlay(moved, base)[f"overlay.{NAME}"].dtype == np.int8


def test_weights_that_did_not_move_are_the_published_ones():
    """Nothing is lost where nothing was learnt."""
    base, _ = both(0, (4, 6))

    again = unpacked_overlay(packed_overlay(base, base), base)

    assert np.array_equal(again[NAME], base[NAME])
