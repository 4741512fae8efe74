"""What an earlier run left in a folder does not stay beside the files of the next."""

import json

import pandas as pd
import pytest

from coprod_nlp.pipeline.run.writing import MANIFEST, write_files

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


def test_a_table_that_somebody_changed_is_left(folder):
    """Nobody's work is lost."""
    edited = folder / "tables" / "q4_by_department.csv"
    edited.write_text("mine", "utf-8")
    write_files(folder, {"tables/q4": TABLE}, {}, {})

    assert edited.read_text("utf-8") == "mine"


def test_what_no_run_wrote_is_left(folder):
    """A folder may hold other things."""
    (folder / "notes.txt").write_text("mine", "utf-8")
    write_files(folder, {}, {}, {})

    assert (folder / "notes.txt").is_file()


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
