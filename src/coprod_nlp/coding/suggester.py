"""Suggests codes of the codebook for open answers; a human coder decides."""

from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator

from coprod_nlp.coding.bundled import known_codes
from coprod_nlp.coding.calibration import likely_threshold
from coprod_nlp.coding.codebook import Codebook, load_codebook
from coprod_nlp.coding.describing import prior_of, statements_of
from coprod_nlp.coding.inputs import (
    Answers,
    CodedAnswers,
    answered_texts,
    answers_by_question,
    checked_codings,
    coded_answers,
)
from coprod_nlp.coding.learning import Learnt, Lesson, learn
from coprod_nlp.coding.ordering import review_order
from coprod_nlp.coding.precedents import Precedents
from coprod_nlp.coding.scoring import AnswerUnits, CodeScorer, Scores
from coprod_nlp.coding.suggestions import suggestions_frame
from coprod_nlp.coding.unknown import refuse_unknown_codes, unplaced_codes
from coprod_nlp.typing import FloatArray, TextEncoder
from coprod_nlp.vectors.answer_encoder import answer_encoder
from coprod_nlp.vectors.encoders import SentenceEncoder


class CodeSuggester(BaseEstimator):
    """Rank the codes that belong to a question for each answer.

    Ready without `fit`: titles, descriptions and examples of the codebook say what a
    code is, and for codes of the bundled codebook an encoder that was trained to tell
    them, on SYNTHETIC answers. Codings make it better, question by question.

    Parameters
    ----------
    codebook : Codebook, optional
        By default the bundled one.
    encoder : TextEncoder, optional
        Gives unit-length vectors; by default the shipped answer encoder. One that is
        no `SentenceEncoder` is the only one used.
    threshold : float, optional
        Score from which a code is suggested, where fewer than 20 answers were coded
        (100 with the bundled codebook, of whose codes more is known); with more it is
        learnt from them, all questions together. By default the one that was learnt
        with the bundled codebook's codes; for other codebooks the one at which F1 is
        expected to be highest over the answers that are to be coded, their scores
        taken as probabilities (see `calibration.likely_threshold`), ten or more of
        them at best. Here and below, coded answers whose text another respondent gave
        too do not count.
    tune_from : int or None
        Coded answers to a question from which the upper layers of the encoder are
        trained on them, which takes minutes; None for never. Training starts from the
        published encoder; an `encoder` that is no `SentenceEncoder` stays.
    random_state : int
        Seed of the answers held out, from which scores and threshold are learnt.

    Attributes
    ----------
    questions_ : tuple of str
        Questions that codings were given for; only after `fit`.
    thresholds_ : dict of str to float
        The threshold of each, but where the answers to be coded decide it.
    unplaced_ : DataFrame
        Codes that coders gave under a question to which they do not belong, with
        counts (see `unknown.unplaced_codes`): the answers count as coded, and nothing
        is learnt of these codes.
    """

    def __init__(
        self,
        codebook: Codebook | None = None,
        *,
        encoder: TextEncoder | None = None,
        threshold: float | None = None,
        tune_from: int | None = 1000,
        random_state: int = 0,
    ) -> None:
        self.codebook = codebook
        self.encoder = encoder
        self.threshold = threshold
        self.tune_from = tune_from
        self.random_state = random_state

    def fit(
        self,
        codings: pd.DataFrame | None = None,
        answers: "Answers | None" = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Self:
        """Learn from coded answers; without any, be as without `fit`.

        Parameters
        ----------
        codings : DataFrame, optional
            Long: respondent, question, code, and if words were marked start and end;
            several coders may speak, and a code counts if one of them gave it.
        answers : DataFrame, Series or mapping, optional
            The answers that were coded: one column per question, indexed by respondent
            or with a column ``respondent`` or ``id``; a mapping of question to Series;
            or a Series indexed by (respondent, question).
        progress : callable of (step, n_steps), optional
            Told of the encoder's training, where there is one (see `tune_from`).

        Raises
        ------
        CodingsError
            If codings and answers do not fit each other, or the codebook lacks a code
            that was given; the message lists them.
        SettingsError
            If no code belongs to a coded question.
        NotEnoughDataError
            If only one does.
        ValueError
            If codings come without answers.
        """
        self.learnt_: dict[str, Learnt] = {}
        if codings is not None:
            if answers is None:
                message = "Codings need the answers that they belong to, got none."
                raise ValueError(message)
            checked = checked_codings(codings)
            self.unplaced_ = unplaced_codes(checked, self._codebook())
            refuse_unknown_codes(self.unplaced_)
            questions = sorted(set(checked["question"].astype(str)))
            texts = answers_by_question(answers, questions)
            lessons = {}
            for question in questions:
                own = checked[checked["question"].astype(str) == question]
                described = self._described(question)
                coded = coded_answers(own, texts[question], described.names)
                lessons[question] = Lesson(coded, described, self._known(question))
            self.learnt_ = learn(
                lessons,
                self._encoder(),
                tune_from=self.tune_from,
                random_state=self.random_state,
                progress=progress,
            )
        self.questions_ = tuple(self.learnt_)
        fixed = {q: self._fixed_threshold(q) for q in self.questions_}
        self.thresholds_ = {q: t for q, t in fixed.items() if t is not None}
        return self

    def suggest(
        self,
        answers: "pd.Series[Any] | Sequence[str] | pd.DataFrame",
        question: str | None = None,
        top: int = 3,
    ) -> pd.DataFrame:
        """Return the codes that fit each answer best, best first.

        Parameters
        ----------
        answers : Series, sequence of str or DataFrame
            Normalised texts; of a frame the column `question` is read.
        question : str, optional
            Offers the codes that belong to it; without it, all codes.
        top : int
            Codes for each answer.

        Returns
        -------
        DataFrame
            A row per answer and rank: answer (index label of the input), unit (its
            number in the answer), start, end and evidence (the unit that shows the
            code best), rank from 1, code, score in [0, 1], suggested (a coder would
            tick it; where no threshold is known, the answers decide it together).
            Non-answers ("n/a", blank) get no rows.

        Raises
        ------
        ValueError
            If `top` is not positive.
        TypeError
            If an answer is neither text nor missing.
        SettingsError
            If no code belongs to `question`.
        NotEnoughDataError
            If only one does.
        """
        if top < 1:
            message = f"top must be 1 or more, got {top=}."
            raise ValueError(message)
        labels, texts = answered_texts(answers, question)
        scorer = self._described(question)
        units = AnswerUnits.of(texts)
        score, scores = self._score(question, scorer, units)
        return suggestions_frame(
            labels,
            units,
            score,
            scores.evidence,
            scorer.names,
            suggested=score >= self._threshold(question, score),
            top=top,
        )

    def review_order(
        self,
        answers: "pd.Series[Any] | Sequence[str] | pd.DataFrame",
        question: str | None = None,
        top: int | None = None,
    ) -> pd.DataFrame:
        """Say which answers to code next: doubtful ones, and none like those before.

        They are no random part; code one as well before you state shares or agreement.

        Parameters
        ----------
        answers : Series, sequence of str or DataFrame
            As for `suggest`; those like answers that `fit` has seen come late.
        question : str, optional
        top : int, optional
            How many answers; by default all.

        Returns
        -------
        DataFrame
            A row per answer: answer, rank from 1, uncertainty and novelty (see
            `ordering.review_order`), code (most in doubt), score; not of non-answers.

        Raises
        ------
        ValueError
            If `top` is not positive; else as `suggest`.
        """
        if top is not None and top < 1:
            message = f"top must be 1 or more, got {top=}."
            raise ValueError(message)
        labels, texts = answered_texts(answers, question)
        scorer = self._described(question)
        score, _ = self._score(question, scorer, AnswerUnits.of(texts))
        coded, threshold = self._coded(question), self._threshold(question, score)
        read = coded.texts if coded is not None else ()
        # Together, so that a coded answer and its copy get the same vector.
        vectors = np.asarray(self._encoder().encode([*read, *texts]))
        known, new = vectors[: len(read)], vectors[len(read) :]
        order = review_order(score, threshold, new, known, top=top)
        return order.frame(labels, scorer.names, score)

    def precedents(
        self, suggestions: pd.DataFrame, question: str | None = None
    ) -> pd.DataFrame:
        """Return, for each suggestion, the words most like it that got its code.

        Parameters
        ----------
        suggestions : DataFrame
            From `suggest`, for the same question.
        question : str, optional

        Returns
        -------
        DataFrame
            nearest (what a coder marked, or where none gave the code, a statement of
            the codebook) and nearest_respondent ("" for the codebook), one row for each
            suggestion.

        Raises
        ------
        SettingsError
            If no code belongs to `question`.
        NotEnoughDataError
            If only one does.
        """
        described = self._described(question)
        said, codes = [*described.statements], [*described.codes]
        whose = [""] * len(said)
        coded = self._coded(question)
        if coded is not None:
            said += coded.statements
            codes += coded.codes
            whose += [coded.respondents[i] for i in coded.owner]
        return Precedents(tuple(said), tuple(codes), tuple(whose)).nearest(
            list(suggestions["evidence"]), list(suggestions["code"]), self._encoder()
        )

    def __sklearn_is_fitted__(self) -> bool:
        """Say that it suggests without `fit` too."""
        return True

    def __getstate__(self) -> dict[str, Any]:
        # What is learnt from the codebook alone is quick to learn again, and its key
        # holds an encoder's id, which another process may give to another encoder.
        state: dict[str, Any] = super().__getstate__()
        return {name: value for name, value in state.items() if name != "_scorers"}

    def _score(
        self, question: str | None, described: CodeScorer, units: AnswerUnits
    ) -> tuple[FloatArray, Scores]:
        learnt = self._learnt(question)
        if learnt is not None and units.texts:
            return learnt.score(described, units)
        scores = described.score(units)
        return scores.mean, scores

    def _learnt(self, question: str | None) -> Learnt | None:
        learnt: dict[str, Learnt] = getattr(self, "learnt_", {})
        if question is not None and question in learnt:
            return learnt[question]
        return self._known(question)

    def _known(self, question: str | None) -> Learnt | None:
        if not isinstance(self._encoder(), SentenceEncoder):
            return None
        return known_codes(self._codebook(), question, self._described(question))

    def _coded(self, question: str | None) -> CodedAnswers | None:
        learnt = self._learnt(question)
        return learnt.coded if learnt is not None else None

    def _threshold(self, question: str | None, score: FloatArray) -> float:
        fixed = self._fixed_threshold(question)
        return likely_threshold(score) if fixed is None else fixed

    def _fixed_threshold(self, question: str | None) -> float | None:
        learnt = self._learnt(question)
        few = learnt is None or not learnt.is_calibrated_by_codings
        if self.threshold is not None and few:
            return self.threshold
        if learnt is None or learnt.calibration is None:
            return None
        return learnt.calibration.threshold

    def _described(self, question: str | None) -> CodeScorer:
        """Return the scorer of the codebook alone, learnt once for each question."""
        key = (question, self.codebook, id(self.encoder))
        kept = self.__dict__.setdefault("_scorers", {})
        if key not in kept:
            book = self._codebook()
            kept[key] = CodeScorer.learn(
                *statements_of(book, question),
                prior_of(book, question),
                self._encoder(),
            )
        scorer: CodeScorer = kept[key]
        return scorer

    def _codebook(self) -> Codebook:
        return self.codebook if self.codebook is not None else load_codebook()

    def _encoder(self) -> TextEncoder:
        return self.encoder if self.encoder is not None else answer_encoder()
