import pandas as pd
import pytest

from coprod_nlp.agreement import agreement_table
from coprod_nlp.coding import load_codebook, write_workbook
from coprod_nlp.exceptions import CodingsError, SettingsError, SurveySchemaError
from coprod_nlp.pipeline.codings.agreeing import compare_codings
from coprod_nlp.pipeline.codings.layouts import Columns
from coprod_nlp.pipeline.codings.tables import read_coding_tables
from coprod_nlp.survey import example_paths

LONG = "unit,coder,code\nu1,A,x\nu1,B,x\nu2,A,x\nu2,B,y\nu3,A,y\nu3,B,y\nu3,B,x\n"
WIDE = "unit,A,B\nu1,x,x\nu2,x,y\nu3,y,y; x\n"
ONE, OTHER = "id,code\nu1,x\nu2,x\nu3,y\n", "id,code\nu1,x\nu2,y\nu3,y\nu3,x\n"
SPANS = (
    "unit,coder,code,start,end,text\n"
    "r,A,x,0,4,time and staff\n"
    "r,B,x,0,8,time and staff\n"
    "r,B,y,9,14,time and staff\n"
)


@pytest.fixture
def write(tmp_path):
    """Return a function that writes texts as files, and gives their paths."""

    def written(**texts):
        paths = [tmp_path / f"{name}.csv" for name in texts]
        for path, text in zip(paths, texts.values(), strict=True):
            path.write_text(text, encoding="utf-8")
        return paths

    return written


def _compare(paths, columns=None, **options):
    return compare_codings(paths, columns, n_resamples=50, **options)


@pytest.mark.parametrize("texts", [{"all": LONG}, {"all": WIDE}])
def test_a_wide_table_gives_what_a_long_one_gives(write, texts):
    """Each agrees with `agreement_table` on the long one."""
    found = _compare(write(**texts)).agreement
    long = pd.DataFrame(
        [line.split(",") for line in LONG.split()[1:]],
        columns=["unit", "coder", "code"],
    )

    pd.testing.assert_frame_equal(
        found.drop(columns=["subject", "comparison"]),
        agreement_table(long, n_resamples=50),
    )
    assert found["comparison"].unique().tolist() == ["A with B"]


def test_files_of_one_coder_each_are_joined_by_unit(write):
    """Coders are named as their files are."""
    found = _compare(write(A=ONE, B=OTHER))
    both = _compare(write(all=LONG))

    pd.testing.assert_frame_equal(found.agreement, both.agreement)
    assert found.remarks[0] == (
        "A.csv was read as the codes of A: units in “id”, codes in “code”."
    )


def test_columns_with_other_names_are_named(write):
    """Units, coder and code of a long table."""
    other = LONG.replace("unit,coder,code", "case,who,what")
    columns = Columns(unit="case", coders=("who",), code="what")

    found = _compare(write(all=other), columns)

    pd.testing.assert_frame_equal(found.agreement, _compare(write(all=LONG)).agreement)


def test_columns_beside_the_coders_are_left_out_when_coders_are_named(write):
    """A wide table may hold more than codes."""
    more = "unit,ward,A,B\nu1,3,x,x\nu2,3,x,y\nu3,4,y,y; x\n"

    found = _compare(write(all=more), Columns(coders=("A", "B"), by="ward"))

    assert found.agreement["stratum"].unique().tolist() == ["(all)", "3", "4"]


def test_our_own_codings_are_told_by_their_headers():
    """Definitions by label and by element, themes by question."""
    paths = example_paths()
    tables = read_coding_tables([paths.definition_codings, paths.theme_codings])

    assert list(tables.subjects)[:3] == ["definition", "definition elements", "q12b"]
    assert tables.remarks[0].startswith("SYNTHETIC EXAMPLE")
    elements = tables.subjects["definition elements"]
    assert set(elements["code"]) == {
        *("lived_experience", "wider_network", "collaboration", "equality"),
        *("support_process", "no code"),
    }
    # Every coding of a definition is there, be it that no element was seen.
    assert len(elements[["unit", "coder"]].drop_duplicates()) == 648


