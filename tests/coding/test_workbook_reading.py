"""What a coder chose is read back whole; what cannot be understood is listed."""

import openpyxl
import pandas as pd
import pytest

from coprod_nlp.coding import Code, Codebook
from coprod_nlp.coding.workbook.cells import Status
from coprod_nlp.coding.workbook.reading import read_workbook
from coprod_nlp.coding.workbook.writing import write_workbook
from coprod_nlp.exceptions import CodingsError
from coprod_nlp.files.words import NO_CODE

TEXTS = pd.Series({"R1": "no time", "R2": "families live far", "007": "my job"})
SECRET = "my sister was on this ward for months and nobody ever asked her anything"
CODES = ["barriers/time", "barriers/distance", "other"]


@pytest.fixture
def coded(small_codebook, tmp_path):
    """Return a function that puts cells into a workbook of three answers, and reads."""

    def _read(cells, **options):
        path = tmp_path / "A.xlsx"
        if not path.exists():
            write_workbook(TEXTS, small_codebook, "q1", path)
        book = openpyxl.load_workbook(path)
        for place, value in cells.items():
            book["coding"][place] = value
        book.save(path)
        return read_workbook(path, **options)

    return _read


def codes_of(workbook):
    """Return the codes of each respondent."""
    grouped = workbook.codings.groupby("respondent", sort=False)["code"]
    return {respondent: list(codes) for respondent, codes in grouped}


def places(workbook):
    """Return row and column of each problem, without answers not coded yet."""
    own = workbook.cells_to_correct
    return list(zip(own["row"], own["column"], strict=True))


def status_of(workbook):
    """Return how far each respondent's answer is coded."""
    return dict(
        zip(workbook.answers["respondent"], workbook.answers["status"], strict=True)
    )


def test_codes_are_read_as_a_long_table(coded):
    """The columns are those of every table of codings, with the memo."""
    found = coded({"C2": CODES[0], "D2": CODES[1], "G2": "both?", "C3": "other"})

    assert found.codings.to_dict("list") == {
        "respondent": ["R1", "R1", "R2"],
        "question": ["q1"] * 3,
        "coder": ["A"] * 3,
        "code": [CODES[0], CODES[1], "other"],
        "memo": ["both?", "both?", ""],
    }


def test_none_is_a_coding_of_its_own(coded):
    """Read and without a code is not the same as not read."""
    found = coded({"C2": "none"})

    assert codes_of(found) == {"R1": [NO_CODE]}
    assert status_of(found)["R1"] == Status.NO_CODE


def test_none_has_one_word_among_codings_and_among_statuses():
    """Who reads both files does not learn two."""
    assert NO_CODE == Status.NO_CODE


def test_an_answer_without_a_code_is_counted_and_listed(coded):
    """It is not coded yet, and must not pass for "no code"."""
    found = coded({"C2": CODES[0], "G3": "come back to this"})

    assert found.count(Status.NOT_YET) == 2
    assert found.problems["row"].tolist() == [3, 4]
    assert found.answers["memo"].tolist() == ["", "come back to this", ""]


@pytest.mark.parametrize(
    "typed", [" Barriers/TIME ", "barriers/time\u00a0", "BARRIERS/TIME\n"]
)
def test_case_and_outer_spaces_of_a_code_are_forgiven(coded, typed):
    """A code typed by hand is the code of the list."""
    found = coded({"C2": typed})

    assert codes_of(found) == {"R1": ["barriers/time"]}
    assert places(found) == []


def test_an_unknown_code_is_listed_with_its_text(coded):
    """The next best code is named, and none is taken for it."""
    found = coded({"C2": "barriers/tme", "D2": "other"})
    (problem,) = found.problems[found.problems["row"] == 2].to_dict("records")

    assert codes_of(found) == {"R1": ["other"]}
    assert problem == {
        "row": 2,
        "column": "code 1",
        "respondent": "R1",
        "found": "'barriers/tme'",
        "expected": "one code of the list in each cell; perhaps 'barriers/time'",
    }


