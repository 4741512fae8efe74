"""Reads the coded open answers that ship with the package, each with its author."""

from dataclasses import dataclass

import pandas as pd

from coprod_nlp.coding.inputs import CodedAnswers, answers_by_question, coded_answers
from coprod_nlp.coding.tables import read_text_table
from coprod_nlp.files.shipped import shipped_data

HELD_OUT = ("T04", "T08", "T12", "T16", "T20", "T24")
"""Authors whose answers say how far a training on the others is to be trusted."""

_CODED_BY = "A"


@dataclass(frozen=True, slots=True)
class OpenAnswers:
    """Answers to open questions by several authors, coded by them. SYNTHETIC.

    Parameters
    ----------
    texts : Series of str
        Indexed by (respondent, question); a respondent's id opens with the author.
    codings : DataFrame
        respondent, question, code, start, end; code "none" where there is none.
    """

    texts: "pd.Series[str]"
    codings: pd.DataFrame

    def by(self, authors: tuple[str, ...], *, others: bool = False) -> "OpenAnswers":
        """Return the answers of some authors, or of all others."""
        written = self.texts.index.get_level_values("respondent").str[:3]
        coded = self.codings["respondent"].str[:3]
        return OpenAnswers(
            self.texts[written.isin(authors) != others],
            self.codings[coded.isin(authors) != others],
        )

    def coded(self, question: str, names: list[str]) -> CodedAnswers:
        """Return the coded answers to one question."""
        own = self.codings[self.codings["question"] == question]
        texts = answers_by_question(self.texts, [question])[question]
        return coded_answers(own, texts, names)


def open_answers() -> OpenAnswers:
    """Read all of them, with their authors' codes."""
    folder = shipped_data("corpus")
    answers, _ = read_text_table(folder / "open_answers.csv")
    codings, _ = read_text_table(folder / "open_codings.csv")
    codings = codings.query("coder == @_CODED_BY")
    texts = answers.set_index(["respondent", "question"])["text"]
    return OpenAnswers(texts, codings.drop(columns="coder"))
