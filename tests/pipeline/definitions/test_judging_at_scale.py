import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_nlp.exceptions import (
    OutputError,
    SettingsError,
    SurveyReadError,
    SurveySchemaError,
)
from coprod_nlp.pipeline.definitions.judging import judge_rows
from coprod_nlp.pipeline.definitions.parts import Parts, held_parts
from coprod_nlp.pipeline.definitions.streaming import judge_file
from coprod_nlp.pipeline.one_column import read_column
from judges import WordCounter

parquet = pytest.importorskip("pyarrow.parquet", reason="the extra parquet is missing")

ANSWERS = ["Planning care with patients", "n/a", "", "As equals, together", "=1+1"]


@pytest.fixture
def table(tmp_path):
    """Return a CSV file of 23 rows, of which 5 answers are different."""
    path = tmp_path / "answers.csv"
    lines = [f'p{n},"{ANSWERS[n % 5]}"' for n in range(23)]
    path.write_text("\n".join(["who,what", *lines]) + "\n", encoding="utf-8")
    return path


def judged(path, out, matcher=None, text="what", **settings):
    """Judge a file in parts of four rows, whatever its size."""
    settings = {"large": 0, "part": 4, **settings}
    return judge_file(path, text, out, matcher or WordCounter(), **settings)


def as_parquet(table, path, **settings):
    """Store the rows of a CSV file as Parquet, in row groups of five."""
    frame = pd.read_csv(table, dtype="str", keep_default_na=False)
    frame.to_parquet(path, index=False, row_group_size=5, **settings)
    return path


@given(st.lists(st.sampled_from([*ANSWERS, "one", "two", None]), max_size=12))
def test_a_verdict_depends_on_the_text_alone(texts):
    """Judged together or one by one, the rows are the same."""
    rows = pd.DataFrame({"what": pd.Series(texts, dtype="str")})
    together = judge_rows(rows, "what", WordCounter())
    single = [judge_rows(rows.iloc[[i]], "what", WordCounter()) for i in rows.index]
    blank = judge_rows(rows.iloc[:0], "what", WordCounter())

    pd.testing.assert_frame_equal(together, pd.concat([blank, *single]))


def test_a_column_named_like_one_of_a_verdict_is_refused():
    """Two columns of one name could not be told apart."""
    rows = pd.DataFrame({"label": ["together"]})

    with pytest.raises(SurveySchemaError, match="Rename them"):
        judge_rows(rows, "label", WordCounter())


@pytest.mark.parametrize("identifier", [None, "who"])
def test_csv_in_parts_is_judged_as_csv_at_once(table, tmp_path, identifier):
    """To the byte, with row numbers and with identifiers."""
    whole, parts = tmp_path / "whole.csv", tmp_path / "parts.csv"
    judged(table, whole, large=10**9, identifier=identifier)
    judged(table, parts, identifier=identifier)

    assert parts.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("large", [0, 10**9])
def test_who_wrote_nothing_is_not_counted_as_no_match(table, tmp_path, large):
    """Of 23 rows, five are "n/a" and five are blank."""
    done = judged(table, tmp_path / "v.csv", large=large)

    assert (done.n_written, done.n_without_answer) == (13, 10)


@pytest.mark.parametrize("title", ["ResponseId", "Respondent ID", "id"])
def test_csv_in_parts_finds_the_names_of_rows_as_csv_at_once(table, tmp_path, title):
    """By the header alone, since its rows are not held."""
    table.write_text(table.read_text().replace("who", title))
    whole, parts = tmp_path / "whole.csv", tmp_path / "parts.csv"
    judged(table, whole, large=10**9)
    done = judged(table, parts)

    assert pd.read_csv(parts)[title].iloc[0] == "p0"
    assert parts.read_bytes() == whole.read_bytes()
    assert done.notes == (f"Respondents are named by the column {title!r}.",)


@pytest.mark.parametrize("kind", ["whole", "parts", "parquet"])
def test_a_column_is_meant_whatever_its_case(table, tmp_path, kind):
    """However the table is read, and it is said which column it was."""
    path = as_parquet(table, tmp_path / "t.parquet") if kind == "parquet" else table
    large = 10**9 if kind == "whole" else 0
    out = tmp_path / "out.csv"
    done = judged(path, out, text="What?", identifier="WHO", large=large)

    assert list(pd.read_csv(out).columns[:2]) == ["who", "what"]
    assert done.notes == (
        "The column 'what' was read for 'What?'.",
        "The column 'who' was read for 'WHO'.",
    )


def test_parquet_finds_the_names_of_its_rows(tmp_path):
    """In its schema."""
    frame = pd.DataFrame({"response_id": ["p0"], "what": ["together"]})
    frame.to_parquet(tmp_path / "a.parquet", index=False)
    judged(tmp_path / "a.parquet", tmp_path / "v.parquet")

    assert pd.read_parquet(tmp_path / "v.parquet")["response_id"].tolist() == ["p0"]


