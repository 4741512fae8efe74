"""What an earlier run left in a folder does not stay beside the files of the next."""

import json
from pathlib import Path

import pandas as pd
import pytest

from coprod_nlp.pipeline.run.writing import MANIFEST, may_change, write_files

TABLE = pd.DataFrame({"n": [3]})


@pytest.fixture
def folder(tmp_path):
    """Return a folder into which a run has written two tables."""
    folder = tmp_path / "report"
    frames = {"tables/q4": TABLE, "tables/q4_by_department": TABLE}
    write_files(folder, frames, {}, {})
    return folder


def test_a_table_that_is_not_written_again_is_deleted(folder):
    """It may hold what the new tables hide."""
    write_files(folder, {"tables/q4": TABLE}, {}, {})

    assert [path.name for path in (folder / "tables").iterdir()] == ["q4.csv"]


@pytest.mark.parametrize("written", [{"tables/q4": TABLE}, {}])
def test_a_table_that_somebody_changed_is_kept(folder, written):
    """Nobody's work is lost, whether or not the next run writes such a table."""
    (folder / "tables" / "q4.csv").write_text("mine", "utf-8")
    write_files(folder, written, {}, {})

    kept = folder / "tables" / "q4 (edited).csv"
    assert kept.read_text("utf-8") == "mine"


def test_a_table_that_was_changed_is_written_anew(folder):
    """The next run's figures stand under the name that its report gives."""
    (folder / "tables" / "q4.csv").write_text("mine", "utf-8")
    write_files(folder, {"tables/q4": TABLE}, {}, {})

    assert pd.read_csv(folder / "tables" / "q4.csv").equals(TABLE)


def test_what_was_kept_before_is_not_replaced(folder):
    """A second change gets the next name."""
    for text in ("first", "second"):
        (folder / "tables" / "q4.csv").write_text(text, "utf-8")
        write_files(folder, {"tables/q4": TABLE}, {}, {})

    kept = [folder / "tables" / f"q4 (edited{n}).csv" for n in ("", " 2")]
    assert [path.read_text("utf-8") for path in kept] == ["first", "second"]


def test_no_file_outside_the_folder_is_renamed(folder):
    """Whatever the manifest says."""
    outside = folder.parent / "survey.csv"
    outside.write_text("mine", "utf-8")
    record = json.loads((folder / MANIFEST).read_text("utf-8"))
    record["outputs"]["../survey.csv"] = "0"
    (folder / MANIFEST).write_text(json.dumps(record), "utf-8")
    write_files(folder, {}, {}, {})

    assert outside.is_file()


def test_a_file_that_no_run_wrote_is_not_replaced(folder):
    """It may be the survey itself."""
    (folder / "units.csv").write_text("mine", "utf-8")
    write_files(folder, {"units": TABLE}, {}, {})

    assert (folder / "units (edited).csv").read_text("utf-8") == "mine"


def test_what_no_run_wrote_is_left(folder):
    """A folder may hold other things."""
    (folder / "notes.txt").write_text("mine", "utf-8")
    write_files(folder, {}, {}, {})

    assert (folder / "notes.txt").is_file()


def test_what_may_change_is_known_before(folder):
    """What is to be written, and what an earlier run wrote; not what else is there."""
    (folder / "notes.txt").write_text("mine", "utf-8")
    found = {path.relative_to(folder) for path in may_change(folder, ["units.csv"])}

    assert set(map(Path.as_posix, found)) == {
        *("units.csv", MANIFEST, "tables/q4.csv", "tables/q4_by_department.csv")
    }


def test_no_file_outside_the_folder_is_deleted(folder):
    """Whatever the manifest says."""
    outside = folder.parent / "survey.csv"
    (folder / "tables" / "q4.csv").rename(outside)
    record = json.loads((folder / MANIFEST).read_text("utf-8"))
    record["outputs"] = {"../survey.csv": record["outputs"]["tables/q4.csv"]}
    (folder / MANIFEST).write_text(json.dumps(record), "utf-8")
    write_files(folder, {}, {}, {})

    assert outside.is_file()


@pytest.mark.parametrize("content", ["", "[]", '{"outputs": 3}'])
def test_a_manifest_of_something_else_deletes_nothing(folder, content):
    """A file that happens to bear the name is replaced."""
    (folder / MANIFEST).write_text(content, "utf-8")
    write_files(folder, {}, {}, {})

    assert (folder / "tables" / "q4.csv").is_file()
