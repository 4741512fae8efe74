"""Writes the sentences of a report from its numbers; adds no number of its own."""

from collections.abc import Iterable, Sequence

from coprod_nlp.report.summary.parts import AgreementRow, Share, ShareTable
from coprod_nlp.report.summary.sections import Definitions, QuestionThemes
from coprod_nlp.report.summary.shares import capital

WHOLE = "Everybody"
"""The stratum of every respondent, in words."""

_HEARD, _ACCURATE, _EITHER = "heard", "accurate", "either"


def share_in_words(share: Share, *, of: int | None = None) -> str:
    """Return a count with its percentage and interval.

    Parameters
    ----------
    share : Share
        A count with its base.
    of : int, optional
        A base that the sentence has named; it is not said again.

    Examples
    --------
    >>> share = Share("", "", 39, 80, 0.4875, 0.381, 0.595)
    >>> share_in_words(share)
    '39 of 80 (49%; 95% interval 38% to 60%)'
    >>> share_in_words(share, of=80)
    '39 (49%; 95% interval 38% to 60%)'
    """
    if share.n is None or share.share is None:
        return "a number too small to show"
    words = f"{share.n} " if share.base == of else f"{share.n} of {share.base} "
    words += f"({share.share:.0%}"
    if share.low is not None and share.high is not None:
        words += f"; 95% interval {share.low:.0%} to {share.high:.0%}"
    return words + ")"


def headlines(
    n_respondents: int,
    knowledge: Sequence[ShareTable],
    definitions: Definitions | None,
    closed: Sequence[ShareTable],
    themes: Sequence[QuestionThemes],
) -> tuple[str, ...]:
    """Return the findings in sentences, most important first.

    Parameters
    ----------
    n_respondents : int
        Respondents in the file.
    knowledge, closed : sequence of ShareTable
        Tables on knowledge; tables of the closed questions.
    definitions : Definitions or None
        What was found in the definitions.
    themes : sequence of QuestionThemes
        Candidate themes per open question.
    """
    found: list[str] = []
    found += _knowledge_words(n_respondents, knowledge)
    found += _definition_words(definitions)
    found += _closed_words(closed)
    found += _theme_words(themes)
    return tuple(found)


def _knowledge_words(n: int, tables: Sequence[ShareTable]) -> list[str]:
    shares = {
        share.key: share
        for table in reversed(tables)
        for share in table.shares
        if share.stratum == WHOLE
    }
    said = {
        key: share_in_words(share, of=n)
        for key, share in shares.items()
        if key in (_HEARD, _ACCURATE, _EITHER)
    }
    sentences = []
    if _HEARD in said:
        sentences.append(
            f"Of {n} respondents, {said[_HEARD]} had heard of care coproduction."
        )
    if _ACCURATE in said:
        sentences.append(
            f"{capital(said[_ACCURATE])} defined it accurately in their own words."
        )
    if _EITHER in said:
        sentences.append(
            f"{capital(said[_EITHER])} had heard of it or defined it accurately, "
            "or both."
        )
    return [" ".join(sentences)] if sentences else []


def _definition_words(definitions: Definitions | None) -> list[str]:
    if definitions is None or not definitions.n_written:
        return []
    return [
        f"{definitions.n_written} respondents wrote a definition: "
        f"{definitions.n_matched} were judged accurate, {definitions.n_unmatched} "
        f"not accurate, and {definitions.n_review} wait for a person to read them."
    ]


def _closed_words(tables: Iterable[ShareTable]) -> list[str]:
    return [
        f"{table.title}: {share_in_words(share)} chose {share.value}."
        for table in tables
        for share in table.positive
        if share.stratum == WHOLE
    ]


def _theme_words(themes: Iterable[QuestionThemes]) -> list[str]:
    return [
        f"Question {found.number}: the largest candidate theme among "
        f"{found.n_answers} answers is “{found.themes[0].name}” "
        f"({found.themes[0].n_answers} answers)."
        for found in themes
        if found.themes
    ]


def limits(
    *,
    synthetic: bool,
    definitions: Definitions | None,
    themes: Sequence[QuestionThemes],
    agreement: Sequence[AgreementRow],
) -> tuple[str, ...]:
    """Return what a reader must know before using the figures."""
    found = []
    if synthetic:
        found.append(
            "Every answer here is synthetic: written for this example, by no "
            "respondent. The figures say nothing about any organisation."
        )
    found.append(
        "The figures describe those who answered. Whether they stand for those who "
        "did not, the file cannot say. The intervals allow for chance alone."
    )
    if definitions is not None and definitions.n_written:
        found.append(
            "Definitions were judged by software. Its errors move a percentage, also "
            "when it is right most of the time, and the intervals do not allow for "
            "that; a random sample coded by people is needed to correct for it."
        )
    if definitions is not None and definitions.n_review:
        found.append(
            f"{definitions.n_review} definitions were left for a person and are not "
            "counted as accurate; once read, the share can only stay or rise."
        )
    if any(item.themes for item in themes):
        found.append(
            "Candidate themes are groups of similar wording that software proposes. "
            "They become themes when people read, name, merge or reject them."
        )
    if not agreement:
        found.append(
            "No codings by people were given, so agreement with people is not known "
            "for this file."
        )
    return tuple(found)
