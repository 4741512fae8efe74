"""A coding workbook shows the answers as they are, and leads nobody."""

import openpyxl
import pandas as pd
import pytest

from coprod_nlp.coding import Code, Codebook
from coprod_nlp.coding.workbook.layout import offered_codes
from coprod_nlp.coding.workbook.writing import write_workbook
from coprod_nlp.exceptions import CodingsError, NotEnoughDataError, SettingsError

TEXTS = pd.Series({"R2": "no time", "R1": "families live far away", "R3": "n/a"})


@pytest.fixture
def write_answers(small_codebook, tmp_path):
    """Return a function that writes answers to q1 and returns what it gave, opened."""

    def _write(answers, **options):
        path = tmp_path / "coding.xlsx"
        written = write_workbook(answers, small_codebook, "q1", path, **options)
        return written, openpyxl.load_workbook(path)

    return _write


def column(sheet, number, first=2):
    """Return a column of a sheet without its heading."""
    return [row[number - 1].value for row in sheet.iter_rows(min_row=first)]


def settings_of(book):
    """Return what the hidden sheet says of the workbook as a whole."""
    about = book["about"]
    return {row[0].value: row[1].value for row in about.iter_rows() if row[0].value}


def test_there_is_one_answer_a_row_in_the_order_given(write_answers):
    """Respondent and answer stand first, then cells for codes, then one for a memo."""
    _, book = write_answers(TEXTS)
    sheet = book["coding"]

    assert [cell.value for cell in sheet[1]] == [
        *("respondent", "answer", "code 1", "code 2", "code 3", "code 4", "memo")
    ]
    assert column(sheet, 1) == ["R2", "R1", "R3"]
    assert column(sheet, 2) == list(TEXTS)
    assert sheet.freeze_panes == "A2"


def test_cells_of_codes_offer_the_codes_of_the_question(write_answers):
    """The list is a range, since one within the rule ends at 255 characters."""
    _, book = write_answers(TEXTS, n_codes=2)
    (rule,) = book["coding"].data_validations.dataValidation

    assert (str(rule.sqref), rule.type) == ("C2:D4", "list")
    assert rule.formula1 == "about!$C$2:$C$5"
    assert [row[0].value for row in book["about"]["C2:C5"]] == [
        *("barriers/time", "barriers/distance", "other", "none")
    ]


def test_an_other_code_is_offered_even_where_the_codebook_has_none(tmp_path):
    """Whoever finds something new must be able to say so."""
    path = tmp_path / "coding.xlsx"
    write_workbook(["no time"], Codebook((Code("time", "Time"),)), "q1", path)
    book = openpyxl.load_workbook(path)

    assert column(book["codebook"], 1) == ["time", "other", "none"]


def test_the_codebook_lies_beside_the_answers(write_answers):
    """A coder need not look elsewhere for what a code means."""
    _, book = write_answers(TEXTS)
    first = [cell.value for cell in book["codebook"][2]]

    assert first[:2] == ["barriers/time", "Time"]
    assert first[3] == "no time; never any time; time is short"


def test_blind_first_there_is_no_sheet_of_suggestions(write_answers):
    """What is not there cannot be peeped at."""
    _, book = write_answers(TEXTS)

    assert book.sheetnames == ["coding", "codebook", "about"]
    assert book["about"].sheet_state == "hidden"


def test_suggestions_ask_to_be_opened_after_coding(write_answers, suggester):
    """They stand last of what is seen, by answer and rank."""
    _, book = write_answers(TEXTS, suggestions=suggester.suggest(TEXTS, "q1", top=2))
    sheet = book["suggestions"]

    assert "after you have coded" in sheet["A1"].value
    assert [cell.value for cell in sheet[2]] == [
        *("respondent", "rank", "code", "score", "evidence")
    ]
    assert column(sheet, 1, first=3) == ["R2", "R2", "R1", "R1"]
    assert [cell.value for cell in sheet[3]][1:3] == [1, "barriers/time"]


def test_suggestions_of_a_random_part_are_withheld(write_answers, suggester):
    """Which part is written down, so that the pull of suggestions can be measured."""
    texts = pd.Series({f"R{i}": f"no time {i}" for i in range(10)})
    options = {"suggestions": suggester.suggest(texts, "q1"), "withheld_share": 0.3}
    written, book = write_answers(texts, **options)
    marked = [
        row[3].value
        for row in book["about"].iter_rows(min_row=2)
        if row[5].value == "yes"
    ]

    assert len(written.withheld) == 3
    assert marked == list(written.withheld)
    assert set(column(book["suggestions"], 1, first=3)) == set(texts.index) - set(
        marked
    )


def test_the_seed_decides_which_part(small_codebook, suggester, tmp_path):
    """The same seed withholds the same answers, another one others."""
    texts = pd.Series({f"R{i}": f"no time {i}" for i in range(10)})
    found = [
        write_workbook(
            texts,
            small_codebook,
            "q1",
            tmp_path / f"{i}.xlsx",
            suggestions=suggester.suggest(texts, "q1"),
            withheld_share=0.5,
            random_state=seed,
        ).withheld
        for i, seed in enumerate([0, 0, 1])
    ]

    assert found[0] == found[1] != found[2]


