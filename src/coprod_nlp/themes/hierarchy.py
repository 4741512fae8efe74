"""Joins candidate themes that are alike into broader ones."""

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import linkage

from coprod_nlp.themes.centroids import vectors_of
from coprod_nlp.themes.finder import ThemeFinder
from coprod_nlp.vectors.answer_encoder import answer_encoder


def theme_hierarchy(finder: ThemeFinder) -> pd.DataFrame:
    """Join the two most alike candidate themes, again and again, until one is left.

    Parameters
    ----------
    finder : ThemeFinder
        Fitted; its encoder is used again.

    Returns
    -------
    DataFrame
        parent (``B01`` for the first join), child (a candidate theme or an earlier
        join), likeness (mean cosine between the themes on both sides, at most 1). Two
        rows for each join, the most alike first; keep those of enough likeness and
        hand them to `thematic_map`. Empty with fewer than two themes.

    Notes
    -----
    Average linkage on the themes' centroids. `as_bertopic` has a hierarchy too; it
    compares words rather than vectors, and loads BERTopic.
    """
    ids = [theme.id for theme in finder.themes_]
    columns = ["parent", "child", "likeness"]
    if len(ids) < 2:
        return pd.DataFrame(columns=columns).astype({"likeness": "float64"})
    encoder = finder.encoder if finder.encoder is not None else answer_encoder()
    vectors = vectors_of(finder.units_["text"].tolist(), encoder)
    theme = finder.units_["theme"].to_numpy()
    centroids = vectors.centroids([theme == id for id in ids])
    nodes, rows = list(ids), []
    for number, (one, other, distance, _) in enumerate(
        linkage(centroids, "average", metric="cosine"), start=1
    ):
        parent = f"B{number:02d}"
        nodes.append(parent)
        likeness = round(float(np.clip(1 - distance, -1, 1)), 6)
        rows += [(parent, nodes[int(child)], likeness) for child in (one, other)]
    return pd.DataFrame(rows, columns=columns)
