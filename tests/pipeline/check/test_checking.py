"""A check says what was understood of a file, also of one that cannot be analysed."""

import csv
from pathlib import Path

import pytest

from coprod_nlp.config import Settings, load_settings
from coprod_nlp.exceptions import SettingsError
from coprod_nlp.pipeline.check.starting import check_new_settings, write_settings
from coprod_nlp.pipeline.check.understanding import check_survey
from coprod_nlp.pipeline.run.reading import read_by_settings, settings_of
from coprod_nlp.survey import example_paths

EXPORTS = Path(__file__).parents[2] / "survey" / "exports" / "files"


@pytest.fixture
def table(tmp_path):
    """Return a function that writes a table and gives its path."""

    def write(*rows):
        path = tmp_path / "survey.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        return path

    return write


def test_the_example_could_be_analysed():
    """Every column of it is told by its name, and nothing is wrong with it."""
    check = check_survey(example_paths().survey)

    assert check.faults == ()
    assert set(check.questions["told"]) == {"name", ""}
    assert check.not_options.empty


def test_each_question_has_its_column_and_its_counts(table):
    """Answers, answers that are no option, answers off the route."""
    path = table(
        ["id", "q4", "q4a", "q6"],
        ["1", "Yes", "together", "5"],
        ["2", "No", "astray", "lots"],
        ["3", "Yes", "", ""],
    )

    found = check_survey(path).questions.set_index("id")

    counts = found[["answers", "not_options", "astray"]]
    assert found.loc["q4a", "column"] == "q4a"
    assert counts.loc["q4a"].tolist() == [2, 0, 1]
    assert counts.loc["q6"].tolist() == [2, 1, 0]
    assert counts.loc["q7"].isna().all()


def test_breaches_of_the_routing_are_listed_by_row(table):
    """As a spreadsheet counts them."""
    path = table(["id", "q4", "q4a"], ["1", "Yes", "a"], ["2", "No", "b"])

    assert check_survey(path).astray.to_numpy().tolist() == [[3, "2", "q4a"]]


def test_values_that_may_be_answers_are_counted_only(table):
    """A value is shown if it is short and stands in several rows."""
    path = table(
        ["id", "q4", "q4a", "q6"],
        ["1", "Yes", "a", "Quite relevant"],
        ["2", "Yes", "b", "Quite relevant"],
        ["3", "Yes", "c", "as I told my manager"],
    )

    values = check_survey(path).not_options

    assert values.to_numpy().tolist() == [["q6", "Quite relevant", 2], ["q6", "", 1]]


def test_times_and_role_types_that_cannot_be_read_are_counted(table):
    """They would be missing from every table by strata."""
    path = table(
        ["id", "q4", "q4a", "q3", "role_type"],
        ["1", "Yes", "a", "5-10 years", "1"],
        ["2", "Yes", "b", "5-10 years", "Clinical"],
        ["3", "Yes", "c", "4 years", "2"],
    )

    check = check_survey(path)

    counts = check.questions.set_index("id")["not_options"]
    assert counts[["q3", "role_type"]].tolist() == [2, 2]
    assert check.not_options.to_numpy().tolist() == [["q3", "5-10 years", 2]]
    assert check.notes["problem"].tolist() == [
        "in 2 of 3 rows the role type is neither clinical nor non-clinical",
        "in 2 of 3 rows the time reaches over more than one band of the tables",
    ]


def test_a_file_without_the_needed_columns_is_checked_all_the_same(table):
    """What an analysis would say is told, and everything else is there."""
    check = check_survey(table(["id", "Aware?", "q6"], ["1", "Yes", "5"]))

    assert len(check.faults) == 1
    assert "['q4', 'q4a or q4b']" in check.faults[0]
    assert check.survey.unmatched == ("Aware?",)


def test_codes_that_no_option_has_are_a_fault(table):
    """A run would refuse them too, as they tell nothing of who has heard."""
    check = check_survey(table(["id", "q4", "q4b"], ["1", "1", "a"], ["2", "2", "b"]))

    assert "2 respondent(s) answered q4, and no answer is one" in check.faults[0]


def test_two_columns_for_one_question_are_a_fault_and_both_are_left(table):
    """Neither is taken, since the check cannot know which is meant."""
    path = table(["id", "q4", "q4a", "Q4a. Text"], ["1", "Yes", "a", "b"])
    check = check_survey(path)

    assert "2 columns answer q4a: ['q4a', 'Q4a. Text']" in check.faults[0]
    assert check.survey.unmatched == ("q4a", "Q4a. Text")


