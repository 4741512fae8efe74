"""Sets clusters found by a machine beside the codes that coders gave."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from coprod_nlp.agreement.clusters.partitions import partition_scores
from coprod_nlp.exceptions import CodingsError
from coprod_nlp.files.names import named_index, names_of
from coprod_nlp.files.words import NO_CODE

BLIND_SPOT = "possible blind spot"


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """How clusters and codes map onto each other.

    Parameters
    ----------
    codes : DataFrame
        One row per code: ``code``, ``n`` (units), ``fate`` ("kept", "split",
        "merged", "missed"), ``cluster`` (where most of it went, "" if nowhere),
        ``share`` (of the code in that cluster), ``purity`` (of that cluster in this
        code); with texts also ``quotation`` (from that cluster) and ``elsewhere``
        (from others).
    clusters : DataFrame
        One row per cluster: ``cluster``, ``n``, ``coded`` (share of its units
        with any code), ``code`` (the commonest, "" if none), ``share``, ``note``
        ("possible blind spot" where hardly any unit has a code); with texts also
        ``quotation``.
    scores : DataFrame
        Indexed by ``score`` (ari, ami, homogeneity, completeness, and B-cubed
        precision, recall and F1): ``value``; ``null_low``, ``null_high``, the band
        of the same score for clusters dealt out at random; ``n_units``.
    """

    codes: pd.DataFrame
    clusters: pd.DataFrame
    scores: pd.DataFrame


def crosswalk(
    clusters: pd.Series,
    codes: pd.DataFrame,
    *,
    texts: pd.Series | None = None,
    kept_at: float = 0.5,
    coded_at: float = 0.2,
    n_permutations: int = 500,
    random_state: int = 0,
) -> Crosswalk:
    """Compare clusters with the codes of one coder.

    Parameters
    ----------
    clusters : Series
        Cluster of each unit, indexed by unit; missing where it is in none. Codes of
        units that it does not name are left out.
    codes : DataFrame
        Columns ``unit`` and ``code``, one row per code given; several per unit
        are allowed. A missing code, or "no code", means that none applies.
    texts : Series of str, optional
        Words of each unit, indexed by unit; adds quotations.
    kept_at : float, default=0.5
        A code is "kept" if a cluster holds at least this share of its units and
        this share of that cluster has the code; "merged" if only the first
        holds, "split" if it takes two clusters or more in which the code is the
        commonest one, else "missed".
    coded_at : float, default=0.2
        A cluster with a smaller share of coded units is a "possible blind spot".
    n_permutations : int, default=500
        Random deals of the clusters, for the null band (95 %).
    random_state : int, default=0
        Seed.

    Returns
    -------
    Crosswalk
        Codes, clusters and scores.

    Raises
    ------
    CodingsError
        If a column is missing, a unit has two clusters, or no unit has both.

    Notes
    -----
    B-cubed uses all units with a code and counts several codes of a unit; the other
    scores use the units with exactly one code. High chance values are usual for few
    units: read a score beside its band.

    Examples
    --------
    >>> clusters = pd.Series(list("xxxyyyzz"), index=range(8))
    >>> codes = pd.DataFrame({"unit": range(6), "code": list("aaabbb")})
    >>> walk = crosswalk(clusters, codes, n_permutations=50)
    >>> walk.codes["fate"].tolist(), walk.clusters["note"].tolist()
    (['kept', 'kept'], ['', '', 'possible blind spot'])
    """
    placed = _clusters(clusters)
    own = placed.dropna()
    all_given = _codes(codes, placed)
    totals = all_given["code"].value_counts()
    given = all_given[all_given["unit"].isin(own.index)]
    shares = pd.crosstab(given["code"], given["unit"].map(own))
    sizes = own.value_counts()
    shares = shares.reindex(
        index=sorted(totals.index), columns=sorted(sizes.index), fill_value=0
    )
    scores = partition_scores(
        own, given, n_permutations=n_permutations, random_state=random_state
    )
    fates = _fates(shares, totals, sizes, kept_at)
    contents = _contents(shares, own, given, coded_at)
    if texts is not None:
        words = texts.copy()
        words.index = named_index(texts.index)
        fates, contents = _quoted(fates, contents, own, given, words)
    return Crosswalk(codes=fates, clusters=contents, scores=scores)


def _quoted(
    fates: pd.DataFrame,
    contents: pd.DataFrame,
    own: pd.Series,
    given: pd.DataFrame,
    words: pd.Series,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add what respondents wrote, so that a reader can judge each fate."""
    if words.index.has_duplicates:
        message = "texts names a unit twice; give each unit one row."
        raise CodingsError(message)
    inside, outside = [], []
    for code, cluster in zip(fates["code"], fates["cluster"], strict=True):
        units = given.loc[given["code"] == code, "unit"]
        placed = units.map(own) == cluster
        inside.append(_quotation(units[placed], words))
        outside.append(_quotation(units[~placed], words))
    fates = fates.assign(quotation=inside, elsewhere=outside)
    shown = []
    for cluster, code in zip(contents["cluster"], contents["code"], strict=True):
        units = pd.Series(sorted(own.index[own == cluster]))
        coded = units.isin(given.loc[given["code"] == code, "unit"])
        shown.append(_quotation(units[coded] if coded.any() else units, words))
    return fates, contents.assign(quotation=shown)


