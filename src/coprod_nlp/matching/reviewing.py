"""Says which answers a person should read, and how far that brings the whole."""

import numpy as np
import pandas as pd

from coprod_nlp.matching.verdicts import Decision
from coprod_nlp.text.nonanswers import AnswerKind


def plan_review(verdicts: pd.DataFrame, target_agreement: float = 0.95) -> pd.DataFrame:
    """List the answers to read, least sure first, until enough would be right.

    Answers in review for another reason than their probability (another language, a
    copied definition) come first of all, since no probability speaks for them.

    Parameters
    ----------
    verdicts : DataFrame
        From `DefinitionMatcher.judge`; non-answers need no reading.
    target_agreement : float, default=0.95
        Share of answers to be judged as a coder would, in (0, 1].

    Returns
    -------
    DataFrame
        Indexed as `verdicts`, one row per written answer in the order of reading:
        `position` from 1, `probability`, `reason`, `expected_agreement` (of all
        written answers once this one and those before it are read, where calibrated
        probabilities hold) and `to_read` (whether the target needs it).

    Raises
    ------
    ValueError
        If the target is not in (0, 1].

    Examples
    --------
    >>> verdicts = pd.DataFrame({"probability": [0.99, 0.6, 0.1], "reason": "",
    ...     "decision": ["match", "review", "no_match"], "answer_kind": "answered"})
    >>> plan_review(verdicts, 0.9)["to_read"].to_dict()
    {1: True, 2: False, 0: False}
    """
    if not 0 < target_agreement <= 1:
        message = f"target_agreement lies in (0, 1], got {target_agreement}."
        raise ValueError(message)
    written = verdicts[verdicts["answer_kind"] == AnswerKind.ANSWERED]
    likelier = written["probability"].clip(lower=1 - written["probability"])
    reasons = written["reason"].str.split("; ").map(len)
    between = written["reason"].str.startswith("probability between")
    other = (written["decision"] == Decision.REVIEW) & (reasons > between.astype(int))
    other &= written["reason"] != ""
    sure = likelier.mask(other, 0.5)
    order = np.lexsort((sure.to_numpy(), ~other.to_numpy()))
    plan = written.iloc[order][["probability", "reason"]].copy()
    known = sure.to_numpy()[order]
    n = len(plan)
    left = known.sum() - np.cumsum(known)
    expected = (np.arange(1, n + 1) + left) / n if n else np.array([])
    before = np.concatenate([[known.sum() / n if n else 1.0], expected[:-1]])[:n]
    plan.insert(0, "position", np.arange(1, n + 1))
    plan["expected_agreement"] = expected
    plan["to_read"] = before < target_agreement
    return plan