def test_parquet_is_judged_as_csv_at_once(table, tmp_path):
    """Parts that cut across row groups change nothing."""
    out = tmp_path / "out" / "verdicts.parquet"
    judged(as_parquet(table, tmp_path / "a.parquet"), out, identifier="who")

    pd.testing.assert_frame_equal(
        pd.read_parquet(out),
        judge_rows(read_column(table, "what", "who").rows(), "what", WordCounter()),
    )


def test_a_folder_of_parquet_files_is_one_table(table, tmp_path):
    """As Spark writes them; rows without identifier are counted through."""
    folder = tmp_path / "answers"
    folder.mkdir()
    for name in ("part-1.parquet", "part-0.parquet"):
        as_parquet(table, folder / name)
    judged(folder, tmp_path / "v.parquet")

    assert pd.read_parquet(tmp_path / "v.parquet")["row"].tolist() == [*range(1, 47)]


def test_identifiers_of_parquet_keep_their_type(tmp_path):
    """A number with gaps stays a whole number, to be joined on."""
    frame = pd.DataFrame({"who": pd.array([1, None, 2**60 + 1], dtype="Int64")})
    frame["what"] = "together"
    frame.to_parquet(tmp_path / "a.parquet", index=False)
    judged(tmp_path / "a.parquet", tmp_path / "v.parquet", identifier="who")
    found = parquet.read_table(tmp_path / "v.parquet")["who"]

    assert str(found.type) == "int64"
    assert found.to_pylist() == [1, None, 2**60 + 1]


def test_an_answer_is_judged_once_across_parts(table, tmp_path):
    """What was judged in one part is known in the next; non-answers are not read."""
    matcher = WordCounter()
    judged(table, tmp_path / "v.csv", matcher)

    assert sorted(matcher.seen) == sorted([ANSWERS[0], ANSWERS[3], ANSWERS[4]])


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_no_rows_give_an_empty_table_with_the_columns(table, tmp_path, ending):
    """A survey nobody answered goes the same way."""
    path = tmp_path / f"none.{ending}"
    if ending == "csv":
        path.write_text("who,what\n")
    else:
        pd.DataFrame({"what": pd.Series([], dtype="str")}).to_parquet(path)
    done = judged(path, tmp_path / "v.parquet")
    judged(table, tmp_path / "some.parquet")
    empty, some = (pd.read_parquet(tmp_path / n) for n in ("v.parquet", "some.parquet"))

    assert (done.n_written + done.n_without_answer, len(empty)) == (0, 0)
    assert empty.dtypes.equals(some.dtypes)


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from judges import WordCounter
from coprod_nlp.pipeline.definitions.streaming import judge_file
judge_file(Path(sys.argv[1]), "what", Path(sys.argv[2]), WordCounter(killed_at=4),
           large=0, part=4)
"""


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_killed_run_goes_on_where_it_stopped(table, tmp_path, ending):
    """After kill -9 no row is judged twice, lost or repeated, and the lock is gone."""
    out, whole = tmp_path / f"v.{ending}", tmp_path / f"whole.{ending}"
    # Every answer of its own, so that each part asks the judge.
    lines = [f"p{n},answer {n}" for n in range(23)]
    table.write_text("\n".join(["who,what", *lines]) + "\n")
    arguments = [str(table), str(out), str(Path(__file__).parents[2])]
    dead = subprocess.run([sys.executable, "-c", KILLED, *arguments], check=False)
    matcher = WordCounter()
    done = judged(table, out, matcher)
    judged(table, whole)

    assert dead.returncode == -9
    assert (done.resumed, done.n_written) == (8, 23)
    assert matcher.seen == [f"answer {n}" for n in range(8, 23)]
    assert out.read_bytes() == whole.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        [table.name, out.name, whole.name]
    )


def test_nothing_stands_at_the_output_before_it_is_whole(table, tmp_path):
    """Half a table could be taken for a whole one."""
    out, seen = tmp_path / "v.csv", []
    judged(table, out, progress=lambda *told: seen.append((told, out.exists())))

    assert [there for _, there in seen] == [False] * 7
    assert seen[-1][0] == ("rows", 23, 23)


@pytest.mark.parametrize("kind", ["whole", "parts", "parquet"])
def test_a_column_of_row_numbers_is_not_numbered_over(table, tmp_path, kind):
    """However the table is read; the verdicts could not be joined to it."""
    table.write_text(table.read_text().replace("who", "row"))
    path = as_parquet(table, tmp_path / "t.parquet") if kind == "parquet" else table
    out, large = tmp_path / "v.csv", 10**9 if kind == "whole" else 0
    with pytest.raises(SurveySchemaError, match="--id row"):
        judged(path, out, large=large)
    judged(path, out, large=large, identifier="row")

    assert pd.read_csv(out)["row"].iloc[0] == "p0"


@pytest.mark.parametrize("large", [0, 10**9])
def test_problems_of_an_earlier_run_are_gone_where_there_are_none(
    table, tmp_path, large
):
    """They say nothing of the new verdicts."""
    rows = table.read_bytes()
    table.write_bytes(rows + b"p24,caf\xe9\n")
    before = judged(table, tmp_path / "v.csv", large=large).problems
    table.write_bytes(rows)
    after = judged(table, tmp_path / "v.csv", large=large).problems

    assert (before, after) == (tmp_path / "v_problems.csv", None)
    assert not before.exists()


@pytest.mark.parametrize("large", [0, 10**9])
def test_somebodys_notes_beside_verdicts_are_neither_replaced_nor_deleted(
    table, tmp_path, large
):
    """They bear the name that problems get."""
    notes = tmp_path / "v_problems.csv"
    notes.write_text("row,what I think\n")
    with pytest.raises(SettingsError, match="in the way"):
        judged(table, tmp_path / "v.csv", large=large)

    assert notes.read_text() == "row,what I think\n"


def test_two_processes_cannot_write_one_output(table, tmp_path):
    """The second is told, and the first goes on."""
    out = tmp_path / "v.csv"
    with held_parts(out, {}), pytest.raises(OutputError, match="Another process"):
        judged(table, out)


def test_parts_of_another_run_are_not_mixed_in(table, tmp_path):
    """What differs is named."""
    out = tmp_path / "v.csv"
    with held_parts(out, {"text": "what"}) as parts:
        parts.write(0, pd.DataFrame({"decision": ["match"]}))

    with pytest.raises(OutputError, match="matcher"):
        judged(table, out)


def test_a_full_disk_is_told_and_loses_nothing(table, tmp_path):
    """What is done is kept, and the message says where."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    out = tmp_path / "v.csv"
    Parts(out).folder.mkdir()
    (Parts(out).folder / "unfinished.csv").symlink_to(full)

    with pytest.raises(OutputError, match=r"disk .* is full"):
        judged(table, out)


