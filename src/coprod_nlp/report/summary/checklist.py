"""A checklist for reporting: what the run can fill in, and what people must write.

The topics follow COREQ [1]_, as far as a survey has them, and what reflexive work asks
for besides [2]_; the words are our own, so the lists themselves are still to be read.

.. [1] A. Tong, P. Sainsbury, J. Craig, "Consolidated criteria for reporting qualitative
   research (COREQ)", Int. J. Qual. Health Care 19(6), 2007, 349-357.
   doi:10.1093/intqhc/mzm042
.. [2] V. Braun, V. Clarke, "Supporting best practice in reflexive thematic analysis
   reporting in Palliative Medicine", Palliat. Med. 38(6), 2024, 608-616.
"""

from collections.abc import Sequence

from coprod_nlp.files.words import plural
from coprod_nlp.report.summary.definitions import RESPONDENTS
from coprod_nlp.report.summary.parts import AgreementRow, ChecklistItem, ShareTable
from coprod_nlp.report.summary.run import Coder, Run, coders_in_words
from coprod_nlp.report.summary.sections import (
    TEXT_SHOWN,
    Definitions,
    QuestionAsked,
    QuestionThemes,
)
from coprod_nlp.report.summary.sources import Sentence, Source
from coprod_nlp.report.summary.words import WHOLE, share_in_words

_BLANK = Sentence("")


def checklist(
    *,
    n_respondents: int,
    term: str,
    questions: Sequence[QuestionAsked],
    respondents: Sequence[ShareTable],
    definitions: Definitions | None,
    themes: Sequence[QuestionThemes],
    agreement: Sequence[AgreementRow],
    run: Run | None,
    coders: tuple[Coder, ...],
) -> tuple[ChecklistItem, ...]:
    """Return the checklist, filled in as far as the run knows.

    Parameters
    ----------
    n_respondents : int
        Respondents in the file.
    term : str
        What was to be defined.
    questions : sequence of QuestionAsked
        The questions of the file.
    respondents : sequence of ShareTable
        Who answered; the first is said in words.
    definitions : Definitions or None
        What was found in the definitions.
    themes : sequence of QuestionThemes
        Candidate themes per question.
    agreement : sequence of AgreementRow
        Rows of the agreement table.
    run : Run or None
        What it was made with.
    coders : tuple of Coder
        Who coded how much.
    """
    team, design = "Who did the work", "How the answers came about"
    work, telling = "How the answers were read", "How it is told"
    return tuple(
        ChecklistItem(part, asks, coreq, said)
        for part, asks, coreq, said in (
            (team, "Who planned the survey, and who read the answers", "1-5", _BLANK),
            (
                team,
                "What they brought to the reading: role, experience, stance "
                f"towards {term}",
                "6-8",
                _BLANK,
            ),
            (design, "The approach to coding", "9", _approach(run)),
            (design, "Why this approach suits the question", "9", _BLANK),
            (design, "How people were chosen and invited", "10, 11", _BLANK),
            (design, "How many answered", "12", _answered(n_respondents)),
            (design, "How many did not, and why", "13", _BLANK),
            (design, "Where, when and how the survey was given", "14, 15", _BLANK),
            (design, "Who answered", "16", _people(respondents)),
            (design, "What was asked", "17", _asked(questions)),
            (design, "When collecting ended, and why then", "22", _BLANK),
            (design, "Consent, and approval of the study", "", _BLANK),
            (work, "Who coded how many answers", "24", _coders(coders)),
            (work, "What the codes and themes are", "25", _codes(themes, coders)),
            (work, "Where the themes come from", "26", _origin(themes)),
            (work, "Which themes people adopted, and how they decided", "26", _BLANK),
            (work, "The software", "27", _software(run)),
            (work, "What was left for a person to decide", "", _left(definitions)),
            (work, "How alike codings are", "", _agreement(agreement)),
            (work, "Whether respondents commented on the findings", "28", _BLANK),
            (telling, "Quotations, and who is quoted", "29", _quotations(definitions)),
            (telling, "How findings can be checked against the data", "30", _traced()),
            (telling, "Larger and smaller themes", "31, 32", _sizes(themes, run)),
            (telling, "Small counts", "", _hidden(run)),
            (telling, "What the findings mean, and for whom", "", _BLANK),
        )
    )


