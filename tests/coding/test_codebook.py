"""The codebook is data, checked when it is read."""

import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_nlp.coding import Code, Codebook, load_codebook
from coprod_nlp.coding.workbook.layout import codebook_sha256
from coprod_nlp.exceptions import SettingsError
from coprod_nlp.files.words import SEPARATOR

TOML = """
title = "Mine"
version = 2
other = "rest"

[[codes]]
code = "barriers/time_workload"
title = "Time"
description = "Too busy."
examples = ["no time", "too busy"]
questions = ["q1"]
also_in = ["q2"]

[[codes]]
code = "rest"
"""
CSV = """Code,Title,Description,Examples,Questions,Also_in
barriers/time_workload,Time,Too busy.,no time | too busy,q1,q2
rest,,,,,
"""
# A line break or another control character is no part of a coder's wording, and
# outer spaces and "|" (which parts a list in CSV) are the format's own.
WORDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="|"), max_size=20
).map(str.strip)
WORD = WORDS.filter(bool)
NAME = WORD.filter(lambda name: SEPARATOR not in name)
CODES = st.lists(
    st.builds(
        Code,
        code=NAME,
        title=WORD,
        description=WORDS,
        examples=st.lists(WORD, max_size=3).map(tuple),
        questions=st.lists(WORD, max_size=2).map(tuple),
        also_in=st.lists(WORD, max_size=2).map(tuple),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda code: code.code,
).map(tuple)
TEXTS = ("code", "title", "description")
LISTS = ("examples", "questions", "also_in")


def as_toml(codebook):
    """Write a codebook as a user would; a JSON text is a TOML text, too."""
    lines = [f"other = {json.dumps(codebook.other, ensure_ascii=False)}"]
    for code in codebook.codes:
        lines.append("[[codes]]")
        lines += [
            f"{name} = {json.dumps(getattr(code, name), ensure_ascii=False)}"
            for name in (*TEXTS, *LISTS)
        ]
    return "\n".join(lines)


def write_rows(path, codebook, separator=","):
    """Write a codebook as a spreadsheet does."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow((*TEXTS, *LISTS))
        for code in codebook.codes:
            texts = [getattr(code, name) for name in TEXTS]
            writer.writerow([*texts, *("|".join(getattr(code, n)) for n in LISTS)])


def test_the_bundled_codebook_covers_the_open_questions():
    """Without a file there is a codebook for each open question of the survey."""
    expected = ("q12a", "q12b", "q13", "q14", "q7", "q9")

    assert load_codebook().questions == expected


def test_every_bundled_code_can_be_learnt():
    """The suggester knows a code by its description and examples."""
    lacking = [
        code.code
        for code in load_codebook().codes
        if not code.description or len(code.examples) < 10
    ]

    assert lacking == []


@pytest.mark.parametrize("question", load_codebook().questions)
def test_no_bundled_example_belongs_to_two_codes_at_home(question):
    """An example of two codes that compete in a question would teach neither."""
    codes = [
        c for c in load_codebook().for_question(question) if c.is_at_home(question)
    ]
    examples = [example.lower() for code in codes for example in code.examples]

    assert len(set(examples)) == len(examples)


def test_the_bundled_codebook_is_read_once():
    """A command that asks for it at each question does not read it again."""
    assert load_codebook() is load_codebook()


@pytest.mark.parametrize(("name", "text"), [("mine.toml", TOML), ("mine.csv", CSV)])
def test_a_users_codebook_is_read(write, name, text):
    """TOML and CSV hold the same fields."""
    time, rest = load_codebook(write(name, text)).codes

    assert time.description == "Too busy."
    assert time.examples == ("no time", "too busy")
    assert (time.questions, time.also_in) == (("q1",), ("q2",))
    assert rest.code == "rest"


def test_only_the_code_is_needed(write):
    """A title can be told from the code's name, so a bare list of codes will do."""
    path = write("mine.csv", "code\nbarriers/time_workload\n")

    (code,) = load_codebook(path).codes

    assert code == Code("barriers/time_workload", "time workload")


def test_the_head_is_kept(write):
    """Title, version and other stand in the report, the version as it is typed."""
    codebook = load_codebook(write("mine.toml", TOML))

    assert (codebook.title, codebook.version, codebook.other) == ("Mine", "2", "rest")


def test_a_code_named_other_is_the_other_code(write):
    """CSV has no head, so the usual name says which code takes the rest."""
    assert load_codebook(write("mine.csv", "code\na\nother\n")).other == "other"
    assert load_codebook(write("rest.csv", "code\na\nb\n")).other == ""


@pytest.mark.parametrize("name", ["Other", "OTHER"])
def test_the_other_code_is_found_whatever_its_case(write, name):
    """One code takes the rest, however its name begins."""
    book = load_codebook(write("mine.csv", f"code\na\n{name}\n"))
    bare = Codebook((Code("a", "A"), Code(name, "Else")))

    assert (book.other, book.other_name, bare.other_name) == (name, name, name)


def test_an_other_code_that_the_head_names_is_found_whatever_its_case(write):
    """The name is that of the code, not of the head."""
    text = "other = 'rest'\n[[codes]]\ncode = 'a'\n[[codes]]\ncode = 'Rest'"

    assert load_codebook(write("mine.toml", text)).other == "Rest"


def test_codes_that_differ_in_case_alone_are_told(write):
    """Whoever types one of them in a workbook has to type it as it is."""
    (told,) = load_codebook(write("mine.csv", "code\nTime\nTIME\nbeds\n")).problems

    assert told.problem == (
        "in mine.csv, codes differ in capitals or spaces only ('TIME', 'Time')"
    )
    assert told.action == "they count as different codes"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_spreadsheets_separator_is_told_from_the_header(write, separator):
    """Excel writes semicolons where the comma parts decimals."""
    rows = [("code", "description"), ("a", '"b, c; d"')]
    path = write("mine.csv", "\n".join(separator.join(row) for row in rows))

    assert load_codebook(path)["a"].description == "b, c; d"


def test_what_a_spreadsheet_leaves_blank_is_no_code(write):
    """Excel adds blank rows and columns at the end of a table."""
    path = write("mine.csv", "code,title,,\na,A,,\n,,,\n\n")

    assert load_codebook(path).codes == (Code("a", "A"),)


def test_an_unusual_line_separator_ends_no_row(write):
    """A cell pasted from a web page may hold U+2028, which is not the table's."""
    path = write("mine.csv", "code,title\na,one\u2028two\nb,B\n")

    assert [code.code for code in load_codebook(path).codes] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[codes]", "not valid TOML"),
        ("", "holds no codes. Add"),
        ("codes = []", "holds no codes. Add"),
        ("codes = 3", r"write codes as \[\[codes\]\]"),
        ("codes = ['a']", r"write codes as \[\[codes\]\]"),
        ("[codes]\ncode = 'a'", r"write codes as \[\[codes\]\]"),
        ("author = 'me'\n[[codes]]\ncode = 'a'", "found.*author"),
        ("title = ['a']\n[[codes]]\ncode = 'a'", "title must be text, got"),
        ("other = 'b'\n[[codes]]\ncode = 'a'", "other code 'b' is not one of"),
        ("[[codes]]\ntitle = 'A'", "Code 1 .* has no code"),
        ("[[codes]]\ncode = ' '", "Code 1 .* has no code"),
        ("[[codes]]\ncode = 3", "code must be text, got 3"),
        ("[[codes]]\ncode = 'a'\ntitel = 'A'", r"unknown field\(s\) \['titel'\]"),
        ("[[codes]]\ncode = 'a'\nexamples = 'b'", "examples must be a list"),
        ("[[codes]]\ncode = 'a'\nquestions = [1]", "questions must be text, got 1"),
        ("[[codes]]\ncode = 'a'\n[[codes]]\ncode = 'a'", r"\['a'\] more than once"),
    ],
)
def test_a_faulty_toml_says_what_is_wrong(write, text, message):
    """The error says what was expected and what was found."""
    with pytest.raises(SettingsError, match=message):
        load_codebook(write("mine.toml", text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "mine.csv is empty"),
        ("title\nA\n", r"no column 'code'; found \['title'\]"),
        ("code\n", "holds no codes. Add"),
        ("code,title,title\na,A,B\n", r"two columns named \['title'\]"),
        ("code,colour\na,red\n", r"unknown field\(s\) \['colour'\]"),
        ("code,title\n,A\n", "Code 1 .* has no code"),
        ("code,title\na,A\nb,B, and C\n", "row 3 has 3 cells where the header has 2"),
        ("code\na\na\n", r"\['a'\] more than once"),
        ('code,title\na,"A\n', "quotation marks of row 2"),
        ("My codes,\ncode,title\na,A\n", "a title rather than a header"),
    ],
)
def test_a_faulty_csv_says_what_is_wrong(write, text, message):
    """The error names the place, so that the file can be corrected."""
    with pytest.raises(SettingsError, match=message):
        load_codebook(write("mine.csv", text))


