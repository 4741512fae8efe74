import openpyxl
import pandas as pd
import pytest

from coprod_nlp.exceptions import SettingsError
from coprod_nlp.files.tablefiles import check_apart, write_table


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


def test_what_is_read_does_not_lie_in_a_folder_that_is_written(tmp_path):
    """A table there may be written by any name."""
    with pytest.raises(SettingsError, match="tables holds what is read"):
        check_apart([tmp_path / "tables" / "q4.csv"], [tmp_path / "tables"])