def _approach(run: Run | None) -> Sentence:
    return Sentence(f"Set as {run.approach_in_words}.") if run else _BLANK


def _answered(n: int) -> Sentence:
    return Sentence(f"{plural(n, 'respondent')}.", (RESPONDENTS,))


def _people(tables: Sequence[ShareTable]) -> Sentence:
    if not tables:
        return _BLANK
    first = tables[0]
    shares = first.of(WHOLE)
    said = "; ".join(f"{share.value} {share_in_words(share)}" for share in shares)
    return Sentence(f"{said}.", (first.source(*shares),))


def _asked(questions: Sequence[QuestionAsked]) -> Sentence:
    put = [question for question in questions if question.instead != TEXT_SHOWN]
    if not put:
        return _BLANK
    source = Source("questions.csv", tuple(question.row for question in put))
    return Sentence(
        f"{plural(len(put), 'question')}; each stands with its "
        "wording under “What was asked”.",
        (source,),
    )


def _coders(coders: tuple[Coder, ...]) -> Sentence:
    return coders_in_words(coders) if coders else _BLANK


def _codes(themes: Sequence[QuestionThemes], coders: tuple[Coder, ...]) -> Sentence:
    if not themes and not coders:
        return _BLANK
    return Sentence("The thematic map shows them; thematic_map_nodes.csv lists them.")


def _origin(themes: Sequence[QuestionThemes]) -> Sentence:
    n = sum(len(found.themes) for found in themes)
    if not n:
        return _BLANK
    return Sentence(
        f"{plural(n, 'candidate theme')} proposed by software from the "
        "answers; people adopt, change or drop them.",
        tuple(found.source for found in themes if found.themes),
    )


def _software(run: Run | None) -> Sentence:
    if run is None:
        return _BLANK
    reader = f", the codebook's ideas told by {run.reader}" if run.reader else ""
    return Sentence(
        f"{run.software}; definitions judged by {run.model}, wording compared by "
        f"{run.encoder}{reader}. Nothing in it is generative, and no text left the "
        "machine."
    )


def _left(definitions: Definitions | None) -> Sentence:
    if definitions is None or definitions.n_written == 0:
        return _BLANK
    review, written = (
        "a number too small to show" if n is None else n
        for n in (definitions.n_review, definitions.n_written)
    )
    return Sentence(
        f"{review} of {written} written definitions.",
        (definitions.review_source, definitions.written_source),
    )


def _agreement(agreement: Sequence[AgreementRow]) -> Sentence:
    if not agreement:
        return _BLANK
    if any(row.is_measured for row in agreement):
        return Sentence("See “Agreement between codings”, with intervals.")
    return Sentence(
        "No coefficients were made; disagreements.csv lists where coders part."
    )


def _quotations(definitions: Definitions | None) -> Sentence:
    groups = definitions.groups if definitions is not None else ()
    n = sum(len(group.quotations) for group in groups)
    if not n:
        return _BLANK
    return Sentence(
        f"{plural(n, 'quotation')} of definitions, and some of each "
        "candidate theme, chosen by rule; no quotation names who wrote it."
    )


def _traced() -> Sentence:
    return Sentence("Each figure names its file and its row there.")


def _sizes(themes: Sequence[QuestionThemes], run: Run | None) -> Sentence:
    named = [found for found in themes if found.themes]
    if not named:
        return _BLANK
    smallest = "the smallest included"
    if run is not None and run.hides_small_counts:
        smallest = "but those of fewer than the rule for small counts shows"
    return Sentence(
        f"Every candidate theme has its number of answers, {smallest}; what fits none "
        "is counted as the residual.",
        tuple(found.source for found in named),
    )


def _hidden(run: Run | None) -> Sentence:
    return Sentence(run.suppression_in_words) if run else _BLANK