def test_a_damaged_row_group_is_named(table, tmp_path):
    """With its rows, so that they can be found."""
    path = as_parquet(table, tmp_path / "a.parquet", compression="gzip")
    group = parquet.ParquetFile(path).metadata.row_group(2).column(1)
    content = bytearray(path.read_bytes())
    start, size = group.dictionary_page_offset, group.total_compressed_size
    content[start : start + size] = b"\xff" * size
    path.write_bytes(content)

    with pytest.raises(SurveyReadError, match=r"group 3 of 5 .*\(rows 11 to 15\)"):
        judged(path, tmp_path / "v.parquet")


def test_a_parquet_file_that_was_cut_short_is_told(table, tmp_path):
    """Its end, where it says what it holds, is missing."""
    path = as_parquet(table, tmp_path / "a.parquet")
    path.write_bytes(path.read_bytes()[:-20])

    with pytest.raises(SurveyReadError, match="cut short"):
        judged(path, tmp_path / "v.parquet")


def test_a_column_that_is_no_text_is_told(tmp_path):
    """Numbers would be judged as if somebody had written them."""
    pd.DataFrame({"what": [1, 2]}).to_parquet(tmp_path / "a.parquet")

    with pytest.raises(SurveySchemaError, match="is int64; definitions are text"):
        judged(tmp_path / "a.parquet", tmp_path / "v.parquet")


def test_identifiers_that_change_their_type_are_told(tmp_path):
    """Both files are named."""
    folder = tmp_path / "answers"
    folder.mkdir()
    for name, who in (("a", 1), ("b", "x1")):
        frame = pd.DataFrame({"who": [who], "what": ["together"]})
        frame.to_parquet(folder / f"{name}.parquet")

    with pytest.raises(
        SurveySchemaError, match=r"int64 in a\.parquet .* in b\.parquet"
    ):
        judged(folder, tmp_path / "v.parquet", identifier="who")


def test_a_row_whose_quotes_do_not_pair_is_reported_and_the_rest_done(tmp_path):
    """Each other row keeps its number."""
    path, out = tmp_path / "answers.csv", tmp_path / "v.csv"
    path.write_text('who,what\na,one\nb,"he said "yes" to me"\nc,"two, three"\nd,x,y\n')
    done = judged(path, out)

    assert pd.read_csv(out)["row"].tolist() == [2, 4]
    assert pd.read_csv(done.problems)["row"].tolist() == [3, 5]


def test_what_a_table_read_as_a_whole_needed_is_told_too(tmp_path):
    """A row with too few cells is judged as blank, and listed."""
    path, out = tmp_path / "answers.csv", tmp_path / "v.csv"
    path.write_text("who,what\na,one\nb\n")
    done = judge_file(path, "what", out, WordCounter())

    assert len(pd.read_csv(out)) == 2
    assert 3 in pd.read_csv(done.problems)["row"].tolist()


def test_the_output_is_never_the_input(table):
    """Nobody's data are written over."""
    with pytest.raises(SettingsError, match="another folder"):
        judged(table, table)


def test_a_workbook_cannot_be_written_in_parts(table, tmp_path):
    """It is told before any work is done."""
    with pytest.raises(SettingsError, match=r"\.parquet"):
        judged(table, tmp_path / "v.xlsx")
