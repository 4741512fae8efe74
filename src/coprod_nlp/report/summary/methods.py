"""Writes the methods paragraphs from what the run did."""

from collections.abc import Sequence

from coprod_nlp.report.summary.parts import AgreementRow
from coprod_nlp.report.summary.sections import STEADY, Definitions, QuestionThemes
from coprod_nlp.survey.instrument import Instrument

ARTICLE = "Webb J, Girardi A, Stewart I (2021) Nursing Times 117(4), 34-38"
"""The study whose questionnaire and definition of knowledge are used."""


def methods(
    *,
    instrument: Instrument,
    n_respondents: int,
    definitions: Definitions | None,
    themes: Sequence[QuestionThemes],
    agreement: Sequence[AgreementRow],
) -> tuple[str, ...]:
    """Return one paragraph per step that was run.

    Parameters
    ----------
    instrument : Instrument
        The questionnaire.
    n_respondents : int
        Respondents in the file.
    definitions : Definitions or None
        What was found in the definitions.
    themes : sequence of QuestionThemes
        Candidate themes per question.
    agreement : sequence of AgreementRow
        Rows of the agreement table.
    """
    return (
        _reading(instrument, n_respondents),
        *_judging(definitions),
        *_grouping(themes),
        *_comparing(agreement),
        _counting(),
    )


def _reading(instrument: Instrument, n_respondents: int) -> str:
    after = f" ({instrument.source})" if instrument.source else ""
    return (
        f"The answers of {n_respondents} respondents were read against the "
        f"questionnaire “{instrument.name}”{after}. Text was normalised once and "
        "otherwise left as typed; who was to answer which question was checked row by "
        f"row. Knowledge is counted as in {ARTICLE}: having heard of coproduction, or "
        "being able to define it."
    )


def _judging(definitions: Definitions | None) -> tuple[str, ...]:
    if definitions is None or definitions.n_written == 0:
        return ()
    written, review = (
        "some" if n is None else n
        for n in (definitions.n_written, definitions.n_review)
    )
    return (
        f"{str(written).capitalize()} written definitions were judged by a trained "
        f"model against the {len(definitions.elements)} elements of the reference "
        "definition. It gives a probability and declines to decide when unsure; "
        f"{review} were left for a person. "
        "Blank cells and non-answers were set aside first and counted.",
    )


def _grouping(themes: Sequence[QuestionThemes]) -> tuple[str, ...]:
    if not themes:
        return ()
    units = sum(found.n_units for found in themes)
    answers = sum(found.n_answers for found in themes)
    numbers = ", ".join(found.number for found in themes)
    return (
        f"Answers to the open questions ({numbers}) were cut into pieces of one idea "
        f"each ({answers} answers, {units} pieces), turned into sentence vectors and "
        "grouped, question by question. Pieces near to no group stay in a residual. "
        "Stability is how well a group comes back when a part of the pieces is left "
        "out (mean Jaccard overlap; 1 = always the same, below "
        f"{STEADY:.2f} = unstable).",
    )


def _comparing(agreement: Sequence[AgreementRow]) -> tuple[str, ...]:
    if not agreement:
        return ()
    if not any(c.value is not None for row in agreement for c in row.coefficients):
        return (
            "Codings were set side by side without coefficients that correct for "
            "chance; the notes in the table of agreement say why.",
        )
    return (
        "Agreement between codings is given as percent agreement, Cohen's kappa, "
        "Gwet's AC1 and Krippendorff's alpha, with 95% intervals by bootstrap over "
        "respondents, for people with each other and people with the software on the "
        "same answers. It suits coding by a fixed frame; reflexive thematic analysis "
        "does not use such coefficients.",
    )


def _counting() -> str:
    return (
        "Each share has its own base, since not everybody was asked or answered "
        "everything; intervals are Wilson's, at 95%. Nothing here is generative: no "
        "sentence was written by a language model, no text left the machine, and the "
        "same file gives the same report."
    )