@pytest.mark.parametrize(
    ("typed", "n_codes"),
    [
        ("barriers/time; other", 2),
        ("Barriers/Time,barriers/distance", 2),
        ("barriers/time\nbarriers/distance\nother", 3),
        ("barriers/time, Distance", 2),
        ("barriers/time; none;", 2),
    ],
)
def test_several_codes_in_one_cell_are_counted(coded, typed, n_codes):
    """None of them is taken; where the others go is said."""
    found = coded({"C2": typed, "D2": "other"})
    (problem,) = found.problems[found.problems["row"] == 2].to_dict("records")

    assert codes_of(found) == {"R1": ["other"]}
    assert problem["found"] == f"{n_codes} codes in one cell"
    assert problem["expected"] == "one code in each cell: use the next code columns"


@pytest.mark.parametrize("typed", ["no time, other", "a; b", "barriers/time;"])
def test_a_cell_with_anything_but_codes_is_not_said_to_hold_several(coded, typed):
    """It may be an answer."""
    assert not coded({"C2": typed}).problems["found"].str.contains("codes in").any()


@pytest.mark.parametrize("typed", ["Too far away", "distance", "too FAR away"])
def test_a_title_in_place_of_the_code_is_understood_as_a_hint(tmp_path, typed):
    """It names the code, and is not taken for it."""
    path = tmp_path / "A.xlsx"
    book = Codebook((Code("barriers/distance", "Too far away"), Code("b/time", "Time")))
    write_workbook(["a", "b"], book, "q1", path)
    opened = openpyxl.load_workbook(path)
    opened["coding"]["C2"] = typed
    opened.save(path)
    found = read_workbook(path)
    first = found.problems.iloc[0]

    assert codes_of(found) == {}
    assert first["found"] == repr(typed)
    assert first["expected"].endswith("in each cell; perhaps 'barriers/distance'")


def test_the_name_of_two_codes_hints_at_neither(tmp_path):
    """Which section was meant is the coder's to say."""
    path = tmp_path / "A.xlsx"
    write_workbook(
        ["a", "b"],
        Codebook((Code("staff/time", ""), Code("ward/time", ""))),
        "q1",
        path,
    )
    opened = openpyxl.load_workbook(path)
    opened["coding"]["C2"] = "time"
    opened.save(path)
    first = read_workbook(path).problems.iloc[0]

    assert first["expected"] == "one code of the list in each cell"


def test_a_workbook_without_the_sheet_of_the_codebook_is_read(coded, tmp_path):
    """Titles are a help, and no more."""
    coded({"C2": "other"})
    book = openpyxl.load_workbook(tmp_path / "A.xlsx")
    del book["codebook"]
    book.save(tmp_path / "A.xlsx")

    assert codes_of(read_workbook(tmp_path / "A.xlsx")) == {"R1": ["other"]}


def test_an_answer_with_unknown_codes_only_is_unclear(coded):
    """It was read, yet nobody can say what it got."""
    found = coded({"C2": "new idea"})

    assert status_of(found)["R1"] == Status.UNCLEAR


def test_two_codes_that_differ_in_case_are_not_guessed_at(tmp_path):
    """An exact spelling is the code; any other could be either."""
    path = tmp_path / "A.xlsx"
    book = Codebook((Code("Time", "Clock"), Code("TIME", "Times")))
    write_workbook(["a", "b"], book, "q1", path)
    opened = openpyxl.load_workbook(path)
    opened["coding"]["C2"], opened["coding"]["C3"] = "TIME", "time"
    opened.save(path)
    found = read_workbook(path)

    assert codes_of(found) == {"0": ["TIME"]}
    assert found.problems["expected"].iloc[0].endswith("; perhaps 'Time' or 'TIME'")


def test_a_code_twice_in_a_row_counts_once(coded):
    """One coder gives one code to one answer once."""
    found = coded({"C2": "other", "E2": "Other"})

    assert codes_of(found) == {"R1": ["other"]}
    assert places(found) == [(2, "code 3")]


@pytest.mark.parametrize("beside", ["other", "new idea"])
def test_none_beside_a_code_is_a_contradiction(coded, beside):
    """Neither counts until the coder has decided, and both are listed."""
    found = coded({"C2": beside, "D2": "none"})

    assert codes_of(found) == {}
    assert status_of(found)["R1"] == Status.UNCLEAR
    assert places(found) == [(2, "code 1"), (2, "code 2")]