def test_the_hidden_sheet_says_what_the_workbook_was_made_from(write_answers):
    """Question, codebook and version are known when it is read back."""
    _, book = write_answers(TEXTS)
    found = settings_of(book)

    assert found["question"] == "q1"
    assert len(found["codebook sha256"]) == 64
    assert found["coprod-nlp"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+ more staff", "- no time", "@home", "#N/A", "TRUE", "1E5", "007"]
)
def test_nothing_that_was_typed_is_run_or_counted(write_answers, text):
    """Whatever Excel would make of it, it stays a text."""
    _, book = write_answers(pd.Series({text: f"{text} x"}))
    who, said = book["coding"]["A2"], book["coding"]["B2"]

    assert (who.value, said.value) == (text, f"{text} x")
    assert (who.data_type, said.data_type) == ("s", "s")
    assert said.quotePrefix


def test_control_characters_are_left_out_and_reported(write_answers):
    """A workbook cannot hold them, and no answer is lost for their sake."""
    written, book = write_answers(pd.Series({"R1": "no\x00 time\x1b", "R2": "far"}))

    assert column(book["coding"], 2) == ["no time", "far"]
    assert written.altered == ("R1",)


@pytest.mark.parametrize("letter", ["x", "\U0001f600"])
def test_a_text_too_long_for_a_cell_says_that_it_was_shortened(write_answers, letter):
    """Excel cuts without a word, and counts an emoji twice."""
    written, book = write_answers(pd.Series({"R1": "a " + letter * 40_000}))
    (text,) = column(book["coding"], 2)

    assert written.shortened == ("R1",)
    assert text.endswith("\n[shortened: the answer has 40002 characters]")
    assert len(text.encode("utf-16-le")) // 2 <= 32_767


def test_blank_answers_are_left_out_and_counted(write_answers):
    """Other non-answers stay: whether "n/a" says something is for the coder."""
    answers = pd.Series({"R1": "n/a", "R2": " ", "R3": None, "R4": "..."})
    written, book = write_answers(answers)

    assert column(book["coding"], 1) == ["R1"]
    assert (written.respondents, written.n_blank) == (("R1",), 3)


def test_all_blank_is_nothing_to_code(write_answers):
    """The error says how many answers there were."""
    with pytest.raises(NotEnoughDataError, match="All 2 answers are blank"):
        write_answers(["", "-"])


def test_a_workbook_that_exists_is_never_replaced(write_answers, tmp_path):
    """It may hold hours of somebody's work."""
    write_answers(TEXTS)

    with pytest.raises(FileExistsError, match=r"coding\.xlsx exists already"):
        write_answers(TEXTS)


@pytest.mark.parametrize("index", [["R1", "R1"], ["R1", " "], ["R1", "R2\n"]])
def test_a_respondent_that_could_not_be_found_again_is_refused(write_answers, index):
    """Codes are read back by respondent; the message shows no name."""
    with pytest.raises(CodingsError, match="Of 2 respondents"):
        write_answers(pd.Series(["no time", "far"], index=index))


def test_a_question_without_codes_is_refused(small_codebook, tmp_path):
    """A misspelt question would offer other and nothing else."""
    with pytest.raises(SettingsError, match=r"No code but 'other' .* \('q1', 'q2'\)"):
        write_workbook(["no time"], small_codebook, "q9", tmp_path / "c.xlsx")


@pytest.mark.parametrize("name", ["none", "None", "No code"])
def test_a_code_called_none_is_refused(tmp_path, name):
    """It could not be told from "no code fits"."""
    book = Codebook((Code(name, "Nothing"), Code("time", "Time")))

    with pytest.raises(SettingsError, match="Give it another name"):
        write_workbook(["no time"], book, "q1", tmp_path / "c.xlsx")


def test_a_code_for_everything_else_called_none_is_refused(tmp_path):
    """The list would offer it twice."""
    book = Codebook((Code("none", "Nothing"), Code("time", "Time")), other="none")

    with pytest.raises(SettingsError, match="Give it another name"):
        write_workbook(["no time"], book, "q1", tmp_path / "c.xlsx")


def test_other_is_offered_once_whatever_its_case():
    """A coder who finds it twice does not know which to choose."""
    book = Codebook((Code("Other", "Else"), Code("time", "Time")))

    assert [c.code for c in offered_codes(book, "q1")] == ["time", "Other", "none"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"withheld_share": 0.2}, "needs suggestions to withhold"),
        ({"withheld_share": 1.2}, r"lies in \[0, 1\]"),
        ({"n_codes": 0}, "n_codes must be 1 or more"),
    ],
)
def test_options_that_make_no_sense_are_refused(write_answers, options, message):
    """Nothing is written then."""
    with pytest.raises(ValueError, match=message):
        write_answers(TEXTS, **options)


def test_only_xlsx_is_written(small_codebook, tmp_path):
    """A CSV has no lists to choose from."""
    with pytest.raises(SettingsError, match=r"c\.csv needs the ending \.xlsx"):
        write_workbook(["no time"], small_codebook, "q1", tmp_path / "c.csv")
