"""Draws up the thematic map of a run: what people adopted, and what is proposed."""

from collections.abc import Mapping

import pandas as pd

from coprod_nlp.agreement import NO_CODE
from coprod_nlp.coding import Codebook
from coprod_nlp.themes import ThematicMap, ThemeFinder, thematic_map_of_both


def map_of_run(
    themes: Mapping[str, ThemeFinder],
    codings: pd.DataFrame,
    codebook: Codebook,
    domains: Mapping[str, str],
) -> ThematicMap:
    """Return adopted codes of the questions that people coded, candidates of the rest.

    Parameters
    ----------
    themes : mapping of str to ThemeFinder
        Fitted finders by question id.
    codings : DataFrame
        respondent, question, coder, code; may be empty. Questions in which no themes
        were sought are not drawn.
    codebook : Codebook
        Gives titles; its code for everything else is no theme.
    domains : mapping of str to str
        Title of the domain that a question feeds.
    """
    own = codings[codings["question"].isin(list(themes))]
    kept = agreed(own)
    kept = kept[~kept["code"].isin([NO_CODE, codebook.other_name])]
    sections = {code.section for code in codebook.codes if code.section}
    names = {name: name.replace("_", " ").capitalize() for name in sections}
    names |= {code.code: code.title for code in codebook.codes}
    return thematic_map_of_both(themes, kept, domains, names=names)


def agreed(codings: pd.DataFrame) -> pd.DataFrame:
    """Keep the codes that everybody who coded an answer gave it.

    Parameters
    ----------
    codings : DataFrame
        respondent, question, coder, code.

    Returns
    -------
    DataFrame
        respondent, question, code; one row each.

    Examples
    --------
    >>> rows = [("R1", "q1", "A", "time"), ("R1", "q1", "A", "staff")]
    >>> rows += [("R1", "q1", "B", "time"), ("R2", "q1", "B", "staff")]
    >>> columns = ["respondent", "question", "coder", "code"]
    >>> agreed(pd.DataFrame(rows, columns=columns))["code"].tolist()
    ['time', 'staff']
    """
    answer = ["respondent", "question"]
    coders = codings.groupby(answer)["coder"].nunique().rename("coders")
    given = codings.groupby([*answer, "code"])["coder"].nunique().rename("given")
    both = given.reset_index().merge(coders.reset_index(), on=answer)
    kept = both.loc[both["given"] == both["coders"], [*answer, "code"]]
    return kept.sort_values(answer, kind="stable").reset_index(drop=True)