def test_three_coders_are_compared_two_by_two_as_well(write):
    """Who stands apart is seen in the pairs."""
    three = LONG + "u1,C,y\nu2,C,y\nu3,C,x\n"

    found = _compare(write(all=three)).agreement

    assert found["comparison"].unique().tolist() == [
        "A, B, C",
        "A with B",
        "A with C",
        "B with C",
    ]


def test_the_queue_has_the_words_that_were_coded(write):
    """And both coders' codes."""
    worded = "unit,words,A,B\nu1,no time,x,x\nu2,no staff,x,y\n"

    queue = _compare(write(all=worded), Columns(text="words")).disagreements

    assert queue[["unit", "A", "B", "text"]].to_numpy().tolist() == [
        ["u2", "x", "y", "no staff"]
    ]


def test_a_blind_queue_names_nobody(write):
    """Who gave which codes does not show."""
    queue = _compare(write(all=LONG), blind=True).disagreements

    assert {"coding 1", "coding 2"} <= set(queue.columns)
    assert not {"A", "B"} & set(queue.columns)


def test_marked_words_may_be_compared(write):
    """Units by overlap, with the words of each, and the rule stated."""
    found = _compare(write(all=SPANS), Columns(text="text"), spans=True)

    assert found.disagreements[["unit", "A", "B", "text"]].to_numpy().tolist() == [
        ["r [9:14]", "no code", "y", "staff"]
    ]
    assert any("share a character" in remark for remark in found.remarks)


def test_strata_of_answers_hold_for_their_parts(write):
    """Marked words belong to the stratum of the answer they are in."""
    found = _compare(write(all=SPANS), Columns(by="text"), spans=True)

    assert found.agreement["stratum"].unique().tolist() == ["(all)", "time and staff"]


def test_reflexive_work_gets_differences_and_no_coefficient(write, tmp_path):
    """The page says why, and no cell is called undefined."""
    found = _compare(write(all=LONG), approach="reflexive")
    page = found.write(tmp_path / "out").read_text(encoding="utf-8")

    assert found.agreement[["percent", "kappa", "ac1", "alpha"]].isna().all(axis=None)
    assert "reflexive thematic analysis does not use them" in page
    assert "undefined" not in page
    assert "Kappa</th>" not in page
    assert len(found.disagreements) == 2
    assert page.index("Differences to talk about</h2>") < page.index(
        "Code by code</h2>"
    )
    assert "MASI" not in page


def test_what_coders_and_respondents_wrote_cannot_run(write, tmp_path):
    """Neither on the page nor, as a formula, in a spreadsheet."""
    hostile = "unit,words,A,B\n=1+1,<script>alert(1)</script>,<b>x</b>,@y\nu2,w,x,x\n"
    out = tmp_path / "out"
    page = _compare(write(all=hostile), Columns(text="words")).write(out)

    assert "<script>" not in page.read_text(encoding="utf-8")
    assert "<b>x" not in page.read_text(encoding="utf-8")
    rows = pd.read_csv(out / "disagreements.csv", dtype=str)
    assert rows[["unit", "B"]].to_numpy().tolist() == [["'=1+1", "'@y"]]


def test_a_subject_with_one_coder_is_left_out_and_named(write):
    """The others are compared."""
    codings = "respondent,question,coder,code\nr1,q7,A,x\nr1,q7,B,x\nr1,q9,A,x\n"

    found = _compare(write(all=codings))

    assert found.agreement["subject"].unique().tolist() == ["q7"]
    assert "q9: left out, since there is one coder only (A)." in found.remarks


def test_the_seed_is_printed_and_kept(write, tmp_path):
    """The same files give the same bytes."""
    found = _compare(write(all=LONG), random_state=7)
    again = _compare(write(all=LONG), random_state=7)

    assert "seed 7" in found.remarks[-1]
    pages = [
        c.write(tmp_path / n).read_bytes() for c, n in [(found, "a"), (again, "b")]
    ]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("columns", [Columns(by="ward"), Columns(code="code")])
