"""Scores of clusters against codes, each beside what random clusters would get."""

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
import pandas as pd

from coprod_nlp.agreement.codings.distinct import distinct_rows
from coprod_nlp.exceptions import CodingsError
from coprod_nlp.typing import FloatArray, IntArray

BCUBED = ("bcubed_precision", "bcubed_recall", "bcubed_f1")
"""Names of what `bcubed` returns."""


def bcubed(
    found: Sequence[Iterable[Hashable]], truth: Sequence[Iterable[Hashable]]
) -> tuple[float, float, float]:
    """Return B-cubed precision, recall and F1, where labels may overlap.

    Parameters
    ----------
    found, truth : sequence of iterables, length n_units
        Clusters and codes of each unit: one, several or none.

    Returns
    -------
    precision, recall, f1 : float
        In [0, 1]; nan where no unit has a cluster, or none a code.

    Raises
    ------
    CodingsError
        If the two differ in length.

    Notes
    -----
    Two units that share clusters should share as many codes, and the other way
    round; the mean is over the partners of a unit, itself among them, and then over
    units [1]_.

    References
    ----------
    .. [1] E. Amigó, J. Gonzalo, J. Artiles, F. Verdejo, "A comparison of extrinsic
       clustering evaluation metrics", Inf. Retr. 12, 2009.
       doi:10.1007/s10791-008-9066-8

    Examples
    --------
    >>> bcubed([{1}, {1}, {2}], [{"a"}, {"a", "b"}, {"b"}])
    (1.0, 0.6666666666666666, 0.8)
    """
    if len(found) != len(truth):
        message = (
            f"found and truth need one entry per unit, got {len(found)} and "
            f"{len(truth)}."
        )
        raise CodingsError(message)
    return _bcubed(_membership(found), _membership(truth))


def partition_scores(
    clusters: pd.Series,
    codes: pd.DataFrame,
    *,
    n_permutations: int,
    random_state: int,
) -> pd.DataFrame:
    """Score clusters against codes, and random deals of the same clusters too.

    Parameters
    ----------
    clusters : Series of str
        Cluster of each unit, indexed by unit.
    codes : DataFrame
        ``unit`` and ``code`` of units that have a cluster; each row once.
    n_permutations, random_state : int
        Deals for the null band, and their seed.

    Returns
    -------
    DataFrame
        Indexed by ``score``: ``value``, ``null_low``, ``null_high`` (95 %) and
        ``n_units``. ari, ami, homogeneity and completeness use the units with one
        code, the B-cubed scores all units with any code.
    """
    generator = np.random.default_rng(random_state)
    single = codes[~codes["unit"].duplicated(keep=False)]
    dealt = clusters.loc[single["unit"]].to_numpy(str)
    tables = [_hard_scores(dealt, single["code"].to_numpy(str))]
    tables += [
        _hard_scores(generator.permutation(dealt), single["code"].to_numpy(str))
        for _ in range(n_permutations if len(single) else 0)
    ]
    hard = _beside_null(tables, len(single))
    units = codes["unit"].drop_duplicates()
    truth = _membership([set(own) for _, own in codes.groupby("unit")["code"]])
    found = _membership([{cluster} for cluster in clusters.loc[sorted(units)]])
    drawn = [dict(zip(BCUBED, _bcubed(found, truth), strict=True))]
    drawn += [
        dict(zip(BCUBED, _bcubed(generator.permutation(found), truth), strict=True))
        for _ in range(n_permutations)
    ]
    return pd.concat([hard, _beside_null(drawn, len(units))])


def _hard_scores(found: "np.ndarray", truth: "np.ndarray") -> dict[str, float]:
    """Score one cluster per unit against one code per unit."""
    # Imported here: scikit-learn takes a second, and most tables never need it.
    from sklearn import metrics

    score = {
        "ari": metrics.adjusted_rand_score,
        "ami": metrics.adjusted_mutual_info_score,
        "homogeneity": metrics.homogeneity_score,
        "completeness": metrics.completeness_score,
    }
    return {
        name: float(function(truth, found)) if len(truth) else float("nan")
        for name, function in score.items()
    }


def _beside_null(drawn: list[dict[str, float]], n_units: int) -> pd.DataFrame:
    """Set the first scores beside the middle 95 % of the others."""
    table = pd.DataFrame(drawn)
    null = table.iloc[1:] if len(table) > 1 else table * np.nan
    return pd.DataFrame(
        {
            "value": table.iloc[0],
            "null_low": null.quantile(0.025),
            "null_high": null.quantile(0.975),
            "n_units": n_units,
        }
    ).rename_axis("score")


def _membership(labels: Sequence[Iterable[Hashable]]) -> IntArray:
    """Return 1 where a unit has a label, shape (n_units, n_labels)."""
    held = [set(own) for own in labels]
    names = sorted({label for own in held for label in own}, key=repr)
    rows = [[label in own for label in names] for own in held]
    return np.array(rows, dtype=np.int64).reshape(len(held), len(names))


def _bcubed(found: IntArray, truth: IntArray) -> tuple[float, float, float]:
    """Compare every two units, those with the same labels at once."""
    both = np.concatenate([found, truth], axis=1)
    first, _, times = distinct_rows(both)
    clusters, codes = np.split(both[first], [found.shape[1]], axis=1)
    in_clusters = (clusters @ clusters.T).astype(float)
    in_codes = (codes @ codes.T).astype(float)
    weight = times.astype(float)
    precision = _mean_of_partners(in_clusters, in_codes, weight)
    recall = _mean_of_partners(in_codes, in_clusters, weight)
    total = precision + recall
    f1 = 2 * precision * recall / total if total > 0 else total * float("nan")
    return precision, recall, f1


def _mean_of_partners(own: FloatArray, other: FloatArray, weight: FloatArray) -> float:
    """Mean over units of the mean of min(own, other) / own over their partners."""
    partner = own > 0
    share = np.divide(
        np.minimum(own, other), own, out=np.zeros_like(own), where=partner
    )
    n_partners = partner @ weight
    placed = n_partners > 0
    if not placed.any():
        return float("nan")
    means = (share @ weight)[placed] / n_partners[placed]
    return float(np.average(means, weights=weight[placed]))
