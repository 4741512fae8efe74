"""Two years are set side by side, with a stub in place of the matcher."""

import dataclasses
import json

import pandas as pd
import pytest

from coprod_nlp.config import Settings, TableSettings
from coprod_nlp.exceptions import NotEnoughDataError, SurveySchemaError
from coprod_nlp.pipeline import compare_surveys
from coprod_nlp.report import render_changes
from coprod_nlp.survey import example_survey
from coprod_nlp.tables import change_table, crosstab


class LongIsAccurate:
    """Judges a definition by its length, so that no model is needed."""

    model_sha256 = "0" * 64

    def judge(self, texts):
        """Return a verdict for each text."""
        wrote = texts != ""
        accurate = texts.str.len() > 60
        label = accurate.map({True: "accurate", False: "partial"})
        return pd.DataFrame(
            {
                "label": label.where(wrote, "no_definition"),
                "decision": accurate.map({True: "match", False: "no_match"}),
                "answer_kind": wrote.map({True: "answered", False: "blank"}),
                "mistaken_for": "",
            }
        )


@pytest.fixture(scope="module")
def both():
    """Return the two halves of the example as if they were two years."""
    survey = example_survey()
    parts = survey.answers.index[::2], survey.answers.index[1::2]
    return [
        dataclasses.replace(
            survey,
            answers=survey.answers.loc[own],
            strata=survey.strata.loc[own],
            sha256=mark * 32,
            source=f"{mark}.csv",
        )
        for own, mark in zip(parts, ("aa", "bb"), strict=True)
    ]


@pytest.fixture(scope="module")
def found(both):
    """Return what the two years say together."""
    return compare_surveys(*both, judge=LongIsAccurate())


def test_a_difference_is_that_of_the_two_surveys(both, found):
    """Those who had heard of it, counted by hand in each."""
    row = found.changes.query("table == 'q4' and value == 'Yes'").iloc[0]
    shares = [(s.answers["q4"] == "Yes").sum() / s.heard().notna().sum() for s in both]

    assert row["before"] == pytest.approx(shares[0])
    assert row["difference"] == pytest.approx(shares[1] - shares[0])
    assert row["low"] < row["difference"] < row["high"]


def test_means_stand_beside_shares(both, found):
    """A scale has its mean in each year, and a bootstrap interval of the difference."""
    row = found.changes.query("table == 'q11' and kind == 'mean'").iloc[0]
    points = [s.closed("q11").cat.codes.loc[lambda c: c.between(0, 4)] for s in both]

    assert row["before"] == pytest.approx(points[0].mean() + 1)
    assert row["difference"] == pytest.approx(points[1].mean() - points[0].mean())
    assert row["low"] < row["difference"] < row["high"]


def test_a_department_is_one_however_each_year_spells_it(both):
    """Last year's names in capitals are this year's departments."""
    last, this = both
    shouted = last.strata.assign(department=last.strata["department"].str.upper())
    found = compare_surveys(
        dataclasses.replace(last, strata=shouted), this, judge=LongIsAccurate()
    )

    pd.testing.assert_frame_equal(
        found.changes, compare_surveys(last, this, judge=LongIsAccurate()).changes
    )


def test_knowledge_is_compared_on_both_bases(found):
    """Verdicts are made in both years by the same judge."""
    knowledge = found.changes.query("table == 'knowledge' and value == 'accurate'")

    assert knowledge["base_is"].tolist() == ["all respondents", "wrote a definition"]
    assert knowledge["difference"].notna().all()


def test_differences_between_strata_are_not_compared(found):
    """They are no figures of one stratum."""
    assert "q6_by_role_type" in set(found.changes["table"])
    assert not found.changes["table"].str.contains("_contrasts_by_").any()


def test_what_is_hidden_in_one_year_has_no_difference(both):
    """The difference and the other year's count would give it back."""
    guarded = Settings(tables=TableSettings(by=[], suppression="threshold-10"))
    changes = compare_surveys(*both, settings=guarded, judge=LongIsAccurate()).changes
    hidden = changes["n_before"].isna() | changes["n_now"].isna()

    assert hidden.any()
    assert changes.loc[hidden, ["difference", "low", "high"]].isna().all(axis=None)


def test_the_page_says_how_many_figures_moved(found):
    """And that one in twenty does so by chance."""
    page = found.page()

    assert "figures differ by more than their 95% interval" in page.headlines[0]
    assert {row.unit for row in page.means} == {"points of the scale"}
    assert page.synthetic


def test_the_page_needs_nothing_from_outside(found):
    """One file with its pictures, and every word escaped."""
    page = dataclasses.replace(found.page(), sources=("<b>.csv", "this.csv"))
    html = render_changes(page)

    assert html.count("<svg") == 2
    assert "&lt;b&gt;.csv" in html
    assert "<script" not in html
    assert html == render_changes(page)


def test_table_and_page_are_written(found, tmp_path):
    """Under the names that are documented."""
    page = found.write(tmp_path / "out")

    assert page.name == "changes.html"
    assert len(pd.read_csv(tmp_path / "out" / "changes.csv")) == len(found.changes)


def test_the_manifest_says_what_was_compared_and_how(found, both, tmp_path):
    """Files, model, settings and versions; and the hashes of what was written."""
    found.write(tmp_path / "out")
    record = json.loads((tmp_path / "out" / "changes_manifest.json").read_text())

    assert [each["sha256"] for each in record["inputs"]] == [s.sha256 for s in both]
    assert record["models"]["definition-matcher"] == LongIsAccurate.model_sha256
    assert record["settings"] == Settings().as_record()
    assert set(record["outputs"]) == {"changes.csv", "changes.html"}


def test_one_file_is_not_compared_with_itself(both):
    """A slip on the command line would give a page of zeros."""
    with pytest.raises(SurveySchemaError, match="same file"):
        compare_surveys(both[0], both[0], judge=LongIsAccurate())


def test_surveys_of_two_instruments_are_refused(both):
    """Other options make other shares."""
    other = dataclasses.replace(both[1].instrument, name="another")
    with pytest.raises(SurveySchemaError, match="one instrument"):
        compare_surveys(
            both[0],
            dataclasses.replace(both[1], instrument=other),
            judge=LongIsAccurate(),
        )


def test_strata_pooled_for_their_size_are_not_compared(found):
    """Each year, others may be among them."""
    assert "(smaller strata)" not in set(found.changes["stratum"])


def test_what_was_pooled_is_said(found):
    """The reader misses the small departments and learns why."""
    assert any("too small to stand alone" in note for note in found.notes)


def test_a_question_of_one_year_only_is_said(both):
    """It is left out of the table, and the page names it."""
    later = dataclasses.replace(both[1], answers=both[1].answers.drop(columns="q12"))
    found = compare_surveys(both[0], later, judge=LongIsAccurate())

    assert "q12" not in set(found.changes["table"])
    assert "Only last year's survey has: q12." in found.notes


def test_surveys_without_a_figure_in_common_are_refused():
    """Nothing can be set beside anything."""
    one, other = ({name: crosstab(pd.Series(["a", "b"]))} for name in ("q1", "q2"))

    with pytest.raises(NotEnoughDataError, match="no figure in common"):
        change_table(one, other)
