"""Writes the methods paragraphs from what the run did."""

from collections.abc import Sequence

from coprod_nlp.report.summary.definitions import RESPONDENTS
from coprod_nlp.report.summary.parts import AgreementRow
from coprod_nlp.report.summary.run import Coder, Run, coders_in_words
from coprod_nlp.report.summary.sections import STEADY, Definitions, QuestionThemes
from coprod_nlp.report.summary.sources import Sentence
from coprod_nlp.report.summary.words import compared_in_words
from coprod_nlp.survey.instrument import Instrument


def methods(
    *,
    instrument: Instrument,
    n_respondents: int,
    term: str,
    study: str,
    definitions: Definitions | None,
    themes: Sequence[QuestionThemes],
    agreement: Sequence[AgreementRow],
    run: Run | None = None,
    coders: tuple[Coder, ...] = (),
) -> tuple[Sentence, ...]:
    """Return one paragraph per step that was run, ready to be edited.

    Parameters
    ----------
    instrument : Instrument
        The questionnaire.
    n_respondents : int
        Respondents in the file.
    term : str
        What was to be defined.
    study : str
        The study that says what knowing it is; "" for none.
    definitions : Definitions or None
        What was found in the definitions.
    themes : sequence of QuestionThemes
        Candidate themes per question.
    agreement : sequence of AgreementRow
        Rows of the agreement table.
    run : Run, optional
        What it was made with; without it nothing is said of software and rules.
    coders : tuple of Coder
        Who coded how much.
    """
    return (
        _reading(instrument, n_respondents, term, study),
        *_judging(definitions, run),
        *_grouping(themes, run),
        *_coding(coders),
        *_comparing(agreement, run),
        _counting(run),
        _making(run),
    )


def _reading(
    instrument: Instrument, n_respondents: int, term: str, study: str
) -> Sentence:
    after = f" ({instrument.source})" if instrument.source else ""
    following = f" in {study}:" if study else ""
    text = (
        f"The answers of {n_respondents} respondents were read against the "
        f"questionnaire “{instrument.name}”{after}. Text was normalised once and "
        "otherwise left as typed; who was to answer which question was checked row by "
        f"row. Knowledge is counted as{following} having heard of {term}, or being "
        "able to define it."
    )
    return Sentence(text, (RESPONDENTS,))


def _judging(definitions: Definitions | None, run: Run | None) -> tuple[Sentence, ...]:
    if definitions is None or definitions.n_written == 0:
        return ()
    model = f" ({run.model})" if run else ""
    written, review = (
        "some" if n is None else n
        for n in (definitions.n_written, definitions.n_review)
    )
    text = (
        f"{str(written).capitalize()} written definitions were judged by a trained "
        f"model{model} against the {len(definitions.elements)} elements of the "
        "reference definition. It gives a probability and declines to decide when "
        f"unsure; {review} were left for a person: they stay in the base, and are not "
        "counted as accurate. Blank cells and non-answers were set aside first and "
        "counted."
    )
    return (Sentence(text, (definitions.written_source, definitions.review_source)),)


def _grouping(
    themes: Sequence[QuestionThemes], run: Run | None
) -> tuple[Sentence, ...]:
    if not themes:
        return ()
    units = sum(found.n_units for found in themes)
    answers = sum(found.n_answers for found in themes)
    numbers = ", ".join(found.number for found in themes)
    encoder = f" ({run.encoder})" if run else ""
    reader = f", as {run.reader} tells them," if run and run.reader else ""
    # Less the pieces of the themes shown, the total tells of those that are hidden.
    hides = run is not None and run.hides_small_counts
    size = "" if hides else f" ({answers} answers, {units} pieces)"
    text = (
        f"Answers to the open questions ({numbers}) were cut into pieces of one idea "
        f"each{size}, placed by their sentence vectors"
        f"{encoder} and by the ideas of the codebook that they resemble{reader or ','} "
        "and grouped, question by question. Pieces near to no group stay in a "
        "residual. Stability is how well a group comes back when a part of the pieces "
        "is left out (mean Jaccard overlap; 1 = always the same, below "
        f"{STEADY:.2f} = unstable). These groups are candidate themes; what was "
        "adopted of them is for people to say."
    )
    return (Sentence(text, tuple(found.units_source for found in themes)),)


def _coding(coders: tuple[Coder, ...]) -> tuple[Sentence, ...]:
    if not coders:
        return ()
    said = coders_in_words(coders)
    text = (
        f"People coded answers by hand. {said.text} Their codes are set beside the "
        "software's decisions; in the tables of shares they take no decision's place."
    )
    return (Sentence(text, said.sources),)


def _comparing(
    agreement: Sequence[AgreementRow], run: Run | None
) -> tuple[Sentence, ...]:
    if not agreement:
        return ()
    approach = f" The approach is {run.approach_in_words}." if run else ""
    compared = compared_in_words(agreement)
    if not compared:
        text = (
            "Codings were set side by side without coefficients that correct for "
            "chance; the notes in the table of agreement say why."
        )
        return (Sentence(text + approach),)
    text = (
        "Agreement between codings is given as percent agreement, Cohen's kappa, "
        f"Gwet's AC1 and Krippendorff's alpha, with 95% intervals {_made(agreement)}, "
        f"for {compared} on the same answers.{approach} Such coefficients suit coding "
        "by a fixed frame; reflexive thematic analysis does not use them."
    )
    return (Sentence(text),)


def _made(agreement: Sequence[AgreementRow]) -> str:
    """Say how the intervals of coefficients were made."""
    perfect = [row.percent.value == 1 for row in agreement if row.is_measured]
    if all(perfect):
        return "from exact binomial bounds, since nobody differed"
    bounds = " (from exact binomial bounds where nobody differed)" * any(perfect)
    return f"by bootstrap over respondents{bounds}"


def _counting(run: Run | None) -> Sentence:
    hidden = f" {run.suppression_in_words}" if run else ""
    return Sentence(
        "Each share has its own base, since not everybody was asked or answered "
        f"everything; intervals are Wilson's, at 95%.{hidden}"
    )


def _making(run: Run | None) -> Sentence:
    software = f"The software is {run.software}. " if run else ""
    return Sentence(
        f"{software}Nothing here is generative: no sentence was written by a language "
        "model, no text left the machine, and the same file gives the same report."
    )
