"""Writes the sentences of a report from its numbers; adds no number of its own."""

from collections.abc import Iterable, Sequence

from coprod_nlp.files.words import MACHINE
from coprod_nlp.report.summary.parts import AgreementRow, Share, ShareTable
from coprod_nlp.report.summary.sections import Definitions, QuestionThemes, Theme
from coprod_nlp.report.summary.sources import Sentence

WHOLE = "Everybody"
"""The stratum of every respondent, in words."""

_SAID = (
    ("heard", "had heard of {term}"),
    ("accurate", "gave a definition that was judged accurate"),
    ("implicit", "did so without having heard of it"),
    ("heard or accurate", "had heard of it or defined it accurately"),
)


def share_in_words(share: Share, *, of: int | None = None) -> str:
    """Return a count with its base and percentage.

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
    '39 of 80 (49%)'
    >>> share_in_words(share, of=80)
    '39 (49%)'
    """
    if share.n is None or share.share is None:
        return "a number too small to show"
    words = f"{share.n} " if share.base == of else f"{share.n} of {share.base} "
    return words + f"({share.share:.0%})"


def interval_in_words(share: Share) -> str:
    """Return the interval of a share, "" where there is none.

    Examples
    --------
    >>> interval_in_words(Share("", "", 39, 80, 0.4875, 0.381, 0.595))
    '38% to 60%'
    """
    if share.low is None or share.high is None:
        return ""
    return f"{share.low:.0%} to {share.high:.0%}"


def headlines(
    n_respondents: int,
    term: str,
    knowledge: Sequence[ShareTable],
    definitions: Definitions | None,
    closed: Sequence[ShareTable],
    themes: Sequence[QuestionThemes],
) -> tuple[Sentence, ...]:
    """Return the findings in sentences, most important first.

    Parameters
    ----------
    n_respondents : int
        Respondents in the file.
    term : str
        What was to be defined.
    knowledge, closed : sequence of ShareTable
        Tables on knowledge; tables of the closed questions.
    definitions : Definitions or None
        What was found in the definitions.
    themes : sequence of QuestionThemes
        Candidate themes per open question.
    """
    found: list[Sentence] = []
    found += _knowledge_words(n_respondents, term, knowledge)
    found += _definition_words(definitions)
    found += _closed_words(closed)
    found += _theme_words(themes)
    return tuple(found)


def cautions(n_identifying: int, n_of_few: int) -> tuple[str, ...]:
    """Say how many answers are not quoted, and why.

    Parameters
    ----------
    n_identifying : int
        Answers that hold a possible identifier.
    n_of_few : int
        Respondents who are among few in their stratum.
    """
    said = []
    if n_identifying:
        one = n_identifying == 1
        said.append(
            f"{n_identifying} answer{' holds' if one else 's hold'} something that may "
            "identify a person, such as a name with a title, a number or a date, and "
            f"{'is' if one else 'are'} not quoted here; possible_identifiers.csv says "
            "where. Others may identify somebody too: patterns find the few that have "
            "a form."
        )
    if n_of_few:
        said.append(
            "Nobody is quoted whose stratum has fewer respondents than the rule for "
            "small counts allows to be shown."
        )
    return tuple(said)


def _knowledge_words(n: int, term: str, tables: Sequence[ShareTable]) -> list[Sentence]:
    shares = {
        share.key: (share, table.source(share))
        # The first table counts all respondents, so it has the last word.
        for table in reversed(tables)
        for share in table.shares
        if share.stratum == WHOLE
    }
    said = [
        (words.format(term=term), *shares[key]) for key, words in _SAID if key in shares
    ]
    if not said:
        return []
    clauses = [f"{share_in_words(share, of=n)} {words}" for words, share, _ in said]
    intervals = [interval_in_words(share) for _, share, _ in said]
    sentence = f"Of {n} respondents, {'; '.join(clauses)}."
    if all(intervals):
        sentence += f" The 95% intervals are {', '.join(intervals)}."
    return [Sentence(sentence, tuple(source for _, _, source in said))]


def _definition_words(definitions: Definitions | None) -> list[Sentence]:
    if definitions is None or definitions.n_written == 0:
        return []
    written, matched, unmatched, review = (
        "a number too small to show" if n is None else n
        for n in (
            definitions.n_written,
            definitions.n_matched,
            definitions.n_unmatched,
            definitions.n_review,
        )
    )
    text = (
        f"{written} respondents wrote a definition: {matched} were judged accurate, "
        f"{unmatched} not accurate, and {review} wait for a person to read them."
    )
    return [Sentence(text, (definitions.written_source,))]