def test_an_answer_that_was_edited_keeps_its_codes(coded):
    """A corrected slip of the pen is listed; the codes are still the respondent's."""
    found = coded({"B2": "no time!", "C2": "other"})

    assert codes_of(found) == {"R1": ["other"]}
    assert places(found) == [(2, "answer")]


def test_one_column_sorted_alone_is_noticed(coded):
    """Codes beside another respondent's answer count for nobody, and are listed."""
    found = coded({"B2": TEXTS["R2"], "B3": TEXTS["R1"], "C2": "other", "G2": "hm"})

    assert codes_of(found) == {}
    assert places(found) == [(2, "answer"), (2, "code 1"), (2, "memo"), (3, "answer")]
    assert status_of(found)["R1"] == Status.UNCLEAR


def test_whole_rows_may_be_sorted(coded):
    """Codes are found by respondent, wherever the row went."""
    swapped = {"A2": "R2", "B2": TEXTS["R2"], "A3": "R1", "B3": TEXTS["R1"]}
    found = coded({**swapped, "C2": CODES[1], "C3": CODES[0]})

    assert codes_of(found) == {"R1": [CODES[0]], "R2": [CODES[1]]}
    assert found.answers["row"].tolist() == [3, 2, 4]


def test_a_respondent_without_a_row_is_listed(coded):
    """A deleted row is no decision."""
    found = coded({f"{letter}3": None for letter in "ABCDEFG"})

    assert status_of(found)["R2"] == Status.MISSING
    assert found.problems.iloc[0]["respondent"] == "R2"
    assert found.problems.iloc[0]["found"] == "no row"


def test_who_gave_the_answer_of_a_row_without_a_name_is_said(coded):
    """A spreadsheet made 7 of "007"; the answer tells whose row it was."""
    found = coded({"A4": 7, "C4": "other"})
    (problem,) = found.problems.query("row == 4 and column == 'respondent'")["expected"]

    assert problem.endswith("; the answer is that of '007', who has no row")
    assert codes_of(found) == {}


@pytest.mark.parametrize(
    "cells",
    [{"A5": "R9", "B5": TEXTS["R1"]}, {"A2": "R9", "B2": "no time!"}],
)
def test_nobody_is_named_whose_row_it_may_not_be(coded, cells):
    """Neither who has a row nor who gave another answer."""
    assert not coded(cells).problems["expected"].str.contains("the answer is").any()


def test_of_two_who_gave_the_same_answer_neither_is_named(small_codebook, tmp_path):
    """It tells nobody whose row it was."""
    path = tmp_path / "A.xlsx"
    write_workbook(
        pd.Series({"01": "no", "02": "no", "03": "far"}), small_codebook, "q1", path
    )
    book = openpyxl.load_workbook(path)
    book["coding"]["A2"], book["coding"]["A3"], book["coding"]["A4"] = 1, 2, 3
    book.save(path)
    expected = read_workbook(path).problems.query("row == row")["expected"]

    assert expected.str.extract("is that of '(.*)'")[0].dropna().tolist() == ["03"]


def test_a_second_row_of_a_respondent_is_listed(coded):
    """The first row counts; every code of the second is named."""
    second = {"A5": "R1", "B5": TEXTS["R1"], "C5": "other"}
    found = coded({"C2": CODES[0], **second})

    assert codes_of(found) == {"R1": [CODES[0]]}
    assert places(found) == [(5, "respondent"), (5, "code 1")]


@pytest.mark.parametrize("name", ["R9", None])
def test_a_row_of_nobody_is_listed(coded, name):
    """A respondent who is not in the workbook, or none at all."""
    found = coded({"A5": name, "B5": "new", "C5": "other"})

    assert codes_of(found) == {}
    assert found.problems["row"].tolist()[-2:] == [5, 5]


def test_a_number_for_a_name_stays_as_it_was_written(coded):
    """A respondent "007" is found again."""
    assert codes_of(coded({"C4": "other"})) == {"007": ["other"]}


def test_more_columns_of_codes_may_be_added(coded):
    """Whoever needs a fifth code writes a fifth heading."""
    found = coded({"H1": "Code 5", "C2": "other", "H2": CODES[0]})

    assert codes_of(found) == {"R1": ["other", CODES[0]]}


