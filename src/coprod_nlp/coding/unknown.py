"""Finds codes that coders gave and the codebook cannot place."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import pandas as pd

from coprod_nlp.coding.codebook import Codebook
from coprod_nlp.coding.workbook.layout import NONE
from coprod_nlp.exceptions import CodingsError
from coprod_nlp.files.words import NO_CODE

UNKNOWN, ELSEWHERE = "not in the codebook", "not of this question"
"""What may be the matter with a code."""

_COLUMNS = ("question", "code", "n_codings", "found", "nearest")
_NEAR = 0.6
_MOST_SHOWN = 5


def unplaced_codes(codings: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """List the codes that do not stand in the codebook, or not for their question.

    Parameters
    ----------
    codings : DataFrame
        Columns question and code; one row for each coding.
    codebook : Codebook

    Returns
    -------
    DataFrame
        One row per question and code, in alphabetical order: question, code,
        n_codings, found (`UNKNOWN` or `ELSEWHERE`), nearest (the code of the codebook
        that is spelt most alike; "" where none is, and where the code is known).
        "no code" and "none" say that no code fits, and are never listed; nor is the
        code for everything else, which coders are offered for every question.
    """
    names = [code.code for code in codebook.codes]
    rows = []
    given = codings[["question", "code"]].astype("str")
    counts = given.groupby(["question", "code"]).size().reset_index(name="n")
    for question, code, n in counts.itertuples(index=False):
        if code.casefold() in (NO_CODE, NONE) or code == codebook.other_name:
            continue
        if code not in codebook:
            rows.append((question, code, n, UNKNOWN, _nearest(code, names)))
        elif not codebook[code].belongs_to(question):
            rows.append((question, code, n, ELSEWHERE, ""))
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    return frame.astype({c: "int64" if c == "n_codings" else "str" for c in _COLUMNS})


def refuse_unknown_codes(unplaced: pd.DataFrame) -> None:
    """Refuse codings with codes that the codebook does not have.

    Parameters
    ----------
    unplaced : DataFrame
        From `unplaced_codes`.

    Raises
    ------
    CodingsError
        If there are any; the message gives counts and the nearest known codes.
    """
    unknown = unplaced[unplaced["found"] == UNKNOWN]
    if unknown.empty:
        return
    shown = [in_words(row) for row in unknown.head(_MOST_SHOWN).itertuples(index=False)]
    more = len(unknown) - len(shown)
    message = (
        f"The codebook lacks {len(unknown)} code(s) of the codings: {'; '.join(shown)}"
        f"{f'; and {more} more' if more else ''}. Correct the codings, or add them to "
        f"the codebook."
    )
    raise CodingsError(message)


def in_words(row: Any) -> str:
    """Return one row of `unplaced_codes`, as a tuple, in words.

    Examples
    --------
    >>> in_words(("q14", "barriers/tme", 3, UNKNOWN, "barriers/time"))
    "'barriers/tme' under q14 (3 codings), perhaps 'barriers/time'"
    """
    question, code, n_codings, _, nearest = row
    hint = f", perhaps {nearest!r}" if nearest else ""
    return f"{code!r} under {question} ({n_codings} codings){hint}"


def _nearest(code: str, names: Sequence[str]) -> str:
    folded = {name.casefold(): name for name in names}
    near = get_close_matches(code.casefold(), folded, n=1, cutoff=_NEAR)
    return folded[near[0]] if near else ""
