"""The units of a theme set, as one table."""

import hashlib
import json
from collections.abc import Iterable

import pandas as pd

from coprod_nlp.text.normalisation import normalise
from coprod_nlp.themes.results import RESIDUAL

UNIT_FIELDS = (
    "question",
    "unit",
    "answer",
    "start",
    "end",
    "text",
    "theme",
    "score",
    "by_human",
    "current",
)
_KINDS = {
    "start": "int64",
    "end": "int64",
    "score": "float64",
    "by_human": "bool",
    "current": "bool",
}


def units_table(rows: pd.DataFrame, question: str) -> pd.DataFrame:
    """Return found units as the units of a theme set.

    Parameters
    ----------
    rows : DataFrame
        answer, start, end and text; theme and score where they are known.
    question : str

    Returns
    -------
    DataFrame
        `UNIT_FIELDS`; text and answer normalised, nothing placed by a human.
    """
    frame = pd.DataFrame(index=pd.RangeIndex(len(rows)))
    frame["question"] = question
    frame["answer"] = [normalise(str(label)) for label in rows["answer"]]
    frame["start"] = rows["start"].to_numpy()
    frame["end"] = rows["end"].to_numpy()
    frame["text"] = [normalise(text) for text in rows["text"]]
    frame["theme"] = rows["theme"].to_numpy() if "theme" in rows else RESIDUAL
    frame["score"] = rows["score"].to_numpy() if "score" in rows else float("nan")
    frame["by_human"] = False
    frame["current"] = True
    return typed_units(frame)


def typed_units(frame: pd.DataFrame) -> pd.DataFrame:
    """Return units with their ids, in the order and the types that every set has.

    A unit is named by its answer and its first character, the same in a later run.
    What a human placed is there whatever it is like, so it has no score.
    """
    pairs = zip(frame["answer"], frame["start"], strict=True)
    # No colon, full stop or slash: a spreadsheet would read "12:0" as a time.
    named = frame.assign(unit=[f"{answer}#{start}" for answer, start in pairs])
    text = dict.fromkeys(("question", "unit", "answer", "text", "theme"), "str")
    typed = named.astype({**text, **_KINDS}).reset_index(drop=True)
    typed["score"] = typed["score"].mask(typed["by_human"])
    return typed[list(UNIT_FIELDS)]


def units_sha256(units: pd.DataFrame, set_aside: pd.DataFrame | None = None) -> str:
    """Return a hash of what the finder read, the same in any order of rows."""
    rows = [
        [str(row["answer"]), int(row["start"]), int(row["end"]), str(row["text"])]
        for row in units[["answer", "start", "end", "text"]].to_dict("records")
    ]
    if set_aside is not None:
        aside = set_aside[["answer", "kind"]].to_dict("records")
        rows += [[str(row["answer"]), -1, -1, str(row["kind"])] for row in aside]
    content = json.dumps(sorted(rows), ensure_ascii=True)
    return hashlib.sha256(content.encode("ascii")).hexdigest()


def chosen_units(units: pd.DataFrame, ids: Iterable[str]) -> "pd.Series[bool]":
    """Mark the units with these ids that are among the answers.

    Raises
    ------
    ValueError
        If there is none with one of the ids.
    """
    wanted = set(ids)
    marked = units["unit"].isin(wanted) & units["current"]
    unknown = sorted(wanted - set(units.loc[marked, "unit"]))
    if unknown:
        message = (
            f"{len(unknown)} id(s) belong to no unit of the set: {unknown[:5]!r}. The "
            f"column `unit` of its current units holds the ids."
        )
        raise ValueError(message)
    return marked


def moved_units(
    units: pd.DataFrame, chosen: "pd.Series[bool]", theme: str
) -> pd.DataFrame:
    """Return the units with the chosen ones in `theme`, as a human's decision."""
    moved = units.copy()
    moved.loc[chosen, "theme"] = theme
    moved.loc[chosen, "score"] = float("nan")
    moved.loc[chosen, "by_human"] = True
    return moved


def where(units: pd.DataFrame, chosen: "pd.Series[bool]") -> str:
    """Say in which themes the chosen units are, for the log."""
    counts = units.loc[chosen, "theme"].value_counts().sort_index()
    return ", ".join(f"{n} from {theme}" for theme, n in counts.items())
