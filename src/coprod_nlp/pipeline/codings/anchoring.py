"""Measures how far suggestions pull a coder, where chance withheld some of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from coprod_nlp.agreement import compare_arms
from coprod_nlp.coding import (
    CodedWorkbook,
    CodeSuggester,
    Status,
    load_codebook,
    read_codings,
    read_workbook,
)
from coprod_nlp.coding.workbook.layout import codebook_sha256
from coprod_nlp.coding.workbook.opening import open_workbook
from coprod_nlp.exceptions import CodingsError, NotEnoughDataError
from coprod_nlp.files.words import NO_CODE
from coprod_nlp.tables import newcombe_intervals, wilson_interval
from coprod_nlp.text.normalisation import LONGEST_READ

OVERLAP, SECOND = "overlap with the suggestions", "overlap with the second coder"
ACCEPTED, BAND, USED = "accepted, by rank", "accepted, by score", "code used"
"""What a row of the table measures."""

FEWEST = 10
"""Answers of each kind from which on the difference is read at all."""

_BANDS = (0.0, 0.25, 0.5, 0.75, 1.0)
_MOST_CHANGED = 0.05
_Sets = dict[str, frozenset[str]]


@dataclass(frozen=True, eq=False, slots=True)
class Anchoring:
    """How far a coder's codes follow suggestions that were shown.

    Parameters
    ----------
    table : DataFrame
        One row for each measure and `what` (a rank, a band, a code): for the answers
        whose suggestions were shown and withheld, the number of things counted, the
        share and its interval; then the difference and its interval.
    n_shown, n_withheld : int
        Coded answers of each kind.
    n_second : int, optional
        How many of these the second coder coded too, if there is one.
    """

    table: pd.DataFrame
    n_shown: int
    n_withheld: int
    n_second: int | None = None

    def sentence(self) -> str:
        """Say in words whether suggestions pulled the coder."""
        both, n = self.n_second, self.n_shown + self.n_withheld
        if both is None or both == n:
            return self._pull()
        return f"{self._pull()} The second coder coded {both} of these {n} answers."

    def _pull(self) -> str:
        row = self.table[self.table["measure"] == OVERLAP].iloc[0]
        if not (self.n_shown and self.n_withheld):
            kind, none = (
                ("shown", "withheld") if self.n_shown else ("withheld", "shown")
            )
            return (
                f"Codes overlap with the suggestions by {_range(row, kind)} "
                f"({self.n_shown + self.n_withheld} answers). None were {none}, so how "
                f"far they pull is not known."
            )
        return (
            f"Codes overlap with the suggestions by {_range(row, 'shown')} where they "
            f"were shown ({self.n_shown} answers) and by {_range(row, 'withheld')} "
            f"where withheld ({self.n_withheld}); difference "
            f"{_range(row, 'difference')}. {self._verdict(row)}"
        )

    def _verdict(self, row: "pd.Series[float]") -> str:
        low, high = row["difference_low"], row["difference_high"]
        few = min(self.n_shown, self.n_withheld) < FEWEST
        ends = [low, high, row["shown_low"], row["withheld_low"]]
        if few or not np.isfinite(ends).all():
            return "That is too little to tell a pull from chance."
        if low > 0:
            return "The coder follows suggestions that are seen."
        if high < 0:
            return "The coder avoids suggestions that are seen."
        return "The interval includes 0: no pull can be told from chance."


def anchoring_from_workbook(
    path: Path,
    coder: str,
    *,
    codebook: Path | None = None,
    second: Path | None = None,
) -> Anchoring:
    """Read a coded workbook, and compare shown with withheld suggestions.

    Parameters
    ----------
    path : Path
        The workbook, written with suggestions.
    coder : str
        Who coded.
    codebook : Path, optional
        The codebook that it was written with; by default the bundled one.
    second : Path, optional
        Codings of the same answers by somebody who saw no suggestions.

    Returns
    -------
    Anchoring

    Raises
    ------
    CodingsError
        If the file is no such workbook, holds no suggestions, was written with another
        codebook, its suggestions are not those that this version makes, or `second`
        holds no other coder.
    NotEnoughDataError
        If no answer is coded.
    """
    coded = read_workbook(path, coder=coder)
    if coded.suggestions.empty:
        message = (
            f"{path.name} holds no suggestions, so none can have pulled. Write it with "
            f"--suggest and --withhold."
        )
        raise CodingsError(message)
    opened, used = open_workbook(path), load_codebook(codebook)
    if codebook_sha256(used) != opened.about.codebook_sha256:
        message = (
            f"{path.name} was written with another codebook than "
            f"{codebook.name if codebook else 'the bundled one'}. Give the codebook "
            f"that it was written with, unchanged, with --codebook."
        )
        raise CodingsError(message)
    texts = {row.respondent: row.answer for row in opened.rows}
    answers = pd.Series(texts, dtype="object").str.slice(stop=LONGEST_READ)
    top = int(coded.suggestions["rank"].max())
    suggester = CodeSuggester(used)
    made = suggester.suggest(answers, coded.question, top=top)
    made = made.rename(columns={"answer": "respondent"})
    _refuse_others(coded, made, path.name)
    return anchoring(coded, made, _others(coded, second))


def anchoring(
    coded: CodedWorkbook,
    made: pd.DataFrame,
    second: pd.DataFrame | None = None,
    *,
    n_resamples: int = 2000,
    random_state: int = 0,
) -> Anchoring:
    """Compare codes with suggestions where these were shown and where withheld.

    Parameters
    ----------
    coded : CodedWorkbook
    made : DataFrame
        respondent, rank, code, score of all answers, shown or withheld.
    second : DataFrame, optional
        respondent, code of a coder who saw no suggestions.
    n_resamples, random_state : int
        Of the bootstrap.

    Returns
    -------
    Anchoring

    Raises
    ------
    NotEnoughDataError
        If no answer with suggestions is coded.
    CodingsError
        If the second coder coded none of these answers.

    Notes
    -----
    Chance decided where suggestions were withheld, so the difference is what seeing
    them did. Overlap is Dice's, twice the codes in common by the codes of both, over
    all answers. Intervals over respondents: bootstrap, but for single codes and ranks
    (one for each answer) Wilson's and Newcombe's.
    """
    answers = coded.answers.set_index("respondent")
    done = answers[answers["status"].isin([Status.CODED, Status.NO_CODE])]
    done = done[done.index.isin(made["respondent"])]
    if done.empty:
        message = "No answer that has suggestions is coded yet. Code some first."
        raise NotEnoughDataError(message)
    names = list(done.index)
    shown = ~done["withheld"].to_numpy(dtype=bool)
    made = made[made["respondent"].isin(names)]
    given, offered = _sets(coded.codings, names), _sets(made, names)
    bootstrap = {"n_resamples": n_resamples, "random_state": random_state}
    rows = [_resampled(OVERLAP, "", *_dice(given, offered, names), shown, bootstrap)]
    n_second = None
    if second is not None:
        own = _sets(second, names)
        both = np.isin(names, second["respondent"])
        n_second = int(both.sum())
        _refuse_strangers(n_second, len(names), second)
        part, whole = _dice(given, own, names)
        rows.append(_resampled(SECOND, "", part * both, whole * both, shown, bootstrap))
    hit = np.array(
        [c in given[r] for r, c in zip(made["respondent"], made["code"], strict=True)]
    )
    seen = made["respondent"].map(dict(zip(names, shown, strict=True))).to_numpy(bool)
    for rank in sorted(made["rank"].unique()):
        own = made["rank"].to_numpy() == rank
        rows.append(_counted(ACCEPTED, str(rank), hit[own], seen[own]))
    rows += _by_band(made, hit, names, shown, bootstrap)
    for code in sorted(frozenset().union(*given.values(), *offered.values())):
        used = np.array([code in given[name] for name in names])
        rows.append(_counted(USED, code, used, shown))
    n_shown, n_withheld = int(shown.sum()), int((~shown).sum())
    return Anchoring(pd.DataFrame(rows), n_shown, n_withheld, n_second)


def _refuse_strangers(n_shared: int, n_coded: int, second: pd.DataFrame) -> None:
    """Refuse a second coder who coded nobody that the first one did."""
    if not n_shared:
        n_second = second["respondent"].nunique()
        message = (
            f"None of the {n_second} respondents that the second coder coded is among "
            f"the {n_coded} that are coded in the workbook. Give codings of the same "
            f"answers, whose respondents are named as there (1 is not 0001)."
        )
        raise CodingsError(message)


def _refuse_others(coded: CodedWorkbook, made: pd.DataFrame, name: str) -> None:
    """Refuse to compare with suggestions that the coder did not see."""
    names = coded.suggestions["respondent"].unique()
    before, now = _sets(coded.suggestions, names), _sets(made, names)
    changed = sum(before[r] != now[r] for r in names)
    if changed > _MOST_CHANGED * len(names):
        message = (
            f"{name}: for {changed} of {len(names)} answers other codes are suggested "
            f"now than were shown. Use the version of coprod-nlp that the workbook was "
            f"written with."
        )
        raise CodingsError(message)


def _others(coded: CodedWorkbook, second: Path | None) -> pd.DataFrame | None:
    if second is None:
        return None
    themes = read_codings(second).themes
    themes = themes[themes["question"] == coded.question]
    coders = sorted(set(themes["coder"]) - {coded.coder})
    if len(coders) != 1:
        message = (
            f"{second.name} should hold codings of {coded.question!r} by one coder "
            f"beside {coded.coder!r}; found {coders!r}. Give a file of one coder."
        )
        raise CodingsError(message)
    return themes[themes["coder"] == coders[0]]


def _sets(codes: pd.DataFrame, names: "list[str] | np.ndarray") -> _Sets:
    """Return the codes of each respondent; "no code" is none."""
    given = codes[codes["code"] != NO_CODE].groupby("respondent")["code"]
    found = given.agg(frozenset).to_dict()
    return {name: found.get(name, frozenset()) for name in names}


def _dice(one: _Sets, other: _Sets, names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    part = np.array([2.0 * len(one[name] & other[name]) for name in names])
    return part, np.array([float(len(one[n]) + len(other[n])) for n in names])


def _by_band(
    made: pd.DataFrame,
    hit: np.ndarray,
    names: list[str],
    shown: np.ndarray,
    bootstrap: Mapping[str, int],
) -> Iterator[dict[str, object]]:
    place = made["respondent"].map({name: i for i, name in enumerate(names)})
    band = np.digitize(made["score"], _BANDS[1:-1])
    for i, (low, high) in enumerate(pairwise(_BANDS)):
        where = place.to_numpy()[band == i]
        if len(where):
            part = np.bincount(where, hit[band == i], minlength=len(names))
            whole = np.bincount(where, minlength=len(names)).astype(float)
            what = f"{low:g} to {high:g}"
            yield _resampled(BAND, what, part, whole, shown, bootstrap)


def _resampled(
    measure: str,
    what: str,
    part: np.ndarray,
    whole: np.ndarray,
    shown: np.ndarray,
    bootstrap: Mapping[str, int],
) -> dict[str, object]:
    found = compare_arms(part, whole, shown, **bootstrap)
    row: dict[str, object] = {"measure": measure, "what": what}
    kinds = {"shown": found.first, "withheld": found.second}
    for kind, own in zip(kinds, (shown, ~shown), strict=True):
        row[f"{kind}_n"] = int(whole[own].sum())
        row |= _ends(kind, kinds[kind].estimate, kinds[kind].low, kinds[kind].high)
    gap = found.difference
    return row | _ends("difference", gap.estimate, gap.low, gap.high)


def _counted(
    measure: str, what: str, hit: np.ndarray, shown: np.ndarray
) -> dict[str, object]:
    row: dict[str, object] = {"measure": measure, "what": what}
    counts = [(float(hit[own].sum()), float(own.sum())) for own in (shown, ~shown)]
    shares = [x / n if n else float("nan") for x, n in counts]
    for kind, share, (hits, base) in zip(
        ("shown", "withheld"), shares, counts, strict=True
    ):
        row[f"{kind}_n"] = int(base)
        row |= _ends(kind, share, *wilson_interval(hits, base))
    (x, n), (y, m) = counts
    low, high = newcombe_intervals([x], [n], [y], [m])
    gap = shares[0] - shares[1]
    return row | _ends("difference", gap, float(low[0]), float(high[0]))


def _ends(kind: str, value: float, low: float, high: float) -> dict[str, object]:
    return {kind: value, f"{kind}_low": low, f"{kind}_high": high}


def _range(row: "pd.Series[float]", kind: str) -> str:
    value, low, high = (row[f"{kind}{end}"] for end in ("", "_low", "_high"))
    if not np.isfinite([low, high]).all():
        return f"{value:.2f} (no interval)"
    return f"{value:.2f} ({low:.2f} to {high:.2f})"
