"""Chooses the quotations that show what is in a theme."""

import pandas as pd

from coprod_nlp.text.normalisation import comparison_key
from coprod_nlp.themes.results import Quotation

_N_CENTRAL, _N_DISSENTING = 3, 1
_FEWEST_WORDS = 4


def exemplars(own: pd.DataFrame) -> tuple[Quotation, ...]:
    """Return the quotations that show a theme: three central ones, one at its edge.

    Parameters
    ----------
    own : DataFrame
        The theme's units: row, answer, start, end, text, score.
    """
    each = own.assign(key=own["text"].map(comparison_key)).sort_values(
        ["key", "text", "row"]
    )
    each = each.drop_duplicates("key")
    # A word or two lies near the centre but shows a reader nothing.
    each["short"] = [len(text.split()) < _FEWEST_WORDS for text in each["text"]]
    each = each.sort_values(["short", "score"], ascending=[True, False], kind="stable")
    central = each.head(_N_CENTRAL)
    dissenting = each.iloc[len(central) :].tail(_N_DISSENTING)
    return tuple(
        Quotation(answer, int(start), int(end), str(text), kind)
        for kind, part in (("central", central), ("dissenting", dissenting))
        for answer, start, end, text in zip(
            part["answer"], part["start"], part["end"], part["text"], strict=True
        )
    )
