"""A trained matcher: all that is needed to judge, and nothing that learns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from scipy.special import softmax

from coprod_nlp.files.words import LABELS, Label
from coprod_nlp.matching.definition import ReferenceDefinition
from coprod_nlp.matching.echo import echo_share
from coprod_nlp.matching.evidence import evidence_span
from coprod_nlp.matching.foils import FoilFinder
from coprod_nlp.matching.lexical import word_spans
from coprod_nlp.matching.members import Members, Reading
from coprod_nlp.matching.novelty import Novelty
from coprod_nlp.matching.outputs import stack_features
from coprod_nlp.matching.skimming import Skimmer
from coprod_nlp.matching.stack import LogisticStack
from coprod_nlp.matching.targets import N_LABELS
from coprod_nlp.matching.verdicts import FAILING, Decision, Evidence, Thresholds
from coprod_nlp.text.nonanswers import AnswerKind, answer_kind
from coprod_nlp.text.normalisation import LONGEST_READ
from coprod_nlp.typing import FloatArray

ECHO_SHARE = 0.5
"""Share of copied words from which an answer counts as an echo."""

KNOWN_SHARE = 0.5
"""Share of known words below which an answer may be in another language."""

BLOCK = 1024
"""Distinct answers judged at once; bounds memory, changes no verdict."""

_CHARACTERS = 2**18


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
    skimmer : Skimmer
        Which answers the words alone settle.
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
    skimmer: Skimmer
    novelty: Novelty
    longest: int
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def definition(self) -> ReferenceDefinition:
        """What the answers are judged against."""
        return self.members.definition

    def judge(
        self,
        texts: Sequence[str],
        shown: Sequence[str],
        *,
        evidence: bool = True,
        foils: FoilFinder | None = None,
        fast: bool = False,
    ) -> pd.DataFrame:
        """Return one verdict per normalised text; equal texts get equal verdicts."""
        kinds = {text: answer_kind(text) for text in set(texts)}
        judged = [t for t, kind in kinds.items() if kind == AnswerKind.ANSWERED]
        rows = {
            text: self._set_aside(kind)
            for text, kind in kinds.items()
            if kind != AnswerKind.ANSWERED
        }
        if fast:
            rows |= self._skim(judged, shown)
        # All are skimmed before one is read: the fuller a block, the faster.
        for block in _blocks([text for text in judged if text not in rows]):
            opening = [text[:LONGEST_READ] for text in block]
            said = self._read(opening, half=fast)
            verdicts = self._verdicts(block, said, shown)
            if evidence:
                for number, verdict in enumerate(verdicts):
                    verdict["evidence"] = self._evidence(opening[number], said, number)
            if foils is not None:
                _name_foils(verdicts, opening, said.reading.vectors, foils)
            rows.update(zip(block, verdicts, strict=True))
        table = pd.DataFrame([rows[text] for text in texts], columns=self.columns)
        # Without rows too, a probability is a number.
        return table if len(table) else table.astype(self._set_aside_types())

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
            "mistaken_for",
            "skimmed",
        ]

    def _set_aside_types(self) -> dict[str, str]:
        values = self._set_aside(AnswerKind.BLANK).items()
        kinds = {str: "str", bool: "bool", float: "float64"}
        return {name: kinds.get(type(value), "object") for name, value in values}

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
            "mistaken_for": "",
            "skimmed": False,
        }

    def _skim(
        self, texts: Sequence[str], shown: Sequence[str]
    ) -> dict[str, dict[str, Any]]:
        """Return the verdicts on those texts whose words alone settle the matter."""
        rows: dict[str, dict[str, Any]] = {}
        for block in _blocks(texts):
            scores = self.members.lexical.scores([t[:LONGEST_READ] for t in block])
            features = stack_features(scores, self.definition)
            accurate = _probability(self.skimmer.accurate, features)
            settled = np.flatnonzero(self.skimmer.settles(accurate))
            if not len(settled):
                continue
            said = _Said(
                accurate[settled],
                self._elements(self.skimmer.elements, features[settled]),
                softmax(scores[settled, :N_LABELS], axis=1),
                np.zeros(len(settled)),
            )
            found = [block[number] for number in settled.tolist()]
            for text, verdict in zip(
                found, self._verdicts(found, said, shown), strict=True
            ):
                rows[text] = {**verdict, "skimmed": True}
        return rows

    def _read(self, texts: Sequence[str], *, half: bool) -> "_SaidReading":
        """Let both members read."""
        counts = self.members.lexical.count(texts)
        reading = self.members.read(
            texts, self.members.lexical.weigh(counts), half=half
        )
        return _SaidReading(
            _probability(self.accurate, reading.features),
            self._elements(self.elements, reading.features),
            reading.labels,
            self.novelty.distance(reading.vectors),
            counts,
            reading,
        )

    def _elements(
        self, stacks: Mapping[str, LogisticStack], features: FloatArray
    ) -> FloatArray:
        names = self.definition.element_names
        return np.column_stack([_probability(stacks[name], features) for name in names])

    def _verdicts(
        self, texts: Sequence[str], said: "_Said", shown: Sequence[str]
    ) -> list[dict[str, Any]]:
        """Return a verdict per text, without evidence."""
        names = self.definition.element_names
        rows: list[dict[str, Any]] = []
        for number, whole in enumerate(texts):
            text = whole[:LONGEST_READ]
            accurate, elements = said.accurate[number], said.elements[number]
            echo = echo_share(text, shown) >= ECHO_SHARE
            doubts = self._doubts(text, float(said.distance[number]), echo)
            if len(whole) > LONGEST_READ:
                doubts.append(f"only its first {LONGEST_READ:,} characters were read")
            decision = self.thresholds.decide(accurate)
            if decision == Decision.REVIEW:
                doubts = ["probability between the thresholds", *doubts]
            rows.append(
                {
                    "label": _label(accurate, said.labels[number]),
                    "probability": float(accurate),
                    "decision": (Decision.REVIEW if doubts else decision).value,
                    "reason": "; ".join(doubts),
                    "answer_kind": AnswerKind.ANSWERED.value,
                    **dict(zip(names, elements.tolist(), strict=True)),
                    "evidence": (),
                    "echo": echo,
                    "mistaken_for": "",
                    "skimmed": False,
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
        self, text: str, said: "_SaidReading", number: int
    ) -> tuple[Evidence, ...]:
        words = word_spans(text)
        shown = np.flatnonzero(said.elements[number] >= 0.5).tolist()
        if not words or not shown:
            return ()
        # Both members' credits of each word, as the stack of each element weighs them.
        outputs = [N_LABELS + number for number in shown]
        lexical = self.members.lexical.contributions(text, said.counts[number], outputs)
        tuned = self.members.tuned.contributions(
            said.reading.tokens[number], words, outputs
        )
        found = []
        for column, element in enumerate(shown):
            name = self.definition.element_names[element]
            weights = np.maximum(self.elements[name].coef_, 0.0).reshape(2, -1)
            own, other = weights[:, 2 + element]
            credit = own * lexical[:, column] + other * tuned[:, column]
            span = evidence_span(credit, words)
            found.append(Evidence(name, span.start, span.end))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _Said:
    """What was made of some answers, one row each."""

    accurate: FloatArray
    elements: FloatArray
    labels: FloatArray
    distance: FloatArray


@dataclass(frozen=True, slots=True)
class _SaidReading(_Said):
    """What both members made of answers, and what evidence is drawn from."""

    counts: csr_matrix
    reading: Reading


def _probability(stack: LogisticStack, features: FloatArray) -> FloatArray:
    return np.asarray(stack.predict_proba(features)[:, 1].round(6))


def _name_foils(
    verdicts: list[dict[str, Any]],
    texts: Sequence[str],
    vectors: FloatArray,
    foils: FoilFinder,
) -> None:
    """Write beside every failing answer what it was mistaken for."""
    failing = [number for number, row in enumerate(verdicts) if row["label"] in FAILING]
    if not failing:
        return
    named = foils.predict([texts[number] for number in failing], vectors[failing])
    for number, foil in zip(failing, named, strict=True):
        verdicts[number]["mistaken_for"] = foil


def _blocks(texts: Sequence[str]) -> Iterator[list[str]]:
    """Put texts of like length together, in blocks that bound what is held at once."""
    block: list[str] = []
    held = 0
    for text in sorted(texts, key=lambda text: (len(text), text)):
        length = min(len(text), LONGEST_READ)
        if block and (len(block) == BLOCK or held + length > _CHARACTERS):
            yield block
            block, held = [], 0
        block.append(text)
        held += length
    if block:
        yield block


def _label(accurate: float, labels: FloatArray) -> str:
    """Name the label: *accurate* by its own probability, else the likeliest other."""
    if accurate >= 0.5:
        return Label.ACCURATE.value
    return LABELS[1 + int(np.argmax(labels[1:]))]
