"""Places the units of a later run on themes that humans have already decided."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from coprod_nlp.text.normalisation import comparison_key
from coprod_nlp.themes.centroids import vectors_of
from coprod_nlp.themes.finder import ThemeFinder
from coprod_nlp.themes.keywords import theme_keywords
from coprod_nlp.themes.results import RESIDUAL, CandidateTheme
from coprod_nlp.themes.theme_set.entries import ADOPTED, ThemeEntry, above
from coprod_nlp.themes.theme_set.units import typed_units, units_sha256, units_table
from coprod_nlp.typing import BoolArray, TextEncoder
from coprod_nlp.vectors.answer_encoder import answer_encoder

SAME_THEME = 0.85
"""Likeness of two centroids from which a newly found theme is an earlier one.

With a lower limit a theme that is new is swallowed by adopted ones; with a higher one
adopted themes come back as candidates. The second costs a reader one decision more,
the first goes unseen.
"""

LEAST_DECIDED = 1 / 3
"""Share of a found group that must be decided for it to be where those units are.

With a lower share a few early mentions, filed under something else, would hide a
theme that is new; with a higher one a part of a merged theme comes back.
"""

_IDENTITY = ["answer", "key", "nth"]
_Texts = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class LaterRun:
    """What a later run found, as placing needs it.

    Parameters
    ----------
    units : DataFrame
        As of a theme set, `theme` being the finder's.
    themes : tuple of CandidateTheme
    encoder : TextEncoder
    min_score : float
        Least likeness to the centroid of an adopted theme for joining it.
    min_units : int
        Fewest units of a new candidate.
    fingerprint : str
    """

    units: pd.DataFrame
    themes: tuple[CandidateTheme, ...]
    encoder: TextEncoder
    min_score: float
    min_units: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the units of a later run went.

    Parameters
    ----------
    themes : tuple of ThemeEntry
        Earlier themes that a human had a hand in, all adopted, then new candidates.
    units : DataFrame
        The units of the run, each once, then decided ones of answers that are no
        longer there, with `current` False.
    offered : tuple of str
        Ids of the new candidates.
    note : str
        How many units went where.
    """

    themes: tuple[ThemeEntry, ...]
    units: pd.DataFrame
    offered: tuple[str, ...]
    note: str


def later_run(found: ThemeFinder | pd.DataFrame, question: str) -> LaterRun:
    """Take over a fitted finder, or units alone with a finder's defaults.

    Raises
    ------
    ValueError
        If the finder was fitted on another question.
    """
    if isinstance(found, pd.DataFrame):
        units = units_table(found.drop(columns="theme", errors="ignore"), question)
        finder, mark = ThemeFinder(), units_sha256(found)
    else:
        if (found.question_ or "") != question:
            message = (
                f"The theme set is of question {question!r}, the finder was fitted on "
                f"{found.question_!r}. Fit it with question={question!r}."
            )
            raise ValueError(message)
        units = units_table(found.units_, question)
        finder, mark = found, units_sha256(found.units_, found.set_aside_)
    return LaterRun(
        units=units,
        themes=getattr(finder, "themes_", ()),
        encoder=finder.encoder if finder.encoder is not None else answer_encoder(),
        min_score=finder.min_score,
        min_units=finder.min_units,
        fingerprint=mark,
    )


