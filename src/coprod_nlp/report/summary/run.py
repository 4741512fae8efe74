"""What a run was made with, as the paragraphs on methods name it."""

from dataclasses import dataclass

from coprod_nlp.files.words import plural
from coprod_nlp.report.summary.sources import Sentence, Source

_CODERS = "coders.csv"

_APPROACHES = {
    "coding_reliability": "coding reliability (one right way to apply a frame)",
    "codebook": "codebook (a shared frame, used with judgement)",
    "reflexive": "reflexive (meaning made by the analyst)",
}
_RULES = {
    "none": "No small count was hidden.",
    "threshold-5": "Counts from 1 to 4 are hidden",
    "threshold-10": "Counts from 1 to 9 are hidden",
    "threshold-11": "Counts from 1 to 10 are hidden",
    "nhs-sub-national": "Counts from 1 to 7 are hidden and the others rounded to 5",
}


@dataclass(frozen=True, slots=True)
class Run:
    """What a run was made with.

    Parameters
    ----------
    software, model, encoder : str
        Names with versions, or with the start of a hash: the software, what judges
        definitions, and what places answers in space.
    reader : str
        What tells the codebook's ideas; "" where nothing learned them.
    approach : str
        How coding is understood; see `AgreementSettings`.
    suppression : str
        The rule for small counts; see `TableSettings`.
    """

    software: str
    model: str
    encoder: str
    reader: str = ""
    approach: str = "coding_reliability"
    suppression: str = "none"

    @property
    def approach_in_words(self) -> str:
        """The approach with what it means."""
        return _APPROACHES.get(self.approach, self.approach.replace("_", " "))

    @property
    def hides_small_counts(self) -> bool:
        """Whether a rule for small counts is set."""
        return self.suppression != "none"

    @property
    def suppression_in_words(self) -> str:
        """What was hidden, as a sentence."""
        words = _RULES.get(self.suppression, "Small counts are hidden")
        if not self.hides_small_counts:
            return words
        return (
            f"{words} in the tables, and further counts that would give them away "
            f"(rule {self.suppression}). The tables of this run are protected "
            "together, and smaller themes are left out; agreement is not covered."
        )


@dataclass(frozen=True, slots=True)
class Coder:
    """How many answers one person coded; `row` is the row in coders.csv."""

    subject: str
    name: str
    n_answers: int
    row: int = 0


def coders_in_words(coders: tuple[Coder, ...]) -> Sentence:
    """Say who coded how many answers, subject by subject.

    Examples
    --------
    >>> coders_in_words((Coder("Definition", "A", 3), Coder("Definition", "B", 1))).text
    'Definition: A 3 answers, B 1 answer.'
    """
    subjects: dict[str, list[str]] = {}
    for coder in coders:
        said = f"{coder.name} {plural(coder.n_answers, 'answer')}"
        subjects.setdefault(coder.subject, []).append(said)
    text = "; ".join(f"{name}: {', '.join(said)}" for name, said in subjects.items())
    return Sentence(f"{text}.", (Source(_CODERS, tuple(c.row for c in coders)),))
