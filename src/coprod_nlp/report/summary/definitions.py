"""Sums up the verdicts on the respondents' own definitions, and quotes some."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from coprod_nlp.files.words import EVERYBODY
from coprod_nlp.matching import FAILING, LABELS, Decision, Label
from coprod_nlp.matching.definition import ReferenceDefinition
from coprod_nlp.report.summary.parts import Quoted, QuotedGroup
from coprod_nlp.report.summary.quoting import quoted
from coprod_nlp.report.summary.sections import Definitions
from coprod_nlp.report.summary.shares import count_or_none
from coprod_nlp.report.summary.sources import Source, data_row
from coprod_nlp.text.nonanswers import AnswerKind

_KINDS = {
    AnswerKind.BLANK: "left blank",
    AnswerKind.DONT_KNOW: "said they did not know",
    AnswerKind.NOT_APPLICABLE: "wrote “not applicable”",
    AnswerKind.NOTHING: "wrote “nothing” or “none”",
    AnswerKind.REFERS_BACK: "pointed to an earlier answer",
}
_QUOTABLE = (25, 320)

VERDICTS = "verdicts.csv"
RESPONDENTS = Source(VERDICTS)
"""One row per respondent."""

DECISIONS = Source("tables/decisions.csv")
"""Definitions by what was found in them; the counts under a rule for small ones."""

ASIDE = Source(VERDICTS, where=(("answer_kind", tuple(_KINDS)),))
"""The non-answers and blank cells among the definitions."""


def written_rows(**values: str | tuple[str, ...]) -> Source:
    """Return the source of a count of written definitions.

    Parameters
    ----------
    **values : str or tuple of str
        What a column of verdicts.csv has to hold.

    Examples
    --------
    >>> str(written_rows(decision="match"))
    'verdicts.csv, rows with answer_kind “answered” and decision “match”'
    """
    where = {"answer_kind": AnswerKind.ANSWERED, **values}
    return Source(
        VERDICTS,
        where=tuple(
            (name, (held,) if isinstance(held, str) else held)
            for name, held in where.items()
        ),
    )


def kinds_in_words(kinds: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Count kinds of non-answer and name them, most frequent first.

    Examples
    --------
    >>> kinds_in_words(["blank", "blank", "answered", "dont_know"])
    (('left blank', 2), ('said they did not know', 1))
    """
    counts = {kind: list(kinds).count(kind) for kind in _KINDS}
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return tuple((_KINDS[kind], n) for kind, n in ordered if n)


def rule_in_words(reference: ReferenceDefinition) -> str:
    """Say when an answer counts as accurate.

    Examples
    --------
    >>> from coprod_nlp.matching.definition import Element
    >>> parts = tuple(Element(n, n.upper(), "") for n in "abc")
    >>> rule_in_words(ReferenceDefinition("", "", parts, (("a",), ("b", "c"))))
    'An answer counts as accurate when it shows “A”, and “B” or “C”.'
    """
    titles = {element.name: element.title for element in reference.elements}
    groups = [
        " or ".join(f"“{titles[name]}”" for name in group) for group in reference.rule
    ]
    return f"An answer counts as accurate when it shows {', and '.join(groups)}."


def definitions_found(
    texts: pd.Series,
    verdicts: pd.DataFrame,
    reference: ReferenceDefinition,
    *,
    quotations: int,
    decided: pd.DataFrame | None,
    withheld: Collection[str],
) -> Definitions:
    """Sum up the verdicts.

    Parameters
    ----------
    texts : Series of str
        Definitions indexed by respondent; "" where blank.
    verdicts : DataFrame
        Same index; columns ``label``, ``probability``, ``decision``, ``reason``,
        ``answer_kind``, ``echo``, ``evidence``.
    reference : ReferenceDefinition
        What the answers were judged against.
    quotations : int
        Quotations per group; 0 for none.
    decided : DataFrame or None
        Table of decisions under a rule for small counts: its counts are shown, and
        other counts of definitions are not. None without a rule.
    withheld : collection of str
        Respondents who are not quoted.

    Returns
    -------
    Definitions
        Counts of decisions add up to the number of written definitions.
    """
    written = verdicts[verdicts["answer_kind"].astype(str) == AnswerKind.ANSWERED]
    if decided is not None:
        decided = decided.reset_index(drop=True)
        decided = decided[decided["stratum"] == EVERYBODY]
    in_review = written["decision"].astype(str) == Decision.REVIEW
    reasons = written.loc[in_review, "reason"].astype(str).value_counts()
    ordered = sorted(reasons.items(), key=lambda item: (-item[1], str(item[0])))
    groups = _groups(texts, written, reference, quotations, decided, withheld)
    counts = [group.n for group in groups]
    failed = [n for n in counts[1:4] if n is not None]
    sources = [group.source for group in groups]
    bare = decided is not None
    return Definitions(
        reference=reference.text,
        rule=rule_in_words(reference),
        elements=reference.elements,
        n_respondents=len(verdicts),
        n_written=len(written) if decided is None else _base(decided),
        n_matched=counts[0],
        n_unmatched=sum(failed) if len(failed) == 3 else None,
        n_review=counts[4],
        n_echo=0 if bare else int(written["echo"].astype(bool).sum()),
        set_aside=()
        if bare
        else kinds_in_words([str(kind) for kind in verdicts["answer_kind"]]),
        review_reasons=()
        if bare
        else tuple((str(name), int(n)) for name, n in ordered if name),
        groups=groups,
        written_source=_together(sources) if bare else written_rows(),
        matched_source=sources[0],
        unmatched_source=_together(sources[1:4])
        if bare
        else written_rows(decision=Decision.NO_MATCH),
        review_source=sources[4],
    )


