"""What a matcher learns from is checked before it learns."""

import pandas as pd
import pytest

from coprod_nlp.exceptions import CodingsError, NotEnoughDataError
from coprod_nlp.matching import load_definition
from coprod_nlp.matching.targets import read_targets

DEFINITION = load_definition()


def coded(n_accurate: int, n_other: int) -> pd.DataFrame:
    """Make codings in which accurate answers express every element."""
    rows = [("accurate", 1)] * n_accurate + [("inaccurate", 0)] * n_other
    frame = pd.DataFrame(rows, columns=["label", "any"])
    for name in DEFINITION.element_names:
        frame[name] = frame["any"]
    return frame


@pytest.mark.parametrize("kind", [int, float, str])
def test_codes_may_be_numbers_or_text(kind):
    """A spreadsheet's "1", 1 and 1.0 are one code."""
    frame = coded(20, 20)
    frame["equality"] = frame["equality"].astype(kind)

    targets = read_targets(frame, DEFINITION)

    assert targets.elements[:, 3].sum() == 20


def test_a_category_that_nobody_gave_is_no_code():
    """A Categorical may list more than occurs."""
    frame = coded(20, 20)
    kinds = ["accurate", "inaccurate", "not yet"]
    frame["label"] = pd.Categorical(frame["label"], categories=kinds)

    assert len(read_targets(frame, DEFINITION)) == 40


def test_a_missing_column_is_named():
    """The error says which column is missing and what was found."""
    with pytest.raises(CodingsError, match="equality"):
        read_targets(coded(20, 20).drop(columns="equality"), DEFINITION)


def test_an_unknown_label_is_named():
    """A label outside the frame is not guessed."""
    frame = coded(20, 20)
    frame.loc[0, "label"] = "good"

    with pytest.raises(CodingsError, match="good"):
        read_targets(frame, DEFINITION)


@pytest.mark.parametrize("cell", [0.5, 2, pd.NA, None, ""])
def test_a_cell_that_is_neither_0_nor_1_is_refused(cell):
    """Half a code, as of two coders' mean, is nobody's code."""
    frame = coded(20, 20).astype({"equality": object})
    frame.loc[3, "equality"] = cell

    with pytest.raises(CodingsError, match=r"'equality' .* 1 cell\(s\)"):
        read_targets(frame, DEFINITION)


def test_what_people_wrote_is_not_quoted():
    """A sheet whose columns slipped has answers under the labels."""
    frame = coded(20, 20)
    frame["label"] = "My ward never asks"

    with pytest.raises(CodingsError) as caught:
        read_targets(frame, DEFINITION)

    assert "40 cell(s)" in str(caught.value)
    assert "My ward" not in str(caught.value)


@pytest.mark.parametrize(("n_accurate", "n_other"), [(10, 10), (38, 2), (0, 60)])
def test_too_few_codings_are_counted(n_accurate, n_other):
    """The error says how many there are and how many are needed."""
    with pytest.raises(NotEnoughDataError, match="at least 40"):
        read_targets(coded(n_accurate, n_other), DEFINITION)
