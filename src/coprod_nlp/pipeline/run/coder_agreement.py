"""Sets coders beside each other and beside the machine, on the same units."""

from collections.abc import Iterator, Mapping
from itertools import combinations

import pandas as pd

from coprod_nlp.agreement import NO_CODE, agreement_table, disagreements
from coprod_nlp.coding import Codebook
from coprod_nlp.coding.unknown import UNKNOWN, in_words, unplaced_codes
from coprod_nlp.config import Settings
from coprod_nlp.files.problems import Problem, problems_frame
from coprod_nlp.files.words import MACHINE
from coprod_nlp.matching import Decision
from coprod_nlp.text.nonanswers import AnswerKind

ALONE = "machine, decided alone"
"""The matcher on the answers that it did not hand to review."""


def compare(
    definitions: pd.DataFrame,
    themes: pd.DataFrame,
    verdicts: pd.DataFrame,
    suggestions: pd.DataFrame,
    settings: Settings,
) -> pd.DataFrame:
    """Return agreement between every two coders, and of each with the machine.

    Parameters
    ----------
    definitions : DataFrame
        Columns respondent, coder, label; may be empty.
    themes : DataFrame
        Columns respondent, question, coder, code; may be empty.
    verdicts : DataFrame
        Indexed by respondent.
    suggestions : DataFrame
        Columns question, answer, code, suggested.
    settings : Settings

    Returns
    -------
    DataFrame
        Rows of `agreement_table` behind the columns ``subject`` ("definition" or a
        question id) and ``comparison`` ("A with B", "A with machine", ...).
    """
    tables = []
    for subject, comparison, pair in _pairs(definitions, themes, verdicts, suggestions):
        table = agreement_table(
            pair,
            approach=settings.agreement.approach,
            n_resamples=settings.agreement.n_resamples,
            random_state=settings.seed,
        )
        table.insert(0, "comparison", comparison)
        table.insert(0, "subject", subject)
        tables.append(table)
    if not tables:
        return pd.DataFrame(
            columns=["subject", "comparison", "code", "n_units", "note"]
        )
    return pd.concat(tables, ignore_index=True)


def without_alone(agreement: pd.DataFrame) -> pd.DataFrame:
    """Leave out what the matcher decided alone; rows keep their places.

    Beside the comparison on all answers it tells how many were handed to review.
    """
    return agreement[~agreement["comparison"].str.endswith(f" with {ALONE}")]


def coder_disagreements(
    definitions: pd.DataFrame, themes: pd.DataFrame
) -> pd.DataFrame:
    """Return the units that two human coders coded unlike, for them to talk about.

    Parameters
    ----------
    definitions, themes : DataFrame
        As for `compare`.

    Returns
    -------
    DataFrame
        Rows of `disagreements` behind the column ``subject``; a column per coder.
    """
    return queue(dict(_human(definitions, themes)))


def queue(subjects: Mapping[str, pd.DataFrame], *, blind: bool = False) -> pd.DataFrame:
    """Return the units that coders coded unlike, subject by subject.

    Parameters
    ----------
    subjects : mapping of str to DataFrame
        ``unit``, ``coder``, ``code``; one with a single coder is passed over.
    blind : bool
        See `disagreements`.

    Returns
    -------
    DataFrame
        Rows of `disagreements` behind the column ``subject``.
    """
    tables = []
    for subject, codings in subjects.items():
        if len(codings["coder"].unique()) > 1:
            table = disagreements(codings, blind=blind)
            table = table.drop(columns="stakes")
            table.insert(0, "subject", subject)
            tables.append(table)
    if not tables:
        return pd.DataFrame(columns=["subject", "unit", "distance"])
    joined = pd.concat(tables, ignore_index=True)
    last = ["shared", "disputed"]
    return joined[[*joined.columns.drop(last), *last]]


