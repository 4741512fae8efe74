"""Later answers are placed on themes that people edited, which stay as they are."""

from dataclasses import replace

import pandas as pd
import pytest

from coprod_nlp.themes import RESIDUAL, described_themes

MORE_TIME = ["no time today", "no time again", "never no time", "time is never there"]


def test_known_units_keep_their_themes(adopted, fit, barriers):
    """More answers change nothing of what was decided."""
    later = [*barriers[:12], "no time today", "agency staff today"]
    placed = adopted.place(fit(later))
    before = adopted.units.set_index("unit")["theme"]

    assert placed.units.set_index("unit")["theme"].loc[before.index].equals(before)


def test_a_human_placement_is_never_moved(adopted, fit, barriers, about):
    """A unit stays where a human put it, however unlike the theme it is."""
    target = about("R11#0")
    moved = adopted.move("R00#0", target, by="AB")
    placed = moved.place(fit([*barriers[:12], "no time", "no time at all"]))

    assert about("R00#0", placed) == target
    assert placed.units.set_index("unit").loc["R00#0", "by_human"]


def test_what_was_changed_in_the_files_is_adopted_by_that(found, fit, barriers):
    """A name that somebody gave counts as in Python, and the log says so once."""
    first, *others = found.themes
    by_hand = replace(found, themes=(replace(first, name="Hours"), *others))
    placed = by_hand.place(fit(barriers[:12]))
    again = placed.place(fit(barriers[:12]))
    states = {theme.name: theme.state for theme in placed.themes}
    adoption, _ = placed.edits[1:]

    assert states.pop("Hours") == "adopted"
    assert set(states.values()) == {"candidate"}
    assert (adoption.who, adoption.what, adoption.into) == (
        "machine",
        "adopt",
        ("T01",),
    )
    assert adoption.note == f"changed in the files; T01 was {first.name!r}"
    assert [edit.what for edit in again.edits] == ["find", "adopt", "place", "place"]


def test_what_was_accepted_in_the_files_is_in_the_log(found, fit, barriers):
    """Also where the state alone was changed, and once."""
    first, *others = found.themes
    by_hand = replace(found, themes=(replace(first, state="adopted"), *others))
    placed = by_hand.place(fit(barriers[:12]))
    again = placed.place(fit(barriers[:12]))
    adoption, _ = placed.edits[1:]

    assert (adoption.what, adoption.into) == ("adopt", ("T01",))
    assert adoption.note == "changed in the files"
    assert [edit.what for edit in again.edits] == ["find", "adopt", "place", "place"]


@pytest.mark.parametrize(
    "edit",
    [
        lambda s: s.adopt("T01", by="AB"),
        lambda s: s.rename("T01", "Hours", by="AB"),
        lambda s: s.add("Barriers", by="AB"),
        lambda s: s.merge(["T01", "T02"], "Both", by="AB"),
        lambda s: s.split(
            "T01", s.units["unit"][s.units["theme"] == "T01"][:2], "Two", by="AB"
        ),
        lambda s: s.move("R00#0", "T02", by="AB"),
        lambda s: s.nest("T01", "T02", by="AB"),
    ],
)
def test_what_an_edit_adopted_is_not_recorded_again(found, fit, barriers, edit):
    """It stands in the log with who did it."""
    placed = edit(found).place(fit(barriers[:12]))

    assert (placed.edits[-1].what, len(placed.edits)) == ("place", 3)


def test_a_theme_that_a_human_filled_in_the_files_is_adopted(found, fit, barriers):
    """As one that units are moved to."""
    units = found.units.assign(by_human=found.units["unit"] == "R00#0")
    placed = replace(found, units=units).place(fit(barriers[:12]))
    target = units["theme"].iloc[0]

    assert [t.id for t in placed.themes if t.state == "adopted"] == [target]


