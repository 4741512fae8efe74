"""What human coders decided is read whole or refused with a reason."""

import csv

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_nlp.coding import Codings, load_codebook, read_codings
from coprod_nlp.coding.codings import THEME_COLUMNS
from coprod_nlp.coding.workbook.writing import write_workbook
from coprod_nlp.exceptions import CodingsError, CoprodNLPError
from coprod_nlp.files.words import LABELS
from coprod_nlp.survey import example_paths, example_survey

DEFINITIONS = "respondent,question,coder,label,together,support\n"
THEMES = "respondent,question,coder,code,start,end\n"
SECRET = "my sister was on this ward"
ROW = st.tuples(
    st.sampled_from(["R1", "R2", "NA"]),
    st.sampled_from(["q1", "q2"]),
    st.sampled_from(["A", "B"]),
    st.sampled_from(["barriers/time", "other"]),
    st.one_of(st.just(("", "")), st.sampled_from([("0", "3"), ("2", "9")])),
).map(lambda row: (*row[:4], *row[4]))


@pytest.fixture
def survey_answers():
    """Return the answers of two respondents, one of whom left a cell blank."""
    return pd.DataFrame({"q1": ["no time", None]}, index=["R1", "R2"])


def test_definitions_hold_a_label_and_elements(write):
    """An element is 0 or 1, whatever the elements are called."""
    path = write("d.csv", DEFINITIONS + "R1,q4a,A,accurate,1,0\n")

    (row,) = read_codings(path).definitions.to_dict("records")

    assert row == {
        "respondent": "R1",
        "question": "q4a",
        "coder": "A",
        "label": "accurate",
        "together": 1,
        "support": 0,
    }


@pytest.mark.parametrize("label", LABELS)
def test_a_label_alone_is_enough(write, label):
    """Coders who gave no elements can be compared with each other."""
    path = write("d.csv", f"respondent,question,coder,label\nR1,q4a,A,{label}\n")

    assert read_codings(path).definitions["label"].tolist() == [label]


def test_themes_hold_a_code_and_the_words_that_show_it(write):
    """Start and end count characters of the answer, half-open."""
    path = write("t.csv", THEMES + "R1,q1,A,barriers/time,0,7\n")

    assert read_codings(path).themes.iloc[0].tolist() == [
        *("R1", "q1", "A", "barriers/time"),
        *(0, 7),
    ]


def test_a_code_without_marked_words_has_no_offsets(write):
    """A coder who marks no words codes the whole answer; that is not 0 to 0."""
    path = write("t.csv", THEMES + "R1,q1,A,barriers/time,0,7\nR1,q1,A,other,,\n")

    assert read_codings(path).themes["end"].isna().tolist() == [False, True]


def test_how_a_file_was_read_is_told_with_its_name(write):
    """Rows of a table of codings are no rows of the survey."""
    path = write("t.csv", "respondent,question,coder,code,start\nR1,q1,A,other\n")
    (problem,) = read_codings(path).problems

    assert problem.problem.startswith("in 1 row of t.csv, the row has 4 cells")
    assert problem.row is None


def test_columns_of_offsets_may_be_absent(write):
    """Most coding programs export codes without offsets."""
    path = write("t.csv", "coder,code,question,id\nA,other,q1,R1\n")
    themes = read_codings(path).themes

    assert list(themes.columns) == list(THEME_COLUMNS)
    assert themes["start"].isna().all()


def test_an_answer_may_have_several_codes(write):
    """One answer often has several ideas, and one idea may come twice."""
    rows = "R1,q1,A,other,0,3\nR1,q1,A,other,4,7\nR1,q1,A,barriers/time,0,3\n"

    assert len(read_codings(write("t.csv", THEMES + rows)).themes) == 3


def test_files_of_both_kinds_are_told_apart_by_their_header(write):
    """The order in which files are named does not matter."""
    themes = write("t.csv", THEMES + "R1,q1,A,other,,\n")
    definitions = write("d.csv", DEFINITIONS + "R1,q4a,A,accurate,1,0\n")

    both = read_codings(themes, definitions)

    assert (len(both.definitions), len(both.themes)) == (1, 1)


def test_files_of_one_kind_are_joined(write):
    """Each coder may hand in a file of their own."""
    paths = [
        write(f"{coder}.csv", f"{DEFINITIONS}R1,q4a,{coder},accurate,1,0\n")
        for coder in "AB"
    ]

    assert read_codings(*paths).definitions["coder"].tolist() == ["A", "B"]


def test_an_excel_sheet_is_read_like_a_csv(tmp_path):
    """Numbers of a sheet are the same numbers as in a CSV file."""
    path = tmp_path / "t.xlsx"
    pd.DataFrame(
        [["R1", "q1", "A", "other", 0, 7], ["R2", "q1", "A", "other", None, None]],
        columns=list(THEME_COLUMNS),
    ).to_excel(path, index=False)

    assert read_codings(path).themes["end"].isna().tolist() == [False, True]


