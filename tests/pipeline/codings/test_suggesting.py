"""Codes are suggested for one column of a table, with and without codings."""

import pandas as pd
import pytest

from coprod_nlp.exceptions import CodingsError, SettingsError
from coprod_nlp.pipeline.codings import suggesting
from coprod_nlp.pipeline.codings.suggesting import COLUMNS, suggest_for_table

CODEBOOK = """code,title,examples,questions
barriers/time,Time,no time|never any time|time is short,q1
barriers/distance,Distance,families live far away|parents live far off,q1
other,Other,it is my job|as always,
"""


@pytest.fixture
def files(tmp_path, monkeypatch, bag_of_words):
    """Return a folder with thirty answers, a codebook and codings of twenty-seven."""
    said = ["no time on shift", "families live far away", "it is my job"] * 10
    codes = ["barriers/time", "barriers/distance", "other"] * 10
    names = [f"@{i:02d}" for i in range(30)]
    texts = [*said[:29], "n/a"]
    pd.DataFrame({"who": names, "what": texts}).to_csv(
        tmp_path / "answers.csv", index=False
    )
    (tmp_path / "codebook.csv").write_text(CODEBOOK)
    coded = pd.DataFrame({"respondent": names, "question": "q1", "coder": "A"})
    coded.assign(code=codes).head(27).to_csv(tmp_path / "codings.csv", index=False)
    monkeypatch.setattr(
        suggesting,
        "CodeSuggester",
        lambda book: type_of_suggester(book, encoder=bag_of_words),
    )
    return tmp_path


type_of_suggester = suggesting.CodeSuggester


def suggest(folder, **options):
    """Suggest codes for the answers of the folder."""
    return suggest_for_table(
        folder / "answers.csv",
        "what",
        codebook=folder / "codebook.csv",
        identifier="who",
        **options,
    )


def test_what_was_guessed_of_the_codebook_is_told(files):
    """It may come from Excel on Windows, as the table may."""
    (files / "codebook.csv").write_text(CODEBOOK.replace("Time", "Zeit für"), "cp1252")

    assert any(
        note.startswith("In codebook.csv, not UTF-8")
        for note in suggest(files, question="q1").notes
    )


def test_without_codings_every_answer_gets_suggestions(files):
    """Descriptions and examples are enough to start, and "n/a" is set aside."""
    found = suggest(files, question="q1", top=2)

    assert tuple(found.rows.columns) == COLUMNS
    assert (found.n_answers, found.n_coded, found.n_set_aside) == (29, 0, 1)
    assert found.rows["rank"].tolist() == [1, 2] * 29


def test_without_codings_the_nearest_words_are_the_codebooks(files):
    """What a suggestion rests on can be read beside it."""
    first = suggest(files, question="q1").rows.iloc[0]

    assert (first["code"], first["nearest"]) == ("barriers/time", "no time")
    assert first["nearest_respondent"] == ""


def test_with_codings_the_answers_still_to_code_get_suggestions(files):
    """What it has learnt from is decided already, and would flatter it."""
    found = suggest(files, question="q1", codings=files / "codings.csv")

    assert (found.n_answers, found.n_coded, found.n_set_aside) == (2, 27, 1)
    assert set(found.rows["answer"]) == {"@27", "@28"}


def test_with_codings_the_nearest_words_are_a_coders(files):
    """The precedent and whose answer it is stand beside the suggestion."""
    found = suggest(files, question="q1", codings=files / "codings.csv").rows
    first = found[found["rank"] == 1].iloc[0]

    assert first["nearest"] == "no time on shift"
    assert first["nearest_respondent"] == "@00"


def test_without_a_question_all_codes_are_offered(files):
    """A codebook of one's own need not know of questions."""
    found = suggest(files, top=9)

    assert found.rows["code"].nunique() == 3


def test_codings_need_a_question(files):
    """What is learnt belongs to one question."""
    with pytest.raises(SettingsError, match="--question"):
        suggest(files, codings=files / "codings.csv")


def test_codings_of_other_questions_are_passed_over(files):
    """One file may hold the codings of a whole survey."""
    path = files / "codings.csv"
    path.write_text(path.read_text() + "@00,q99,A,other\n")

    assert suggest(files, question="q1", codings=path).n_coded == 27


def test_codings_without_the_question_are_an_error(files):
    """The message names the questions that there are."""
    with pytest.raises(
        CodingsError, match=r"question 'q2'; its questions are \['q1'\]"
    ):
        suggest(files, question="q2", codings=files / "codings.csv")


def test_codes_that_the_codebook_lacks_are_an_error(files):
    """They are listed with what was probably meant."""
    path = files / "codings.csv"
    path.write_text(path.read_text().replace("barriers/time", "barriers/tme"))

    with pytest.raises(CodingsError, match=r"barriers/tme.*perhaps 'barriers/time'"):
        suggest(files, question="q1", codings=path)
