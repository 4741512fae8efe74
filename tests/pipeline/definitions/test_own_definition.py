"""A definition of one's own: answers are drawn, coded by a person, and learned from."""

import csv
from functools import partial

import numpy as np
import pandas as pd
import pytest

from coprod_nlp.exceptions import CodingsError, NotEnoughDataError, SurveySchemaError
from coprod_nlp.matching import DefinitionMatcher, load_definition
from coprod_nlp.pipeline.definitions.own_definition import learn_matcher, sheet_to_code
from coprod_nlp.vectors.upper_layers import FinetuneSettings

pytestmark = pytest.mark.slow

DEFINITION = """
name = "supervision"
text = "Regular protected time with a senior colleague to reflect on one's work."
rule = [["reflection"], ["senior"]]

[[elements]]
name = "reflection"
title = "Reflection"
description = "One looks back on one's own work."

[[elements]]
name = "senior"
title = "Somebody senior"
description = "Somebody more experienced takes part."
"""

REFLECTING = ("looking back on the week", "thinking through a hard case", "reflecting")
SENIOR = ("with my senior nurse", "with a more experienced colleague", "with my lead")
OTHER = ("filling in the rota", "checking that forms are signed", "ordering stock")


@pytest.fixture(scope="module")
def definition(tmp_path_factory):
    """Return a definition of two elements."""
    path = tmp_path_factory.mktemp("definition") / "supervision.toml"
    path.write_text(DEFINITION, encoding="utf-8")
    return load_definition(path)


def rows():
    """Return 48 coded rows: both elements, the first alone, or neither."""
    for number in range(16):
        looking, whom, other = (
            REFLECTING[number % 3],
            SENIOR[number % 3],
            OTHER[number % 3],
        )
        yield [f"{looking} {whom}, hour {number}", "accurate", "1", "1"]
        yield [f"{looking} on my own, hour {number}", "partial", "1", "0"]
        yield [f"{other}, hour {number}", "inaccurate", "0", "0"]


def write(path, rows):
    """Write a coded sheet."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["said", "label", "reflection", "senior"], *rows])
    return path


@pytest.fixture(scope="module")
def learned(tmp_path_factory, definition):
    """Return what 49 coded rows, and one that nobody coded, teach in two passes.

    The last of the coded ones is row 50: accurate, and nobody senior takes part.
    """
    path = tmp_path_factory.mktemp("coded") / "coded.csv"
    whole = ["reflecting with my lead, hour 16", "accurate", "1", "0"]
    write(path, [*rows(), whole, ["talking with my lead", "", "", ""]])
    with pytest.MonkeyPatch.context() as patch:
        twice = partial(FinetuneSettings, epochs=2)
        patch.setattr("coprod_nlp.matching.tuned.FinetuneSettings", twice)
        return learn_matcher(path, "Said?", definition)


def test_the_sheet_has_a_blank_column_for_each_code(tmp_path, definition):
    """A label and one column per element, beside the answer and its chance."""
    path = write(tmp_path / "answers.csv", rows())
    sheet, _ = sheet_to_code(path, "said", definition, n_answers=12)

    assert sheet.columns.tolist() == [
        "row",
        "said",
        "sampling_probability",
        "label",
        "reflection",
        "senior",
    ]
    assert (sheet[["label", "reflection", "senior"]] == "").all(axis=None)


def test_a_drawn_row_is_named_as_the_spreadsheet_numbers_it(tmp_path, definition):
    """The header is row 1."""
    answers = list(rows())
    path = write(tmp_path / "answers.csv", answers)
    sheet, _ = sheet_to_code(path, "said", definition, n_answers=12)

    assert all(
        answers[row - 2][0] == said
        for row, said in zip(sheet["row"], sheet["said"], strict=True)
    )


def test_a_drawn_row_is_named_by_the_column_that_a_run_takes(tmp_path, definition):
    """So that codes find their respondents again; the notes say which it was."""
    path = tmp_path / "answers.csv"
    path.write_text("ResponseId,said\nR_7,reflecting\n")
    sheet, notes = sheet_to_code(path, "said", definition)

    assert sheet["ResponseId"].tolist() == ["R_7"]
    assert notes[-1] == "Respondents are named by the column 'ResponseId'."


def test_respondents_who_share_an_id_are_refused_before_anybody_codes(
    tmp_path, definition
):
    """Their codes could not be told apart; other commands refuse the same ids."""
    path = tmp_path / "answers.csv"
    path.write_text("ResponseId,said\nR_7,reflecting\nR_8,rota\nR_7,stock\n")

    with pytest.raises(SurveySchemaError, match=r"1 respondent id.* rows 2, 4\."):
        sheet_to_code(path, "said", definition)


def test_a_drawn_row_without_an_id_is_named_as_a_run_names_it(tmp_path, definition):
    """By its place; a blank name would find nobody, and the notes say so."""
    path = tmp_path / "answers.csv"
    path.write_text("ResponseId,said\nR_7,reflecting\n,rota\n")
    sheet, notes = sheet_to_code(path, "said", definition)

    assert set(sheet["ResponseId"]) == {"R_7", "R0002"}
    assert "named R0002" in notes[-1]


@pytest.mark.parametrize("name", ["label", "reflection", "sampling_probability"])
def test_a_column_named_like_one_to_be_coded_is_refused(tmp_path, definition, name):
    """Blank codes would take the place of the answers."""
    path = tmp_path / "answers.csv"
    path.write_text(f"{name}\ntalking with my lead\n")

    with pytest.raises(SurveySchemaError, match=name):
        sheet_to_code(path, name, definition)


def test_a_definition_that_was_forgotten_is_asked_for(tmp_path):
    """The elements of care coproduction are no columns of a sheet of one's own."""
    path = write(tmp_path / "coded.csv", rows())

    with pytest.raises(SurveySchemaError, match=r"elements of 'care coprod.*--definit"):
        learn_matcher(path, "said", load_definition())