def test_no_files_are_no_codings():
    """The columns stand, so that a comparison without coders needs no special case."""
    empty = read_codings()

    assert list(empty.themes.columns) == list(THEME_COLUMNS)
    assert empty.definitions.empty
    assert Codings().themes.dtypes.equals(empty.themes.dtypes)


@given(st.lists(ROW, min_size=1, max_size=8, unique=True))
def test_what_was_written_is_what_is_read(tmp_path_factory, rows):
    """No row is lost, moved or altered on the way in."""
    path = tmp_path_factory.getbasetemp() / "written.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([THEME_COLUMNS, *rows])

    themes = read_codings(path).themes.astype(object)
    read = themes.where(themes.notna(), "").map(str)

    assert [tuple(row) for row in read.itertuples(index=False)] == rows


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("R1,q4a,A,good,1,0\n", r"1 label\(s\) are not one of .*row 2. Correct"),
        ("R1,q4a,A,,1,0\n", "no row has a label"),
        ("R1,q4a,A,accurate,2,0\n", "'together' should hold 0 or 1 .*row 2. Correct"),
        ("R1,q4a,A,accurate,1,\n", "'support' should hold 0 or 1 .*row 2. Correct"),
        (",q4a,A,accurate,1,0\n", "no respondent in row 2. Fill"),
        ("R1,,A,accurate,1,0\n", "no question in row 2. Fill"),
        ("R1,q4a,,accurate,1,0\n", "no coder in row 2. Fill"),
        (
            "R1,q4a,A,accurate,1,0\nR1,q4a,A,partial,1,0\n",
            "rows 2, 3 say the same respondent, question, coder .*Keep one",
        ),
    ],
)
def test_faulty_definitions_say_what_is_wrong(write, rows, message):
    """The error names the file, the rows and the way out."""
    with pytest.raises(CodingsError, match=message) as caught:
        read_codings(write("d.csv", DEFINITIONS + rows))

    assert str(caught.value).startswith("d.csv")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("R1,q1,A,,,\n", "no code in row 2. Fill"),
        (",q1,A,other,,\n", "no respondent in row 2. Fill"),
        ("R1,q1,,other,,\n", "no coder in row 2. Fill"),
        ("R1,q1,A,other,1.5,3\n", "'start' should be a whole number .*row 2. Write"),
        ("R1,q1,A,other,-1,3\n", "'start' should be a whole number .*row 2. Write"),
        ("R1,q1,A,other,0,\u0663\n", "'end' should be a whole number .*row 2. Write"),
        (f"R1,q1,A,other,0,{9**30}\n", "'end' should be a whole number .*row 2. Write"),
        ("R1,q1,A,other,3,\n", "only one of start and end in row 2. Give both"),
        ("R1,q1,A,other,3,3\n", "span in row 2 is empty, backwards"),
        ("R1,q1,A,other,5,3\n", "span in row 2 is empty, backwards"),
        ("R1,q1,A,other,0,3\n\nR1,q1,A,other,0,3\n", "rows 2, 4 say the same"),
        ("R1,q1,A,other,,\nR1,q1,A,other,,\n", "rows 2, 3 say the same"),
        ("R1,q1,A,,,\n" * 9, "no code in row 2, 3, 4, 5, 6 and 4 more"),
        (
            "R1,q1,A,other,0,3\nR1,q1,A,No code,,\n",
            "'no code' and a code .*'R1', 'question': 'q1', 'coder': 'A'.*Keep one",
        ),
    ],
)
def test_faulty_themes_say_what_is_wrong(write, rows, message):
    """The error names the file, the rows and the way out."""
    with pytest.raises(CodingsError, match=message) as caught:
        read_codings(write("t.csv", THEMES + rows))

    assert str(caught.value).startswith("t.csv")


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("respondent,question,coder", "neither 'code' .* nor 'label' .*found"),
        ("respondent,coder,label", r"lacks column\(s\) \['question'\]; found .*Rename"),
        ("question,coder,code", r"lacks column\(s\) \['respondent'\]; found .*Rename"),
        ("respondent,question,coder,code,memo", r"unknown column\(s\) \['memo'\]"),
    ],
)
def test_a_faulty_header_says_what_is_wrong(write, header, message):
    """The error says which columns there are, so that they can be renamed."""
    values = ",".join("x" for _ in header.split(","))

    with pytest.raises(CodingsError, match=message):
        read_codings(write("t.csv", f"{header}\n{values}\n"))


def test_one_file_twice_is_refused(write):
    """A coder who speaks twice would agree with themself."""
    path = write("t.csv", THEMES + "R1,q1,A,other,,\n")

    with pytest.raises(CodingsError, match=r"in 1 row.*'R1'.*Name each file once"):
        read_codings(path, path)


def test_two_labels_by_one_coder_in_two_files_are_refused(write):
    """Neither file is wrong alone; together they contradict each other."""
    one = write("one.csv", DEFINITIONS + "R1,q4a,A,accurate,1,0\n")
    two = write("two.csv", DEFINITIONS + "R1,q4a,A,partial,1,0\n")

    with pytest.raises(CodingsError, match=r"files together .*'coder': 'A'"):
        read_codings(one, two)


