"""Asks whether those who have been there longer know more, as the article did."""

import pandas as pd

from coprod_nlp.survey import Survey
from coprod_nlp.survey.durations import BANDS
from coprod_nlp.tables import RULES, association_table
from coprod_nlp.tables.association import CHANCE


def time_in_post(survey: Survey) -> pd.Series:
    """Return the band of each respondent's time in post, missing if not known."""
    edges = [0, *BANDS.values()]
    months = survey.strata["months_in_post"]
    bands = pd.cut(months, edges, right=False, labels=list(BANDS))
    return bands.rename("time_in_post")


def described(survey: Survey) -> pd.DataFrame:
    """Return the strata of every respondent, the band of time in post among them."""
    return survey.strata.assign(time_in_post=time_in_post(survey))


def experience_table(
    survey: Survey, accurate: pd.Series, *, rule: str = "none", seed: int = 0
) -> pd.DataFrame:
    """Test awareness, ability and insight against time in post.

    Parameters
    ----------
    survey : Survey
    accurate : Series of boolean
        Whether a definition was decided to be accurate; missing where none was
        written or the decision is left to a person.
    rule : str, default="none"
        Rule for small counts. Under any, n is missing, since beside the tables it
        tells how many gave no answer that counts; and figures are rounded to two
        places, since an exact one could be searched for the counts that give it. A p
        that would so come to 0.05 from below is 0.049.
    seed : int, default=0

    Returns
    -------
    DataFrame
        See `association_table`; outcomes heard, able and accurate. Empty where no
        time in post is known.
    """
    bands = time_in_post(survey)
    asked = {"heard": survey.heard(), "able": survey.able(), "accurate": accurate}
    outcomes = {
        name: v for name, v in asked.items() if (v.notna() & bands.notna()).any()
    }
    table = association_table(outcomes, bands, random_state=seed)
    if rule == "none":
        return table
    figures = ["v", "v_low", "v_high", "p", "p_holm"]
    smallest = RULES[rule].smallest_shown
    # Where one is hidden, a V in two places could be searched for the counts.
    few = pd.Series(
        [
            (n < smallest) or _holds_small(asked[outcome], bands, smallest)
            for n, outcome in zip(table["n"], table["outcome"], strict=True)
        ],
        index=table.index,
    )
    table.loc[few, figures] = float("nan")
    # Why a figure of so few is missing would say something of them.
    table.loc[few, "note"] = ""
    coarse = table.round(dict.fromkeys(figures, 2))
    for p in ("p", "p_holm"):
        crossed = (table[p] < CHANCE) & (coarse[p] >= CHANCE)
        coarse[p] = coarse[p].mask(crossed, CHANCE - 0.001)
    return coarse.assign(n=pd.Series(pd.NA, index=table.index, dtype="Int64"))


def _holds_small(outcome: pd.Series, bands: pd.Series, smallest: int) -> bool:
    """Tell whether a count of both together is one that the rule hides."""
    counts = pd.crosstab(bands, outcome).to_numpy()
    return bool(((counts > 0) & (counts < smallest)).any())
