"""Three sources on one question, by month and department."""

import json

import numpy as np
import pandas as pd
import pytest

from coprod_nlp.exceptions import SettingsError, SurveySchemaError
from coprod_nlp.files.checksums import file_sha256
from coprod_nlp.files.csvfiles import write_csv
from coprod_nlp.pipeline.side_by_side.triangulating import triangulate
from coprod_nlp.report import render_triangulation
from coprod_nlp.tables import crosstab, source_table, suppress_small_counts

DEPARTMENTS = ["CAMHS", "IT <b>"]


@pytest.fixture
def folder(tmp_path):
    """Return a folder of a run, of audits over three months, and of patients."""
    tables = tmp_path / "run" / "tables"
    tables.mkdir(parents=True)
    values = pd.Series(["Yes"] * 20 + ["No"] * 10 + ["Yes"] * 3 + ["No"] * 20)
    ward = pd.Series([DEPARTMENTS[0]] * 30 + [DEPARTMENTS[1]] * 23)
    published = suppress_small_counts(crosstab(values, ward), "threshold-5")
    write_csv(published, tables / "q12_by_department.csv")
    record = json.dumps({"synthetic": True})
    (tmp_path / "run" / "manifest.json").write_text(record)
    rng = np.random.default_rng(0)
    plans = pd.DataFrame(
        {
            "month": rng.choice(["2024-04", "2024-05", "2024-06"], 120),
            "department": rng.choice(DEPARTMENTS, 120, p=[0.8, 0.2]),
            "patient_involved": rng.choice(["yes", "no"], 120),
            "carer_involved": rng.choice(["yes", "no", ""], 120),
            "voice_conveyed": rng.choice(["yes", "no"], 120),
            "copy_given": "",
        }
    )
    plans.to_csv(tmp_path / "audits.csv", index=False)
    patients = plans[["month", "department"]].assign(involved=plans["voice_conveyed"])
    patients.to_csv(tmp_path / "patients.csv", index=False)
    return tmp_path


@pytest.fixture
def found(folder):
    """Return the three sources side by side."""
    return triangulate(
        folder / "run",
        folder / "audits.csv",
        month="2024-05",
        patients=folder / "patients.csv",
    )


def test_each_source_has_its_share_of_patients_involved(folder, found):
    """Audits are counted by month and department, with their own bases."""
    plans = pd.read_csv(folder / "audits.csv")
    own = plans.query("month == '2024-05' and department == 'CAMHS'")
    row = found.table.query(
        "source == 'audit' and criterion == 'patient_involved' and month == '2024-05' "
        "and department == 'CAMHS'"
    ).iloc[0]

    assert set(found.table["source"]) == {"staff survey", "audit", "patient survey"}
    assert row["base"] == len(own)
    assert row["n"] == (own["patient_involved"] == "yes").sum()


@pytest.mark.parametrize("month", ["banana", "05/2024", "2024-13", ""])
def test_a_month_that_is_none_is_refused(folder, month):
    """Beside the months of the audits it would be one of its own."""
    with pytest.raises(SettingsError, match="written as 2024-05, got"):
        triangulate(folder / "run", folder / "audits.csv", month=month)


def test_a_day_stands_for_its_month(folder):
    """As in the files of audits."""
    found = triangulate(folder / "run", folder / "audits.csv", month="2024-05-14")
    staff = found.table[found.table["source"] == "staff survey"]

    assert set(staff["month"]) == {"2024-05"}
    assert found.provenance["choices"]["month"] == "2024-05"


def test_departments_are_matched_however_they_are_spelled(folder):
    """Under the name that the staff survey has; what stands alone is named."""
    path = folder / "audits.csv"
    plans = pd.read_csv(path)
    plans["department"] = plans["department"].replace({"CAMHS": "camhs "})
    plans.loc[0, "department"] = "Elm Ward"
    plans.to_csv(path, index=False)
    found = triangulate(folder / "run", path, month="2024-05")

    assert set(found.table["department"]) == {"(all)", "Elm Ward", *DEPARTMENTS}
    assert found.notes == ("Only the audit has the department(s) ['Elm Ward'].",)
    assert "Only the audit has" in render_triangulation(found.page())