def _decided_rows(decided: pd.DataFrame) -> list[Source]:
    """Return the row of each group of definitions in the table of decisions."""
    rows = [data_row(int(place)) for place in decided.index]
    return [Source(DECISIONS.file, (row,)) for row in rows]


def _together(sources: Sequence[Source]) -> Source:
    """Return rows of the table of decisions as one source."""
    rows = {row for source in sources for row in source.rows}
    return Source(DECISIONS.file, tuple(sorted(rows)))


def _base(decided: pd.DataFrame) -> int | None:
    """Return how many wrote a definition, as the table of decisions has it."""
    return count_or_none(decided["base"].iloc[0]) if len(decided) else 0


@dataclass(frozen=True, eq=False, slots=True)
class _Group:
    """Some of the written definitions.

    Parameters
    ----------
    title, meaning : str
    chosen : Series of bool
        Which of the definitions are in it.
    rank : Series of float
        Those that rank lowest are quoted first.
    source : Source
        Their rows in verdicts.csv.
    """

    title: str
    meaning: str
    chosen: pd.Series
    rank: pd.Series
    source: Source


def _planned(written: pd.DataFrame, term: str) -> tuple[_Group, ...]:
    """Part the written definitions, in the order of the table of decisions."""
    decision, label = written["decision"].astype(str), written["label"].astype(str)
    likely = written["probability"]
    settled = decision == Decision.NO_MATCH
    others = tuple(name for name in LABELS if name not in FAILING)
    return (
        _Group(
            title="Accurate",
            meaning="The answer holds what the reference definition needs.",
            chosen=decision == Decision.MATCH,
            rank=-likely,
            source=written_rows(decision=Decision.MATCH),
        ),
        _Group(
            title="Part of the idea",
            meaning="Something of the idea is there, but not all that is needed.",
            chosen=settled & (label == Label.PARTIAL),
            rank=-likely,
            source=written_rows(decision=Decision.NO_MATCH, label=Label.PARTIAL),
        ),
        _Group(
            title="Something else",
            meaning="The answer describes something else: what it was mistaken for.",
            chosen=settled & (label == Label.INACCURATE),
            rank=likely,
            source=written_rows(decision=Decision.NO_MATCH, label=Label.INACCURATE),
        ),
        _Group(
            title="Not accurate for another reason",
            meaning=f"Most of these say nothing of what {term} is.",
            chosen=settled & ~label.isin(FAILING),
            rank=likely,
            source=written_rows(decision=Decision.NO_MATCH, label=others),
        ),
        _Group(
            title="For a person to read",
            meaning="The software does not decide; these answers count as neither.",
            chosen=decision == Decision.REVIEW,
            rank=(likely - 0.5).abs(),
            source=written_rows(decision=Decision.REVIEW),
        ),
    )


def _groups(
    texts: pd.Series,
    written: pd.DataFrame,
    reference: ReferenceDefinition,
    quotations: int,
    decided: pd.DataFrame | None,
    withheld: Collection[str],
) -> tuple[QuotedGroup, ...]:
    plan = _planned(written, reference.name)
    titles = {element.name: element.title for element in reference.elements}
    sizes: list[int | None] = [int(group.chosen.sum()) for group in plan]
    sources = [group.source for group in plan]
    if decided is not None:
        # The values of the table stand in the order of the groups.
        sizes = [count_or_none(n) for n in decided["n"]] or [0] * len(plan)
        sources = _decided_rows(decided) or [DECISIONS] * len(plan)
    quotable = ~written.index.astype(str).isin(list(withheld))
    return tuple(
        QuotedGroup(
            group.title,
            group.meaning,
            size,
            _quotations(
                texts,
                written[group.chosen & quotable],
                group.rank,
                titles,
                # What is too few to count is too few to quote.
                0 if size is None else quotations,
            ),
            source,
        )
        for group, size, source in zip(plan, sizes, sources, strict=True)
    )


def _quotations(
    texts: pd.Series,
    verdicts: pd.DataFrame,
    rank: pd.Series,
    titles: dict[str, str],
    n: int,
) -> tuple[Quoted, ...]:
    shortest, longest = _QUOTABLE
    candidates = sorted(
        (
            # Answers of middling length first: they can be read at a glance.
            not shortest <= len(texts[who]) <= longest,
            round(float(rank[who]), 6),
            str(who),
            who,
        )
        for who in verdicts.index
    )
    chosen: list[Quoted] = []
    seen: set[str] = set()
    for _, _, _, who in candidates:
        text = texts[who]
        if len(chosen) == n:
            break
        if text.casefold() in seen:
            continue
        seen.add(text.casefold())
        probability = float(verdicts.loc[who, "probability"])
        note = f"probability of accurate {probability:.2f}"
        chosen.append(quoted(text, verdicts.loc[who, "evidence"], titles, note=note))
    return tuple(chosen)
