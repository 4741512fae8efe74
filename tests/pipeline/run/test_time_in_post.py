import pandas as pd
import pytest

from coprod_nlp.pipeline.run.time_in_post import experience_table, time_in_post
from coprod_nlp.report.summary.relations import associations_in_words
from coprod_nlp.survey import example_survey

TERM = "care coproduction"


@pytest.fixture(scope="module")
def survey():
    """Return the example survey."""
    return example_survey()


@pytest.fixture(scope="module")
def table(survey):
    """Return its associations, everybody's definition being accurate or not by turn."""
    index = survey.answers.index
    accurate = pd.Series([True, False] * (len(index) // 2), index, dtype="boolean")
    return experience_table(survey, accurate)


def test_time_in_post_is_cut_at_whole_years(survey):
    """A year to the day is a year."""
    bands = time_in_post(survey)
    months = survey.strata["months_in_post"]

    assert months[bands == "under 1 year"].max() < 12
    assert months[bands == "1 to 2 years"].min() >= 12
    assert bands[months.isna()].isna().all()


def test_awareness_ability_and_insight_are_asked_about(table):
    """The article's three; those who could not say whether they are able are left."""
    assert table["outcome"].tolist() == ["heard", "able", "accurate"]
    assert table.loc[table["outcome"] == "able", "n"].item() <= 248


def test_each_association_is_a_sentence_with_its_figures(table):
    """A reader learns what was found, how large it is, and on how many."""
    said = associations_in_words(table, TERM)[1]
    sentence = said.text
    row = table.iloc[1]

    assert sentence.startswith("Time in post and feeling able to do it: ")
    assert f"{row['v']:.2f}" in sentence
    assert f"{row['n']} respondents" in sentence
    assert "adjusted for 3 comparisons" in sentence
    assert said.source_words == "tables/association.csv, row 3"


def test_a_v_without_an_interval_says_why(table):
    """Where one tells the other without exception, resamples do not differ."""
    perfect = table.assign(v=1.0, v_low=float("nan"), v_high=float("nan"), note="none")

    assert "V 1.00, none; p" in associations_in_words(perfect, TERM)[1].text


def test_under_a_rule_figures_are_too_coarse_to_be_searched_for_counts(survey):
    """Two decimals."""
    table = experience_table(survey, survey.heard(), rule="threshold-5")

    assert table["v"].notna().any()
    assert table["v"].equals(table["v"].round(2))


def test_under_a_rule_what_a_hidden_count_belongs_to_has_no_figures(survey):
    """V and its interval could be searched for the counts that give them."""
    accurate = pd.Series(False, index=survey.heard().index, dtype="boolean")
    accurate.iloc[:3] = True
    table = experience_table(survey, accurate, rule="threshold-5")
    row = table.set_index("outcome").loc["accurate"]

    assert row[["v", "v_low", "v_high", "p", "p_holm"]].isna().all()
    assert row["note"] == ""


def test_under_a_rule_nobody_learns_how_many_were_compared(survey):
    """Beside the tables it tells how many said that they did not know."""
    table = experience_table(survey, survey.heard(), rule="threshold-5")

    assert table["n"].isna().all()
    assert "respondents" not in associations_in_words(table, TERM)[0].text


@pytest.mark.parametrize("rule", ["none", "threshold-5"])
def test_a_p_just_below_the_limit_stays_below_it(survey, monkeypatch, rule):
    """Rounded to two places it would say the opposite."""
    found = {"factor": "time_in_post", "outcome": "heard", "n": 60, "note": ""}
    figures = {"v": 0.2, "v_low": 0.1, "v_high": 0.3, "p": 0.046, "p_holm": 0.046}
    monkeypatch.setattr(
        "coprod_nlp.pipeline.run.time_in_post.association_table",
        lambda *args, **options: pd.DataFrame([{**found, **figures}]),
    )
    table = experience_table(survey, survey.heard(), rule=rule)
    sentence = associations_in_words(table, TERM)[0].text

    assert "coproduction: more than chance would give" in sentence
    assert "p just below 0.05" in sentence


def test_without_times_nothing_is_tested(survey):
    """A file that does not say how long people have been there has no such table."""
    strata = survey.strata.assign(months_in_post=float("nan"))
    bare = type(survey)(**{**vars(survey), "strata": strata})

    assert experience_table(bare, survey.heard()).empty
    assert associations_in_words(experience_table(bare, survey.heard()), TERM) == ()