def place_units(
    earlier: pd.DataFrame,
    themes: Sequence[ThemeEntry],
    run: LaterRun,
    encoder: TextEncoder,
    first_number: int,
) -> Placement:
    """Give every unit of a later run a theme, and leave human decisions alone.

    Parameters
    ----------
    earlier : DataFrame
        Units of the theme set.
    themes : sequence of ThemeEntry
        Its themes.
    run : LaterRun
    encoder : TextEncoder
    first_number : int
        From which new candidates are numbered.

    Returns
    -------
    Placement
        In this order: a unit known by its answer and words, or else by its words,
        keeps what a human decided; one of a newly found theme that matches no adopted
        one, nor is mostly decided already, joins that new candidate, unless an adopted
        theme is nearer; one near enough to an adopted theme joins it; the rest is
        residual.
    """
    held = held_themes(themes, earlier)
    ids = {theme.id for theme in held}
    earlier, found = _identified(earlier), _identified(run.units)
    decided = earlier[earlier["by_human"] | earlier["theme"].isin(ids)]
    undecided = earlier[~earlier["theme"].isin({*ids, RESIDUAL})]
    kept, by_human = _known(decided, found)
    units = _by_likeness(decided, found, kept, run, encoder)
    follows = _follows(undecided, units)
    new = _entries(units["offer"], run.themes, follows, themes, count(first_number))
    offered = units["offer"] != ""
    names = units["offer"].map({group: entry.id for group, entry in new.items()})
    units = units.assign(theme=units["theme"].mask(offered, names), by_human=by_human)
    new = _named_by_words(new, set(follows), units)
    known = pd.MultiIndex.from_frame(found[_IDENTITY])
    absent = decided[~pd.MultiIndex.from_frame(decided[_IDENTITY]).isin(known)]
    joined = units["theme"].isin(ids) & (kept == "")
    counts = {
        "kept": int((kept != "").sum()),
        "joined adopted themes": int(joined.sum()),
        "offered in candidate themes": int(offered.sum()),
    }
    counts["in no theme"] = len(units) - sum(counts.values())
    counts["remembered from answers no longer there"] = len(absent)
    return Placement(
        themes=(*held, *new.values()),
        units=pd.concat(
            [typed_units(units), typed_units(absent.assign(current=False))],
            ignore_index=True,
        ),
        offered=tuple(entry.id for entry in new.values()),
        note=", ".join(f"{n} {what}" for what, n in counts.items()),
    )


def held_themes(
    themes: Sequence[ThemeEntry], units: pd.DataFrame
) -> tuple[ThemeEntry, ...]:
    """Return the themes that a human had a hand in, and all that are above them.

    A hand in it is adoption, also where it was edited in the files.
    """
    filled = set(units.loc[units["by_human"], "theme"])
    ids = {t.id for t in themes if t.touched or t.id in filled}
    ids |= {parent for id in ids for parent in above(id, themes)}
    return tuple(replace(theme, state=ADOPTED) for theme in themes if theme.id in ids)


def _identified(units: pd.DataFrame) -> pd.DataFrame:
    """Add what a unit is known by: its key, and which of its like in the answer."""
    keyed = units.assign(key=units["text"].map(comparison_key).astype("str"))
    return keyed.assign(nth=keyed.groupby(["answer", "key"]).cumcount())


def _known(decided: pd.DataFrame, found: pd.DataFrame) -> tuple[_Texts, BoolArray]:
    """Return the decided theme of each unit, "" for none, and whether by a human."""
    own = decided[[*_IDENTITY, "theme", "by_human"]]
    same = found[_IDENTITY].merge(own, on=_IDENTITY, how="left")
    # Of units with the same words, those that a human placed speak first.
    votes = decided.groupby(["key", "theme"])["by_human"].agg(["sum", "size"])
    votes = votes.reset_index().sort_values(
        ["sum", "size", "theme"], ascending=[False, False, True], kind="stable"
    )
    by_words = dict(votes.drop_duplicates("key")[["key", "theme"]].to_numpy())
    theme = [
        known if isinstance(known, str) else by_words.get(words, "")
        for known, words in zip(same["theme"], found["key"], strict=True)
    ]
    by_human = same["by_human"].eq(other=True)
    return np.array(theme, dtype=object), by_human.to_numpy(dtype=bool)


