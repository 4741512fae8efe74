"""Groups vectors into as many clusters as hold when some units are left out."""

from dataclasses import dataclass

import numpy as np
from scipy.cluster.hierarchy import cut_tree, linkage
from scipy.spatial.distance import pdist, squareform
from sklearn.metrics import pairwise_distances_argmin, silhouette_score
from sklearn.neighbors import NearestNeighbors

from coprod_nlp.typing import FloatArray, IntArray
from coprod_nlp.vectors.lengths import of_length_one

_MAX_TREE = 2500
_MAX_DIMS = 64
_MANY_ROWS = 20_000
_KEPT = 0.8
_MANY = 20
_NEAREST = 10


@dataclass(frozen=True, slots=True)
class Clustering:
    """Clusters of units, and how well each holds.

    Parameters
    ----------
    labels : ndarray of int, shape (n_units,)
        Cluster number of each unit, from 0.
    score : ndarray of shape (n_units,)
        Cosine of each unit to its cluster's centre, clipped to [0, 1].
    stability : ndarray of shape (n_clusters,)
        Mean Jaccard overlap over resamples, in [0, 1]; NaN without resamples.
    """

    labels: IntArray
    score: FloatArray
    stability: FloatArray


def reduced(vectors: FloatArray) -> FloatArray:
    """Return centred vectors on their leading principal axes, signs fixed."""
    centred = vectors - vectors.mean(axis=0)
    if len(vectors) > _MANY_ROWS:
        # The same axes, without further tables as large as the first.
        axes = np.linalg.eigh(centred.T @ centred)[1].T[: -_MAX_DIMS - 1 : -1]
        return np.asarray(centred @ (axes * _signs(axes)[:, None]).T)
    left, size, axes = np.linalg.svd(centred, full_matrices=False)
    return np.asarray((left * size * _signs(axes))[:, :_MAX_DIMS])


def drawn_together(points: FloatArray, among: FloatArray | None = None) -> FloatArray:
    """Return points moved halfway to the mean of the ten nearest in direction [1]_.

    What lies between two groups is drawn to the one that more of its neighbours are
    in, so that a tree parts groups where few units lie.

    Parameters
    ----------
    points : ndarray of shape (n_units, n_dims)
    among : ndarray of shape (n_others, n_dims), optional
        Where neighbours are sought; by default among the points, each one's own self
        left out.

    References
    ----------
    .. [1] X. Zhang, H. Liu, Q. Li and X.-M. Wu, "Attributed graph clustering via
       adaptive graph convolution", IJCAI 2019. doi:10.24963/ijcai.2019/601
    """
    others = points if among is None else among
    n_nearest = min(_NEAREST, len(others) - (among is None))
    search = NearestNeighbors(n_neighbors=n_nearest, algorithm="brute")
    search.fit(of_length_one(others))
    asked = None if among is None else of_length_one(points)
    # A sparse table of ones: copies of all neighbours of a large survey would not fit.
    near = search.kneighbors_graph(asked, mode="connectivity")
    return np.asarray(points + near @ others / n_nearest) / 2


def _signs(axes: FloatArray) -> FloatArray:
    """Return the sign of the largest part of each axis."""
    return np.asarray(np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)]))