def _closed_words(tables: Iterable[ShareTable]) -> list[Sentence]:
    return [
        Sentence(
            f"{table.heading} {share_in_words(share)} chose {_quoted(table, share)}"
            f"{_bracketed(interval_in_words(share))}.",
            (table.source(share),),
        )
        for table in tables
        for share in table.positive
        if share.stratum == WHOLE
    ]


def _quoted(table: ShareTable, share: Share) -> str:
    """Quote the points that a share is of; their own words may hold an "or"."""
    points = {s.key: s.value for s in table.shares if s.value not in table.apart}
    keys = list(points)
    upper = (keys[place:] for place in range(len(keys)))
    own = next((found for found in upper if " or ".join(found) == share.key), [])
    values = [points[key] for key in own] or [share.value]
    return " or ".join(f"“{value}”" for value in values)


def _bracketed(interval: str) -> str:
    return f"; 95% interval {interval}" if interval else ""


def _theme_words(themes: Iterable[QuestionThemes]) -> list[Sentence]:
    largest = [
        (found, theme)
        for found in themes
        for theme in [t for t in found.themes if not t.is_unstable][:1]
    ]
    if not largest:
        return []
    words = [
        f"question {found.number}, “{theme.name}” ({_of_answers(found, theme)})"
        for found, theme in largest
    ]
    text = f"The largest candidate themes that hold: {'; '.join(words)}."
    return [Sentence(text, tuple(theme.source for _, theme in largest))]


def _of_answers(found: QuestionThemes, theme: Theme) -> str:
    # Under a rule, how many answered a question may tell of those who did not.
    of_all = f" of {found.n_answers}" if found.residual_row else ""
    return f"{theme.n_answers}{of_all} answers"


def limits(
    *,
    synthetic: bool,
    definitions: Definitions | None,
    themes: Sequence[QuestionThemes],
    agreement: Sequence[AgreementRow],
) -> tuple[Sentence, ...]:
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
    if definitions is not None and definitions.n_written != 0:
        found.append(
            "Definitions were judged by software. Its errors move a percentage, also "
            "when it is right most of the time, and the intervals do not allow for "
            "that; a random sample coded by people is needed to correct for it."
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
    return (*map(Sentence, found), *_undecided(definitions))


def _undecided(definitions: Definitions | None) -> tuple[Sentence, ...]:
    if definitions is None or definitions.n_review == 0:
        return ()
    some = "Some" if definitions.n_review is None else definitions.n_review
    text = (
        f"{some} definitions were left for a person and are not counted as accurate; "
        "once read, the share can only stay or rise."
    )
    return (Sentence(text, (definitions.review_source,)),)


_APPROACHES = {
    "coding_reliability": (
        "Approach: coding reliability. One way to apply the frame is taken to be "
        "right, and agreement says how far coders found the same one."
    ),
    "codebook": (
        "Approach: codebook. The frame is shared and applied with judgement; agreement "
        "says how alike it was applied, not whether the analysis is right."
    ),
    "reflexive": (
        "Approach: reflexive. Codes are made by the analyst who reads; where two read "
        "differently, that is material to talk about, not error."
    ),
}


def compared_in_words(rows: Iterable[AgreementRow]) -> str:
    """Say whose codings have coefficients: people's, and perhaps the software's."""
    others = {
        row.comparison.partition(" with ")[2].partition(",")[0] == MACHINE
        for row in rows
        if row.is_measured
    }
    said = {False: "people with each other", True: "people with the software"}
    return " and ".join(said[software] for software in sorted(others))


def approach_in_words(approach: str) -> str:
    """Say what an approach to coding means for the figures."""
    return _APPROACHES[approach]


def left_out_in_words(approach: str) -> str:
    """Say why no coefficient is given; "" for approaches that use them.

    Parameters
    ----------
    approach : str
        ``coding_reliability``, ``codebook`` or ``reflexive``.
    """
    if approach != "reflexive":
        return ""
    return (
        "No coefficient of agreement is given here: reflexive thematic analysis does "
        "not use them (Braun and Clarke), since it does not hold that two people "
        "should code alike. What they coded differently is listed instead, to talk "
        "about, in disagreements.csv."
    )
