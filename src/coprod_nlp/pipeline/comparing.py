"""Sets coders beside each other and beside the machine, on the same units."""

from collections.abc import Iterator
from itertools import combinations

import pandas as pd

from coprod_nlp.agreement import NO_CODE, agreement_table
from coprod_nlp.config import Settings
from coprod_nlp.matching import Decision

MACHINE = "machine"
"""Name of the matcher or the suggester among the coders."""

ALONE = "machine, decided alone"
"""The matcher on the answers that it did not hand to review."""


def compare(
    definitions: pd.DataFrame,
    themes: pd.DataFrame,
    verdicts: pd.DataFrame,
    suggestions: pd.DataFrame,
    settings: Settings,
) -> pd.DataFrame:
    """Return agreement between every two coders, and of each with the machine.

    Parameters
    ----------
    definitions : DataFrame
        Columns respondent, coder, label; may be empty.
    themes : DataFrame
        Columns respondent, question, coder, code; may be empty.
    verdicts : DataFrame
        Indexed by respondent.
    suggestions : DataFrame
        Columns question, answer, code, suggested.
    settings : Settings

    Returns
    -------
    DataFrame
        Rows of `agreement_table` behind the columns ``subject`` ("definition" or a
        question id) and ``comparison`` ("A with B", "A with machine", ...).
    """
    tables = []
    for subject, comparison, pair in _pairs(definitions, themes, verdicts, suggestions):
        table = agreement_table(
            pair,
            approach=settings.agreement.approach,
            n_resamples=settings.agreement.n_resamples,
            random_state=settings.seed,
        )
        table.insert(0, "comparison", comparison)
        table.insert(0, "subject", subject)
        tables.append(table)
    if not tables:
        return pd.DataFrame(
            columns=["subject", "comparison", "code", "n_units", "note"]
        )
    return pd.concat(tables, ignore_index=True)


def _pairs(
    definitions: pd.DataFrame,
    themes: pd.DataFrame,
    verdicts: pd.DataFrame,
    suggestions: pd.DataFrame,
) -> Iterator[tuple[str, str, pd.DataFrame]]:
    if len(definitions):
        human = definitions.rename(columns={"respondent": "unit", "label": "code"})
        by_machine = verdicts["label"].rename_axis("unit").reset_index(name="code")
        decided = verdicts.index[verdicts["decision"] != Decision.REVIEW]
        alone = by_machine[by_machine["unit"].isin(decided)]
        for comparison, pair in _beside(
            human[["unit", "coder", "code"]], {MACHINE: by_machine, ALONE: alone}
        ):
            yield "definition", comparison, pair
    for question in dict.fromkeys(themes["question"]) if len(themes) else ():
        human = themes[themes["question"] == question]
        human = human.rename(columns={"respondent": "unit"})
        yield from (
            (question, comparison, pair)
            for comparison, pair in _beside(
                human[["unit", "coder", "code"]].drop_duplicates(),
                _suggested(suggestions, question),
            )
        )


def _suggested(suggestions: pd.DataFrame, question: str) -> dict[str, pd.DataFrame]:
    """Return the codes a coder would find ticked; `NO_CODE` where none is."""
    rows = suggestions[suggestions["question"] == question]
    if rows.empty:
        return {}
    ticked = rows[rows["suggested"]][["answer", "code"]]
    none = sorted(set(rows["answer"]) - set(ticked["answer"]))
    others = pd.DataFrame({"answer": none, "code": NO_CODE})
    both = pd.concat([ticked, others], ignore_index=True).drop_duplicates()
    return {MACHINE: both.rename(columns={"answer": "unit"})}


def _beside(
    human: pd.DataFrame, machines: dict[str, pd.DataFrame]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Pair every coder with every other and with each machine, on shared units."""
    coders = sorted(human["coder"].unique())
    for first, second in combinations(coders, 2):
        yield f"{first} with {second}", human[human["coder"].isin([first, second])]
    for coder in coders:
        coded = human[human["coder"] == coder]
        for name, codes in machines.items():
            shared = codes[codes["unit"].isin(coded["unit"])]
            if len(shared):
                kept = coded[coded["unit"].isin(shared["unit"])]
                both = pd.concat([kept, shared.assign(coder=name)], ignore_index=True)
                yield f"{coder} with {name}", both