def numbers_to_try(n_units: int) -> list[int]:
    """Return the numbers of clusters worth trying, around the square root.

    Examples
    --------
    >>> numbers_to_try(20)
    [3, 4, 5]
    """
    root = np.sqrt(n_units)
    # More than a reader can hold in mind only where there is much more to read.
    highest = min(max(_MANY, int(0.6 * root)), int(1.7 * root), n_units // 4)
    lowest = min(max(3, int(0.6 * root)), 12)
    return list(range(min(lowest, highest), highest + 1)) if highest >= 2 else []


def cluster(
    vectors: FloatArray, *, n_resamples: int = 20, random_state: int = 0
) -> Clustering:
    """Cut Ward's tree where clusters are apart and come back in subsamples.

    Parameters
    ----------
    vectors : ndarray of shape (n_units, n_dims)
        Distinct units, in an order that the rows of the input do not decide.
    n_resamples : int
        Subsamples of four fifths of the units; 0 leaves stability out.
    random_state : int
        Seed of the subsamples.

    Returns
    -------
    Clustering
        The number of clusters has the highest sum of silhouette and stability,
        each relative to its best.

    Notes
    -----
    Units are drawn together first, those of a subsample among themselves. Above 2,500
    units the tree is grown on an even selection of them; the others are drawn to these
    and join the nearest centre.

    References
    ----------
    .. [1] C. Hennig, "Cluster-wise assessment of cluster stability", Computational
       Statistics & Data Analysis 52(1), 2007. doi:10.1016/j.csda.2006.11.025
    """
    points = reduced(vectors)
    chosen = _even_selection(len(points))
    selected = points[chosen]
    core = drawn_together(selected)
    numbers = numbers_to_try(len(core))
    cuts = cut_tree(linkage(core, "ward"), numbers)
    overlaps = _overlaps(selected, cuts, numbers, n_resamples, random_state)
    apart = _silhouettes(core, cuts)
    held = np.array([_weighted_mean(o, cuts[:, i]) for i, o in enumerate(overlaps)])
    best = int(np.argmax(_relative(apart) + _relative(held)))
    centres = _centres(core, cuts[:, best])
    labels = pairwise_distances_argmin(drawn_together(points, selected), centres)
    labels[chosen] = cuts[:, best]
    return Clustering(labels, _score(vectors, labels), overlaps[best])


def _even_selection(n_units: int) -> IntArray:
    if n_units <= _MAX_TREE:
        return np.arange(n_units)
    return np.unique(np.linspace(0, n_units - 1, _MAX_TREE).astype(int))


def _relative(values: FloatArray) -> FloatArray:
    if np.isnan(values).any() or values.max() <= 0:
        return np.zeros_like(values)
    return values / values.max()


def _silhouettes(points: FloatArray, cuts: IntArray) -> FloatArray:
    distance = squareform(pdist(points))
    return np.array(
        [silhouette_score(distance, cut, metric="precomputed") for cut in cuts.T]
    )


def _overlaps(
    points: FloatArray,
    cuts: IntArray,
    numbers: list[int],
    n_resamples: int,
    random_state: int,
) -> list[FloatArray]:
    """Return, for each number of clusters, each cluster's mean Jaccard overlap."""
    random = np.random.default_rng(random_state)
    n_kept = max(int(_KEPT * len(points)), max(numbers))
    found: list[list[FloatArray]] = [[] for _ in numbers]
    for _ in range(n_resamples):
        kept = np.sort(random.choice(len(points), n_kept, replace=False))
        again = cut_tree(linkage(drawn_together(points[kept]), "ward"), numbers)
        for i, number in enumerate(numbers):
            found[i].append(_jaccard(cuts[kept, i], again[:, i], number))
    return [
        np.nanmean(np.stack(each), axis=0) if each else np.full(number, np.nan)
        for each, number in zip(found, numbers, strict=True)
    ]


def _jaccard(one: IntArray, other: IntArray, number: int) -> FloatArray:
    shared = np.zeros((number, number))
    np.add.at(shared, (one, other), 1)
    size = shared.sum(axis=1)
    union = size[:, None] + shared.sum(axis=0) - shared
    best = (shared / np.maximum(union, 1)).max(axis=1)
    # A cluster of which no unit was drawn says nothing: count it as lost.
    return np.where(size > 0, best, 0.0)


def _weighted_mean(overlap: FloatArray, labels: IntArray) -> float:
    return float(np.average(overlap, weights=np.bincount(labels)))


def _centres(points: FloatArray, labels: IntArray) -> FloatArray:
    return np.stack([points[labels == i].mean(axis=0) for i in range(labels.max() + 1)])


def _score(vectors: FloatArray, labels: IntArray) -> FloatArray:
    centres = _centres(vectors, labels)[labels]
    norm = np.linalg.norm(vectors, axis=1) * np.linalg.norm(centres, axis=1)
    cosine = (vectors * centres).sum(axis=1) / np.maximum(norm, 1e-12)
    return np.clip(cosine, 0.0, 1.0)