def test_questions_stay_apart_when_a_column_is_named(write, columns):
    """A respondent's answer to one question is no unit of another."""
    head = "respondent,question,coder,code,ward\n"
    rows = "r1,q1,A,x,3\nr1,q1,B,x,3\nr1,q2,A,y,4\nr1,q2,B,z,4\n"

    found = _compare(write(all=head + rows), columns)

    assert found.agreement["subject"].unique().tolist() == ["q1", "q2"]
    assert found.disagreements[["subject", "A", "B"]].to_numpy().tolist() == [
        ["q2", "y", "z"]
    ]


def test_words_are_those_of_the_question(write):
    """One respondent's answers to two questions are not exchanged."""
    head = "respondent,question,words,A,B\n"
    rows = "r1,q1,no time,x,y\nr1,q2,no staff,x,y\n"

    listed = _compare(write(all=head + rows), Columns(text="words")).disagreements

    assert listed["text"].tolist() == ["no time", "no staff"]


OWN = "respondent,question,coder,label\nJosé,4a,A,partial\nJosé,4a,B,partial\n"


@pytest.mark.parametrize("text", [WIDE.replace("u1", "José"), OWN])
def test_letters_are_read_alike_in_every_layout(write, text):
    """Excel saves "CSV" in the code page of Windows; that it was guessed is said."""
    (path,) = write(all=text)
    path.write_text(text, encoding="cp1252")
    tables = read_coding_tables([path])

    (codings, *_) = tables.subjects.values()
    assert "José" in set(codings["unit"])
    assert "read as Windows' cp1252" in tables.remarks[-1]


@pytest.mark.parametrize("text", [LONG, WIDE])
def test_headers_are_told_in_any_case(write, text):
    """As a spreadsheet may have written them."""
    head, rows = text.split("\n", 1)

    found = _compare(write(all=f"{head.title()}\n{rows}"))

    pd.testing.assert_frame_equal(found.agreement, _compare(write(all=text)).agreement)


def test_an_element_that_one_file_lacks_is_left_out(write):
    """A coder who was not asked for it did not say no."""
    a = "respondent,question,coder,label,home,equal\nr1,4a,A,partial,1,1\n"
    b = "respondent,question,coder,label,home\nr1,4a,B,partial,1\n"

    tables = read_coding_tables(write(a=a, b=b))

    assert set(tables.subjects["definition elements"]["code"]) == {"home"}
    assert any(remark.endswith("for them: equal.") for remark in tables.remarks)


def test_a_coefficient_without_interval_is_said(write):
    """One respondent gives a figure, and no interval."""
    long = "unit,respondent,coder,code\n"
    rows = "u1,r,A,x\nu1,r,B,x\nu2,r,A,x\nu2,r,B,y\nu3,r,A,y\nu3,r,B,y\n"

    assert "kappa 0.40, AC1" in _compare(write(all=long + rows)).in_short()[0]


@pytest.mark.parametrize(
    ("texts", "columns", "words"),
    [
        ({"a": "x,A,B\nu1,x,y\n"}, None, "Name the column of the units with --unit"),
        ({"a": "unit,code\nu1,x\n"}, None, "codes of nobody in particular"),
        ({"a": "unit,A\nu1,x\n"}, None, "codes of fewer than two coders"),
        ({"a": "id,x,y\nu,1,2\n", "b": ONE}, None, "Name the column of the codes"),
        ({"a": LONG}, Columns(by="ward"), "No file has a column 'ward'"),
        ({"a": WIDE, "b": WIDE}, Columns(coders=("A", "B")), "belong to one wide"),
        ({"a": "unit,coder,code\nu,A,x\nv,A,y\n"}, None, "Nothing was coded by two"),
        ({"a": "unit,coder,code\nu,A,\nv,B,\n"}, None, "no unit has a code"),
        ({"a": SPANS.replace("0,4", "0,four")}, None, "should be a whole number"),
        ({"a": LONG.replace("u2,B", ",B")}, None, r"under 'unit' are blank.* row 5"),
        ({"a": LONG.replace("u2,B", "u2,")}, None, r"under 'coder' are blank.* row 5"),
        ({"a": WIDE.replace("u2", "")}, None, r"under 'unit' are blank.* row 3"),
        ({"a": WIDE.replace("u2", "u1")}, None, r"another row names, first row 3"),
    ],
)
def test_files_that_cannot_be_compared_are_refused(write, texts, columns, words):
    """The message says what was found and what to do."""
    with pytest.raises(CodingsError, match=words):
        _compare(write(**texts), columns)


