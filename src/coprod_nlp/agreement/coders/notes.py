"""Words for the note of a row: what the figures cannot say by themselves."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from coprod_nlp.agreement.codings.units import CodedUnits

PARADOX_PERCENT = 0.8
PARADOX_GAP = 0.2
"""Kappa this far below AC1, at this percent agreement or more, is pointed out."""

APPROACHES = ("coding_reliability", "codebook", "reflexive")

REFLEXIVE = (
    "reflexive thematic analysis does not use reliability coefficients (Braun and "
    "Clarke): coders' differences are material to talk about"
)
CODEBOOK = (
    "codebook approach: figures describe how alike the codebook was applied, not "
    "whether the analysis is right"
)


def about_kappa(n_coders: int) -> list[str]:
    """Name the kappa of the column where it is not plain Cohen's."""
    return [] if n_coders <= 2 else [f"kappa is Conger's, for {n_coders} coders"]


def about_overall(units: CodedUnits, linear: bool) -> list[str]:
    """Say what the overall row compares."""
    if not units.several:
        return ["all codes as one nominal scale, one code per unit and coder"]
    words = [
        "several codes per unit: percent is exact equality of sets, alpha uses the "
        "MASI distance (2/3, 1/3), kappa and AC1 pool the "
        f"{len(units.codes)} yes/no decisions per unit"
    ]
    if linear:
        words.append(
            "in the resamples the expected disagreement of alpha is linearised "
            "(very many distinct sets)"
        )
    return words


def undefined(
    row: Mapping[str, float], units: CodedUnits, code: str | None
) -> list[str]:
    """Say why coefficients have no value, with the counts."""
    missing = [name for name in ("kappa", "ac1", "alpha") if not isfinite(row[name])]
    if not missing:
        return []
    names = ", ".join(missing)
    n, n_all = int(row["n_units"]), len(units.cells)
    if n == 0:
        return [
            f"{names} undefined because no unit was rated by two or more coders "
            f"(0 of {n_all} units)"
        ]
    who = "both coders" if row["n_coders"] == 2 else "all coders"
    used = _used(units) if code is None else _given(row, code)
    return [f"{names} undefined because {who} {used} on {n} of {n_all} units"]


def paradox(row: Mapping[str, float]) -> list[str]:
    """Point out a kappa far below agreement, with the figures."""
    percent, kappa, ac1 = row["percent"], row["kappa"], row["ac1"]
    if not (percent >= PARADOX_PERCENT and ac1 - kappa >= PARADOX_GAP):
        return []
    share = row["commonest"]
    at = f"prevalence {share:.2f}, " if isfinite(share) else ""
    return [
        f"kappa paradox: {at}percent {percent:.2f}, kappa {kappa:.2f}, AC1 {ac1:.2f}; "
        "where nearly all decisions fall one way, chance agreement is high and few "
        "disagreements make kappa small"
    ]


def few_positives(row: Mapping[str, float], least: int, agreed: int) -> list[str]:
    """Give counts in place of kappa where a code was hardly used."""
    words = (
        f"{int(row['n_positive'])} unit(s) with the code, fewer than {least}: counts "
        f"and specific agreement instead of kappa and alpha; {agreed} of them given "
        "by every coder who rated the unit"
    )
    positive = row["positive_agreement"]
    if isfinite(positive):
        words += f", positive agreement {positive:.2f}"
    return [words]


def perfect(n_independent: int, bound: float) -> list[str]:
    """Say where the interval of a perfect agreement comes from."""
    return [
        f"no disagreement on {n_independent} independent unit(s): the bootstrap has no "
        f"width here, the lower ends come from the exact binomial bound {bound:.3f} "
        "for percent"
    ]


def no_agreement(n_independent: int, bound: float) -> list[str]:
    """Say where the interval of percent comes from where nobody agreed."""
    return [
        f"no agreement on {n_independent} independent unit(s): the upper end for "
        f"percent comes from the exact binomial bound {bound:.3f}"
    ]


def without_interval(row: Mapping[str, Any]) -> list[str]:
    """Name coefficients that each resample gives alike, and no bound serves."""
    names = [
        name
        for name in row["alike"]
        if isfinite(row[name]) and not isfinite(row[f"{name}_low"])
    ]
    if not names:
        return []
    why = "every resample gives the same"
    if row["percent"] == 1:
        why = "that bound lies below the chance agreement of"
    return [f"{why} {', '.join(names)}: no interval"]


def lost_resamples(lost: Mapping[str, int], n_resamples: int) -> list[str]:
    """Say how many resamples had no value."""
    words = [f"{name} {count}" for name, count in lost.items() if count]
    if not words:
        return []
    return [
        f"undefined in some of {n_resamples} resamples, left out: {', '.join(words)}"
    ]


def single_coded(units: CodedUnits) -> list[str]:
    """Say how many units fall out because one coder alone rated them."""
    alone = int(((units.cells >= 0).sum(axis=1) == 1).sum())
    if not alone:
        return []
    return [f"{alone} of {len(units.cells)} units rated by one coder only"]


def _used(units: CodedUnits) -> str:
    """Name the one code, or set of codes, that all ratings share."""
    used = sorted(set(units.cells[units.cells >= 0].tolist()))
    if len(used) != 1:
        return "leave no disagreement to expect"
    names = [
        code
        for code, held in zip(units.codes, units.sets[used[0]], strict=True)
        if held
    ]
    return f"used one code only: {' + '.join(names) or 'no code'!r}"


def _given(row: Mapping[str, float], code: str) -> str:
    return f"{'never' if row['n_positive'] == 0 else 'always'} gave {code!r}"
