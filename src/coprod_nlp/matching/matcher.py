"""The public estimator: texts in, verdicts out."""

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.metrics import accuracy_score

from coprod_nlp.exceptions import ModelError
from coprod_nlp.files.shipped import shipped_folder
from coprod_nlp.matching.crossfitting import TARGET, assign_folds
from coprod_nlp.matching.definition import ReferenceDefinition, load_definition
from coprod_nlp.matching.foils import Foil, FoilFinder, load_foils
from coprod_nlp.matching.learning import train_matcher
from coprod_nlp.matching.persistence import (
    load_matcher,
    model_sha256,
    model_stamp,
    save_matcher,
)
from coprod_nlp.matching.stand_ins import StandIns, load_stand_ins
from coprod_nlp.matching.targets import ACCURATE, read_labels, read_targets
from coprod_nlp.matching.trained import TrainedMatcher
from coprod_nlp.matching.tuned import TunedMember
from coprod_nlp.matching.variation import Variation
from coprod_nlp.matching.verdicts import understanding
from coprod_nlp.text.normalisation import normalised
from coprod_nlp.typing import FloatArray, Progress
from coprod_nlp.vectors.encoders import SentenceEncoder
from coprod_nlp.vectors.upper_layers import FinetuneSettings


class DefinitionMatcher(BaseEstimator):
    """Judges whether free-text definitions match the reference definition.

    Ready to use: without `fit` it judges with the model that ships with the package.
    With `fit` it learns from your own coded answers, also for another definition.

    Parameters
    ----------
    definition : ReferenceDefinition, optional
        By default care coproduction.
    model : Path or str, optional
        Folder of a trained matcher; by default the one shipped.
    encoder : Path or str, optional
        A local sentence-transformers folder to train upon; by default the installed
        all-MiniLM-L6-v2.
    shown_texts : sequence of str, optional
        Texts the respondents were shown, so that copies are noticed; the reference
        definition always counts.
    target : float
        Least share of right decisions, on answers held out in training, of what is
        decided without a coder.
    settings : FinetuneSettings, optional
        How the encoder's upper layers are trained.
    foils : sequence of Foil, optional
        What a failing answer may have been mistaken for; by default the bundled ones
        for the bundled definition, none for another.
    stand_ins : StandIns, optional
        Words that change places while `fit` learns; by default the bundled ones for
        the bundled definition, none for another.
    fast : bool
        Whether answers whose words alone show that they do not match are skimmed: the
        encoder does not read them, so they get no evidence and no `mistaken_for`. Of
        the answers held out in training at most one in two hundred was decided
        differently; the rest is read in half precision where the processor can.

    Examples
    --------
    >>> matcher = DefinitionMatcher()
    >>> verdicts = matcher.judge(["Patients and staff write the plan as equals", "n/a"])
    >>> verdicts["label"].tolist()
    ['accurate', 'no_definition']
    """

    def __init__(
        self,
        definition: ReferenceDefinition | None = None,
        *,
        model: Path | str | None = None,
        encoder: Path | str | None = None,
        shown_texts: Sequence[str] | None = None,
        target: float = TARGET,
        settings: FinetuneSettings | None = None,
        foils: Sequence[Foil] | None = None,
        stand_ins: StandIns | None = None,
        fast: bool = False,
    ) -> None:
        self.definition = definition
        self.model = model
        self.encoder = encoder
        self.shown_texts = shown_texts
        self.target = target
        self.settings = settings
        self.foils = foils
        self.stand_ins = stand_ins
        self.fast = fast

    def fit(
        self,
        X: Iterable[str | None],
        y: pd.DataFrame,
        *,
        groups: Sequence[str] | None = None,
        progress: Progress | None = None,
    ) -> Self:
        """Learn from coded answers.

        Parameters
        ----------
        X : iterable of str, length n_answers
            From about 40 coded answers on.
        y : DataFrame of n_answers rows
            Columns `label` and one per element of the definition, in the order of `X`.
        groups : sequence of str, length n_answers, optional
            Source of each answer (survey, author, site). Whole sources are held out to
            calibrate and to choose the thresholds; without it, folds of distinct texts.
        progress : callable, optional
            Told ``(what, done, total)`` as the training goes on.

        Raises
        ------
        CodingsError, NotEnoughDataError
            See `read_targets`.
        ValueError
            If lengths differ.
        """
        texts = normalised(X)
        definition = self.definition or load_definition()
        targets = read_targets(y, definition)
        if len(texts) != len(targets) or (groups is not None and len(groups) != len(y)):
            message = (
                f"X, y and groups need the same length, got {len(texts)}, {len(y)} "
                f"and {len(groups) if groups is not None else 'none'}."
            )
            raise ValueError(message)
        self.held_out_, self.trained_ = train_matcher(
            texts,
            targets,
            definition,
            folds=assign_folds(texts, targets.accurate, groups),
            untrained=TunedMember(
                SentenceEncoder(self.encoder),
                self.settings,
                Variation(definition, self._stand_ins(definition)),
            ),
            target=self.target,
            progress=progress,
        )
        return self

    @property
    def reference(self) -> ReferenceDefinition:
        """The definition that answers are judged against."""
        return self._trained().definition

    def __sklearn_is_fitted__(self) -> bool:
        """Say that it is ready, unless its definition is one nothing was trained for.

        scikit-learn asks before a pipeline may predict.
        """
        stored = self.model is not None or self.definition in (None, load_definition())
        return stored or hasattr(self, "trained_")

    @property
    def classes_(self) -> np.ndarray:
        """False, then True: whether the answer is accurate."""
        return np.array([False, True])

    def judge(
        self,
        texts: Iterable[str | None],
        heard: Iterable[bool | None] | None = None,
        *,
        evidence: bool = True,
    ) -> pd.DataFrame:
        """Return a verdict for every answer, indexed like the input.

        Parameters
        ----------
        texts : iterable of str
            A Series keeps its index. None and NaN count as blank.
        heard : iterable of bool, optional
            Whether who wrote the answer had heard of what is defined, in the order of
            `texts`; missing where that is not known.
        evidence : bool
            Whether to look for the words that show each element, and for what a
            failing answer was mistaken for; both are empty without.

        Returns
        -------
        DataFrame
            `label` (accurate, partial, inaccurate, no_definition); `probability` of
            accurate, calibrated, in [0, 1]; `decision` (match, no_match, review);
            `reason` for a review; `answer_kind`; a probability per element, by its
            name; `evidence`, a tuple of Evidence whose offsets refer to the
            normalised text; `echo`, whether it copies what was shown;
            `mistaken_for`, the likeliest foil of a partial or inaccurate answer, ""
            where none is likely; in a `fast` matcher `skimmed`. With `heard` also
            `understanding` of a match: explicit, or implicit where they had not heard
            of it; else "".

        Raises
        ------
        TypeError
            If something is neither text nor missing.
        ValueError
            If `heard` is not as long as `texts`, or holds other than True, False and
            missing.
        ModelError
            If no model was trained for the definition.
        """
        index = texts.index if isinstance(texts, pd.Series) else None
        trained = self._trained()
        shown = [trained.definition.text, *self._shown()]
        cleaned = normalised(texts)
        foils = self._foils(trained.definition) if evidence else ()
        finder = _foil_finder(foils, trained.members.tuned.encoder) if foils else None
        verdicts = trained.judge(
            cleaned, shown, evidence=evidence, foils=finder, fast=self.fast
        )
        if not self.fast:
            verdicts = verdicts.drop(columns="skimmed")
        if heard is not None:
            verdicts["understanding"] = understanding(verdicts["decision"], heard)
        return verdicts.set_index(index) if index is not None else verdicts

    def predict_proba(self, X: Iterable[str | None]) -> FloatArray:
        """Return probabilities of shape (n_answers, 2): not accurate, accurate."""
        accurate = self.judge(X, evidence=False)["probability"].to_numpy()
        return np.column_stack([1 - accurate, accurate])

    def predict(self, X: Iterable[str | None]) -> np.ndarray:
        """Return whether each answer is likelier accurate than not; dtype bool."""
        return self.predict_proba(X)[:, 1] >= 0.5

    def score(self, X: Iterable[str | None], y: pd.DataFrame) -> float:
        """Return the share of answers of which it says what their coder said.

        Parameters
        ----------
        X : iterable of str, length n_answers
        y : DataFrame of n_answers rows
            Column `label`, as for `fit`; it counts whether that is accurate or not.

        Raises
        ------
        CodingsError
            If a row has no label.
        """
        return accuracy_score(read_labels(y) == ACCURATE, self.predict(X))

    def save(self, folder: Path | str) -> None:
        """Write the trained matcher into a folder, as JSON and safetensors."""
        save_matcher(self._trained(), Path(folder))

    @property
    def model_sha256(self) -> str:
        """SHA-256 of the stored model that judges; empty after `fit`."""
        return "" if hasattr(self, "trained_") else model_sha256(self._folder())

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that decides a verdict, so that parts of a run fit together.

        Raises
        ------
        ModelError
            After `fit`, before the matcher is saved and named as `model`.
        """
        stored = self.model_sha256
        if not stored:
            message = (
                "A matcher that learned in this session has no name yet. Call save, "
                "and use DefinitionMatcher(model=folder)."
            )
            raise ModelError(message)
        foils = self._foils(self.reference)
        content = repr((stored, self.encoder, self._shown(), foils, self.fast))
        return hashlib.sha256(content.encode()).hexdigest()

    def _shown(self) -> tuple[str, ...]:
        if isinstance(self.shown_texts, str):
            message = "shown_texts needs several texts, got one str; pass a list."
            raise TypeError(message)
        return tuple(self.shown_texts or ())

    def _foils(self, definition: ReferenceDefinition) -> tuple[Foil, ...]:
        if self.foils is not None:
            return tuple(self.foils)
        return load_foils() if definition == load_definition() else ()

    def _stand_ins(self, definition: ReferenceDefinition) -> StandIns | None:
        if self.stand_ins is not None:
            return self.stand_ins
        return load_stand_ins() if definition == load_definition() else None

    def _folder(self) -> Path:
        return Path(self.model) if self.model is not None else shipped_model_folder()

    def _trained(self) -> TrainedMatcher:
        if hasattr(self, "trained_"):
            return self.trained_
        folder = self._folder().resolve()
        trained = _load(folder, self.encoder, model_stamp(folder))
        if self.definition is not None and self.definition != trained.definition:
            message = (
                f"No model was trained for the definition {self.definition.name!r}, so "
                f"it cannot be judged. Code at least 40 answers (plan_coding "
                f"draws them) and call fit; similarity to the definition's words does "
                f"not tell."
            )
            raise ModelError(message)
        return trained


@lru_cache(maxsize=4)
def _load(
    folder: Path, encoder: Path | str | None, stamp: tuple[int, ...]
) -> TrainedMatcher:
    """Read a stored matcher once, and again once its files have changed."""
    return load_matcher(folder, base=SentenceEncoder(encoder))


@lru_cache(maxsize=4)
def _foil_finder(foils: tuple[Foil, ...], encoder: SentenceEncoder) -> FoilFinder:
    return FoilFinder(encoder).fit(foils)


def shipped_model_folder() -> Path:
    """Locate the matcher that travels with the package.

    Raises
    ------
    ModelError
        If the installation lacks it.
    """
    return shipped_folder("definition-matcher")
