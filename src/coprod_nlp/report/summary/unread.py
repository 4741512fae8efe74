"""Says of which questions many answers were not read, so that no figure misleads."""

from collections.abc import Iterable

from coprod_nlp.report.summary.sources import Sentence, Source, data_row
from coprod_nlp.survey.answers import NO_OPTION, SEVERAL
from coprod_nlp.survey.asked import questions_asked
from coprod_nlp.survey.strata import UNREAD_TIMES
from coprod_nlp.survey.survey import Survey
from coprod_nlp.survey.unread import often_unread


def unread_found(survey: Survey, *, guarded: bool = False) -> dict[str, Sentence]:
    """Return a sentence on each question of which many answers were not read.

    Parameters
    ----------
    survey : Survey
    guarded : bool, default=False
        Whether a rule for small counts is set; then no count is said, since these
        stand in no table.

    Returns
    -------
    dict of str to Sentence
        By question id, in the order of the instrument.
    """
    places = list(questions_asked(survey)["question"])
    found = {}
    for row in often_unread(survey).itertuples(index=False):
        question = survey.instrument.question(str(row.question))
        what = "one of its options" if question.is_closed else "a time in one band"
        start = f"Question {question.number}:"
        end = f"could not be read as {what} and count as no answer."
        if guarded:
            found[question.id] = Sentence(f"{start} many answers {end}")
            continue
        why = (NO_OPTION, SEVERAL) if question.is_closed else UNREAD_TIMES
        where = (("question", (question.id,)), ("problem", why))
        found[question.id] = Sentence(
            f"{start} {row.unread} of {row.given} answers {end}",
            (
                Source("problems.csv", where=where),
                Source("questions.csv", (data_row(places.index(question.id)),)),
            ),
        )
    return found


def together(sentences: Iterable[Sentence]) -> Sentence:
    """Return sentences as one, with all their sources."""
    sentences = tuple(sentences)
    return Sentence(
        " ".join(sentence.text for sentence in sentences),
        tuple(source for sentence in sentences for source in sentence.sources),
    )