def test_two_files_of_one_name_are_refused(tmp_path):
    """Coders are named as their files are, so the names must differ."""
    paths = [tmp_path / folder / "codes.csv" for folder in "ab"]
    for path in paths:
        path.parent.mkdir()
        path.write_text(ONE)

    with pytest.raises(CodingsError, match=r"\['codes'\] stands for two files"):
        _compare(paths)


@pytest.mark.parametrize(
    "columns",
    [None, Columns(code="code 1"), Columns(coders=("code 1", "code 2"))],
)
def test_a_coding_workbook_is_to_be_read_first(write, tmp_path, columns):
    """Naming one of its columns would lose the codes of the others."""
    path = tmp_path / "w.xlsx"
    write_workbook(["no time"], load_codebook(), "q12b", path)

    with pytest.raises(
        CodingsError, match=r"codings w\.xlsx --coder NAME --out w\.csv"
    ):
        _compare([path, *write(other=ONE)], columns)


def test_a_column_that_was_named_and_is_not_there_is_refused(write):
    """With the name that was asked for."""
    with pytest.raises(SurveySchemaError, match="0 columns named 'case'"):
        _compare(write(all=LONG), Columns(unit="case"))


def test_an_unknown_approach_is_refused(write):
    """With those that there are."""
    with pytest.raises(SettingsError, match="reflexive"):
        _compare(write(all=LONG), approach="grounded")


def test_spans_are_not_sought_where_none_are(write):
    """Whole answers cannot be cut at marks that nobody made."""
    with pytest.raises(CodingsError, match="no words were marked"):
        _compare(write(all=LONG), spans=True)


def test_units_that_nobody_shares_are_refused(write):
    """Ids that went through another program look alike and are not."""
    paths = write(anna="id,code\n1,x\n2,y\n", ben="id,code\n1.0,x\n2.0,y\n")
    with pytest.raises(CodingsError, match=r"0 units .* 4 by one only"):
        _compare(paths)


def test_units_that_one_coder_alone_coded_are_told(write):
    """On the screen too, since the figure looks better than it is."""
    paths = write(anna="id,code\n1,x\n2,y\n3,x\n", ben="id,code\n1,x\n2,x\n3.0,x\n")
    found = _compare(paths)

    assert any("2 by one only" in remark for remark in found.remarks)


@pytest.mark.parametrize("unit", ["respondent", "id"])
def test_several_codes_of_a_long_table_are_parted(write, unit):
    """Also where its columns are those of this package's own codings."""
    rows = "r1,q,A,x; y\nr1,q,B,x\nr2,q,A,x\nr2,q,B,\n"
    tables = read_coding_tables(write(all=f"{unit},question,coder,code\n{rows}"))

    given = tables.subjects["q"]
    assert given.loc[given["coder"] == "A", "code"].tolist() == ["x", "y", "x"]


def test_codes_that_may_be_one_or_none_are_named(write):
    """On the screen and the page, where the layout is named too."""
    table = 'unit,A,B\n1,Time,time\n2,none,No code\n3,"Time, staff",no code\n'

    remarks = _compare(write(all=table)).remarks

    assert (
        "codes: 'Time', 'time' differ in capitals or spaces only, and count as "
        "different codes." in remarks
    )
    assert any("“none” counts as a code, given 1 time(s)" in each for each in remarks)
    assert any("1 code(s) given hold a comma" in each for each in remarks)
