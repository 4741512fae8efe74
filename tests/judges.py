"""A judge without a model, for every test of what happens around the judging."""

import os
import signal
import zlib

import numpy as np
import pandas as pd

from coprod_nlp.matching.verdicts import Evidence
from coprod_nlp.text.nonanswers import AnswerKind, answer_kind
from coprod_nlp.text.normalisation import normalise


class WordCounter:
    """Judges by a checksum of the text; counts, and can be killed at, what it reads.

    Parameters
    ----------
    killed_at : int, optional
        Call of `judge` at which the process is killed as ``kill -9`` does.
    """

    def __init__(self, killed_at=None):
        self.killed_at = killed_at
        self.fingerprint = "word counter"
        self.seen = []
        self.calls = 0

    def judge(self, texts, *, evidence=True):
        """Return verdicts with the columns of `DefinitionMatcher.judge`."""
        self.calls += 1
        if self.calls == self.killed_at:
            os.kill(os.getpid(), signal.SIGKILL)
        cleaned = [normalise(t) if isinstance(t, str) else "" for t in texts]
        kinds = [answer_kind(text) for text in cleaned]
        self.seen += [
            t for t, k in zip(cleaned, kinds, strict=True) if k == AnswerKind.ANSWERED
        ]
        sums = np.array([zlib.crc32(text.encode()) for text in cleaned], dtype=float)
        chance = sums % 1000 / 1000
        found = [
            (Evidence("equality", 0, len(text)),) if text else () for text in cleaned
        ]
        return pd.DataFrame(
            {
                "label": np.where(chance > 0.5, "accurate", "partial"),
                "probability": chance,
                "decision": np.where(chance > 0.5, "match", "no_match"),
                "reason": "",
                "answer_kind": [kind.value for kind in kinds],
                "equality": chance,
                "evidence": found if evidence else [()] * len(cleaned),
                "echo": False,
                "mistaken_for": "",
            },
            index=texts.index,
        )
