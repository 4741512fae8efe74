"""Computes published worked examples of agreement again, and compares every figure.

The examples are not part of this repository: `agreement_benchmarks.json`, a list of
tables of ratings with the figures that books, articles and other packages print, each
with its source and tolerance; and `sight_double_coded.csv` beside it.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from shared import store

from coprod_nlp.agreement import (
    Estimate,
    bootstrap_interval,
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
    set_distance,
)

FUNCTIONS: dict[str, Callable[..., Estimate]] = {
    "percent_agreement": percent_agreement,
    "cohen_kappa": cohen_kappa,
    "conger_kappa": conger_kappa,
    "fleiss_kappa": fleiss_kappa,
    "scott_pi": scott_pi,
    "bp": brennan_prediger,
    "randolph_kappa": brennan_prediger,
    "bennett_s": brennan_prediger,
    "ac1": gwet_ac,
    "ac2": gwet_ac,
    "alpha": krippendorff_alpha,
}
PARTS = {"se": "standard_error", "pa": "observed", "pe": "expected"}
LEVELS = {"interval": "interval", "ratio": "ratio", "ordinal (Kripp": "ordinal"}

NOT_OFFERED = {
    r".*(_p_value|_p_two_sided|_z|_se_h0)$": "no test against zero is offered",
    r".*_cumprob$": "no words for sizes of coefficients, so no scale of them",
    r"alpha_hughes.*": "another estimator than Krippendorff's alpha",
}
ANOTHER_VARIANCE = {
    "R irrCAC distrib.6raters [unweighted]": "its alpha for counts per category",
    "R irrCAC distrib.6raters [quadratic]": "its alpha for counts per category",
    "irrCAC-py table_cont3x3abstractors [custom]": "weights that are not symmetric",
    "irrCAC-py table_cont4x4diagnosis [custom]": "weights that are not symmetric",
}
"""Entries whose source linearises in another way than for all other entries. With
weights that are not symmetric ours is the jackknife's (a test holds it to that)."""

ABSENT = "the ratings are not among the published files"


def main() -> None:
    """Compare all entries, and write one row for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the file")
    folder = parser.parse_args().data
    text = (folder / "agreement_benchmarks.json").read_text(encoding="utf-8")
    rows = [_compared(entry, folder) for entry in json.loads(text)]
    store("agreement_published", rows)
    counts = pd.Series([row["result"] for row in rows]).value_counts()
    n = sum(row["figures"] for row in rows)
    n_apart = sum(len(row["apart"]) for row in rows)
    sys.stdout.write(f"{counts.to_string()}\n{n} figures compared, {n_apart} apart\n")


def _compared(entry: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return what was compared in one entry, and what was not and why."""
    apart, skipped, figures, intervals = [], {}, 0, 0
    for key, expected, found in _figures(entry, folder):
        if isinstance(found, str):
            skipped[key] = found
            continue
        figures += 1
        intervals += re.search(r"_ci(99)?$", key) is not None
        if not _within(entry, key, expected, found):
            apart.append(f"{key}: printed {expected}, found {found}")
    if not figures:
        result = "not compared"
    elif not apart:
        result = "within tolerance"
    elif entry["name"] in ANOTHER_VARIANCE and not _estimates(apart):
        result = "estimates within tolerance, another variance"
    else:
        result = "apart"
    return {
        "name": entry["name"],
        "figures": figures,
        "intervals": intervals,
        "result": result,
        "apart": apart,
        "why": "; ".join(
            sorted({*skipped.values(), ANOTHER_VARIANCE.get(entry["name"], "")} - {""})
        ),
    }


def _estimates(apart: list[str]) -> list[str]:
    """Return those that are no standard error and no interval."""
    return [what for what in apart if not re.match(r"\w+_(se|ci):", what)]


def _figures(
    entry: dict[str, Any], folder: Path
) -> Iterator[tuple[str, Any, float | tuple[float, float] | str]]:
    """Yield each printed figure with ours, or with why there is none."""
    for key, expected in entry["expected"].items():
        reasons = [why for what, why in NOT_OFFERED.items() if re.fullmatch(what, key)]
        if reasons:
            yield key, expected, reasons[0]
        elif isinstance(expected, dict):
            yield from _by_code(entry, key, expected, folder)
        elif key == "masi_distance":
            yield key, expected, set_distance(**entry["input"], steps=(0.67, 0.33))
        else:
            yield key, expected, _figure(entry, key)


