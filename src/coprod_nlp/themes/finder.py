"""Proposes candidate themes for the answers to one open question."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator

from coprod_nlp.text.nonanswers import AnswerKind, answer_kind
from coprod_nlp.text.normalisation import as_texts, comparison_key
from coprod_nlp.themes.clustering import Clustering, cluster
from coprod_nlp.themes.concepts import Guide, bundled_guide, concept_vectors
from coprod_nlp.themes.keywords import theme_keywords
from coprod_nlp.themes.preparation import (
    aligned,
    distinct,
    unit_rows,
)
from coprod_nlp.themes.quotations import exemplars
from coprod_nlp.themes.results import RESIDUAL, CandidateTheme
from coprod_nlp.themes.weighting import unit_vectors
from coprod_nlp.typing import FloatArray, IntArray, TextEncoder
from coprod_nlp.vectors.answer_encoder import answer_encoder

_FEWEST_UNITS = 8


class ThemeFinder(BaseEstimator):
    """Group meaning units into candidate themes, as many as the units bear.

    The same answers give the same themes, in any order of rows and in any process.
    Units that differ only in case, spacing or outer punctuation are never parted.

    Parameters
    ----------
    segment : bool
        Cut answers into meaning units; False takes each answer as one unit.
    encoder : TextEncoder, optional
        Gives unit-length vectors; by default the shipped answer encoder, for which it
        was set from where on the bundled guide counts.
    guide : Guide, "bundled" or None
        Statements of ideas that staff voice, which place units by meaning where
        wording differs. Its ideas are no themes: units unlike any of them are placed
        by their vectors, as all are with None.
    min_units : int
        Smaller groups go to the residual.
    min_score : float
        Units less like the centre of their group go to the residual, in [0, 1].
    n_resamples : int
        Subsamples for stability; 0 leaves it out.
    random_state : int
        Seed of the subsamples.

    Attributes
    ----------
    labels_ : ndarray of str, shape (n_units,)
        Theme id of each unit, ``residual`` included.
    units_ : DataFrame
        One row per unit: unit, answer (index label), start, end, text, theme, score
        (likeness to the theme's centre, in [0, 1]).
    themes_ : tuple of CandidateTheme
        Largest first.
    residual_ : CandidateTheme
        The units in no theme.
    set_aside_ : DataFrame
        Non-answers: answer, kind. With ``segment=False`` they keep a row in `units_`,
        as residual, so that `labels_` has one entry per text.
    n_answers_ : int
        Answers that were not set aside.
    reason_ : str
        Why there are no themes, ``""`` when there are.
    """

    def __init__(
        self,
        *,
        segment: bool = True,
        encoder: TextEncoder | None = None,
        guide: Guide | str | None = "bundled",
        min_units: int = 3,
        min_score: float = 0.35,
        n_resamples: int = 20,
        random_state: int = 0,
    ) -> None:
        self.segment = segment
        self.encoder = encoder
        self.guide = guide
        self.min_units = min_units
        self.min_score = min_score
        self.n_resamples = n_resamples
        self.random_state = random_state

    def fit(
        self,
        answers: "pd.Series[str] | Sequence[str]",
        question: str | None = None,
        strata: "pd.Series[Any] | Sequence[Any] | None" = None,
    ) -> Self:
        """Find candidate themes in the answers to one question.

        Parameters
        ----------
        answers : Series or sequence of str
            Normalised texts; missing ones count as blank.
        question : str, optional
            Kept as `question_`, for tables.
        strata : Series or sequence, optional
            A stratum per index label of `answers` (more labels do no harm), or, in a
            list or with a plain range as index, one per answer in their order.

        Returns
        -------
        ThemeFinder
            Itself, fitted.

        Raises
        ------
        TypeError
            If an answer is neither text nor missing, or the strata are one
            text.
        ValueError
            If the strata fit the answers neither by label nor by number.
        """
        series = as_texts(answers)
        self.question_ = question
        kinds = [answer_kind(text) for text in series]
        stratum = aligned(strata, series)
        rows = unit_rows(series, kinds, segment=self.segment)
        aside = [kind is not AnswerKind.ANSWERED for kind in kinds]
        self.set_aside_ = pd.DataFrame(
            {
                "answer": series.index[aside],
                "kind": [k.value for k, out in zip(kinds, aside, strict=True) if out],
            }
        )
        self.n_answers_ = len(series) - sum(aside)
        usable = ~np.array(aside, dtype=bool)[rows["row"].to_numpy(dtype=int)]
        labels, score, stability = self._label(rows["text"].to_numpy(), usable)
        labels, stability = _largest_first(rows, labels, stability)
        self.labels_ = labels
        self._describe(rows.assign(theme=labels, score=score), stability, stratum)
        return self

    def _label(
        self, texts: "np.ndarray[Any, Any]", usable: "np.ndarray[Any, Any]"
    ) -> tuple["np.ndarray[Any, Any]", FloatArray, dict[str, float]]:
        """Return provisional labels, scores and stability for every unit."""
        labels = np.full(len(texts), RESIDUAL, dtype=object)
        score = np.zeros(len(texts))
        keys = [comparison_key(text) for text in texts[usable]]
        unique, inverse, weight = distinct(keys)
        self.reason_ = _reason(int(usable.sum()), len(unique))
        if self.reason_:
            return labels, score, {}
        found = cluster(
            self._vectors(unique, weight),
            n_resamples=self.n_resamples,
            random_state=self.random_state,
        )
        names = self._names(found, weight)
        labels[usable] = names[inverse]
        score[usable] = found.score[inverse]
        if not (labels != RESIDUAL).any():
            self.reason_ = "No group of units was large and alike enough."
        stability = {
            f"{i}": float(value)
            for i, value in enumerate(found.stability)
            if not np.isnan(value)
        }
        return labels, score, stability

    def _vectors(self, texts: list[str], weight: IntArray) -> FloatArray:
        encoder = self.encoder if self.encoder is not None else answer_encoder()
        vectors, plain = unit_vectors(encoder, texts, weight)
        guide = bundled_guide() if self.guide == "bundled" else self.guide
        if guide is None:
            return vectors
        if not isinstance(guide, Guide):
            message = f'guide must be a Guide, "bundled" or None, got {guide!r}.'
            raise ValueError(message)
        return concept_vectors(
            tuple(texts), vectors, plain, encoder=encoder, guide=guide, weight=weight
        )

    def _names(self, found: Clustering, weight: IntArray) -> "np.ndarray[Any, Any]":
        names = found.labels.astype(str).astype(object)
        names[found.score < self.min_score] = RESIDUAL
        for name in set(names) - {RESIDUAL}:
            if weight[names == name].sum() < self.min_units:
                names[names == name] = RESIDUAL
        return names

    def _describe(
        self,
        rows: pd.DataFrame,
        stability: dict[str, float],
        stratum: "pd.Series[str] | None",
    ) -> None:
        keywords = theme_keywords(rows["text"].tolist(), rows["theme"].tolist())
        ids = sorted(set(rows["theme"]) - {RESIDUAL})
        found = [
            _theme(i, rows[rows["theme"] == i], keywords.get(i, ()), stability, stratum)
            for i in [*ids, RESIDUAL]
        ]
        self.themes_ = tuple(found[:-1])
        self.residual_ = found[-1]
        self.units_ = rows.drop(columns="row")


def _reason(n_units: int, n_distinct: int) -> str:
    if not n_units:
        return "There are no answers to find themes in."
    if n_distinct < _FEWEST_UNITS:
        return (
            f"Only {n_distinct} distinct unit(s); candidate themes need "
            f"{_FEWEST_UNITS} or more."
        )
    return ""


def _largest_first(
    rows: pd.DataFrame, labels: "np.ndarray[Any, Any]", stability: dict[str, float]
) -> tuple["np.ndarray[Any, Any]", dict[str, float]]:
    """Name themes T01, T02, ... by their number of answers, units, first words."""
    sizes = []
    for name in sorted(set(labels) - {RESIDUAL}):
        own = rows[labels == name]
        sizes.append((-own["row"].nunique(), -len(own), own["text"].min(), name))
    renamed = {old: f"T{i:02d}" for i, (*_, old) in enumerate(sorted(sizes), start=1)}
    renamed[RESIDUAL] = RESIDUAL
    new = np.array([renamed[name] for name in labels], dtype=str)
    return new, {renamed[k]: v for k, v in stability.items() if k in renamed}


def _theme(
    theme: str,
    own: pd.DataFrame,
    keywords: tuple[str, ...],
    stability: dict[str, float],
    stratum: "pd.Series[str] | None",
) -> CandidateTheme:
    spread: dict[str, int] = {}
    if stratum is not None:
        answers = own["row"].unique()
        counts = stratum.iloc[answers].value_counts().sort_index()
        spread = {str(name): int(count) for name, count in counts.items()}
    is_residual = theme == RESIDUAL
    return CandidateTheme(
        id=theme,
        name=RESIDUAL if is_residual else ", ".join(keywords[:3]) or theme,
        keywords=keywords,
        n_units=len(own),
        n_answers=int(own["row"].nunique()),
        exemplars=() if is_residual else exemplars(own),
        stability=stability.get(theme),
        spread=spread,
    )
