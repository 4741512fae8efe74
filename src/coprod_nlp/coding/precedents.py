"""Finds, for each suggested code, the words that it was given for before."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from coprod_nlp.typing import TextEncoder


@dataclass(frozen=True, slots=True)
class Precedents:
    """Words that stand for a code: marked by a coder, or written in the codebook.

    Parameters
    ----------
    texts, codes : tuple of str, length n_texts
        The words, and the code that they got.
    respondents : tuple of str, length n_texts
        Whose answer they are from; "" for statements of the codebook.
    """

    texts: tuple[str, ...]
    codes: tuple[str, ...]
    respondents: tuple[str, ...]

    def nearest(
        self, evidence: Sequence[str], codes: Sequence[str], encoder: TextEncoder
    ) -> pd.DataFrame:
        """Return the words most like each piece of evidence, among those of its code.

        What coders marked comes before what the codebook says.

        Parameters
        ----------
        evidence, codes : sequence of str, length n_suggestions
            Of each suggestion.
        encoder : TextEncoder
            Gives unit-length vectors.

        Returns
        -------
        DataFrame
            nearest and nearest_respondent, one row for each suggestion, numbered from
            0; "" where there are no words for the code.
        """
        texts, respondents = [""] * len(codes), [""] * len(codes)
        owners = np.array(self.codes, dtype=object)
        coded = np.array([bool(r) for r in self.respondents], dtype=bool)
        for code in sorted(set(codes)):
            own = np.flatnonzero((owners == code) & coded)
            if not len(own):
                own = np.flatnonzero(owners == code)
            if not len(own):
                continue
            rows = [i for i, given in enumerate(codes) if given == code]
            asked = encoder.encode([evidence[i] for i in rows])
            known = encoder.encode([self.texts[i] for i in own])
            # Rounded, so that equal words tie whichever batch they were encoded in.
            best = own[np.round(asked @ known.T, 6).argmax(axis=1)]
            for row, i in zip(rows, best, strict=True):
                texts[row], respondents[row] = self.texts[i], self.respondents[i]
        columns = {"nearest": texts, "nearest_respondent": respondents}
        return pd.DataFrame(columns, dtype="str")