def test_a_human_placement_has_no_score(adopted, fit, barriers, about):
    """A person's decision is no likeness; other units of the theme have theirs."""
    moved = adopted.move("R00#0", about("R11#0"), by="AB")
    scores = moved.place(fit(barriers[:12])).units.set_index("unit")["score"]

    assert pd.isna(scores["R00#0"])
    assert pd.notna(scores["R11#0"])


def test_the_same_words_of_another_answer_follow_the_human(
    adopted, fit, barriers, about
):
    """What is said again goes where a human put it before."""
    moved = adopted.move("R00#0", about("R11#0"), by="AB")
    placed = moved.place(fit([*barriers[:12], "No time at all!"]))

    assert about("R12#0", placed) == about("R11#0")
    assert not placed.units.set_index("unit").loc["R12#0", "by_human"]


def test_what_a_human_left_out_stays_out(found, fit, barriers):
    """A theme that was given up is not proposed again."""
    placed = found.set_residual("T01", by="AB").place(fit(barriers[:12]))

    assert (placed.units["theme"] == RESIDUAL).sum() == 4
    assert "T01" not in {theme.id for theme in placed.themes}


def test_a_new_unit_joins_the_adopted_theme_it_is_like(adopted, fit, barriers, about):
    """Likeness is the cosine to the mean vector of the theme's units."""
    placed = adopted.place(fit([*barriers[:12], "agency staff in every team"]))

    assert about("R12#0", placed) == about("R08#0")


def test_a_new_unit_like_no_theme_is_residual(adopted, fit, barriers, about):
    """It is kept, in no theme."""
    placed = adopted.place(fit([*barriers[:12], "printer broken"]))

    assert about("R12#0", placed) == RESIDUAL


def test_a_theme_that_is_new_is_offered(adopted, fit, barriers):
    """Answers about something else come as a candidate beside the adopted themes."""
    new = ["rooms locked", "rooms locked again", "meeting rooms locked", "locked rooms"]
    placed = adopted.place(fit([*barriers[:12], *new]))
    offered = [theme for theme in placed.themes if theme.state == "candidate"]

    assert [theme.id for theme in offered] == ["T04"]
    assert (placed.units["theme"] == "T04").sum() == 4


def test_a_part_of_a_merged_theme_is_no_new_candidate(adopted, fit, barriers, about):
    """More answers about it join the merged theme, though its centre lies elsewhere."""
    merged = adopted.merge([about("R00#0"), about("R04#0")], "Time and way", by="AB")
    placed = merged.place(fit([*barriers[:12], *MORE_TIME]))

    assert {theme.state for theme in placed.themes} == {"adopted"}
    assert {about(f"R{n}#0", placed) for n in range(12, 16)} == {merged.themes[-1].id}


def test_a_group_of_which_little_is_decided_is_offered(adopted, fit, barriers, about):
    """A few early mentions, filed under something else, do not hide a new theme."""
    merged = adopted.merge([about("R00#0"), about("R04#0")], "Time and way", by="AB")
    words = ["today", "again", "now", "ever", "here", "left", "yet"]
    more = [f"no time {word}" for word in words]
    placed = merged.place(fit([*barriers[:12], *MORE_TIME, *more]))

    assert "candidate" in {theme.state for theme in placed.themes}


def test_more_of_what_a_human_left_out_stays_out(adopted, fit, barriers, about):
    """A group that was given up is no candidate when more is said about it."""
    left = adopted.set_residual(about("R00#0"), by="AB")
    placed = left.place(fit([*barriers[:12], *MORE_TIME]))

    assert {theme.state for theme in placed.themes} == {"adopted"}
    assert {about(f"R{n}#0", placed) for n in range(12, 16)} == {RESIDUAL}


def test_what_is_offered_is_named_by_its_own_words(adopted, fit, barriers):
    """Not by those of units that joined an adopted theme."""
    new = ["rooms locked", "rooms locked again", "meeting rooms locked", "locked rooms"]
    placed = adopted.place(fit([*barriers[:12], *new]))

    assert {"locked", "rooms"} <= set(placed.theme("T04").name.split(", "))


