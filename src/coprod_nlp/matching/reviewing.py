"""Says which answers a person should read: to review them, or to code them first."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from coprod_nlp.matching.verdicts import Decision
from coprod_nlp.text.nonanswers import AnswerKind, answer_kind
from coprod_nlp.text.normalisation import LONGEST_READ, normalised
from coprod_nlp.typing import TextEncoder
from coprod_nlp.vectors.encoders import default_encoder

_MAX_GROUPED = 5000
_PER_GROUP = 4


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
    # Read back from a file, no reason is a blank cell.
    written = written.assign(reason=written["reason"].astype(object).fillna(""))
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


def plan_coding(
    texts: Iterable[str | None],
    n_answers: int = 60,
    *,
    encoder: TextEncoder | None = None,
    random_state: int = 0,
) -> pd.DataFrame:
    """Draw the answers to code first, before any matcher can judge them.

    The draw is random, so that a share can be corrected by it (`evaluate_definitions`),
    and spread over groups of like answers, so that few codes show much of the variety.
    Answers that a matcher learned from tell too little of its errors for that: keep
    some of those drawn for the share alone.

    Parameters
    ----------
    texts : iterable of str
        A Series keeps its index. Non-answers are never drawn.
    n_answers : int, default=60
        How many to draw; all, where there are no more.
    encoder : TextEncoder, optional
        By default the installed all-MiniLM-L6-v2.
    random_state : int, default=0
        Seed of the draw.

    Returns
    -------
    DataFrame
        Indexed as `texts`, one row per answer drawn, in an order of coding that may be
        broken off anywhere: `position` from 1 and `sampling_probability`, the same for
        all.

    Raises
    ------
    TypeError
        If something is neither text nor missing.
    ValueError
        If `n_answers` is below 1.

    Notes
    -----
    A systematic sample from a list ordered by group (k-means on the encoder's vectors,
    four answers to a group): implicit stratification [1]_. Of more than 5,000 answers
    that many are drawn evenly first.

    References
    ----------
    .. [1] W. G. Cochran, Sampling Techniques, 3rd ed., Wiley 1977, chapter 8.
    """
    if n_answers < 1:
        message = f"n_answers must be at least 1, got {n_answers}."
        raise ValueError(message)
    cleaned = pd.Series(normalised(texts), dtype=object)
    if isinstance(texts, pd.Series):
        cleaned.index = texts.index
    kinds = cleaned.map(answer_kind)
    rows = np.flatnonzero((kinds == AnswerKind.ANSWERED).to_numpy())
    random = np.random.default_rng(random_state)
    n_written, n_drawn = len(rows), min(n_answers, len(rows))
    if n_drawn < n_written:
        rows = random.permutation(rows)[: max(_MAX_GROUPED, n_drawn)]
        read = cleaned.iloc[rows].str.slice(stop=LONGEST_READ).tolist()
        groups = _groups_of_like(read, max(1, n_drawn // _PER_GROUP), encoder)
        rows = rows[np.argsort(groups, kind="stable")]
        places = (np.arange(n_drawn) + random.random()) * len(rows) / n_drawn
        rows = rows[places.astype(int)]
    order = random.permutation(rows)
    return pd.DataFrame(
        {
            "position": np.arange(1, n_drawn + 1),
            "sampling_probability": n_drawn / max(n_written, 1),
        },
        index=cleaned.index[order],
    )


def _groups_of_like(
    texts: list[str], n_groups: int, encoder: TextEncoder | None
) -> np.ndarray:
    # On first use: a plan of review needs no clustering.
    from sklearn.cluster import KMeans

    vectors = np.asarray((encoder or default_encoder()).encode(texts), dtype=float)
    n_groups = min(n_groups, len(set(texts)))
    return KMeans(n_groups, n_init=4, random_state=0).fit_predict(vectors)