def test_a_sheet_of_another_definition_is_told_from_it(tmp_path, definition):
    """Who gave one is not told to give one."""
    path = tmp_path / "coded.csv"
    path.write_text("said,label,reflection\nreflecting,partial,1\n")

    with pytest.raises(SurveySchemaError, match=r"\['senior'\].* that the sheet was"):
        learn_matcher(path, "said", definition)


def test_a_column_that_was_named_otherwise_is_said(learned):
    """It is read where it alone is meant."""
    assert learned.notes[0] == "The column 'said' was read for 'Said?'."


def test_a_label_that_the_elements_do_not_bear_out_is_said(learned):
    """A coder may judge the whole otherwise than its parts, or have slipped."""
    assert learned.notes[1].startswith(
        "Labelled accurate though the elements do not meet the rule: 1 row(s) (50); "
        "the other way round: none."
    )


def test_labels_that_no_element_bears_out_are_refused(tmp_path, definition):
    """Zeros filled down where nobody coded elements teach nothing of them."""
    filled = [[said, label, "0", "0"] for said, label, *_ in rows()]
    path = write(tmp_path / "coded.csv", filled)

    with pytest.raises(CodingsError, match=r"asks for: 16 row\(s\) \(2, 5, 8, .*29…"):
        learn_matcher(path, "said", definition)


def test_rows_without_a_label_are_left_out_and_counted(learned):
    """Of 50 rows one was not coded."""
    assert (learned.n_coded, learned.n_without_label) == (49, 1)


def test_what_was_learned_tells_like_answers_apart(learned):
    """New words of the same kinds are judged by the definition."""
    verdicts = learned.matcher.judge(
        ["looking back on the week with my senior nurse", "checking the rota"]
    )

    assert verdicts["probability"].iloc[0] > verdicts["probability"].iloc[1] + 0.3


def test_the_figure_is_of_answers_held_out(learned):
    """Kappa lies in its interval; all 49 right are no proof of more, and give none."""
    kappa = learned.kappa

    assert 0.5 < kappa.value <= 1
    assert np.isnan(kappa.low) == (kappa.value == 1)
    assert kappa.value == 1 or kappa.low <= kappa.value <= kappa.high


def test_a_stored_matcher_keeps_the_definition(learned, definition, tmp_path):
    """Read back, it judges by the same elements, and alike."""
    learned.matcher.save(tmp_path / "model")
    again = DefinitionMatcher(definition, model=tmp_path / "model")
    said = ["thinking through a hard case with my lead"]

    assert again.reference == definition
    pd.testing.assert_series_equal(
        again.judge(said)["probability"],
        learned.matcher.judge(said)["probability"],
        atol=0.01,
    )


def test_a_label_without_its_elements_is_named(tmp_path, definition):
    """The message says which cell lacks what."""
    path = write(tmp_path / "coded.csv", [["reflecting", "partial", "1", ""]])
    with pytest.raises(CodingsError, match=r"no 'senior' in row 2 \(1 such"):
        learn_matcher(path, "said", definition)


def test_too_few_coded_rows_are_refused(tmp_path, definition):
    """Forty are needed."""
    path = write(tmp_path / "coded.csv", list(rows())[:9])
    with pytest.raises(NotEnoughDataError, match="at least 40 coded answers"):
        learn_matcher(path, "said", definition)