def test_no_code_and_a_code_in_two_files_are_refused(write):
    """Neither file is wrong alone; together they contradict each other."""
    one = write("one.csv", THEMES + "R1,q1,A,other,,\n")
    two = write("two.csv", THEMES + "R1,q1,A,no code,,\n")

    with pytest.raises(CodingsError, match=r"files together: 'no code' and a code"):
        read_codings(one, two)


def test_no_code_contradicts_only_codes_of_its_coder_answer_and_question(write):
    """Another coder, respondent or question may well have a code."""
    rows = "R1,q1,A,no code,,\nR1,q1,B,other,,\nR2,q1,A,other,,\nR1,q2,A,other,,\n"

    assert len(read_codings(write("t.csv", THEMES + rows)).themes) == 4


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("R9,q1,A,other,,\n", "respondent in row 2 is not in the survey. Check"),
        ("R1,q9,A,other,,\n", "question in row 2 is not in the survey. Check"),
        ("R1,q1,A,other,0,8\n", "span in row 2 is .*outside its answer"),
        ("R2,q1,A,other,0,1\n", "span in row 2 is .*outside its answer"),
    ],
)
def test_codings_that_do_not_fit_the_answers_are_refused(
    write, survey_answers, row, message
):
    """Codings of another survey would count for the wrong people."""
    with pytest.raises(CodingsError, match=message):
        read_codings(write("t.csv", THEMES + row), answers=survey_answers)


def test_a_span_may_reach_the_end_of_its_answer(write, survey_answers):
    """The end is one past the last character."""
    path = write("t.csv", THEMES + "R1,q1,A,other,0,7\nR2,q1,A,other,,\n")

    assert len(read_codings(path, answers=survey_answers).themes) == 2


def test_respondents_with_numbers_are_known_by_them(write):
    """A survey's index may hold numbers; a table of codings is always text."""
    answers = pd.DataFrame({"q1": ["no time"]}, index=[1])
    path = write("t.csv", THEMES + "1,q1,A,other,0,7\n")

    assert len(read_codings(path, answers=answers).themes) == 1


@pytest.mark.parametrize(
    "text",
    [
        DEFINITIONS + f"R1,q4a,A,{SECRET},1,0\n",
        DEFINITIONS + f"R1,q4a,A,accurate,{SECRET},0\n",
        DEFINITIONS.strip() + f",answer\nR1,q4a,A,accurate,1,0,{SECRET}\n",
        THEMES + f"R1,q1,A,other,{SECRET},3\n",
        THEMES.strip() + f",answer\nR1,q1,A,other,0,3,{SECRET}\n",
        THEMES + f"R1,q1,A,other,0,3,{SECRET}\n",
        THEMES + f'R1,q1,A,other,0,"{SECRET}\n',
        f"respondent,answer\nR1,{SECRET}\n",
    ],
)
def test_no_message_carries_an_answer(write, text):
    """Messages end up in logs and emails, where answers must not go."""
    with pytest.raises(CoprodNLPError) as caught:
        read_codings(write("t.csv", text))

    assert SECRET not in str(caught.value)


def test_a_span_that_misses_its_answer_does_not_show_it(write):
    """The answer is compared by its length alone."""
    answers = pd.DataFrame({"q1": [SECRET]}, index=["R1"])

    with pytest.raises(CodingsError) as caught:
        read_codings(write("t.csv", THEMES + "R1,q1,A,other,0,99\n"), answers=answers)

    assert SECRET not in str(caught.value)


def test_the_examples_codings_fit_its_survey_and_the_codebook():
    """What ships as an example is read by the rules that hold for everybody."""
    paths, survey = example_paths(), example_survey()
    codings = read_codings(
        paths.definition_codings, paths.theme_codings, answers=survey.answers
    )
    codebook = load_codebook()
    assert (len(codings.definitions), len(codings.themes)) == (648, 3245)
    assert all(code in codebook for code in set(codings.themes["code"]))


def test_several_codes_in_a_cell_are_refused(tmp_path):
    """They would count as one code that nobody else gave."""
    path = tmp_path / "t.csv"
    path.write_text("respondent,question,coder,code\nr1,q,A,x; y\n")
    with pytest.raises(CodingsError, match="a row for each code"):
        read_codings(path)


def test_a_coding_workbook_is_to_be_read_first(small_codebook, tmp_path):
    """Its codes stand in several columns; the message has the command to type."""
    path = tmp_path / "barriers.xlsx"
    write_workbook(["no time"], small_codebook, "q1", path)

    with pytest.raises(CodingsError) as caught:
        read_codings(path)

    command = "coprod-nlp codings barriers.xlsx --coder NAME --out barriers.csv"
    assert str(caught.value).endswith(command)


def test_a_sheet_of_codings_saved_as_csv_would_not_be_replaced(write):
    """Its codes may stand nowhere else."""
    path = write("barriers.csv", f"Respondent,Answer,Code 1,Memo\nR1,{SECRET},other,\n")

    with pytest.raises(CodingsError, match=r"--out barriers_codings\.csv") as caught:
        read_codings(path)

    assert SECRET not in str(caught.value)