def test_a_codebook_from_excel_on_windows_is_read_and_told(write):
    """As survey files and codings are: a guess is no secret, and no other codebook."""
    text = "code;title\ncaf\u00e9;Caf\u00e9\n"
    found = load_codebook(write("mine.csv", text, encoding="cp1252"))
    problems = [problem.problem for problem in found.problems]

    assert found.codes == (Code("caf\u00e9", "Caf\u00e9"),)
    assert any(p.startswith("in mine.csv, not UTF-8") for p in problems)
    plain = load_codebook(write("plain.csv", text))
    assert found == plain
    assert codebook_sha256(found) == codebook_sha256(plain)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_codebook_that_marks_its_encoding_is_read_by_it(write, encoding):
    """Excel saves Unicode text and CSV UTF-8 so."""
    path = write("mine.csv", "code,title\ncaf\u00e9,Caf\u00e9\n", encoding=encoding)

    assert load_codebook(path).codes == (Code("caf\u00e9", "Caf\u00e9"),)


def test_toml_in_another_encoding_is_refused(write):
    """TOML is UTF-8 by its rules."""
    with pytest.raises(SettingsError, match=r"not UTF-8, which TOML is\. Save"):
        load_codebook(write("mine.toml", "title = 'caf\u00e9'", encoding="latin-1"))