def _quotation(units: pd.Series, words: pd.Series) -> str:
    """Return the text of medium length, or "" where no unit has one."""
    texts = [str(words[unit]) for unit in units if unit in words.index]
    ordered = sorted(texts, key=lambda text: (len(text), text))
    return ordered[len(ordered) // 2] if ordered else ""


def _clusters(clusters: pd.Series) -> pd.Series:
    """Return the cluster of each unit as text, by unit as text; missing stays so."""
    own = names_of(clusters)
    own.index = named_index(own.index)
    if own.index.has_duplicates:
        message = "clusters names a unit twice; give each unit one cluster."
        raise CodingsError(message)
    return own.mask(own == "")


def _codes(codes: pd.DataFrame, placed: pd.Series) -> pd.DataFrame:
    """Return the codes given to units that were to be placed, each once."""
    missing = [column for column in ("unit", "code") if column not in codes.columns]
    if missing:
        message = f"codes lacks the column(s) {missing!r}; it needs unit and code."
        raise CodingsError(message)
    given = codes[["unit", "code"]].apply(names_of).drop_duplicates()
    no_code = given["code"].str.casefold().isin(["", NO_CODE])
    given = given[~no_code & given["unit"].isin(placed.index)]
    if not given["unit"].isin(placed.dropna().index).any():
        message = (
            f"No unit has both a cluster and a code ({placed.notna().sum()} units with "
            f"a cluster, {len(codes)} codings); check that both name units alike."
        )
        raise CodingsError(message)
    return given.sort_values(["unit", "code"])


def _fates(
    shares: pd.DataFrame, totals: pd.Series, sizes: pd.Series, kept_at: float
) -> pd.DataFrame:
    """Say what became of each code."""
    grid, names = shares.to_numpy(dtype=float), [str(c) for c in shares.columns]
    leading = np.where(grid.any(axis=0), grid.argmax(axis=0), -1)
    rows = []
    for i, code in enumerate(shares.index):
        best, n = int(grid[i].argmax()), int(totals[code])
        share = grid[i, best] / n
        purity = grid[i, best] / float(sizes[names[best]])
        fate = _fate(share, purity, int((leading == i).sum()), kept_at)
        cluster = names[best] if share else ""
        rows.append((str(code), n, fate, cluster, share, purity))
    columns = ["code", "n", "fate", "cluster", "share", "purity"]
    return pd.DataFrame(rows, columns=columns)


def _fate(share: float, purity: float, n_led: int, kept_at: float) -> str:
    """Name the fate of a code from its largest piece."""
    if share >= kept_at:
        return "kept" if purity >= kept_at else "merged"
    return "split" if n_led >= 2 else "missed"


def _contents(
    shares: pd.DataFrame, own: pd.Series, given: pd.DataFrame, coded_at: float
) -> pd.DataFrame:
    """Say what each cluster holds."""
    coded = own.index.isin(given["unit"])
    grid = shares.to_numpy(dtype=float)
    rows = []
    for j, cluster in enumerate(shares.columns):
        inside = (own == cluster).to_numpy()
        n, part = int(inside.sum()), float(coded[inside].mean())
        best = int(grid[:, j].argmax())
        code = str(shares.index[best]) if grid[best, j] else ""
        note = BLIND_SPOT if part < coded_at else ""
        rows.append((str(cluster), n, part, code, grid[best, j] / n, note))
    columns = ["cluster", "n", "coded", "code", "share", "note"]
    return pd.DataFrame(rows, columns=columns)