def unknown_code_notes(themes: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return a note on each code that coders gave and the codebook does not have.

    Parameters
    ----------
    themes : DataFrame
        As for `compare`.
    codebook : Codebook

    Returns
    -------
    DataFrame
        As `Survey.problems`.
    """
    unplaced = unplaced_codes(themes, codebook)
    unknown = unplaced[unplaced["found"] == UNKNOWN]
    return problems_frame(
        Problem(
            problem=f"the codebook has no code {in_words(row)}",
            action="compared between coders; the software cannot suggest it",
            question=str(row.question),
        )
        for row in unknown.itertuples(index=False)
    )


def coders(definitions: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Count how many answers each person coded.

    Parameters
    ----------
    definitions, themes : DataFrame
        As for `compare`.

    Returns
    -------
    DataFrame
        subject ("definition" or a question id), coder, answers (each once, however
        many codes it got).
    """
    rows = [
        (subject, str(coder), own["unit"].nunique())
        for subject, human in _human(definitions, themes)
        for coder, own in human.groupby("coder", sort=True)
    ]
    return pd.DataFrame(rows, columns=["subject", "coder", "answers"])


def _human(
    definitions: pd.DataFrame, themes: pd.DataFrame
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Return each subject with its human codings as unit, coder, code."""
    parts = [("definition", definitions.rename(columns={"label": "code"}))]
    parts += [(str(q), own) for q, own in themes.groupby("question", sort=False)]
    for subject, part in parts:
        if len(part):
            named = part.rename(columns={"respondent": "unit"})
            yield subject, named[["unit", "coder", "code"]].drop_duplicates()


def _pairs(
    definitions: pd.DataFrame,
    themes: pd.DataFrame,
    verdicts: pd.DataFrame,
    suggestions: pd.DataFrame,
) -> Iterator[tuple[str, str, pd.DataFrame]]:
    # A blank cell is no answer: to agree that it defines nothing is no agreement.
    blank = verdicts.index[verdicts["answer_kind"] == AnswerKind.BLANK]
    written = definitions[~definitions["respondent"].isin(blank)]
    for subject, human in _human(written, themes):
        machines = (
            _judged(verdicts)
            if subject == "definition"
            else _suggested(suggestions, subject)
        )
        for comparison, pair in _beside(human, machines):
            yield subject, comparison, pair


def _judged(verdicts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the matcher's labels, of all answers and of those it decided alone."""
    labels = verdicts["label"].rename_axis("unit").reset_index(name="code")
    decided = verdicts.index[verdicts["decision"] != Decision.REVIEW]
    return {MACHINE: labels, ALONE: labels[labels["unit"].isin(decided)]}


def _suggested(suggestions: pd.DataFrame, question: str) -> dict[str, pd.DataFrame]:
    """Return the codes a coder would find ticked; `NO_CODE` where none is."""
    rows = suggestions[suggestions["question"] == question]
    if rows.empty:
        return {}
    ticked = rows[rows["suggested"]][["answer", "code"]]
    none = sorted(set(rows["answer"]) - set(ticked["answer"]))
    others = pd.DataFrame({"answer": none, "code": NO_CODE})
    both = pd.concat([ticked, others], ignore_index=True).drop_duplicates()
    return {MACHINE: both.rename(columns={"answer": "unit"})}


def _beside(
    human: pd.DataFrame, machines: dict[str, pd.DataFrame]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Pair every coder with every other and with each machine, on shared units."""
    coders = sorted(human["coder"].unique())
    for first, second in combinations(coders, 2):
        yield f"{first} with {second}", human[human["coder"].isin([first, second])]
    for coder in coders:
        coded = human[human["coder"] == coder]
        for name, codes in machines.items():
            shared = codes[codes["unit"].isin(coded["unit"])]
            if len(shared):
                kept = coded[coded["unit"].isin(shared["unit"])]
                both = pd.concat([kept, shared.assign(coder=name)], ignore_index=True)
                yield f"{coder} with {name}", both