def test_a_missing_codebook_is_named(tmp_path):
    """The path that was tried is in the message."""
    with pytest.raises(SettingsError, match=r"no codebook .*none\.toml"):
        load_codebook(tmp_path / "none.toml")


def test_a_folder_is_no_codebook(tmp_path):
    """A slip in the path is the user's to correct, not a crash."""
    (tmp_path / "mine.toml").mkdir()

    with pytest.raises(SettingsError, match="could not be read"):
        load_codebook(tmp_path / "mine.toml")


def test_a_codebook_of_another_kind_is_refused(write):
    """The two kinds of file are named."""
    with pytest.raises(SettingsError, match=r"\.toml or a \.csv file, got 'mine.json'"):
        load_codebook(write("mine.json", "{}"))


@given(CODES)
def test_a_codebook_survives_toml(tmp_path_factory, codes):
    """What a user writes is what the codebook holds, in the order of the file."""
    codebook = Codebook(codes, other=codes[0].code)
    path = tmp_path_factory.getbasetemp() / "round_trip.toml"
    path.write_text(as_toml(codebook), encoding="utf-8")

    assert Codebook.load(path) == codebook


@given(CODES, st.sampled_from(",;\t"))
def test_a_codebook_survives_a_spreadsheet(tmp_path_factory, codes, separator):
    """Quotes, separators and emoji in a cell are the cell's."""
    path = tmp_path_factory.getbasetemp() / "round_trip.csv"
    write_rows(path, Codebook(codes), separator)

    assert Codebook.load(path).codes == codes