def test_other_columns_that_were_added_are_listed(coded):
    """What stands there is not read, and not passed over in silence."""
    found = coded({"H1": "mood", "H2": "sad", "I3": "x"})
    added = found.problems[found.problems["row"].isna()]

    assert added["column"].tolist() == ["mood", "column 9, without a heading"]
    assert added["found"].tolist() == ["1 filled cell(s)"] * 2


def test_a_changed_codebook_is_noticed(coded, small_codebook):
    """Codes are read by the codebook given; that it is another one is said."""
    fewer = Codebook(small_codebook.codes[1:], other="other")
    cells = {"C2": CODES[0], "C3": CODES[1]}

    assert places(coded(cells, codebook=small_codebook)) == []
    found = coded(cells, codebook=fewer)
    assert codes_of(found) == {"R2": [CODES[1]]}
    assert found.problems["column"].tolist()[:2] == ["codebook", "code 1"]


def test_the_coder_is_named_by_the_file_or_by_hand(coded):
    """Two coders hand in two files."""
    assert coded({"C2": "other"}).coder == "A"
    assert coded({}, coder=" Ann ").codings["coder"].tolist() == ["Ann"]


def test_a_coder_without_a_name_is_refused(coded):
    """Codings of nobody cannot be compared."""
    with pytest.raises(CodingsError, match="name is blank"):
        coded({}, coder=" ")


def test_no_problem_shows_an_answer(coded):
    """A text in the wrong cell may be an answer; its length is told instead."""
    cells = {"A3": SECRET, "B2": SECRET, "D2": SECRET + "!", "C3": SECRET}
    found = coded({**cells, "C4": TEXTS["007"]}).problems

    assert SECRET not in found.to_csv()
    assert TEXTS["007"] not in found.to_csv()
    assert found["found"].str.contains(r"text that is no code \(7[23] char").sum() == 2


def test_a_code_that_was_made_up_is_shown(coded):
    """A word under a section of the codebook is an idea for a code, and no answer."""
    found = coded({"C2": "barriers/wallpaper"}).problems

    assert found["found"].iloc[0] == "'barriers/wallpaper'"


@pytest.mark.parametrize("name", ["R1", "R2", "R9"])
def test_a_short_answer_in_a_cell_for_codes_is_not_shown(coded, name):
    """Neither in a row of its own nor in one that is not counted."""
    cells = {"A3": name, "C2": "a long way to go", "C3": "a long way to go"}
    found = coded(cells).problems

    assert "a long way" not in found.to_csv()


def test_a_missing_file_is_said(tmp_path):
    """The path stands in the message."""
    with pytest.raises(CodingsError, match=r"no file .*none\.xlsx"):
        read_workbook(tmp_path / "none.xlsx")


def test_a_file_that_is_no_workbook_is_refused(write):
    """The message says what was expected."""
    with pytest.raises(CodingsError, match=r"Expected an \.xlsx file"):
        read_workbook(write("c.xlsx", "respondent,answer\n"))


def test_another_workbook_is_refused(tmp_path):
    """Without the hidden sheet nothing can be checked."""
    path = tmp_path / "other.xlsx"
    TEXTS.to_frame().to_excel(path)

    with pytest.raises(CodingsError, match=r"lacks the sheet\(s\) \['coding', 'about'"):
        read_workbook(path)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"A1": "who"}, r"\['respondent'\] are missing"),
        ({"B1": None}, r"\['answer'\] are missing"),
        ({f"{letter}1": "x" for letter in "CDEF"}, r"\['code 1'\] are missing"),
        ({"D1": "code 1"}, r"\['code 1'\] stand twice"),
    ],
)
def test_a_spoilt_header_is_refused(coded, cells, message):
    """Codes in a column of unknown meaning would be lost."""
    with pytest.raises(CodingsError, match=message):
        coded(cells)


def test_a_spoilt_hidden_sheet_is_refused(coded, tmp_path):
    """The message says what to do with the codes."""
    coded({})
    path = tmp_path / "A.xlsx"
    book = openpyxl.load_workbook(path)
    book["about"]["D1"] = "someone"
    book.save(path)

    with pytest.raises(CodingsError, match="'about' lacks what coprod-nlp wrote"):
        read_workbook(path)


def test_a_workbook_without_suggestions_has_none_to_give_back(coded):
    """The table is there, and blank."""
    found = coded({}).suggestions

    assert list(found.columns) == ["respondent", "rank", "code", "score"]
    assert found.empty
