from pathlib import Path

import pandas as pd
import pytest

from coprod_nlp.coding import Code, Codebook, CodeSuggester


@pytest.fixture(scope="session")
def small_codebook():
    """Return four codes: two at home in q1, one in q2, and the rest anywhere."""
    return Codebook(
        (
            Code(
                "barriers/time",
                "Time",
                examples=("no time", "never any time", "time is short"),
                questions=("q1",),
                also_in=("q2",),
            ),
            Code(
                "barriers/distance",
                "Distance",
                examples=("families live far away", "parents live far off"),
                questions=("q1",),
            ),
            Code(
                "needs/training",
                "Training",
                examples=("training for staff", "teach new staff"),
                questions=("q2",),
            ),
            Code("other", "Other", examples=("it is my job", "as always")),
        ),
        other="other",
    )


@pytest.fixture
def answers():
    """Return thirty answers to q1, ten on each of three barriers."""
    texts = [
        text
        for i in range(10)
        for text in (
            f"no time on shift {i}",
            f"families live far away from ward {i}",
            f"it is my job {i}",
        )
    ]
    respondents = [f"R{i:02d}" for i in range(len(texts))]
    return pd.DataFrame({"q1": texts}, index=pd.Index(respondents, name="respondent"))


@pytest.fixture
def codings(answers):
    """Return the codes that a coder gave those answers, on the words that show them."""
    codes = ["barriers/time", "barriers/distance", "other"] * 10
    ends = [len("no time"), len("families live far away"), len("it is my job")] * 10
    return pd.DataFrame(
        {
            "respondent": answers.index,
            "question": "q1",
            "coder": "A",
            "code": codes,
            "start": 0,
            "end": ends,
        }
    )


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a text to a file and returns its path."""

    def _write(name: str, text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    return _write


@pytest.fixture(scope="session")
def suggester(small_codebook, bag_of_words):
    """Return a suggester that has seen no codings."""
    return CodeSuggester(small_codebook, encoder=bag_of_words)


@pytest.fixture
def fitted(small_codebook, bag_of_words, codings, answers):
    """Return a suggester that learnt from thirty coded answers."""
    return CodeSuggester(small_codebook, encoder=bag_of_words).fit(codings, answers)
