import sys

import openpyxl
import pandas as pd
import pytest

from coprod_nlp.exceptions import MissingExtraError, OutputError, SettingsError
from coprod_nlp.files.parquetfiles import column_names
from coprod_nlp.files.tablefiles import (
    check_apart,
    check_ending,
    check_file,
    check_folder,
    check_new,
    write_table,
)


def test_a_text_that_is_too_long_for_a_cell_says_so(tmp_path):
    """A workbook keeps 32,767 characters; what is cut is not cut in silence."""
    write_table(pd.DataFrame({"answer": ["x" * 40_000]}), tmp_path / "t.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "t.xlsx").active["A2"].value

    assert len(cell) <= 32_767
    assert cell.endswith("[shortened: the answer has 40000 characters]")


def test_a_control_character_is_no_error(tmp_path):
    """A workbook cannot hold it, so it is left out."""
    write_table(pd.DataFrame({"id": ["a\x00b"]}), tmp_path / "t.xlsx")

    assert openpyxl.load_workbook(tmp_path / "t.xlsx").active["A2"].value == "ab"


@pytest.mark.parametrize("place", ["A1", "A2"])
def test_a_control_character_hides_no_formula(tmp_path, place):
    """Neither in a cell nor in a header: it is left out, and then a sign is first."""
    write_table(pd.DataFrame({"\x00=1+1": ["\x00=1+1"]}), tmp_path / "t.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "t.xlsx").active[place]

    assert (cell.value, cell.data_type) == ("'=1+1", "s")


@pytest.mark.parametrize("out", ["in.csv", "in/../in.csv", "in.csv/more.csv"])
def test_what_is_read_is_not_written_over(tmp_path, out):
    """Nor into, however the path is written."""
    with pytest.raises(SettingsError, match="is what is read"):
        check_apart([None, tmp_path / "in.csv"], [tmp_path / "o.csv", tmp_path / out])


def test_what_lies_beside_may_be_written(tmp_path):
    """Only the same file counts."""
    check_apart([tmp_path / "in.csv"], [tmp_path / "out.csv"])


@pytest.mark.parametrize("read", ["in.csv", "folder"])
def test_a_second_name_of_what_is_read_is_not_written_over(tmp_path, read):
    """A hard link is the same file, also of one in a folder that is read."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "in.csv").write_text("who,what\n")
    (tmp_path / "folder" / "in.csv").hardlink_to(tmp_path / "in.csv")
    (tmp_path / "out.csv").hardlink_to(tmp_path / "in.csv")
    with pytest.raises(SettingsError, match="is what is read"):
        check_apart([tmp_path / read], [tmp_path / "out.csv"])


def test_a_file_that_is_there_is_not_taken_for_a_new_one(tmp_path):
    """What somebody wrote into it would be gone."""
    (tmp_path / "t.csv").write_text("mine")
    with pytest.raises(FileExistsError, match=r"t\.csv exists already and may hold"):
        check_new(tmp_path / "t.csv", [".csv"], holds="codes")


def test_a_new_file_has_an_ending_that_says_how_to_write(tmp_path):
    """And a place that can be written to."""
    with pytest.raises(SettingsError, match=r"t\.txt needs the ending \.toml"):
        check_new(tmp_path / "t.txt", [".toml"], holds="settings")
    with pytest.raises(OutputError, match="no folder to write into"):
        check_new(tmp_path / ("x" * 300) / "t.toml", [".toml"], holds="settings")


def test_parquet_without_pyarrow_says_what_to_install(tmp_path, monkeypatch):
    """Before any work: pandas would say it when the verdicts are there."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r'"\.\[parquet\]" in place') as missing:
        check_ending(tmp_path / "v.parquet")
    with pytest.raises(MissingExtraError):
        column_names(tmp_path / "a.parquet")

    assert (missing.value.package, missing.value.extra) == ("pyarrow", "parquet")


@pytest.mark.parametrize("place", ["file", "file/in/it", "x" * 300])
def test_a_folder_that_cannot_be_made_is_told_before_any_work(tmp_path, place):
    """In words that say what to do."""
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError, match="is no folder to write into"):
        check_folder(tmp_path / place)
    with pytest.raises(OutputError, match="is no folder to write into"):
        check_file(tmp_path / place / "v.csv")


def test_a_folder_in_place_of_a_file_is_told_before_any_work(tmp_path):
    """A table is one file."""
    with pytest.raises(OutputError, match="is no file to write: it is a folder"):
        check_file(tmp_path)


def test_looking_whether_a_folder_can_be_made_leaves_nothing(tmp_path):
    """A run that is refused afterwards has written nothing."""
    check_folder(tmp_path / "new" / "folder")

    assert list(tmp_path.iterdir()) == []


def test_what_is_read_does_not_lie_in_a_folder_that_is_written(tmp_path):
    """A table there may be written by any name."""
    with pytest.raises(SettingsError, match="tables holds what is read"):
        check_apart([tmp_path / "tables" / "q4.csv"], [tmp_path / "tables"])