def _by_code(
    entry: dict[str, Any], code: str, expected: dict[str, Any], folder: Path
) -> Iterator[tuple[str, Any, float | str]]:
    """Yield the figures of one binary code, whose ratings are in a table of codes."""
    if not entry["name"].startswith("SIGHT"):
        yield code, expected, ABSENT
        return
    table = pd.read_csv(folder / "sight_double_coded.csv", dtype=str)
    pair = table[[f"c1: {code}", f"c2: {code}"]].dropna()
    yield f"{code} n", expected["n"], float(len(pair))
    yield f"{code} kappa", expected["cohen_kappa"], cohen_kappa(pair).estimate


def _figure(entry: dict[str, Any], key: str) -> float | tuple[float, float]:
    """Compute one printed figure from the ratings of its entry."""
    ratings, scale = entry["ratings"], _scale(entry)
    if "used_categories" in entry:
        # The source ranks the values that were used.
        ratings = [[scale.index(value) for value in row] for row in ratings]
        scale = list(range(len(scale)))
    if key == "P_i":
        return tuple(percent_agreement([row]).estimate for row in ratings)
    if key == "dfbeta_unit6":
        rest = [row for i, row in enumerate(ratings) if i != 5]
        return krippendorff_alpha(ratings).estimate - krippendorff_alpha(rest).estimate
    if key == "mean_pairwise_cohen_kappa":
        pairs = combinations(np.array(ratings, dtype=object).T, 2)
        return float(np.mean([cohen_kappa(np.array(p).T).estimate for p in pairs]))
    if "bootstrap" in entry["name"] and "_ci" in key:
        confidence = 0.99 if key.endswith("99") else 0.95
        drawn = bootstrap_interval(ratings, "krippendorff_alpha", confidence=confidence)
        return drawn.low, drawn.high
    if key.startswith("weighted_kappa"):
        v = np.array(entry["second_weights" if "second" in key else "weights"], float)
        return cohen_kappa(ratings, weights=1 - v / v.max()).estimate
    name, part = _name_and_part(key)
    found = FUNCTIONS[name](ratings, **_options(entry, name, scale))
    if part == "ci":
        return found.low, found.high
    return float(getattr(found, PARTS[part] if part else "estimate"))


def _name_and_part(key: str) -> tuple[str, str]:
    """Split a key such as ``bp_ci`` into the coefficient and what of it."""
    name, _, part = key.removesuffix("_recal").rpartition("_")
    return (name, part) if part in (*PARTS, "ci") else (key.removesuffix("_recal"), "")


def _options(entry: dict[str, Any], name: str, scale: list[Any]) -> dict[str, Any]:
    """Return the arguments that the source used."""
    level = next((v for k, v in LEVELS.items() if entry["level"].startswith(k)), "")
    if level and not entry.get("weights"):
        return {"level": level, "categories": scale}
    options: dict[str, Any] = {"categories": scale}
    weights = entry.get("weights") or "identity"
    if isinstance(weights, str):
        weights = weights.split(" on ranks")[0]
    if entry.get("weights_kind") == "disagreement":
        weights = "identity"
    options["weights"] = weights
    if "table" in entry:
        options["ddof"] = 0
    if entry["name"].startswith("SAS") and name != "alpha":
        options["quantile"] = "normal"
    return options


def _scale(entry: dict[str, Any]) -> list[Any]:
    """Return the whole scale: the one named, or the categories used, in order."""
    if "categories" in entry:
        return list(entry["categories"])
    used = {cell for row in entry["ratings"] for cell in row if cell not in (None, "")}
    return sorted(used)


def _within(entry: dict[str, Any], key: str, expected: Any, found: Any) -> bool:
    """Tell whether a figure is the printed one; null stands for undefined."""
    if expected is None:
        return bool(np.isnan(found))
    tolerance = entry.get("key_tolerance", {}).get(key, entry["tolerance"])
    if "_ci" in key:
        tolerance = entry.get("ci_tolerance", tolerance)
    if key == "bennett_s":
        tolerance = 0.006  # printed with two decimals
    return bool(np.allclose(found, expected, rtol=0, atol=tolerance))


if __name__ == "__main__":
    main()
