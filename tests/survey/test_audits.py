import pytest

from coprod_nlp.exceptions import SurveySchemaError
from coprod_nlp.survey import read_audits, read_patient_survey

HEADER = "Month,Department,Patient involved,Carer involved,Voice conveyed,Copy given\n"


@pytest.fixture
def file(tmp_path):
    """Return a function that writes a file and gives its path."""

    def write(content):
        path = tmp_path / "audits.csv"
        path.write_text(content, encoding="utf-8")
        return path

    return write


def test_an_audit_is_one_care_plan_per_row(file):
    """Month, department and four criteria; blank is no answer."""
    audits = read_audits(file(HEADER + "2024-05,CAMHS,Yes,no,y,\n"))

    assert audits["month"].tolist() == ["2024-05"]
    assert audits.iloc[0, 2:5].tolist() == [True, False, True]
    assert audits["copy_given"].isna().all()


def test_a_day_is_read_as_its_month(file):
    """Spreadsheets write days where people typed months."""
    audits = read_audits(file(HEADER + "2024-05-13,CAMHS,1,0,1,1\n"))

    assert audits["month"].tolist() == ["2024-05"]


def test_spellings_of_a_department_are_one(file):
    """Otherwise its plans would be parted, and none beside the survey's."""
    rows = "".join(f"2024-05,{name},1,0,1,1\n" for name in ("Elm Ward", "elm  ward"))

    assert read_audits(file(HEADER + rows))["department"].tolist() == ["Elm Ward"] * 2


def test_patients_say_whether_they_were_involved(file):
    """One row per patient, without any name."""
    patients = read_patient_survey(file("month,department,involved\n2024-05,A,no\n"))

    assert patients["involved"].tolist() == [False]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("month,department\n2024-05,A\n", "lacks the column"),
        (HEADER + "May,A,yes,yes,yes,yes\n", "'month' holds 2024-05"),
        (HEADER + "2024-13,A,yes,yes,yes,yes\n", "'month' holds 2024-05"),
        (HEADER + "2024-05,,yes,yes,yes,yes\n", "'department' holds a name"),
        (HEADER + "2024-05,A,maybe,yes,yes,yes\n", "yes, no or blank"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_row(file, content, words):
    """The message says what the column holds, and where something else stands."""
    with pytest.raises(SurveySchemaError, match=words):
        read_audits(file(content))


def test_a_refusal_does_not_repeat_what_was_typed(file):
    """A cell may hold anything, a patient's name too."""
    with pytest.raises(SurveySchemaError) as raised:
        read_audits(file(HEADER + "2024-05,A,Jane Doe,yes,yes,yes\n"))

    assert "Jane" not in str(raised.value)
    assert "[2]" in str(raised.value)
