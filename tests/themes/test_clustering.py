import numpy as np
import pytest

from coprod_nlp.themes import clustering
from coprod_nlp.themes.clustering import (
    cluster,
    drawn_together,
    numbers_to_try,
    reduced,
)


@pytest.fixture
def blobs():
    """Return sixty points in four groups far apart."""
    random = np.random.default_rng(0)
    return np.repeat(np.eye(4) * 10, 15, axis=0) + random.normal(0, 0.3, (60, 4))


def test_groups_far_apart_are_found_and_hold(blobs):
    """Four groups give four clusters that come back in every subsample."""
    found = cluster(blobs)

    assert np.bincount(found.labels).tolist() == [15] * 4
    assert np.all(found.stability > 0.95)


def test_many_units_are_clustered_from_an_even_selection(blobs):
    """Above the size of the tree, the rest join the nearest centre."""
    found = cluster(np.tile(blobs, (50, 1)), n_resamples=0)

    assert len(found.labels) == 3000
    assert np.isnan(found.stability).all()
    assert len(set(found.labels[::60])) == 1


def test_points_move_halfway_to_the_mean_of_their_neighbours():
    """With fewer than ten others, all others are neighbours, and no point its own."""
    points = np.array([[1.0, 0.0], [0.0, 1.0], [3.0, 2.0]])

    assert drawn_together(points).tolist() == [[1.25, 0.75], [1.0, 1.0], [1.75, 1.25]]


def test_ten_neighbours_nearest_in_direction_draw():
    """The short point across is nearer to the first than most, and does not draw it."""
    along = np.column_stack([np.arange(1.0, 12.0), np.zeros(11)])
    moved = drawn_together(np.vstack([along, [[0.0, 1.0]]]))

    assert moved[0] == pytest.approx([(1 + along[1:, 0].mean()) / 2, 0])


def test_further_points_are_drawn_to_those_selected():
    """Not to each other."""
    moved = drawn_together(np.array([[0.0, 2.0], [0.0, 4.0]]), np.array([[4.0, 0.0]]))

    assert moved.tolist() == [[2.0, 1.0], [2.0, 2.0]]


def test_reduction_keeps_distances(blobs):
    """Principal axes turn the cloud without bending it."""
    before = np.linalg.norm(blobs[0] - blobs[30])
    after = reduced(blobs)

    assert before == pytest.approx(np.linalg.norm(after[0] - after[30]))


def test_many_units_are_reduced_as_few_are(monkeypatch):
    """Another way to the same axes, which holds fewer tables at once."""
    vectors = np.random.default_rng(0).normal(size=(300, 80)) * np.linspace(3, 1, 80)
    few = reduced(vectors)
    monkeypatch.setattr(clustering, "_MANY_ROWS", 100)

    assert reduced(vectors) == pytest.approx(few, abs=1e-9)


@pytest.mark.parametrize("n_units", [8, 20, 100, 2000])
def test_numbers_tried_suit_the_size(n_units):
    """There are at least two clusters, and four units for each on average."""
    numbers = numbers_to_try(n_units)

    assert numbers
    assert 2 <= min(numbers) <= max(numbers) <= max(2, n_units // 4)
