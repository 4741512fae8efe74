"""Whatever breaks an export, a message names the place and says what to do."""

import sys
from pathlib import Path

import pytest

from coprod_nlp.exceptions import (
    MissingExtraError,
    SurveyReadError,
    SurveySchemaError,
)
from coprod_nlp.survey import read_survey

FILES = Path(__file__).parent / "files"
HEARD = b"Have you heard of care coproduction?"
# By fixture: what names the question in the file, and the row in which it ends.
EXPORTS = {
    "qualtrics": (
        b"<p>Have you heard of&nbsp;<strong>care coproduction</strong>?</p>",
        8,
    ),
    "qualtrics_two_rows": (
        b"<p>Have you heard of&nbsp;<strong>care coproduction</strong>?</p>",
        7,
    ),
    "surveymonkey": (HEARD, 5),
    "microsoft_forms": (HEARD, 4),
    "redcap": (b"heard", 4),
    "redcap_labels": (HEARD, 3),
    "google_forms": (HEARD, 3),
    "jisc": (b"4. " + HEARD, 3),
}


def read(path, name):
    """Read an export with its dictionary, if it has one."""
    dictionary = FILES / "redcap_dictionary.csv" if name == "redcap" else None
    return read_survey(path, dictionary=dictionary)


@pytest.fixture(params=EXPORTS)
def broken(request, tmp_path):
    """Return a function that changes the bytes of an export, and gives its path."""
    name = request.param
    path = tmp_path / f"{name}.csv"
    heard, last = EXPORTS[name]

    def write(change):
        path.write_bytes(change((FILES / f"{name}.csv").read_bytes(), heard))
        return path, name, last

    return write


def test_a_file_that_was_cut_off_is_named_with_its_last_row(broken):
    """The last row lacks cells."""
    path, name, last = broken(lambda content, _: content[: content.rfind(b",")])
    problems = read(path, name).problems
    cut = problems[problems["action"].str.contains("export it again")]

    assert cut["row"].tolist() == [last]
    assert cut["problem"].str.contains("cells where the header has").all()


def test_a_file_that_was_cut_off_within_an_answer_is_refused(broken):
    """A quotation mark that is never closed would swallow the rest."""
    path, name, last = broken(lambda content, _: content.rstrip() + b'\n"9')

    with pytest.raises(SurveyReadError, match=f"row {last + 1} .* do not pair"):
        read(path, name)


def test_a_header_that_was_changed_is_named_with_its_question(broken):
    """What is missing, what there is, and how to say which it is."""
    path, name, _ = broken(lambda content, heard: content.replace(heard, b"Aware?", 1))

    with pytest.raises(SurveySchemaError, match=r"\['q4'\].*\[survey.columns\]"):
        read(path, name)


def test_two_encodings_in_one_file_are_named_with_their_lines(broken):
    """As in a file that was pasted together; both are read rightly."""

    def mix(content, _):
        utf8 = content.replace(b"Planning", "Plänning".encode())
        return utf8.replace(b"NA", b"caf\xe9").replace(b"None", b"caf\xe9")

    path, name, _ = broken(mix)
    survey = read(path, name)
    (mixed,) = survey.problems.loc[
        survey.problems["problem"].str.contains("two encodings"), "problem"
    ]

    assert "line(s) " in mixed
    assert survey.definitions().iloc[1] == "café"


def test_a_broken_spss_file_is_refused(spss_file):
    """Cut off, or of another encoding than it says."""
    path = spss_file(know="café au lait")
    content = path.read_bytes()

    path.write_bytes(content[:-40])
    with pytest.raises(SurveyReadError, match="Export it again"):
        read_survey(path)

    path.write_bytes(content.replace("é".encode(), b"\xe9 "))
    with pytest.raises(SurveyReadError, match="name that as encoding"):
        read_survey(path)
    assert (
        read_survey(path, encoding="cp1252").answers["q4a"].iloc[0] == "café  au lait"
    )


def test_a_label_that_was_changed_in_spss_is_named_with_its_question(spss_file):
    """A variable that is named by counting tells nothing."""
    with pytest.raises(SurveySchemaError, match=r"\['q4'\].*\[survey.columns\]"):
        read_survey(spss_file(heard="Aware?"))


def test_an_spss_file_without_pyreadstat_says_what_to_install(spss_file, monkeypatch):
    """It is an extra, and most users do without."""
    path = spss_file()
    monkeypatch.setitem(sys.modules, "pyreadstat", None)

    with pytest.raises(MissingExtraError, match=r'"\.\[spss\]" in place') as missing:
        read_survey(path)
    assert (missing.value.package, missing.value.extra) == ("pyreadstat", "spss")


def test_a_record_with_any_incomplete_form_is_listed(tmp_path):
    """REDCap says of each form whether it is complete."""
    path = tmp_path / "redcap.csv"
    path.write_text(
        "record_id,consent_complete,heard,know,staff_survey_complete\n"
        "1,2,Yes,together,2\n2,2,Yes,together,0\n3,0,Yes,together,0\n",
        "utf-8",
    )
    survey = read_survey(path, columns={"q4": "heard", "q4a": "know"})
    listed = survey.problems[survey.problems["problem"].str.contains("not complete")]

    assert listed["row"].tolist() == [3, 4]
