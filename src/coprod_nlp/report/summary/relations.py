"""Says in sentences how things go together, and how far strata differ."""

import math
from typing import Any

import pandas as pd

from coprod_nlp.report.summary.sources import Sentence, Source, data_row
from coprod_nlp.tables.association import CHANCE

_READS = {"factor", "outcome", "n", "v", "v_low", "v_high", "p_holm", "note"}
_FILE = "tables/association.csv"


def associations_in_words(
    table: pd.DataFrame | None, term: str
) -> tuple[Sentence, ...]:
    """Return one sentence per association, and what they do not say.

    Parameters
    ----------
    table : DataFrame or None
        From `association_table`; None, or of another shape, gives no sentence.
    term : str
        What was to be defined.
    """
    if table is None or table.empty or not set(table.columns) >= _READS:
        return ()
    outcomes = {
        "heard": f"having heard of {term}",
        "able": "feeling able to do it",
        "accurate": "defining it accurately",
    }
    tested = int(table["p_holm"].notna().sum())
    said = [
        Sentence(
            _association(row, outcomes.get(row["outcome"], row["outcome"]), tested),
            (Source(_FILE, (data_row(place),)),),
        )
        for place, row in enumerate(table.to_dict("records"))
    ]
    how = (
        "V runs from 0 (nothing in common) to 1. A p of 0.05 or more says that chance "
        "would often give as much, not that there is nothing; one below it does not "
        "say which of the two leads to the other."
    )
    return (*said, Sentence(how))


def _association(row: dict[Any, Any], outcome: str, tested: int) -> str:
    factor = str(row["factor"]).replace("_", " ").capitalize()
    subject = f"{factor} and {outcome}"
    if math.isnan(row["p_holm"]):
        return f"{subject}: not tested ({row['note'] or 'too few to show'})."
    words = "no more" if row["p_holm"] >= CHANCE else "more"
    adjusted = f", adjusted for {tested} comparisons" if tested > 1 else ""
    n = "" if pd.isna(row["n"]) else f"; {row['n']} respondents"
    interval = f"95% interval {row['v_low']:.2f} to {row['v_high']:.2f}"
    if math.isnan(row["v_low"]):
        interval = row["note"]
    return (
        f"{subject}: {words} than chance would give (Cramér's V {row['v']:.2f}, "
        f"{interval}; {_p(row['p_holm'])}{adjusted}{n})."
    )


def _p(p: float) -> str:
    """Say a p in two decimals, on the side of `CHANCE` that it is on."""
    if p < 0.01:
        return "p below 0.01"
    if p < CHANCE <= round(p, 2):
        return f"p just below {CHANCE}"
    return f"p = {p:.2f}"


def contrasts_in_words(table: pd.DataFrame | None, file: str) -> tuple[Sentence, ...]:
    """Say how far two strata differ; of more strata, which file holds it.

    Parameters
    ----------
    table : DataFrame or None
        From `contrast_table`.
    file : str
        File it is written to, without ".csv".
    """
    if table is None or table.empty:
        return ()
    if len(table) > 2:
        return (Sentence(f"How each differs from all others: tables/{file}.csv."),)
    share, mean = table.to_dict("records")
    who = f"{share['stratum'].capitalize()} minus {share['against']}"
    if math.isnan(share["difference"]):
        return (Sentence(f"{who}: hidden, since a count that it takes is."),)
    words = (
        f"{who}, at the upper points: {100 * share['difference']:+.1f} percentage "
        f"points (95% interval {100 * share['low']:+.1f} to {100 * share['high']:+.1f})"
    )
    if not math.isnan(mean["difference"]):
        words += (
            f"; of the mean {mean['difference']:+.2f} ({mean['low']:+.2f} to "
            f"{mean['high']:+.2f})"
        )
    rows = tuple(data_row(place) for place in range(len(table)))
    return (Sentence(f"{words}.", (Source(f"tables/{file}.csv", rows),)),)
