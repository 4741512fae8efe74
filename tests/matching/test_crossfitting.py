"""Nobody is judged by what has seen them."""

import numpy as np
import pytest

from coprod_nlp.exceptions import NotEnoughDataError
from coprod_nlp.matching.crossfitting import (
    HeldOut,
    assign_folds,
    held_out_probability,
    read_held_out,
)
from coprod_nlp.matching.members import Reading
from coprod_nlp.matching.novelty import Novelty
from coprod_nlp.matching.targets import Targets


def test_a_source_is_one_fold():
    """Answers of one source are held out together."""
    folds = assign_folds(["a", "b", "c"], np.array([0, 1, 0]), ["S2", "S1", "S2"])

    assert folds.tolist() == [1, 0, 1]


def test_texts_that_differ_in_case_or_outer_marks_share_a_fold():
    """To what learns they are next to the same."""
    texts = [spelt for i in range(20) for spelt in (f"answer {i}", f"ANSWER {i}.")]
    folds = assign_folds(texts, np.array([0, 1] * 20), None)

    assert folds[::2].tolist() == folds[1::2].tolist()


def test_many_sources_are_held_out_several_together():
    """Sixty people are no sixty trainings; nobody stands on both sides."""
    people = [f"P{i % 30}" for i in range(60)]
    folds = assign_folds(["a"] * 60, np.array([0, 1] * 30), people)

    assert len(set(folds.tolist())) == 5
    assert len(set(zip(people, folds.tolist(), strict=True))) == 30


def test_what_reads_a_fold_was_not_taught_by_it():
    """For every fold, what it was taught by is all the rest."""
    taught = {}

    class Silent:
        def read(self, texts):
            return Reading(
                features=np.zeros((len(texts), 2)),
                labels=np.zeros((len(texts), 4)),
                vectors=np.eye(len(texts), 4),
                tokens=[],
            )

    def train(texts, targets, name):
        taught[name] = list(texts)
        return Silent()

    texts = list("abcdefgh")
    folds = np.array([0, 1, 2, 0, 1, 2, 0, 1])
    targets = Targets(np.zeros(8, dtype=int), np.zeros((8, 1)), np.ones((8, 1)))
    read_held_out(texts, targets, folds, train)

    assert taught == {
        "fold 1 of 3": list("bcefh"),
        "fold 2 of 3": list("acdfg"),
        "fold 3 of 3": list("abdegh"),
    }


def test_one_source_alone_cannot_be_held_out():
    """Nothing would be left to learn from."""
    with pytest.raises(NotEnoughDataError, match="at least two"):
        assign_folds(["a", "b"], np.array([0, 1]), ["S1", "S1"])


def test_equal_texts_share_a_fold():
    """Without sources, a text never stands on both sides."""
    texts = [f"answer {i % 20}" for i in range(60)]
    accurate = np.array([i % 2 for i in range(60)])

    folds = assign_folds(texts, accurate, None)

    pairs = set(zip(texts, folds.tolist(), strict=True))
    assert len(pairs) == len(set(texts))


def test_the_stack_never_sees_the_fold_it_judges():
    """Turning a fold's labels round changes nothing about that fold."""
    rng = np.random.default_rng(0)
    held = HeldOut(
        rng.normal(size=(40, 3)),
        np.zeros((40, 4)),
        np.zeros(40),
        np.repeat([0, 1], 20),
    )
    labels = rng.integers(0, 2, 40)
    turned = np.where(held.folds == 1, 1 - labels, labels)

    first, second = (held_out_probability(held, y) for y in (labels, turned))

    assert first[20:].tolist() == second[20:].tolist()


def test_what_lies_far_off_is_novel():
    """An answer outside the cloud is farther than the training answers are."""
    seen = np.random.default_rng(0).normal(size=(400, 8))
    novelty = Novelty.learn(seen)

    near, far = novelty.distance(np.vstack([np.zeros(8), np.full(8, 9.0)]))

    assert near < np.median(novelty.distance(seen))
    assert far > novelty.distance(seen).max()


@pytest.mark.parametrize("n", [1, 7])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_what_differs_from_answers_that_are_all_alike_is_unlike(n, kind):
    """They show no direction along which to measure, so that any step is too far."""
    seen = np.tile(np.random.default_rng(0).normal(size=8), (n, 1)).astype(kind)

    same, other = Novelty.learn(seen).distance(np.vstack([seen[0], seen[0] + 0.1]))

    assert (same, other) == (0, np.inf)
