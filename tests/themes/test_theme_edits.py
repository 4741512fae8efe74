"""People rename, merge, split and move; what they did is kept, with who and when."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.themes import (
    RESIDUAL,
    ThemeSet,
    thematic_map,
    thematic_map_from_set,
    theme_hierarchy,
    theme_set_frame,
)

WHEN = datetime(2025, 3, 1, 9, 30, tzinfo=UTC)


def test_what_a_finder_found_is_candidate(found):
    """Nothing is adopted, or placed by a human, before somebody decides."""
    assert {theme.state for theme in found.themes} == {"candidate"}
    assert not found.units["by_human"].any()
    assert [theme.sources for theme in found.themes] == [("T01",), ("T02",), ("T03",)]


def test_a_set_is_the_same_in_any_order_of_rows(fit, found, barriers):
    """Neither the clock nor the order of rows comes in."""
    names = [f"R{number:02d}" for number in range(12)]
    shuffled = pd.Series(barriers[:12], names).sample(frac=1, random_state=0)
    again = ThemeSet.from_finder(fit(shuffled))

    assert again.edits == found.edits
    assert again.fingerprint == found.fingerprint


def test_a_renamed_theme_is_adopted(found):
    """Who gives a theme a name has accepted it."""
    renamed = found.rename("T01", "Lack of time", note="see memo", by="AB")

    assert renamed.theme("T01").name == "Lack of time"
    assert renamed.theme("T01").note == "see memo"
    assert renamed.theme("T01").state == "adopted"
    assert found.theme("T01").state == "candidate"


def test_an_edit_says_who_when_what_and_from_what(found):
    """The log tells how a theme came to be."""
    merged = found.merge(["T01", "T02"], "Time and place", by="AB", when=WHEN)
    edit = merged.edits[-1]

    assert (edit.when, edit.who, edit.what) == (
        "2025-03-01T09:30:00+00:00",
        "AB",
        "merge",
    )
    assert (edit.of, edit.into) == (("T01", "T02"), ("T04",))


def test_a_merged_theme_has_all_units_and_sources(found):
    """Nothing is lost in a merge."""
    merged = found.merge(["T01", "T02"], "Time and place", by="AB")

    assert [theme.id for theme in merged.themes] == ["T04", "T03"]
    assert (merged.units["theme"] == "T04").sum() == 8
    assert merged.theme("T04").sources == ("T01", "T02")


def test_a_split_keeps_the_rest(found, about):
    """The chosen units make a theme of their own, as the human's decision."""
    units = found.units.loc[found.units["theme"] == "T01", "unit"].tolist()
    split = found.split("T01", units[:1], "Never any time", by="AB")

    assert about(units[0], split) == "T04"
    assert {about(unit, split) for unit in units[1:]} == {"T01"}
    assert split.units.loc[split.units["by_human"], "unit"].tolist() == units[:1]


def test_a_split_of_everything_is_refused(found):
    """That would be a new name and nothing else."""
    units = found.units.loc[found.units["theme"] == "T01", "unit"]

    with pytest.raises(ValueError, match="some but not all"):
        found.split("T01", units, "Time", by="AB")


def test_a_moved_unit_is_placed_by_a_human(found, about):
    """It counts for its new theme, which is thereby adopted."""
    target = next(t.id for t in found.themes if t.id != about("R00#0"))
    moved = found.move("R00#0", target, by="AB")

    assert about("R00#0", moved) == target
    assert moved.theme(target).state == "adopted"
    assert moved.units["by_human"].sum() == 1


def test_a_theme_given_up_leaves_its_units_in_the_residual(found):
    """The theme is gone, the units are not."""
    left = found.set_residual("T02", by="AB")

    assert [theme.id for theme in left.themes] == ["T01", "T03"]
    assert (left.units["theme"] == RESIDUAL).sum() == 4
    assert len(left.units) == len(found.units)


def test_the_id_of_a_theme_is_never_used_again(found):
    """The log stays readable after a theme is gone."""
    again = found.add("A", by="AB").set_residual("T04", by="AB").add("B", by="AB")

    assert again.themes[-1].id == "T05"


def test_themes_can_be_put_under_others(found):
    """A domain holds a theme, which holds a sub-theme."""
    nested = found.add("Barriers", by="AB").nest("T01", "T04", by="AB")
    nested = nested.nest("T02", "T01", by="AB")

    assert nested.theme("T02").parent == "T01"
    assert nested.theme("T01").parent == "T04"