def _by_likeness(
    decided: pd.DataFrame,
    found: pd.DataFrame,
    kept: _Texts,
    run: LaterRun,
    encoder: TextEncoder,
) -> pd.DataFrame:
    """Return `found` with its theme and score in the set, and with its offer."""
    units = found.assign(
        theme=np.where(kept == "", RESIDUAL, kept), score=np.nan, offer=""
    )
    names = sorted(set(decided["theme"]) - {RESIDUAL})
    groups = sorted(set(found["theme"]) - {RESIDUAL})
    if not len(found) or not (names or groups):
        return units
    vectors = vectors_of([*found["key"], *decided["key"]], encoder)
    # Adopted themes are where a human has put them, without the units to be placed.
    before = np.r_[np.full(len(found), RESIDUAL, dtype=object), decided["theme"]]
    newly = np.r_[found["theme"], np.full(len(decided), RESIDUAL, dtype=object)]
    adopted = vectors.centroids([before == name for name in names])
    likeness = vectors.likeness(adopted)[: len(found)]
    nearness = likeness.max(axis=1, initial=-1.0)
    open_ = kept == ""
    joins = open_ & (nearness >= run.min_score)
    if names:
        units.loc[joins, "theme"] = np.array(names)[likeness.argmax(axis=1)[joins]]
        column = units["theme"].map({name: i for i, name in enumerate(names)})
        inside = column.notna().to_numpy()
        units.loc[inside, "score"] = likeness[inside, column[inside].astype(int)]
    for group in groups:
        members = (newly == group)[: len(found)]
        home = _home(kept[members], run.min_units)
        centroid = vectors.centroids([newly == group])
        alike = (centroid @ adopted.T).max(initial=-1.0) >= SAME_THEME
        if alike or home not in {"", RESIDUAL}:
            continue
        own = vectors.likeness(centroid)[: len(found), 0]
        takes = open_ & members & ((own > nearness) | (nearness < run.min_score))
        if home == RESIDUAL:
            units.loc[takes, "theme"] = RESIDUAL
            units.loc[takes, "score"] = np.nan
        elif takes.sum() >= run.min_units:
            units.loc[takes, ["theme", "offer"]] = [RESIDUAL, group]
            units.loc[takes, "score"] = own[takes]
    return units.assign(score=units["score"].clip(0.0, 1.0))


def _home(kept: _Texts, fewest: int) -> str:
    """Return where most of a group's decided units are; "" if they are few, or apart.

    The centre of a merged theme lies between its parts, and each part is unlike it.
    """
    decided = pd.Series(kept[kept != ""], dtype="str")
    sizes = decided.value_counts()
    enough = max(fewest, 1, LEAST_DECIDED * len(kept))
    if len(decided) < enough or 2 * sizes.iloc[0] <= len(decided):
        return ""
    return str(sizes.index[0])


def _follows(undecided: pd.DataFrame, units: pd.DataFrame) -> dict[str, str]:
    """Name an offered theme by the undecided one of which it holds more than half."""
    before = undecided[[*_IDENTITY, "theme"]].rename(columns={"theme": "before"})
    both = units[units["offer"] != ""].merge(before, on=_IDENTITY, how="inner")
    shared = both.groupby(["offer", "before"]).size().rename("n").reset_index()
    shared = shared.sort_values(["n", "before"], kind="stable")
    sizes = before["before"].value_counts()
    # Of no rows, the map of words is words.
    mostly = shared[2 * shared["n"] > shared["before"].map(sizes).astype(float)]
    return dict(zip(mostly["offer"], mostly["before"], strict=True))


def _entries(
    offers: "pd.Series[str]",
    found: Sequence[CandidateTheme],
    follows: Mapping[str, str],
    earlier: Sequence[ThemeEntry],
    numbers: Iterator[int],
) -> dict[str, ThemeEntry]:
    """Return an entry for each offered theme, by the finder's id."""
    before = {theme.id: theme for theme in earlier}
    sizes = offers.value_counts()
    entries = {}
    for theme in found:
        if theme.id not in sizes:
            continue
        # An estimate holds for the group it was made of.
        stability = theme.stability if sizes[theme.id] == theme.n_units else None
        if theme.id in follows:
            old = before[follows[theme.id]]
            entries[theme.id] = replace(old, stability=stability)
        else:
            id = f"T{next(numbers):02d}"
            entries[theme.id] = ThemeEntry(id, id, sources=(id,), stability=stability)
    return entries


def _named_by_words(
    entries: Mapping[str, ThemeEntry], follows: set[str], units: pd.DataFrame
) -> dict[str, ThemeEntry]:
    """Name new candidates by the units that are in them, not all that were found."""
    words = theme_keywords(units["text"].tolist(), units["theme"].tolist())
    named = dict(entries)
    for group in set(entries) - follows:
        id = entries[group].id
        name = ", ".join(words[id][:3]) or id
        named[group] = replace(entries[group], name=name, proposed=name)
    return named