def test_an_other_code_that_is_none_of_the_codes_is_refused():
    """A codebook made in Python is checked like one that was read."""
    with pytest.raises(SettingsError, match="other code 'b' is not one of"):
        Codebook((Code("a", "A"),), other="b")


def test_a_code_that_a_table_of_codings_would_split_is_refused(write):
    """Codings of it could not be compared, and coding would be done by then."""
    path = write("mine.csv", f'code,title\n"time{SEPARATOR}staff",Time\nbeds,Beds\n')

    with pytest.raises(
        SettingsError, match=r"\['time;staff'\] with ';'.*Write another"
    ):
        load_codebook(path)


def test_other_marks_may_stand_in_a_code():
    """Nothing parts codes at them."""
    names = ("time|staff", "time, staff", "time + staff")

    book = Codebook(tuple(Code(name, "A") for name in names))

    assert all(name in book for name in names)


@pytest.mark.parametrize(
    ("code", "section", "name"),
    [("a/b", "a", "b"), ("a/b/c", "a/b", "c"), ("other", "", "other")],
)
def test_a_code_has_a_section_and_a_name(code, section, name):
    """The last slash parts them; a code without one has no section."""
    assert (Code(code, "A").section, Code(code, "A").name) == (section, name)


def test_statements_are_all_that_says_what_a_code_is():
    """A blank description teaches nothing and is left out."""
    assert Code("a", "A", examples=("b", "c")).statements == ("A", "b", "c")


@pytest.mark.parametrize(
    ("question", "at_home", "belongs"),
    [
        ("q1", True, True),
        ("q2", False, True),
        ("q3", False, False),
        (None, True, True),
    ],
)
def test_a_code_may_be_allowed_where_it_is_not_at_home(question, at_home, belongs):
    """``also_in`` allows a code without expecting it; no question expects all."""
    code = Code("a", "A", questions=("q1",), also_in=("q2",))

    assert code.is_at_home(question) == at_home
    assert code.belongs_to(question) == belongs


def test_a_code_without_questions_is_at_home_everywhere():
    """A codebook for one question need not name it in every code."""
    assert Code("a", "A").is_at_home("q99")


def test_codes_at_home_come_first(small_codebook):
    """A coder meets the expected codes first, each group in the order of the file."""
    expected = ["needs/training", "other", "barriers/time"]

    assert [code.code for code in small_codebook.for_question("q2")] == expected


def test_without_a_question_every_code_is_offered(small_codebook):
    """An answer of unknown question may be about anything."""
    assert small_codebook.for_question(None) == small_codebook.codes


def test_a_question_without_codes_is_refused():
    """The error names the questions that the codebook covers."""
    codebook = Codebook((Code("a", "A", questions=("q1",)),))

    with pytest.raises(SettingsError, match=r"question 'q9'; it covers \('q1',\)"):
        codebook.for_question("q9")


def test_a_code_is_found_by_its_name(small_codebook):
    """A codebook answers like a mapping, and knows what it lacks."""
    assert "other" in small_codebook
    assert small_codebook["other"].title == "Other"
    assert "nowhere" not in small_codebook
    with pytest.raises(KeyError, match="nowhere"):
        small_codebook["nowhere"]


def test_the_frame_has_a_row_for_each_code(small_codebook):
    """The coding workbook shows codes in the order of the file."""
    frame = small_codebook.frame().set_index("code")

    assert list(frame.index) == [code.code for code in small_codebook.codes]
    assert frame.loc["barriers/time"].tolist() == ["barriers", "Time", "", "q1"]


def test_phrases_teach_the_suggester(tmp_path):
    """They are statements of a code, though coders are not shown them."""
    path = tmp_path / "book.csv"
    path.write_text("code,phrases\na/b,one more|and another\nc,\n", encoding="utf-8")

    assert Codebook.load(path)["a/b"].statements == ("b", "one more", "and another")


def test_who_gave_no_codebook_learns_that_it_is_the_bundled_one():
    """A question of one's own has no codes there, and cannot get any."""
    with pytest.raises(SettingsError, match=r"bundled codebook.* with --codebook"):
        load_codebook().for_question("comments")
