"""A workbook is written, coded and read back, whatever people typed."""

import openpyxl
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from coprod_nlp.coding import read_workbook, write_workbook
from coprod_nlp.files.words import NO_CODE
from coprod_nlp.text.nonanswers import AnswerKind, answer_kind
from coprod_nlp.text.normalisation import normalise

CODES = ["barriers/time", "barriers/distance", "other"]
ANSWER = st.text(max_size=30) | st.sampled_from(
    [
        "=1+1",
        "@x\ny",
        "-",
        "_x0041_ b",
        "'quoted",
        "#REF!",
        "a\r\nb",
        "\U0001f600 \u0644",
    ]
)
NAMES = st.lists(
    st.text(min_size=1, max_size=6).map(normalise).filter(bool), max_size=5, unique=True
)


@settings(max_examples=40)
@given(st.data())
def test_nothing_is_lost_on_the_way_out_and_back(
    small_codebook, tmp_path_factory, data
):
    """Whatever the answers and names hold, every code comes back to its answer."""
    names = ["R1", *(n for n in data.draw(NAMES) if n != "R1")]
    texts = {"R1": "no time", **{n: data.draw(ANSWER) for n in names[1:]}}
    path = tmp_path_factory.mktemp("round") / "A.xlsx"
    written = write_workbook(pd.Series(texts), small_codebook, "q1", path)
    given_codes = {}
    book = openpyxl.load_workbook(path)
    for row, name in enumerate(written.respondents, start=2):
        codes = data.draw(st.lists(st.sampled_from(CODES), max_size=3, unique=True))
        given_codes[name] = codes or [NO_CODE]
        for column, code in enumerate(codes or ["none"], start=3):
            book["coding"].cell(row, column).value = code
    book.save(path)
    sheet = pd.read_excel(path, dtype=str, keep_default_na=False, engine="calamine")
    found = read_workbook(path)

    codes = found.codings.groupby("respondent")["code"].agg(list).to_dict()
    assert codes == given_codes
    assert found.problems.empty
    assert sheet["respondent"].tolist() == list(written.respondents)
    assert sheet["answer"].tolist() == [
        normalise(text)
        for text in texts.values()
        if answer_kind(normalise(text)) is not AnswerKind.BLANK
    ]