def test_nothing_is_dropped(adopted, fit, barriers):
    """Every unit of the later run is placed once, and the log adds up."""
    new = ["rooms locked", "rooms locked again", "meeting rooms locked", "no time here"]
    finder = fit([*barriers, *new, "printer broken"])
    placed = adopted.place(finder)
    sizes = [theme.n_units for theme in described_themes(placed)]
    counts = [int(part.split()[0]) for part in placed.edits[-1].note.split(", ")]

    assert sum(sizes) == len(finder.units_) == len(placed.units)
    assert sum(counts[:-1]) == len(finder.units_)


def test_a_decision_outlives_an_answer(adopted, fit, barriers, about):
    """A unit no longer among the answers is remembered, and not counted."""
    placed = adopted.place(fit(barriers[:11]))
    again = placed.place(fit(barriers[:12]))

    assert not placed.units.set_index("unit").loc["R11#0", "current"]
    assert sum(theme.n_units for theme in described_themes(placed)) == 11
    assert about("R11#0", again) == about("R11#0", adopted)
    assert again.units["current"].all()


def test_a_corrected_answer_takes_the_place_of_the_old_one(
    adopted, fit, barriers, about
):
    """What was decided on the old words is remembered beside it."""
    corrected = ["printer broken", *barriers[1:12]]
    placed = adopted.place(fit(corrected))
    both = placed.units[placed.units["unit"] == "R00#0"]

    assert both["text"].tolist() == ["printer broken", "no time at all"]
    assert both["current"].tolist() == [True, False]
    assert both["theme"].tolist() == [RESIDUAL, about("R00#0", adopted)]


def test_only_the_corrected_words_are_moved(adopted, fit, barriers, about):
    """An id is that of the unit that is among the answers."""
    placed = adopted.place(fit(["printer broken", *barriers[1:12]]))
    moved = placed.move("R00#0", about("R11#0"), by="AB").units
    both = moved[moved["unit"] == "R00#0"]

    assert both["by_human"].tolist() == [True, False]


@pytest.mark.parametrize(
    "edit", [{"name": "Too few hands"}, {"note": "see memo 3"}, {"parent": "T01"}]
)
def test_a_candidate_edited_by_hand_stays(found, fit, barriers, edit):
    """A name, a note or a parent in the file is a decision, also without its group."""
    edited = tuple(
        replace(theme, **edit) if theme.id == "T02" else theme for theme in found.themes
    )
    others = barriers[:12]
    units = found.units.set_index("unit")["theme"]
    others = [text for text, theme in zip(others, units, strict=True) if theme != "T02"]
    placed = replace(found, themes=edited).place(fit(others))

    assert placed.theme("T02") == replace(edited[1], state="adopted")


def test_placing_the_same_answers_again_changes_no_theme(found, fit, barriers):
    """A candidate that comes back keeps its id."""
    placed = found.rename("T02", "Far away", by="AB").place(fit(barriers[:12]))

    assert {theme.id for theme in placed.themes} == {"T01", "T02", "T03"}
    assert placed.units["theme"].equals(found.units["theme"])


def test_units_alone_can_be_placed(adopted, bag_of_words):
    """They join adopted themes or none; nothing new is offered."""
    units = pd.DataFrame(
        {
            "answer": ["X1", "X2"],
            "start": [0, 0],
            "end": [12, 14],
            "text": ["agency staff", "printer broken"],
        }
    )
    placed = adopted.place(units, bag_of_words)

    assert placed.units["current"].sum() == 2
    assert placed.units["theme"].iloc[1] == RESIDUAL


def test_a_finder_of_another_question_is_refused(adopted, fit, barriers):
    """Themes of one question are not forced on another."""
    with pytest.raises(ValueError, match="q14"):
        adopted.place(fit(barriers, "q14"))