@pytest.mark.parametrize(
    "name",
    [
        *("qualtrics", "surveymonkey", "microsoft_forms", "redcap"),
        *("redcap_labels", "google_forms", "jisc"),
    ],
)
def test_settings_that_were_written_find_the_same_columns(tmp_path, name):
    """Reading, writing, and reading by what was written is a round trip."""
    dictionary = EXPORTS / "redcap_dictionary.csv" if name == "redcap" else None
    path = tmp_path / "project" / "project.toml"
    check = check_survey(
        EXPORTS / f"{name}.csv", settings_of(None, dictionary=dictionary)
    )
    write_settings(check, path)

    again = read_by_settings(EXPORTS / f"{name}.csv", load_settings(path))

    assert again.origin.columns == check.survey.origin.columns
    assert again.origin.personal == check.survey.origin.personal
    assert again.answers.equals(check.survey.answers)


def test_odd_headers_are_written_so_that_they_are_read_again(table, tmp_path):
    """Quotation marks, line breaks and signs of TOML in a header."""
    odd = 'Heard of "it"?\n# [x] = \\ \u00e9'
    path = table([odd, "q4a", 'No "question"\n= 1'], ["Yes", "a", ""])
    written = tmp_path / "project.toml"
    settings = Settings(survey={"columns": {"q4": odd}})
    write_settings(check_survey(path, settings), written)

    assert load_settings(written).survey.columns == {"q4": odd, "q4a": "q4a"}


def test_everything_that_was_set_is_written(tmp_path):
    """Who checks by settings gets them back, with paths as seen from the new file."""
    roles = tmp_path / "roles.toml"
    roles.write_text("", encoding="utf-8")
    settings = Settings(
        seed=7,
        survey={"keep_personal": ["site"]},
        themes={"questions": ["q14"]},
        definitions={"model": tmp_path / "matcher"},
        tables={"suppression": "threshold-5"},
    )
    path = tmp_path / "s.csv"
    path.write_text("id,q4,q4a,site\n1,Yes,a,x\n", encoding="utf-8")
    written = tmp_path / "deeper" / "project.toml"
    write_settings(check_survey(path, settings), written)

    again = load_settings(written)

    assert (again.seed, again.themes, again.tables) == (
        7,
        settings.themes,
        settings.tables,
    )
    assert again.survey.keep_personal == ["site"]
    assert again.definitions.model.resolve() == (tmp_path / "matcher").resolve()


def test_a_file_on_another_drive_is_named_from_its_root(table, tmp_path, monkeypatch):
    """On Windows there is no way to it from the settings."""

    def no_way(path, start):
        raise ValueError

    monkeypatch.setattr("os.path.relpath", no_way)
    settings = Settings(definitions={"model": tmp_path / "matcher"})
    written = tmp_path / "project.toml"
    survey = table(["id", "q4", "q4a"], ["1", "Yes", "a"])
    write_settings(check_survey(survey, settings), written)

    assert load_settings(written).definitions.model == tmp_path / "matcher"


def test_what_was_decided_names_its_question(table):
    """Two questions in codes are two notes that differ."""
    path = table(["id", "q4", "q4a", "q6", "q8"], ["1", "Yes", "a", "5", "4"])
    notes = check_survey(path).notes

    coded = notes[notes["problem"].str.contains("written as codes")]
    assert coded["question"].tolist() == ["q6", "q8"]


def test_settings_that_exist_are_not_replaced(tmp_path):
    """Somebody may have edited them."""
    path = tmp_path / "project.toml"
    path.write_text("seed = 1\n", encoding="utf-8")

    with pytest.raises(FileExistsError, match="exists already"):
        check_new_settings(path)
    with pytest.raises(SettingsError, match=r"\.toml"):
        check_new_settings(tmp_path / "project.txt")


def test_the_command_line_goes_before_the_settings_file(tmp_path):
    """What is not said there stays as it is set."""
    config = tmp_path / "project.toml"
    config.write_text(
        '[survey]\nexport = "jisc"\nsheet = "A"\n[survey.columns]\nq4 = "x"\n'
    )

    survey = settings_of(config, export="plain").survey

    assert (survey.export, survey.sheet, survey.columns) == ("plain", "A", {"q4": "x"})
    with pytest.raises(SettingsError, match="no kind of export"):
        settings_of(None, export="forms")
