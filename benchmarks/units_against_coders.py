"""Compares the units that answers are cut into with the words that coders marked.

A coder marks the words that show a code, not the end of an idea; so what counts is
whether a unit holds what was marked, and one idea only. Coder B stands beside as the
ceiling, whole sentences and whole answers as what a cut must beat.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from shared import store

from coprod_nlp.coding import read_codings
from coprod_nlp.survey import example_paths, example_survey
from coprod_nlp.text.segmentation import sentences
from coprod_nlp.text.spans import Span
from coprod_nlp.text.units import meaning_units

QUESTIONS = ("q7", "q9", "q12a", "q12b", "q13", "q14")
N_RESAMPLES = 1000
_MEASURES = ("n_units", "coverage", "held", "one_idea")


def main() -> None:
    """Measure every question, and all of them with intervals over respondents."""
    answers = example_survey().answers
    codings = read_codings(example_paths().theme_codings, answers=answers).themes
    marked = codings.dropna(subset=["start", "end"])
    rows = []
    for way, cut in _ways(marked).items():
        found = _per_answer(marked[marked["coder"] == "A"], answers, cut)
        for question in QUESTIONS:
            own = found[found["question"] == question]
            rows.append({"way": way, "question": question, **_summary(own)})
        rows.append(
            {"way": way, "question": "all", **_summary(found), **_intervals(found)}
        )
    store("units_against_coders", rows)


def _ways(marked: pd.DataFrame) -> dict[str, Callable[[str, str, str], list[Span]]]:
    """Return ways to cut an answer, given its question, respondent and text."""
    second = {
        key: sorted(
            {Span(int(s), int(e)) for s, e in zip(own.start, own.end, strict=True)}
        )
        for key, own in marked[marked["coder"] == "B"].groupby(
            ["question", "respondent"]
        )
    }
    return {
        "units": lambda question, respondent, text: meaning_units(text),
        "coder B": lambda question, respondent, text: second.get(
            (question, respondent), []
        ),
        "sentences": lambda question, respondent, text: sentences(text),
        "whole answer": lambda question, respondent, text: [Span(0, len(text))],
    }


def _per_answer(
    marked: pd.DataFrame,
    answers: pd.DataFrame,
    cut: Callable[[str, str, str], list[Span]],
) -> pd.DataFrame:
    """Return sums for each answer that coder A marked."""
    rows = []
    for (question, respondent), own in marked.groupby(["question", "respondent"]):
        units = cut(question, respondent, answers.loc[respondent, question])
        spans = sorted(
            {(int(s), int(e)) for s, e in zip(own.start, own.end, strict=True)}
        )
        shared = np.array(
            [[max(0, min(e, u.end) - max(s, u.start)) for u in units] for s, e in spans]
        ).reshape(len(spans), len(units))
        length = np.array([e - s for s, e in spans])
        best = shared.max(axis=1, initial=0) / length
        # A unit holds an idea if more than half of its marked words lie in it.
        n_ideas = (shared > length[:, None] / 2).sum(axis=0)
        rows.append(
            {
                "question": question,
                "respondent": respondent,
                "spans": len(spans),
                "units": len(units),
                "covered": best.sum(),
                "held": (best >= 0.9).sum(),
                "with_idea": (n_ideas > 0).sum(),
                "with_one": (n_ideas == 1).sum(),
            }
        )
    return pd.DataFrame(rows)


def _summary(found: pd.DataFrame) -> dict[str, float]:
    total = found.sum(numeric_only=True)
    return {
        "n_answers": len(found),
        "n_marked": int(total["spans"]),
        "n_units": int(total["units"]),
        # Mean share of marked words that lie in one unit.
        "coverage": round(float(total["covered"] / total["spans"]), 3),
        # Marked words of which one unit has nine tenths or more.
        "held": round(float(total["held"] / total["spans"]), 3),
        # Of the units with an idea, those with one alone.
        "one_idea": round(float(total["with_one"] / max(total["with_idea"], 1)), 3),
    }


def _intervals(found: pd.DataFrame) -> dict[str, float]:
    random = np.random.default_rng(0)
    groups = [own for _, own in found.groupby("respondent")]
    drawn = [
        _summary(pd.concat([groups[i] for i in chosen]))
        for chosen in random.integers(len(groups), size=(N_RESAMPLES, len(groups)))
    ]
    table = pd.DataFrame(drawn)[list(_MEASURES[1:])]
    low, high = table.quantile(0.025), table.quantile(0.975)
    return {
        f"{name}_{end}": round(float(values[name]), 3)
        for name in table.columns
        for end, values in (("low", low), ("high", high))
    }


if __name__ == "__main__":
    main()