def test_a_theme_cannot_be_put_under_itself(found):
    """A circle has no top to draw."""
    nested = found.nest("T02", "T01", by="AB")

    with pytest.raises(ValueError, match="Nest it elsewhere"):
        nested.nest("T01", "T02", by="AB")


def test_sub_themes_of_a_theme_given_up_move_up(found):
    """They come under what was above it."""
    nested = found.nest("T02", "T01", by="AB").nest("T03", "T02", by="AB")

    assert nested.set_residual("T02", by="AB").theme("T03").parent == "T01"


@pytest.mark.parametrize(
    ("edit", "arguments"),
    [
        ("rename", ("T9", "Time")),
        ("adopt", ("T9",)),
        ("merge", (["T01", "T9"], "Time")),
        ("split", ("T9", ["R00#0"], "Time")),
        ("split", ("T01", ["R99#0"], "Time")),
        ("move", ("R99#0", "T01")),
        ("move", ("R00#0", "T9")),
        ("set_residual", ("T9",)),
        ("nest", ("T01", "T9")),
        ("nest", ("T9", "T01")),
    ],
)
def test_an_unknown_id_is_refused(found, edit, arguments):
    """The message names the id, and no answer."""
    with pytest.raises(ValueError, match=r"T9|R99#0") as refused:
        getattr(found, edit)(*arguments, by="AB")

    assert "agency" not in str(refused.value)


@pytest.mark.parametrize("by", ["", " ", "machine"])
def test_an_edit_by_nobody_is_refused(found, by):
    """A decision is somebody's."""
    with pytest.raises(ValueError, match="name or initials"):
        found.adopt("T01", by=by)


def test_two_answers_of_one_label_are_refused(fit):
    """A unit must be found again in a later run."""
    with pytest.raises(SettingsError, match="its own label"):
        ThemeSet.from_finder(
            fit(pd.Series(["no time", "no rooms"], index=["R1", "R1"]))
        )


@pytest.mark.parametrize("texts", [[], ["no time"], ["no time", "risk"]])
def test_few_answers_make_a_set(fit, texts):
    """No theme is a theme set too, and can be placed."""
    found = ThemeSet.from_finder(fit(texts))

    assert len(found.place(fit(texts)).units) == len(texts)


def test_the_table_ends_with_the_residual(adopted):
    """One row per theme, with its state."""
    frame = theme_set_frame(adopted.set_residual("R00#0", by="AB"))

    assert frame["state"].tolist() == ["adopted"] * 3 + [""]
    assert frame["theme"].iloc[-1] == RESIDUAL
    assert frame["n_units"].sum() == 12


def test_the_map_draws_domain_theme_and_sub_theme(found):
    """A size counts those under it, each respondent once."""
    nested = found.add("Barriers", by="AB").nest("T01", "T04", by="AB")
    nested = nested.nest("T02", "T01", by="AB")
    nodes = thematic_map_from_set(nested, domain="q12b").nodes.set_index("id")

    assert nodes.loc["q12b:T01", ["size", "parent"]].tolist() == [8, "domain:Barriers"]
    assert nodes.loc["q12b:T02", "parent"] == "q12b:T01"
    assert nodes.loc["q12b:T03", ["parent", "state"]].tolist() == [
        "domain:q12b",
        "candidate",
    ]


def test_a_hierarchy_joins_all_themes(fit, barriers):
    """Each join has two children, the most alike first, and the last holds all."""
    hierarchy = theme_hierarchy(fit(barriers[:12]))

    assert hierarchy["parent"].tolist() == ["B01", "B01", "B02", "B02"]
    assert set(hierarchy["child"]) == {"T01", "T02", "T03", "B01"}
    assert hierarchy["likeness"].is_monotonic_decreasing


def test_a_hierarchy_can_be_drawn(fit, barriers):
    """Its broader themes stand between the domain and the candidate themes."""
    finder = fit(barriers[:12])
    hierarchy = theme_hierarchy(finder)
    nodes = thematic_map({"q": finder}, hierarchies={"q": hierarchy}).nodes
    by_id = nodes.set_index("id")

    assert by_id.loc["q:B02", ["parent", "size"]].tolist() == ["domain:q", 12]
    assert by_id.loc["q:B01", "parent"] == "q:B02"


def test_one_theme_has_no_hierarchy(fit):
    """There is nothing to join."""
    assert theme_hierarchy(fit(["no time"])).empty