def test_what_the_run_hides_stays_hidden(found):
    """Staff figures are taken from the tables that were published."""
    staff = found.table[found.table["source"] == "staff survey"]

    assert staff["n"].isna().any()
    assert staff.loc[staff["n"].isna(), "share"].isna().all()


def test_a_criterion_that_nobody_answered_is_left_out(found):
    """A blank column has no share of 0."""
    assert "copy_given" not in set(found.table["criterion"])


def test_small_counts_of_audits_are_hidden_so_that_no_total_gives_them_back():
    """Months and departments add up to totals, which are hidden with what they tell."""
    rows = pd.DataFrame(
        {
            "month": ["2024-05"] * 30 + ["2024-06"] * 30,
            "department": (["A"] * 20 + ["B"] * 10) * 2,
            "met": pd.array(([True] * 3 + [False] * 27) * 2, dtype="boolean"),
        }
    )
    table = source_table(rows, ["met"], "audit", rule="threshold-5")
    cells = table.set_index(["department", "month"])["n"]

    assert pd.isna(cells["A", "2024-05"])
    assert not table["n"].between(1, 4).any()
    assert pd.isna(cells["(all)", "2024-05"])


def test_the_page_shows_perceived_beside_audited(found):
    """One picture, one table, a sentence for each source, and all is escaped."""
    page = found.page()
    html = render_triangulation(page)

    assert page.departments[0] == "Everybody"
    assert page.months == ("2024-04", "2024-05", "2024-06")
    assert len(page.headlines) == 3
    assert html.count("<svg") == 1
    assert "IT <b>" not in html
    assert "SYNTHETIC" in html


def test_table_and_page_are_written(found, tmp_path):
    """Under the names that are documented."""
    page = found.write(tmp_path / "out")

    assert page.name == "sources.html"
    assert len(pd.read_csv(tmp_path / "out" / "sources.csv")) == len(found.table)


def test_the_manifest_says_what_the_table_was_made_from(found, folder, tmp_path):
    """Files by their hashes, so that another copy of them can be told apart."""
    found.write(tmp_path / "out")
    record = json.loads((tmp_path / "out" / "sources_manifest.json").read_text())

    assert record["inputs"]["audit"]["sha256"] == file_sha256(folder / "audits.csv")
    assert record["choices"]["month"] == "2024-05"
    assert set(record["outputs"]) == {"sources.csv", "sources.html"}


def test_a_manifest_that_cannot_be_read_is_named(folder):
    """Whether the survey is the example is not guessed."""
    (folder / "run" / "manifest.json").write_text("{", "utf-8")
    with pytest.raises(SurveySchemaError, match="is no manifest of a run"):
        triangulate(folder / "run", folder / "audits.csv", month="2024-05")


def test_a_folder_without_the_table_is_named(folder):
    """Departments must be among the strata of the run."""
    with pytest.raises(SurveySchemaError, match="q12_by_department"):
        triangulate(folder, folder / "audits.csv", month="2024-05")


def test_a_plan_without_a_month_keeps_its_department():
    """What is not known of a plan hides nothing that is known of it."""
    rows = pd.DataFrame({"month": [None], "department": ["A"], "met": [True]})
    table = source_table(rows.astype({"met": "boolean"}), ["met"], "audit")

    assert ("A", "(not known)") in set(zip(table.department, table.month, strict=True))


def test_a_criterion_that_reads_like_strata_is_refused():
    """Its table would be taken for that of another criterion."""
    rows = pd.DataFrame({"month": ["2024-05"], "department": ["A"]})
    with pytest.raises(ValueError, match="no '_by_'"):
        source_table(rows.assign(signed_by_carer=True), ["signed_by_carer"], "audit")


def test_a_criterion_of_words_is_refused():
    """A "no" beside booleans would be left out of the base."""
    row = {"month": "2024-05", "department": "A"}
    rows = pd.DataFrame([{**row, "met": value} for value in (True, "no", False)])

    with pytest.raises(ValueError, match="neither True nor False"):
        source_table(rows, ["met"], "audit")
