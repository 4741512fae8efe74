"""A trained matcher: all that is needed to judge, and nothing that learns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from coprod_nlp.matching.definition import ReferenceDefinition
from coprod_nlp.matching.echo import echo_share
from coprod_nlp.matching.evidence import evidence_span
from coprod_nlp.matching.lexical import word_spans
from coprod_nlp.matching.members import Members
from coprod_nlp.matching.novelty import Novelty
from coprod_nlp.matching.outputs import N_LABELS
from coprod_nlp.matching.stack import LogisticStack
from coprod_nlp.matching.verdicts import LABELS, Decision, Evidence, Label, Thresholds
from coprod_nlp.text.encoders import TokenVectors
from coprod_nlp.text.nonanswers import AnswerKind, answer_kind
from coprod_nlp.text.normalisation import LONGEST_READ
from coprod_nlp.typing import FloatArray

ECHO_SHARE = 0.5
"""Share of copied words from which an answer counts as an echo."""

KNOWN_SHARE = 0.5
"""Share of known words below which an answer may be in another language."""

BLOCK = 512
"""Distinct answers judged at once; bounds memory, changes no verdict."""


@dataclass(frozen=True, slots=True)
class TrainedMatcher:
    """Members, stacks and limits, ready to judge.

    Parameters
    ----------
    members : Members
    accurate : LogisticStack
        Calibrated probability of *accurate*.
    elements : mapping of str to LogisticStack
        Calibrated probability of each element.
    thresholds : Thresholds
    novelty : Novelty
    longest : int
        Characters of the longest answer seen in training.
    about : mapping
        Name, version and figures of the training, for the record.
    """

    members: Members
    accurate: LogisticStack
    elements: Mapping[str, LogisticStack]
    thresholds: Thresholds
    novelty: Novelty
    longest: int
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def definition(self) -> ReferenceDefinition:
        """What the answers are judged against."""
        return self.members.definition

    def judge(
        self, texts: Sequence[str], shown: Sequence[str], *, evidence: bool = True
    ) -> pd.DataFrame:
        """Return one verdict per normalised text; equal texts get equal verdicts."""
        kinds = {text: answer_kind(text) for text in set(texts)}
        judged = sorted(t for t, kind in kinds.items() if kind == AnswerKind.ANSWERED)
        rows = {
            text: self._set_aside(kind)
            for text, kind in kinds.items()
            if kind != AnswerKind.ANSWERED
        }
        for first in range(0, len(judged), BLOCK):
            block = judged[first : first + BLOCK]
            rows.update(zip(block, self._judge(block, shown, evidence), strict=True))
        return pd.DataFrame([rows[text] for text in texts], columns=self.columns)

    @property
    def columns(self) -> list[str]:
        """Columns of a table of verdicts."""
        return [
            "label",
            "probability",
            "decision",
            "reason",
            "answer_kind",
            *self.definition.element_names,
            "evidence",
            "echo",
        ]

    def _set_aside(self, kind: AnswerKind) -> dict[str, Any]:
        return {
            "label": Label.NO_DEFINITION.value,
            "probability": 0.0,
            "decision": Decision.NO_MATCH.value,
            "reason": "no answer to judge",
            "answer_kind": kind.value,
            **dict.fromkeys(self.definition.element_names, 0.0),
            "evidence": (),
            "echo": False,
        }

    def _judge(
        self, texts: Sequence[str], shown: Sequence[str], evidence: bool
    ) -> list[dict[str, Any]]:
        opening = [text[:LONGEST_READ] for text in texts]
        reading = self.members.read(opening)
        accurate = self.accurate.predict_proba(reading.features)[:, 1].round(6)
        elements = np.column_stack(
            [
                self.elements[name].predict_proba(reading.features)[:, 1].round(6)
                for name in self.definition.element_names
            ]
        )
        distance = self.novelty.distance(reading.vectors)
        rows = []
        for number, text in enumerate(opening):
            echo = echo_share(text, shown) >= ECHO_SHARE
            doubts = self._doubts(text, float(distance[number]), echo)
            if len(texts[number]) > LONGEST_READ:
                doubts.append(f"only its first {LONGEST_READ:,} characters were read")
            decision = self.thresholds.decide(accurate[number])
            if decision == Decision.REVIEW:
                doubts = ["probability between the thresholds", *doubts]
            rows.append(
                {
                    "label": _label(accurate[number], reading.labels[number]),
                    "probability": float(accurate[number]),
                    "decision": (Decision.REVIEW if doubts else decision).value,
                    "reason": "; ".join(doubts),
                    "answer_kind": AnswerKind.ANSWERED.value,
                    **dict(
                        zip(
                            self.definition.element_names,
                            elements[number].tolist(),
                            strict=True,
                        )
                    ),
                    "evidence": self._evidence(
                        text, elements[number], reading.tokens[number]
                    )
                    if evidence
                    else (),
                    "echo": echo,
                }
            )
        return rows

    def _doubts(self, text: str, distance: float, echo: bool) -> list[str]:
        """Say why a coder should look whatever the probability is."""
        doubts = {
            "copies the questionnaire's wording": echo,
            "few known words, perhaps another language": (
                self.members.lexical.known_share(text) < KNOWN_SHARE
            ),
            "unlike the answers it was trained on": distance > self.novelty.limit,
            "longer than any answer it was trained on": len(text) > self.longest,
        }
        return [doubt for doubt, holds in doubts.items() if holds]

    def _evidence(
        self, text: str, probability: FloatArray, tokens: TokenVectors
    ) -> tuple[Evidence, ...]:
        words = word_spans(text)
        if not words:
            return ()
        found = []
        for number, name in enumerate(self.definition.element_names):
            if probability[number] >= 0.5:
                credit = self._credit(text, words, tokens, name, N_LABELS + number)
                span = evidence_span(credit, words)
                found.append(Evidence(name, span.start, span.end))
        return tuple(found)

    def _credit(
        self, text: str, words: Any, tokens: TokenVectors, name: str, output: int
    ) -> FloatArray:
        """Add up what both members credit each word with, as the stack weighs them."""
        weights = self.elements[name].coef_
        n_features = len(weights) // 2
        column = 2 + output - N_LABELS
        lexical = self.members.lexical.contributions(text, output)
        tuned = self.members.tuned.contributions(tokens, words, output)
        return (
            max(weights[column], 0.0) * lexical
            + max(weights[n_features + column], 0.0) * tuned
        )


def _label(accurate: float, labels: FloatArray) -> str:
    """Name the label: *accurate* by its own probability, else the likeliest other."""
    if accurate >= 0.5:
        return Label.ACCURATE.value
    return LABELS[1 + int(np.argmax(labels[1:]))]
